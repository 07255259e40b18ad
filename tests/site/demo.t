# SPDX-License-Identifier: MIT
# The demonstration's site stands the same tests; it is made when `make demo`
# has not done so.
. "${0%/*}/../cli/lib.sh"

it "the demonstration's site is made"
root=${BUILD:-$top/build}/demo/ha-ninh
if [ ! -d "$root" ]; then
	ok sh "$top/procedures-repo/demo/make" "$qms" "$world/demo"
	root=$world/demo/ha-ninh
fi
on 2026-10-30
lan
run site --output "$world/site"
status 0
finish_test
node "$here/html.mjs" "$world/site" demo ||
	echo "not ok - html.mjs ended with $?"
SCRATCH=$world node "$here/browser.mjs" "$world/site" demo ||
	echo "not ok - browser.mjs ended with $?"
