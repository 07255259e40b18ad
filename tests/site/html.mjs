// SPDX-License-Identifier: MIT
// html - every page of a site: valid HTML, links that lead somewhere, nothing
// inline, nothing from elsewhere.
//
//	node html.mjs DIR WORD	WORD says in each sentence which site it is
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { HtmlValidate } from "html-validate";
import { check, complain, it } from "./report.mjs";
import { addresses, anchors, decode, filesOf, pagesOf, target }
	from "./pages.mjs";

const [dir, word] = process.argv.slice(2);
const pages = pagesOf(dir);
const files = new Set(filesOf(dir));
const html = new Map(pages.map((page) =>
    [page, readFileSync(join(dir, page), "utf8")]));

const policy = "default-src 'none'; style-src 'self' file:; " +
    "script-src 'self' file:; img-src 'self' file:; base-uri 'none'; " +
    "form-action 'self' file:";

await it(`${word}: html-validate finds nothing`, async () => {
	const validator = new HtmlValidate({
		extends: ["html-validate:recommended"],
		rules: {
			// titles are those of laws and documents
			"long-title": "off",
			"no-trailing-whitespace": "off",
			"attribute-boolean-style": "off",
			// texts come as CommonMark writes them: <br />
			"void-style": "off",
			// wide tables scroll in a region with a name, which
			// the keyboard must reach
			"prefer-native-element": ["error",
			    { exclude: ["region"] }],
			// "1.0" is a good id for a part of the standard
			"valid-id": ["error", { relaxed: true }],
		},
	});
	check(pages.length > 0, "no pages");
	for (const [page, text] of html) {
		const report = await validator.validateString(text, page);
		for (const result of report.results)
			for (const message of result.messages)
				complain(`${page}:${message.line}:` +
				    `${message.column} ${message.ruleId}: ` +
				    message.message);
	}
});

await it(`${word}: the Nu HTML checker finds nothing`, () => {
	const jar = createRequire(import.meta.url)("vnu-jar");
	const run = spawnSync("java", ["-Xss4m", "-jar", jar, "--format",
	    "json", "--skip-non-html", dir], { maxBuffer: 1 << 28 });
	check(run.error === undefined, run.error);
	const told = JSON.parse(run.stderr.toString());
	// It does not know that a policy may name file:, as browsers do, nor
	// that a section has its name by aria-labelledby.
	const known = new RegExp("^(Resource violates Content Security Policy" +
	    "|Trailing slash on void|Section lacks heading)");
	for (const message of told.messages.filter((message) =>
	    !known.test(message.message)))
		complain(`${(message.url ?? "").replace(/^.*\/site/, "")}:` +
		    `${message.lastLine} ${message.type}: ${message.message}`);
});

await it(`${word}: style sheets are valid`, () => {
	const jar = createRequire(import.meta.url)("vnu-jar");
	const run = spawnSync("java", ["-jar", jar, "--format", "json",
	    "--css", ...[...files].filter((name) => name.endsWith(".css"))
	        .map((name) => join(dir, name))], { maxBuffer: 1 << 28 });
	for (const message of JSON.parse(run.stderr.toString()).messages)
		complain(`${message.url}:${message.lastLine} ` +
		    message.message);
});

await it(`${word}: every link and anchor leads somewhere`, () => {
	const ids = new Map([...html].map(([page, text]) =>
	    [page, anchors(text)]));
	for (const [page, text] of html)
		for (const [, address] of addresses(text)) {
			if (/^(https:\/\/|mailto:)/.test(address))
				continue;
			const to = target(page, address);
			if (!files.has(to)) {
				complain(`${page}: ${address}`);
				continue;
			}
			const hash = address.split("#")[1];
			if (hash && to.endsWith(".html") &&
			    !ids.get(to).has(decodeURIComponent(hash)))
				complain(`${page}: ${address} (no anchor)`);
		}
});

await it(`${word}: every page can be reached from the home page`, () => {
	const seen = new Set(["index.html"]);
	for (const page of seen)
		for (const [name, address] of addresses(html.get(page)))
			if (name === "href" && !/^[a-z]+:/.test(address)) {
				const to = target(page, address);
				if (html.has(to))
					seen.add(to);
			}
	for (const page of pages)
		check(seen.has(page) || page === "404.html", page);
});

await it(`${word}: no page loads or posts to anything outside`, () => {
	for (const [page, text] of html)
		for (const match of text.matchAll(/<([a-z]+)\b([^>]*)>/g))
			for (const [name, address] of addresses(match[2]))
				check(match[1] === "a" ?
				    !/^(?!https:|mailto:)[a-z][a-z0-9+.-]*:/i
				        .test(address) :
				    !/^([a-z][a-z0-9+.-]*:|\/)/i.test(address),
				    `${page}: <${match[1]} ${name}=` +
				    `"${address}">`);
	for (const name of files)
		if (name.endsWith(".css"))
			check(!/url\(|@import/.test(
			    readFileSync(join(dir, name), "utf8")), name);
});

await it(`${word}: the Content-Security-Policy allows nothing inline`, () => {
	for (const [page, text] of html) {
		const found = [...text.matchAll(/<meta [^>]*Content-Security-Policy[^>]*content="([^"]*)"/g)]
		    .map((match) => decode(match[1]));
		check(found.length === 1 && found[0] === policy,
		    `${page}: ${found.join(" and ")}`);
		check(text.indexOf("Content-Security-Policy") <
		    text.search(/<(link|script)/),
		    `${page}: the policy comes too late`);
	}
});

await it(`${word}: no style or script stands in a page`, () => {
	for (const [page, text] of html)
		for (const match of text.matchAll(/<([a-z][a-z0-9]*)\b([^>]*)>/g))
			check(!/\sstyle="|\son[a-z]+="|\ssrcdoc=/
			    .test(match[2]) &&
			    !["style", "iframe", "object", "embed", "base"]
			        .includes(match[1]) &&
			    (match[1] !== "script" || /\ssrc="/.test(match[2])),
			    `${page}: ${match[0]}`);
});

await it(`${word}: each page has its own title, one heading 1, a language`,
    () => {
	const titles = new Map();
	for (const [page, text] of html) {
		const title = /<title>([^<]*)<\/title>/.exec(text)?.[1] ?? "";
		check(title !== "", `${page} has no title`);
		check(!titles.has(title),
		    `${page} and ${titles.get(title)}: ${title}`);
		titles.set(title, page);
		check((text.match(/<h1\b/g) ?? []).length === 1,
		    `${page}: not one h1`);
		check(/<html lang="(vi|en)">/.test(text), `${page}: lang`);
	}
});

await it(`${word}: other files are well formed`, () => {
	for (const name of files) {
		const text = readFileSync(join(dir, name), "utf8");
		check(!text.includes("\uFFFD"), `${name}: not UTF-8`);
		if (/\.(svg|xml|atom)$/.test(name))
			execFileSync("xmllint", ["--noout", "--nonet",
			    join(dir, name)], { stdio: "pipe" });
		else if (name.endsWith(".json"))
			JSON.parse(text);
	}
});
