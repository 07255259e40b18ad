# SPDX-License-Identifier: MIT
# review: by another than the author, in an office, of the text as submitted.
. "${0%/*}/lib.sh"
new_system
given submit QT-01 QT-02 QT-03 QT-04

it "the author cannot review: exit status 7 with the reason, nothing written"
on 2026-01-12
lan
given person office lan --office reviewer
before=$(git_ rev-parse HEAD)
run review QT-01
status 7
err "[QMS-not-author]"
err "lan đã soạn thảo"
err "  help: Đề nghị người khác"
run --lang en review QT-01
err "lan wrote this document"
is "$(git_ rev-parse HEAD)" "$before"
is "$(git_ status --porcelain)" ""

it "one who holds no office for it cannot: exit status 7"
thu
run review QT-01
status 7
err "[QMS-S021]"

it "the reviewer can, with a comment"
hung
run review QT-01 -m "Đã soát, đồng ý"
status 0
run --json log QT-01
json '.rows[-1] | .act == "accept" and .by == "hung" and
	.office == "reviewer" and .comment == "Đã soát, đồng ý"'

it "the reviewer's tasks are what waits for review, with the command"
run --json tasks
json '[.rows[] | select(.act == "accept") | .id] ==
	["QT-02", "QT-03", "QT-04"]'
json '.rows[0].command == "qms review QT-02"'

it "--request-changes sends it back to be changed"
run review --request-changes QT-02 -m "Bước 3 thiếu biểu mẫu"
status 0
run --json list procedure
json '.rows[] | select(.id == "QT-02") | .state == "draft"'
lan
run --json tasks
json '.rows[] | select(.id == "QT-02") | .act == "submit"'

it "what is a draft cannot be reviewed: exit status 7"
hung
run review QT-05
status 7
err "dự thảo"

it "a text that was changed since cannot be reviewed: exit status 7"
sed -i 's/^review_months: .*/review_months: 3/' \
	"$root/agencies/so/documents/QT-03.md"
lan
given edit QT-03 --no-input
hung
run review QT-03
status 7
err "[QMS-S023]"

it "offices are those of the day of the act"
lan
given person end hung --office reviewer --to 2026-01-31
on 2026-02-02
hung
run review QT-04
status 7
err "[QMS-S021]"
run review QT-04 --date 2026-01-31
status 0

it "an act is not dated after today: exit status 7"
lan
given submit QT-06
given person office hung --office reviewer
hung
run review QT-06 --date 2026-03-01
status 7
err "[QMS-S026]"

it "a commit author who is not stated as author cannot review either"
hung
given edit QT-07 --set review_months=6
lan
given submit QT-07 --author lan
hung
run review QT-07
status 7
err "[QMS-not-author]"
