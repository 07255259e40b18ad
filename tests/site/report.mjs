// SPDX-License-Identifier: MIT
// report - tests as sentences, one line each, as tests/run counts them.
let sentence = null;
let complaints = [];

function finish() {
	if (sentence === null)
		return;
	const shown = complaints.slice(0, 20);
	for (const line of shown)
		console.log(`# ${sentence}: ${line}`);
	if (complaints.length > shown.length)
		console.log(`# ${sentence}: … ${complaints.length} in all`);
	console.log(`${complaints.length === 0 ? "ok" : "not ok"} - ` +
	    sentence);
	sentence = null;
	complaints = [];
}

export function complain(text) {
	complaints.push(String(text).replace(/\s+/g, " ").trim());
}

export function check(good, text) {
	if (!good)
		complain(text);
}

// What the body throws is a complaint too; the next test still runs. ONLY=paper
// runs those whose sentences match.
export async function it(name, body) {
	finish();
	if (process.env.ONLY && !new RegExp(process.env.ONLY).test(name))
		return;
	sentence = name;
	try {
		await body();
	} catch (error) {
		complain(error.stack ?? error);
	}
	finish();
	process.exitCode = 0;
}
