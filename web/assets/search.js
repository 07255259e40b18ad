/* SPDX-License-Identifier: MIT */
/*
 * Search without a server. search-data.js, beside this file, calls nothing
 * and sets one object, so that a page opened from a folder may load it:
 *
 *	qmsSearch = {
 *		pages: [[url, title, note, lead], …],
 *		words: "an bao cao …"	folded syllables, sorted, spaces between
 *		posts: ["0 3 1", …]	for each syllable the pages that have
 *				it, each as the distance from the one before
 *		pairs: "an-toan …"	two neighbours, and
 *		pairPosts: […]		the same for them
 *	}
 *
 * Vietnamese has few syllables without their marks, so that one says little:
 * neighbours of the query must be neighbours in the page, unless nothing is
 * found that way. Pages whose title has the query rank first, with its marks
 * before without.
 */
(function () {
"use strict";

var data = window.qmsSearch;
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

/* One string is split once, at the first query: it is large. */
function table(words, posts) {
	var sorted = words === "" ? [] : words.split(" ");
	return {
		place: function (word) {
			var low = 0, high = sorted.length, middle;
			while (low < high) {
				middle = (low + high) >> 1;
				if (sorted[middle] < word)
					low = middle + 1;
				else
					high = middle;
			}
			return low;
		},
		pages: function (at) {
			var page = 0;
			return posts[at].split(" ").map(function (step) {
				page += Number(step);
				return page;
			});
		},
		find: function (word, prefix) {
			var at = this.place(word), found = new Set(), n;
			for (n = 0; at < sorted.length && n < 200; at++, n++) {
				if (sorted[at] !== word && !(prefix &&
				    sorted[at].startsWith(word)))
					break;
				this.pages(at).forEach(found.add, found);
			}
			return found;
		}
	};
}

var single, pairs;

function meet(sets) {
	sets.sort(function (a, b) { return a.size - b.size; });
	return sets.length === 0 ? [] : Array.from(sets[0]).filter(
	    function (page) {
		return sets.every(function (set) { return set.has(page); });
	});
}

function neighbours(words, prefix) {
	return meet(words.slice(1).map(function (word, i) {
		return pairs.find(words[i] + "-" + word,
		    prefix && i === words.length - 2);
	}));
}

function all(words, prefix) {
	return meet(words.map(function (word, i) {
		return single.find(word, prefix && i === words.length - 1);
	}));
}

function pagesOf(query) {
	var quoted = query.match(/"[^"]+"/g) || [];
	var rest = syllables(query.replace(/"[^"]*"/g, " "));
	var found, sets = quoted.map(function (phrase) {
		var words = syllables(phrase);
		return new Set(words.length > 1 ? neighbours(words, false) :
		    all(words, false));
	});
	if (rest.length > 1) {
		found = neighbours(rest, true);
		if (found.length === 0)
			found = all(rest, true);
		sets.push(new Set(found));
	} else if (rest.length === 1) {
		sets.push(new Set(all(rest, true)));
	}
	return meet(sets);
}

/* Higher is better; equal ones stay in the order of the pages. */
function rank(page, exact, folded) {
	var title = compose(page[1]), lead = compose(page[3]);
	if (title === exact)
		return 6;
	if (title.includes(exact))
		return 5;
	if (fold(title).includes(folded))
		return 4;
	if (lead.includes(exact))
		return 3;
	return fold(lead).includes(folded) ? 2 : 1;
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
	var query = input.value.trim(), exact, folded, found;
	list.textContent = "";
	if (query.length < 2) {
		count.textContent = query === "" ? "" : count.dataset.short;
		return;
	}
	single = single || table(data.words, data.posts);
	pairs = pairs || table(data.pairs, data.pairPosts);
	exact = compose(query.replace(/"/g, "").trim());
	folded = fold(exact);
	found = pagesOf(query).map(function (number) {
		return { number: number, page: data.pages[number],
		    rank: rank(data.pages[number], exact, folded) };
	});
	found.sort(function (a, b) {
		return b.rank - a.rank || a.number - b.number;
	});
	found = found.map(function (one) { return one.page; });
	count.textContent = found.length === 0 ? count.dataset.none :
	    found.length + " " + count.dataset.many;
	show(found, folded, 0);
}

if (!data)
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
