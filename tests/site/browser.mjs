// SPDX-License-Identifier: MIT
// browser - a site in Chromium, opened from its folder: accessible, quiet,
// usable by keyboard, on a phone, in the dark, without script, on paper.
//
//	node browser.mjs DIR WORD [all]
//
// WORD says in each sentence which site it is; `all` adds the tests that know
// what history.sh has made.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { check, complain, it } from "./report.mjs";
import { examples, kindOf, pagesOf } from "./pages.mjs";

const [dir, word, known] = process.argv.slice(2);
const scratch = process.env.SCRATCH ?? "/tmp";
const address = (page) => pathToFileURL(join(dir, page.split(/[?#]/)[0]))
    .href + (/[?#].*/.exec(page)?.[0] ?? "");
const axe = readFileSync(createRequire(import.meta.url)
    .resolve("axe-core/axe.min.js"), "utf8");
const home = pathToFileURL(dir).href + "/";
const samples = examples(dir, 2);

const browser = await chromium.launch({
	executablePath: process.env.CHROMIUM ??
	    ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync),
	args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});

// Opens a context in which every request and every word on the console is
// remembered; `body` gets a page of it.
async function visit(options, body) {
	const context = await browser.newContext({ locale: "vi-VN",
	    serviceWorkers: "block", reducedMotion: "reduce", ...options });
	const page = await context.newPage();
	const told = [];
	page.on("console", (message) => {
		if (["error", "warning"].includes(message.type()))
			told.push(`${page.url()}: ${message.text()}`);
	});
	page.on("pageerror", (error) =>
	    told.push(`${page.url()}: ${error}`));
	context.on("request", (request) => {
		if (!request.url().startsWith(home))
			told.push(`${page.url()}: asks for ${request.url()}`);
	});
	page.on("requestfailed", (request) => {
		// one that the next page overtook has not failed
		if (request.failure().errorText !== "net::ERR_ABORTED")
			told.push(`${page.url()}: ` +
			    `failed: ${request.url()}`);
	});
	try {
		await body(page, told);
	} finally {
		await context.close();
	}
}

const desktop = { width: 1280, height: 900 };
const phone = { width: 360, height: 740 };
const narrow = { width: 320, height: 640 };	// 1280 at 400 %: WCAG 1.4.10

for (const [name, options] of [
	["desktop, light", { viewport: desktop, colorScheme: "light" }],
	["desktop, dark", { viewport: desktop, colorScheme: "dark" }],
	["phone, light", { viewport: phone, colorScheme: "light" }],
	["phone, dark", { viewport: phone, colorScheme: "dark" }],
])
	await it(`${word}: axe finds no barrier (WCAG 2.2 AA; ${name})`, () =>
	    visit(options, async (page) => {
		for (const one of samples) {
			await page.goto(address(one));
			await page.evaluate(axe);
			const result = await page.evaluate(() =>
			    window.axe.run(document, { runOnly: ["wcag2a",
			        "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
			        "best-practice"], resultTypes:
			        ["violations"] }));
			for (const fault of result.violations)
				for (const node of fault.nodes)
					complain(`${one}: ${fault.id}: ` +
					    `${fault.help}: ${node.target}: ` +
					    node.failureSummary);
		}
	}));

await it(`${word}: pages open from a folder without a word on the console ` +
    "or a request to elsewhere", () =>
    visit({ viewport: desktop }, async (page, told) => {
	for (const one of pagesOf(dir).length <= 400 ? pagesOf(dir) : samples) {
		await page.goto(address(one));
		check(await page.evaluate(() => document.styleSheets.length ===
		    2 && getComputedStyle(document.body).margin === "0px"),
		    `${one}: without its style`);
	}
	told.forEach(complain);
}));

await it(`${word}: nothing is wider than a screen of 360 or 320 pixels`, () =>
    visit({ viewport: phone }, async (page) => {
	for (const one of samples) {
		await page.goto(address(one));
		for (const size of [phone, narrow]) {
			await page.setViewportSize(size);
			const wide = await page.evaluate(() => {
				const root = document.documentElement;
				if (root.scrollWidth <= root.clientWidth)
					return null;
				return [...document.querySelectorAll("body *")]
				    .filter((e) => !e.closest(".scroll > *, " +
				    "pre > *, .main-nav ul > *") &&
				    e.getBoundingClientRect().right >
				    root.clientWidth + 1)
				    .slice(0, 3).map((e) => e.outerHTML
				    .slice(0, 80)).join(" ") + root.scrollWidth;
			});
			check(wide === null, `${one} at ${size.width}: ${wide}`);
		}
	}
}));

await it(`${word}: what a finger must hit is at least 24 pixels high`, () =>
    visit({ viewport: phone }, async (page) => {
	for (const one of samples) {
		await page.goto(address(one));
		const small = await page.evaluate(() =>
		    [...document.querySelectorAll("button, input, " +
		    ".main-nav a, .ways a, .counts a")].filter((e) =>
		    e.getBoundingClientRect().height < 24)
		    .map((e) => e.outerHTML.slice(0, 80)));
		check(small.length === 0, `${one}: ${small}`);
	}
}));

await it(`${word}: everything but search works without script`, () =>
    visit({ viewport: desktop, javaScriptEnabled: false },
    async (page, told) => {
	for (const one of samples) {
		await page.goto(address(one));
		const text = await page.locator("main").innerText();
		check(text.trim().length > 40, `${one}: nothing to read`);
	}
	await page.goto(address("search.html"));
	check(await page.locator("main .ways a").count() > 2,
	    "search.html: no other way to look things up");
	check(await page.locator("#search-count").innerText() !== "",
	    "search.html does not say that it needs a script");
	told.forEach(complain);
}));

await it(`${word}: the first stop of the keyboard leads to the content`, () =>
    visit({ viewport: desktop }, async (page) => {
	for (const one of samples) {
		await page.goto(address(one));
		await page.keyboard.press("Tab");
		check(await page.evaluate(() =>
		    document.activeElement.className) === "skip",
		    `${one}: not the skip link`);
		const box = await page.locator(".skip").boundingBox();
		check(box.y >= 0, `${one}: the skip link stays hidden`);
		await page.keyboard.press("Enter");
		check(await page.evaluate(() =>
		    document.activeElement.id) === "content" &&
		    page.url().endsWith("#content"),
		    `${one}: the skip link does not skip`);
	}
}));

await it(`${word}: every stop of the keyboard can be seen`, () =>
    visit({ viewport: desktop }, async (page) => {
	for (const one of samples) {
		await page.goto(address(one));
		for (let i = 0; i < 25; i++) {
			await page.keyboard.press("Tab");
			const bad = await page.evaluate(() => {
				const e = document.activeElement;
				const style = getComputedStyle(e);
				const box = e.getBoundingClientRect();
				if (e === document.body)
					return null;
				return style.outlineStyle === "none" ||
				    box.width === 0 || box.bottom < 0 ||
				    box.top > innerHeight ?
				    e.outerHTML.slice(0, 80) : null;
			});
			check(bad === null, `${one}: ${bad}`);
		}
	}
}));

await it(`${word}: text with wider spacing is not cut off (WCAG 1.4.12)`, () =>
    visit({ viewport: phone, bypassCSP: true }, async (page) => {
	for (const one of samples) {
		await page.goto(address(one));
		await page.addStyleTag({ content: "* { line-height: 1.5 " +
		    "!important; letter-spacing: .12em !important; " +
		    "word-spacing: .16em !important }" });
		const cut = await page.evaluate(() =>
		    [...document.querySelectorAll("main *, header *")]
		    .filter((e) => e.children.length === 0 &&
		    !e.closest(".unseen, svg") &&
		    getComputedStyle(e).overflowX === "hidden" &&
		    e.scrollWidth > e.clientWidth + 1)
		    .map((e) => e.outerHTML.slice(0, 80)));
		check(cut.length === 0, `${one}: ${cut}`);
	}
}));

// ---- search ----

async function find(page, query) {
	await page.goto(address("search.html?q=" + encodeURIComponent(query)));
	return page.locator("#search-results > li").allInnerTexts();
}
const fold = (text) => text.toLowerCase().normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");

for (const [query, wanted] of [["dang ky", "đăng ký"],
    ["danh gia noi bo", "đánh giá nội bộ"]])
	await it(`${word}: "${query}" finds "${wanted}" from a folder`, () =>
	    visit({ viewport: desktop }, async (page, told) => {
		const plain = await find(page, query);
		const exact = await find(page, wanted);
		check(plain.some((text) => text.normalize("NFC").toLowerCase()
		    .includes(wanted)), `nothing: ${plain.length}`);
		check(plain.every((text, i) => i > 4 ||
		    fold(text).includes(query)), "the first do not have it");
		check(exact.length > 0, "nothing with its marks");
		// those with the very marks come before all others
		const has = exact.map((text) => text.normalize("NFC")
		    .toLowerCase().split("\n")[0].includes(wanted));
		check(has.lastIndexOf(true) < 0 || has.indexOf(false) < 0 ||
		    has.lastIndexOf(true) < has.indexOf(false),
		    `exact marks not first: ${has}`);
		check(/\d/.test(await page.locator("#search-count")
		    .innerText()), "it does not say how many");
		told.forEach(complain);
	}));

await it(`${word}: search works by keyboard alone, from any page`, () =>
    visit({ viewport: desktop }, async (page) => {
	for (const one of samples.filter((name) => name !== "search.html")
	    .slice(0, 5)) {
		await page.goto(address(one));
		for (let i = 0; i < 5; i++) {
			await page.keyboard.press("Tab");
			if (await page.evaluate(() => document.activeElement
			    .id === "find-top"))
				break;
		}
		await page.keyboard.type("danh gia noi bo");
		await page.keyboard.press("Enter");
		await page.waitForURL(/search\.html\?q=danh/);
		check(await page.locator("#q").inputValue() ===
		    "danh gia noi bo", `${one}: the words are lost`);
		await page.locator("#q").focus();
		await page.keyboard.press("Enter");
		await page.keyboard.press("Tab");
		const link = await page.evaluate(() =>
		    document.activeElement.closest("#search-results") &&
		    document.activeElement.href);
		check(link, `${one}: the first result is not the next stop`);
		await page.keyboard.press("Enter");
		await page.waitForURL((url) => url.href === link);
	}
}));

await it(`${word}: nothing found, too short and hostile words are said so`,
    () => visit({ viewport: desktop }, async (page, told) => {
	for (const query of ["zzqx vvw", "a", '"', "<img src=x onerror=alert(1)>",
	    "\\", ".*", "__proto__", "constructor", "😀 😀", " ", "đ".repeat(999)]) {
		const found = await find(page, query);
		check(found.length === 0, `${query}: ${found.length}`);
		check(query.trim() === "" || await page.locator(
		    "#search-count").innerText() !== "", `${query}: silence`);
		check(await page.locator("main img").count() === 0,
		    `${query}: became markup`);
	}
	told.forEach(complain);
}));

// ---- paper ----

// the text of each sheet of a page as printed
async function print(page, name) {
	const file = join(scratch, "print.pdf");
	await page.goto(address(name));
	writeFileSync(file, await page.pdf({ preferCSSPageSize: true }));
	return execFileSync("pdftotext", ["-layout", file, "-"],
	    { encoding: "utf8" }).normalize("NFC").split("\f").slice(0, -1);
}

await it(`${word}: on paper a document has its control block, and every ` +
    "sheet its head and number", () =>
    visit({ viewport: desktop }, async (page) => {
	const documents = samples.filter((name) => /\/id\//.test(name) &&
	    kindOf(name) !== "redline" && readFileSync(join(dir, name),
	    "utf8").includes("copy-head"));
	check(documents.length > 2, "no documents");
	for (const one of documents) {
		const sheets = await print(page, one);
		const wanted = await page.evaluate(() => [
			...[...document.querySelectorAll(".control dt")].map(
			    (e) => e.textContent),
			document.querySelector("h1").textContent]);
		const head = await page.evaluate(() => document.querySelector(
		    ".copy-head").textContent.trim().split(/\s+/));
		// stamps are in capitals on paper
		const bare = (text) => text.replace(/\s+/g, "").toLowerCase();
		for (const text of wanted)
			check(text.split(/\s+/).every((part) =>
			    bare(sheets[0]).includes(bare(part))),
			    `${one}: no "${text}" on sheet 1`);
		sheets.forEach((sheet, i) => {
			check(head.every((part) => bare(sheet.slice(0, 1500))
			    .includes(bare(part))), `${one}: sheet ${i + 1} of ` +
			    `${sheets.length} has no head`);
			check(new RegExp(`\\b${i + 1}/${sheets.length}\\b`)
			    .test(sheet), `${one}: sheet ${i + 1} has no ` +
			    "number");
		});
	}
}));

await it(`${word}: each sheet of a copy that is not in force says so, and ` +
    "across it", () =>
    visit({ viewport: desktop }, async (page) => {
	const bare = (text) => text.replace(/\s+/g, "").toLowerCase();
	const copies = pagesOf(dir).filter((name) => /\/id\//.test(name) &&
	    readFileSync(join(dir, name), "utf8")
	    .includes('class="across"')).slice(0, 3);
	check(copies.length > 0, "no such copy");
	for (const one of copies) {
		const sheets = await print(page, one);
		const said = await page.evaluate(() => [document
		    .querySelector(".copy-head strong").textContent,
		    document.querySelector(".across").textContent]);
		const hash = await page.evaluate(() => /SHA-256 [0-9a-f]{16}/
		    .exec(document.querySelector(".copy-head")
		    .textContent)?.[0]);
		check(hash, `${one}: no hash`);
		await page.emulateMedia({ media: "print" });
		check(await page.evaluate(() => getComputedStyle(document
		    .querySelector(".across")).position === "fixed"),
		    `${one}: not on each sheet`);
		await page.emulateMedia({ media: null });
		sheets.forEach((sheet, i) => {
			for (const text of [said[0], hash])
				check(bare(sheet.slice(0, 1500)).includes(
				    bare(text)), `${one}: sheet ${i + 1} ` +
				    `does not say "${text}"`);
		});
	}
}));

await it(`${word}: the list of documents prints on sheets laid across, ` +
    "numbered from the second on", () =>
    visit({ viewport: desktop }, async (page) => {
	const lists = pagesOf(dir).filter((name) =>
	    name.endsWith("/master-list.html")).slice(0, 2);
	check(lists.length > 0, "no list");
	for (const one of lists) {
		const sheets = await print(page, one);
		const size = execFileSync("pdfinfo", [join(scratch,
		    "print.pdf")], { encoding: "utf8" });
		const [, width, height] = /Page size:\s+([\d.]+) x ([\d.]+)/
		    .exec(size).map(Number);
		check(width > height, `${one}: ${width} × ${height}`);
		check(sheets[0].toUpperCase().includes(
		    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), `${one}: no frame`);
		sheets.forEach((sheet, i) => check(/^\s*\d+\s*$/.test(
		    sheet.split("\n")[0]) === i > 0 && (i === 0 || parseInt(
		    sheet, 10) === i + 1), `${one}: sheet ${i + 1}: ` +
		    sheet.split("\n")[0]));
	}
}));

await it(`${word}: paper leaves out what only a screen needs`, () =>
    visit({ viewport: desktop, colorScheme: "dark" }, async (page) => {
	for (const one of samples) {
		await page.emulateMedia({ media: "print" });
		await page.goto(address(one));
		const left = await page.evaluate(() => [
			...[...document.querySelectorAll(".main-nav, .find, " +
			    ".skip, .crumbs, .contents")].filter((e) =>
			    e.getClientRects().length > 0).map((e) =>
			    e.className),
			...[getComputedStyle(document.body).color].filter(
			    (color) => color !== "rgb(0, 0, 0)"),
			...[getComputedStyle(document.body).backgroundColor]
			    .filter((color) => color !== "rgb(255, 255, 255)"),
		]);
		check(left.length === 0, `${one}: ${left}`);
	}
}));

// ---- what history.sh has made ----

if (known === "all") {
	await it(`${word}: a hostile text stays text`, () =>
	    visit({ viewport: desktop }, async (page, told) => {
		page.on("dialog", () => complain("a dialog opens"));
		await page.goto(address("agencies/so/id/QT-90.html"));
		const text = await page.locator("main").innerText();
		check(text.includes("<script>alert(1)</script>"),
		    "the words are gone");
		check(await page.locator("main script, main img, " +
		    "main a[href^=javascript], main [onclick]").count() === 0,
		    "it became markup");
		check((await page.title()).includes("</title><script>"),
		    "the title is not as written");
		await find(page, "Thử");
		told.forEach(complain);
	}));

	await it(`${word}: the redline marks what was added and removed`, () =>
	    visit({ viewport: desktop }, async (page) => {
		await page.goto(address(
		    "agencies/so/id/QT-01/1.0-2.0.html"));
		check((await page.locator("main ins").allInnerTexts()).join("")
		    .includes("kể cả tài liệu điện tử"), "nothing added");
		check(await page.locator("main del").count() > 1,
		    "nothing removed");
	}));

	await it(`${word}: states stand on the pages in the words of offices`,
	    () => visit({ viewport: desktop }, async (page) => {
		for (const [id, words] of [["QT-01", "Đang có hiệu lực"],
		    ["BM-02", "Đã bãi bỏ"], ["QT-05", "dự thảo"],
		    ["QT-04", "đang soát xét"]]) {
			await page.goto(address(`agencies/so/id/${id}.html`));
			const text = await page.locator(".banner").innerText();
			check(text.toLowerCase().includes(words.toLowerCase()),
			    `${id}: ${text}`);
		}
	}));
}

await browser.close();
