# SPDX-License-Identifier: MIT
# approve: by the head, with a signed decision, of the text as reviewed.
. "${0%/*}/lib.sh"
new_system
given submit QT-01 QT-02 QT-03 QT-04
hung
given review QT-01 QT-02 QT-03 QT-04
pdf=$world/QD.pdf

it "approval needs more than a commit: exit status 7"
minh
before=$(git_ rev-parse HEAD)
run approve QT-01
status 7
err "[QMS-S024]"
err "--decision"
is "$(git_ rev-parse HEAD)" "$before"

it "a decision needs its file"
run approve QT-01 --decision 12/QĐ-SKHCN
status 2
err "--file"
run approve QT-01 --file "$pdf"
status 2
err "--decision"
run approve QT-01 --decision 12/QĐ-SKHCN --file "$world/nosuch.pdf"
status 6
is "$(git_ rev-parse HEAD)" "$before"

it "the head approves; the text goes to issued/ as it is"
run approve QT-01 --decision 12/QĐ-SKHCN --file "$pdf"
status 0
ok cmp "$root/agencies/so/documents/QT-01.md" \
	"$root/agencies/so/issued/QT-01/1.0/text.md"
run --json log QT-01
json '.rows[-1] | .act == "approve" and .by == "minh" and
	.proof == "decision"'
hash=$(sha256sum <"$pdf" | cut -c 1-64)
ok grep -q "decision_sha256: \"$hash\"" "$root"/agencies/so/acts/QT-01/*approve*

it "from that day on it is in force"
run --json list procedure
json '.rows[] | select(.id == "QT-01") | .version == "1.0" and
	.effective == "2026-01-05" and .state == "approved"'
run list --state approved
out "đang có hiệu lực"
run --lang en list --state approved
out "in force"

it "the author cannot approve: exit status 7"
lan
given person office lan --office head
before=$(git_ rev-parse HEAD)
run approve QT-02 --by lan --decision 13/QĐ-SKHCN --file "$pdf"
status 7
err "[QMS-not-author]"
is "$(git_ rev-parse HEAD)" "$before"
is "$(git_ status --porcelain)" ""
git_ reset -q --hard HEAD~1		# she is no head after all

it "one who is neither head nor deputy cannot"
hung
run approve QT-02 --by hung --decision 13/QĐ-SKHCN --file "$pdf"
status 7
err "[QMS-S021]"

it "a deputy signs for the head, as KT."
lan
given person add hoa --name "Vũ Thị Hoa" --email hoa@so.example.gov.vn \
	--office deputy-head
as "Vũ Thị Hoa" hoa@so.example.gov.vn
run approve QT-02 --by hoa --capacity KT. --decision 13/QĐ-SKHCN --file "$pdf"
status 0
run log QT-02
out "KT. cấp phó"

it "a capacity that is none is refused"
run approve QT-03 --capacity XX --decision 13/QĐ-SKHCN --file "$pdf"
[ "$code" -ne 0 ] || complain "XX was taken"

it "with --effective it is in force from that day on, not before"
minh
run approve QT-03 --by minh --decision 14/QĐ-SKHCN --file "$pdf" \
	--effective 2026-03-01
status 0
run list procedure --state approved
out "chưa có hiệu lực"
on 2026-03-01
run --json list procedure
json '.rows[] | select(.id == "QT-03") | .version == "1.0"'
run --json --as-of 2026-02-28 list procedure
json '.rows[] | select(.id == "QT-03") | .version == ""'

it "what was not reviewed cannot be approved: exit status 7"
run approve QT-05 --by minh --decision 15/QĐ-SKHCN --file "$pdf"
status 7
err "[QMS-U019]"

it "a new version supersedes the one before, whose text stays"
lan
given edit QT-01 --set review_months=6
given submit QT-01
hung
given review QT-01
minh
given approve QT-01 --by minh --decision 16/QĐ-SKHCN --file "$pdf"
run show QT-01@1.0
out "đã được thay thế"
run show QT-01@1.1
out "đang có hiệu lực"
run --json --as-of 2026-02-01 list procedure
json '.rows[] | select(.id == "QT-01") | .version == "1.0"'

it "verify has nothing against all this"
run verify
status 0
