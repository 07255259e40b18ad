/* SPDX-License-Identifier: MIT */
/*
 * Search without a server. The scripts in find/ each add what one agency has
 * to the array qmsSearch, so that a page opened from a folder may load them:
 *
 *	{
 *		pages: [[url, title, note, lead], …],
 *		words: "an ăn bao …"	sorted by their folded form
 *		posts: "0 3 1,2,…"	for each word the pages that have it,
 *				each as the distance from the one before,
 *				in base 36
 *		pairs: "an-toan …"	two neighbours, folded, and
 *		pairPosts: "…"		the same for them
 *	}
 *
 * Vietnamese has few syllables without their marks, so that one says little:
 * neighbours of the query must be neighbours in the page, unless nothing is
 * found that way. Titles come before texts, and what has the query's marks
 * before what has not.
 */
(function () {
"use strict";

var parts = window.qmsSearch;
var input = document.getElementById("q");
var count = document.getElementById("search-count");
var list = document.getElementById("search-results");
var STEP = 30;

function compose(text) {
	return text.toLowerCase().normalize("NFC");
}

function fold(text) {
	return text.toLowerCase().normalize("NFD")
	    .replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");
}

function syllables(text) {
	return fold(text).match(/[\p{L}\p{N}]+/gu) || [];
}

/* The strings are split at the first query: they are large. */
function Table(words, posts) {
	this.words = words === "" ? [] : words.split(" ");
	this.posts = posts.split(",");
}

Table.prototype.pages = function (at, into) {
	var page = 0;
	this.posts[at].split(" ").forEach(function (step) {
		page += parseInt(step, 36);
		into.add(page);
	});
};

/* All pages with the folded word; or with the very word, if exact is given. */
Table.prototype.find = function (word, prefix, exact) {
	var low = 0, high = this.words.length, middle, found = new Set(), form;
	while (low < high) {
		middle = (low + high) >> 1;
		if (fold(this.words[middle]) < word)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < this.words.length; low++) {
		form = fold(this.words[low]);
		if (form !== word && !(prefix && form.startsWith(word)))
			break;
		if (exact === undefined || this.words[low] === exact ||
		    (prefix && this.words[low].startsWith(exact)))
			this.pages(low, found);
	}
	return found;
};

function meet(sets) {
	sets.sort(function (a, b) { return a.size - b.size; });
	return sets.length === 0 ? [] : Array.from(sets[0]).filter(
	    function (page) {
		return sets.every(function (set) { return set.has(page); });
	});
}

function neighbours(part, words, prefix) {
	return meet(words.slice(1).map(function (word, i) {
		return part.pairTable.find(words[i] + "-" + word,
		    prefix && i === words.length - 2);
	}));
}

function all(part, words, prefix, exact) {
	return meet(words.map(function (word, i) {
		return part.table.find(word, prefix && i === words.length - 1,
		    exact && exact[i]);
	}));
}

/* The pages of one part that match; a "phrase" must stand as it is. */
function pagesOf(part, query) {
	var quoted = query.match(/"[^"]+"/g) || [];
	var rest = syllables(query.replace(/"[^"]*"/g, " "));
	var found, sets = quoted.map(function (phrase) {
		var words = syllables(phrase);
		return new Set(words.length > 1 ?
		    neighbours(part, words, false) : all(part, words, false));
	});
	if (rest.length > 1) {
		found = neighbours(part, rest, true);
		if (found.length === 0)
			found = all(part, rest, true);
		sets.push(new Set(found));
	} else if (rest.length === 1) {
		sets.push(new Set(all(part, rest, true)));
	}
	return meet(sets);
}

/* Higher is better; equal ones stay in the order of the pages. */
function rank(page, hasMarks, exact, folded) {
	var title = compose(page[1]);
	if (page[2].split(" · ").some(function (part) {
		return fold(part) === folded; }))
		return 7;
	if (title === exact)
		return 6;
	if (title.includes(exact))
		return 5;
	if (fold(title) === folded)
		return 4;
	if (fold(title).includes(folded))
		return 3;
	return hasMarks ? 2 : 1;
}

function add(tag, text, parent, name) {
	var element = document.createElement(tag);
	element.textContent = text;
	if (name)
		element.className = name;
	parent.appendChild(element);
	return element;
}

/* Marks the query in a text; folding keeps the number of characters in NFC. */
function addMarked(tag, text, folded, parent) {
	var element = add(tag, "", parent, "");
	var composed = text.normalize("NFC"), at = fold(composed).indexOf(folded);
	if (at < 0 || folded === "" || fold(composed).length !== composed.length) {
		element.textContent = composed;
		return;
	}
	element.append(composed.slice(0, at));
	add("mark", composed.slice(at, at + folded.length), element, "");
	element.append(composed.slice(at + folded.length));
}

function show(found, folded, from) {
	found.slice(from, from + STEP).forEach(function (page) {
		var item = add("li", "", list, ""), link = add("a", "", item, "");
		link.href = page[0];
		addMarked("span", page[1], folded, link);
		if (page[2] !== "")
			add("p", page[2], item, "muted");
		if (page[3] !== "")
			addMarked("p", page[3], folded, item);
	});
	if (from + STEP < found.length) {
		var more = add("li", "", list, "");
		var button = add("button", count.dataset.more, more, "");
		button.type = "button";
		button.onclick = function () {
			more.remove();
			show(found, folded, from + STEP);
		};
	}
}

function search() {
	var query = input.value.trim(), exact, folded, words, found;
	list.textContent = "";
	if (query.length < 2) {
		count.textContent = query === "" ? "" : count.dataset.short;
		return;
	}
	exact = compose(query.replace(/"/g, "").trim());
	folded = fold(exact);
	words = syllables(exact);
	found = [];
	parts.forEach(function (part) {
		var marked;
		part.table = part.table || new Table(part.words, part.posts);
		part.pairTable = part.pairTable ||
		    new Table(part.pairs, part.pairPosts);
		marked = new Set(all(part, words, true,
		    exact.match(/[\p{L}\p{N}]+/gu)));
		pagesOf(part, query).forEach(function (number) {
			var page = part.pages[number];
			found.push({ page: page, order: found.length,
			    rank: rank(page, marked.has(number), exact,
			    folded) });
		});
	});
	found.sort(function (a, b) {
		return b.rank - a.rank || a.order - b.order;
	});
	found = found.map(function (one) { return one.page; });
	count.textContent = found.length === 0 ? count.dataset.none :
	    found.length + " " + count.dataset.many;
	show(found, folded, 0);
}

if (!parts)
	return;
count.textContent = "";
input.value = new URLSearchParams(location.search).get("q") || "";
input.addEventListener("input", search);
input.form.addEventListener("submit", function (event) {
	event.preventDefault();
	search();
	list.tabIndex = -1;
	list.focus();
});
search();
}());
