// SPDX-License-Identifier: MIT
// pages - the files of a site, their links and anchors, and which pages are
// alike: made by one template for one kind of object.
import { readFileSync, readdirSync } from "node:fs";
import { join, posix, relative } from "node:path";

export function filesOf(dir) {
	return readdirSync(dir, { recursive: true, withFileTypes: true })
	    .filter((entry) => entry.isFile())
	    .map((entry) => relative(dir, join(entry.parentPath ?? entry.path,
	        entry.name)))
	    .filter((name) => name !== ".qms-site").sort();
}

export function pagesOf(dir) {
	return filesOf(dir).filter((name) => name.endsWith(".html"));
}

// "agencies/so/id/QT-01/1.0-2.0.html": of one kind with every other redline
export function kindOf(page) {
	return page.replace(/^agencies\/[^/]+\//, "agencies/*/")
	    .replace(/\/id\/([A-Za-zĐđ]*)[^/]*\//, "/id/$1*/")
	    .replace(/\/[\d.]+-[\d.]+\.html$/, "/redline")
	    .replace(/\/[\d.]+\.html$/, "/version")
	    .replace(/\/id\/([A-Z]+-)[^/]*\.html$/, "/id/$1*")
	    .replace(/^(legal|rule|model)\/(?!index)[^/]+$/, "$1/*");
}

// At most `most` pages of each kind, the largest and the smallest among them.
export function examples(dir, most) {
	const kinds = new Map();
	for (const page of pagesOf(dir)) {
		const size = readFileSync(join(dir, page)).length;
		const kind = kindOf(page);
		if (!kinds.has(kind))
			kinds.set(kind, []);
		kinds.get(kind).push({ page, size });
	}
	return [...kinds.values()].flatMap((pages) => {
		pages.sort((a, b) => b.size - a.size ||
		    (a.page < b.page ? -1 : 1));
		if (pages.length <= most)
			return pages;
		return [pages[0], pages[pages.length - 1],
		    ...pages.slice(1, -1).slice(0, most - 2)].slice(0, most);
	}).map((one) => one.page).sort();
}

const entities = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
export function decode(text) {
	return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) =>
	    entities[name]);
}

// [name, value] of every attribute that holds an address
export function addresses(html) {
	return [...html.matchAll(
	    /\s(href|src|action|xlink:href|data|poster|srcset)="([^"]*)"/g)]
	    .map((match) => [match[1], decode(match[2])]);
}

export function anchors(html) {
	return new Set([...html.matchAll(/\sid="([^"]*)"/g)].map((match) =>
	    decode(match[1])));
}

// The file of the site that a relative address on a page leads to.
export function target(page, address) {
	const path = decodeURIComponent(address.split(/[?#]/)[0]);
	return path === "" ? page : posix.join(posix.dirname(page), path);
}
