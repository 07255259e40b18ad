# SPDX-License-Identifier: MIT
# withdraw ends a version from a day on; nothing is removed.
. "${0%/*}/lib.sh"
new_system
issued QT-01 QT-02
lan
on 2026-03-02
pdf=$world/QD.pdf

it "withdrawing needs a signed decision: exit status 7"
run withdraw QT-01 --by minh
status 7
err "[QMS-S024]"

it "what is withdrawn is not in force from that day on, and was before"
run withdraw QT-01 --decision 88/QĐ-SKHCN --file "$pdf" -m "Đã có QT-09"
status 0
run --json list procedure
json '.rows[] | select(.id == "QT-01") | .version == "" and
	.state == "withdrawn"'
run list procedure --state withdrawn
out "đã bãi bỏ"
run --json --as-of 2026-03-01 list procedure
json '.rows[] | select(.id == "QT-01") | .version == "1.0"'

it "its text and its acts stay"
[ -f "$root/agencies/so/issued/QT-01/1.0/text.md" ] || complain "text is gone"
run log QT-01
out "bãi bỏ"
out "Đã có QT-09"
run show QT-01@1.0
status 0
out "đã bãi bỏ"

it "--effective lets it stay in force until then"
run withdraw QT-02@1.0 --decision 89/QĐ-SKHCN --file "$pdf" \
	--effective 2026-04-01
status 0
on 2026-04-02
run --json --as-of 2026-03-31 list procedure
json '.rows[] | select(.id == "QT-02") | .version == "1.0"'
run --json list procedure
json '.rows[] | select(.id == "QT-02") | .version == ""'

it "it cannot be withdrawn twice: exit status 7"
run withdraw QT-01@1.0 --decision 90/QĐ-SKHCN --file "$pdf"
status 7

it "what was never issued cannot be withdrawn: exit status 6"
run withdraw QT-03 --decision 90/QĐ-SKHCN --file "$pdf"
status 6
err "[QMS-U023]"
run withdraw QT-02@7.0 --decision 90/QĐ-SKHCN --file "$pdf"
status 6

it "a version in force is withdrawn while the next one is in review"
issued QT-04
lan
given edit QT-04 --set review_months=6
given submit QT-04
run withdraw QT-04 --decision 91/QĐ-SKHCN --file "$pdf"
status 0
run --json log QT-04
json '.rows[-1] | .act == "withdraw" and .version == "1.0"'

it "the secretary alone cannot: exit status 7"
issued QT-05
lan
run withdraw QT-05 --by lan --decision 92/QĐ-SKHCN --file "$pdf"
status 7
err "[QMS-S021]"
