# SPDX-License-Identifier: MIT
# Each kind of page in a browser, opened from its folder.
. "${0%/*}/../cli/lib.sh"
. "$here/history.sh"

site_history
day 2026-03-20
it "the site of a system with a history is made"
run site --output "$world/trang thông tin"
status 0
finish_test
SCRATCH=$world node "$here/browser.mjs" "$world/trang thông tin" site all ||
	echo "not ok - browser.mjs ended with $?"
