# SPDX-License-Identifier: MIT
# issue: a whole set under one signed decision, recorded by the officer.
. "${0%/*}/lib.sh"
new_system
given submit "QT-*" CSCL
hung
given review QT-01 QT-02 QT-03 CSCL
lan
pdf=$world/QD.pdf

it "the decision must be given"
run issue QT-01
status 2
err "--decision"
run issue --decision 493/QĐ-SKHCN QT-01
status 2
err "--file"

it "if one of the set was not reviewed, none is issued: exit status 7"
before=$(git_ rev-parse HEAD)
run issue --decision 493/QĐ-SKHCN --file "$pdf" "QT-*"
status 7
err "QT-04"
is "$(git_ rev-parse HEAD)" "$before"
is "$(git_ status --porcelain)" ""
[ ! -e "$root/agencies/so/issued" ] || complain "something was issued"

it "the set is issued in one commit, by the head of that day"
run issue --decision 493/QĐ-SKHCN --date 05/01/2026 --file "$pdf" \
	QT-01 QT-02 CSCL
status 0
is "$(git_ rev-list --count "$before"..HEAD)" 1
for id in QT-01 QT-02 CSCL; do
	run --json log $id
	json '.rows[-1] | .act == "approve" and .by == "minh" and
		.office == "head" and .proof == "decision"'
	ok grep -q 'recorded_by: "lan"' "$root"/agencies/so/acts/$id/*approve*
done

it "it is shown as a decision, not as the head's signature"
run log QT-01
out "quyết định 493/QĐ-SKHCN"
run show QT-01@1.0
out "Quyết định: 493/QĐ-SKHCN, 05/01/2026"

it "a decision recorded late is marked, and counts with hindsight only"
on 2026-01-28
run issue --decision 494/QĐ-SKHCN --date 2026-01-05 --file "$pdf" QT-03
status 0
run log QT-03
out "ghi sau 23 ngày"
run --lang en log QT-03
out "recorded 23 days later"
run --json --as-of 2026-01-10 list procedure
json '.rows[] | select(.id == "QT-03") | .version == ""'
run --json --as-of 2026-01-10 --known now list procedure
json '.rows[] | select(.id == "QT-03") | .version == "1.0"'

it "with two heads on that day, --by must say who signed"
given person office hung --office head
hung
given review QT-05
lan
run issue --decision 495/QĐ-SKHCN --file "$pdf" QT-05
status 2
err "--by"
run issue --decision 495/QĐ-SKHCN --file "$pdf" --by minh QT-05
status 0

it "the JSON of issue's result is in the list"
run --json list --state approved
json '[.rows[].id] | sort == ["CSCL", "QT-01", "QT-02", "QT-03", "QT-05"]'
