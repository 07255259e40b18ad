# SPDX-License-Identifier: MIT
# The demo's site, when there is one, stands the same tests.
. "${0%/*}/../cli/lib.sh"

demo=${BUILD:-$top/build}/demo
site=$(find "$demo" -name .qms-site 2>/dev/null | sort | head -n 1)
it "the demo's site is looked at when it has been made"
finish_test
[ -n "$site" ] || exit 0
node "$here/html.mjs" "${site%/*}" demo ||
	echo "not ok - html.mjs ended with $?"
SCRATCH=$world node "$here/browser.mjs" "${site%/*}" demo ||
	echo "not ok - browser.mjs ended with $?"
