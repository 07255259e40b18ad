# SPDX-License-Identifier: MIT
# Every page of each edition and language: valid HTML that leads somewhere.
. "${0%/*}/../cli/lib.sh"
. "$here/history.sh"

site_history
day 2026-03-20
it "the site of a system with a history is made in every edition"
run site --output "$world/internal/site"
status 0
run site --public --output "$world/public/site"
status 0
run --lang en site --output "$world/english/site"
status 0
finish_test
for edition in internal public english; do
	node "$here/html.mjs" "$world/$edition/site" "$edition edition" ||
		echo "not ok - html.mjs ended with $?"
done
