# SPDX-License-Identifier: MIT
# keep: the version in force was reviewed and stays; the next review is later.
. "${0%/*}/lib.sh"
new_system
issued QT-03
on 2026-12-20

it "the head keeps it, without a decision; the version stays"
minh
run keep QT-03 -m "Vẫn phù hợp"
status 0
run --json log QT-03
json '.rows[-1] | .act == "keep" and .version == "1.0" and
	.by == "minh" and .comment == "Vẫn phù hợp"'
run --json list procedure
json '.rows[] | select(.id == "QT-03") | .version == "1.0"'

it "the next review is counted from then"
run --json status
json '[.rows[] | select(.rule == "D-21" and .period == "QT-03")][-1] |
	.due > "2027"'

it "the author cannot: exit status 7"
lan
given person office lan --office head
run keep QT-03 --by lan
status 7
err "[QMS-not-author]"

it "what is not in force cannot be kept: exit status 6"
minh
run keep QT-04
status 6

it "keeping while a new version is written keeps the one in force"
lan
given edit QT-03 --set review_months=6
given submit QT-03
minh
run keep QT-03
status 0
run --json log QT-03
json '.rows[-1].version == "1.0"'
