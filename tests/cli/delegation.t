# SPDX-License-Identifier: MIT
# delegation - who may sign for whom: the capacity goes with the office, and
# what is delegated is what was granted, for its acts, documents and days.
. "${0%/*}/lib.sh"
new_system
given person add ha --name "Đỗ Thu Hà" --email ha@so.example.gov.vn \
	--office unit-head --unit van-phong
given person add hoa --name "Vũ Thị Hoa" --email hoa@so.example.gov.vn \
	--office deputy-head
ha() { as "Đỗ Thu Hà" ha@so.example.gov.vn; }
hoa() { as "Vũ Thị Hoa" hoa@so.example.gov.vn; }
pdf=$world/QD.pdf
# delegated ID SET…: a record, not yet granted
delegated() {
	id=$1
	shift
	given new delegation --id "$id" --title "Ủy quyền" --set delegator=minh \
		--set delegate=ha --set capacity=TUQ \
		--set first_day=2026-01-10 --set last_day=2026-01-20 "$@"
}
# approves ID OPTION…: by the head of the unit, on the day
approves() {
	ha
	run approve "$@" --decision 20/QĐ-SKHCN --file "$pdf"
}

it "the head grants; nobody grants what is another's, or by a capacity"
lan
delegated UQ-2026-01 --set acts+=approve --set procedures+=QT-01 \
	--set procedures+=QT-02
hung
run act UQ-2026-01 grant --by hung --decision 5/QĐ --file "$pdf"
status 7
hoa
run act UQ-2026-01 grant --by hoa --capacity KT. --decision 5/QĐ --file "$pdf"
status 7
err "[QMS-S125]"
minh
run act UQ-2026-01 grant
status 7
err "[QMS-S024]"
run act UQ-2026-01 grant --decision 5/QĐ --file "$pdf"
status 0

reviewed QT-01 QT-02 QT-03
it "before its first day it lets nobody do anything"
on 2026-01-09
approves QT-01 --by ha --capacity TUQ. --delegation UQ-2026-01
status 7
err "[QMS-S124]"
err "thời hạn"
it "nor without it, nor in another capacity"
on 2026-01-10
approves QT-01 --by ha --capacity KT.
status 7
approves QT-01 --by ha --capacity TL. --delegation UQ-2026-01
status 7
err "tư cách"
approves QT-01 --by hoa --capacity TUQ. --delegation UQ-2026-01
status 7

it "a document that is none of its own is refused, and another act"
approves QT-03 --by ha --delegation UQ-2026-01
status 7
err "phạm vi"
run withdraw QT-01@1.0 --by ha --delegation UQ-2026-01
status 7
it "so is one that is not there"
approves QT-01 --by ha --capacity TUQ. --delegation UQ-2026-09
status 7
err "[QMS-S124]"
is "$(git_ status --porcelain)" ""

it "on its first day the delegate signs, and the only one that fits is chosen"
approves QT-01 --by ha
status 0
run log QT-01 --json
json '.rows[-1] | .by == "ha" and .office == "unit-head" and
	.capacity == "TUQ." and .delegation == "UQ-2026-01"'
run log QT-01
out "TUQ."
out "UQ-2026-01"
run verify
status 0

it "of several that fit none is chosen"
lan
delegated UQ-2026-02 --set acts+=approve
minh
given act UQ-2026-02 grant --decision 5/QĐ --file "$pdf"
on 2026-01-20
approves QT-02 --by ha
status 7
err "[QMS-S021]"
it "on its last day it still holds, and it is found by its number alone"
ha
run approve QT-02 --delegation UQ-2026-01 --decision 21/QĐ-SKHCN \
	--file "$pdf" --dry-run
status 0
it "behind its last day it does not"
on 2026-01-21
approves QT-02 --by ha --delegation UQ-2026-01
status 7
err "thời hạn"
approves QT-02 --by ha --delegation UQ-2026-01 --date 2026-01-20
status 0
run verify
status 0

it "a delegate does not delegate"
lan
given new delegation --id UQ-2026-03 --title "Ủy quyền" --set delegator=ha \
	--set delegate=hung --set capacity=TUQ --set first_day=2026-01-21 \
	--set last_day=2026-01-25 --set acts+=approve
delegated UQ-2026-04 --set last_day=2026-12-31 --set acts+=approve \
	--set acts+=grant
minh
given act UQ-2026-04 grant --decision 5/QĐ --file "$pdf"
ha
run act UQ-2026-03 grant --delegation UQ-2026-04 --decision 5/QĐ \
	--file "$pdf"
status 7
err "không được ủy quyền lại"
# granted by the head, but the delegator holds no office for it
minh
given act UQ-2026-03 grant --decision 5/QĐ --file "$pdf"
reviewed QT-04
hung
run approve QT-04 --by hung --delegation UQ-2026-03 --decision 22/QĐ \
	--file "$pdf"
status 7

base=$root
record=agencies/so/records/2026/delegation/UQ-2026-04.md
spoil "one whose days were changed by hand after it was granted is void"
on 2026-01-22
sed -i 's/^last_day:.*/last_day: 2027-12-31/' "$root/$record"
git_ commit -qam 'kéo dài'
approves QT-04 --by ha --delegation UQ-2026-04
status 7
err "đã bị sửa"

# An approval that was made while it was granted, laid over what came later.
on 2026-01-22
root=$base
head=$(git_ rev-parse HEAD)
approves QT-04 --by ha --delegation UQ-2026-04
status 0
approval=$(git_ ls-files | grep 'acts/QT-04/1.0-approve.*yaml$')
git_ diff --binary "$head" HEAD >"$world/patch"
git_ reset -q --hard "$head"

# forged SED: that approval altered, by plain git
forged() {
	git_ apply --index "$world/patch" || complain "patch"
	sed "$1" "$root/$approval" >"$world/forged"
	name=${approval%/*}/1.0-approve-$2-$(sha256sum "$world/forged" |
		cut -c 1-16).yaml
	git_ rm -qf "$approval"
	mkdir -p "$root/${name%/*}"
	cp "$world/forged" "$root/$name"
	git_ add -A
	git_ commit -qm 'phê duyệt'
}
convicted() {
	run verify
	status 5
	out "$name: error[QMS-$1]"
	run list --json
	json '.rows[] | select(.id == "QT-04") | .state == "reviewed"'
}
spoil "the same made by plain git counts too"
forged '' ha
run verify
status 0

spoil "its delegation struck out, it does not"
forged 's/^delegation: .*/delegation: ""/; s/^capacity: .*/capacity: ""/' ha
convicted S021
spoil "nor by the number of another"
forged 's/UQ-2026-04/UQ-2026-01/' ha
convicted S124
spoil "nor in another capacity"
forged 's/^capacity: .*/capacity: "KT."/' ha
convicted S125
spoil "nor by another person"
forged 's/^by: .*/by: "hung"/; s/^office: .*/office: "reviewer"/' hung
convicted S125
spoil "nor in an office that the delegate does not hold"
forged 's/^capacity: .*/capacity: ""/; s/^office: .*/office: "head"/' ha
convicted S124

spoil "nor does a delegate who holds no office that goes with it"
minh
given new delegation --id UQ-2026-06 --title "Ủy quyền" --set delegator=minh \
	--set delegate=hung --set capacity=TUQ --set first_day=2026-01-10 \
	--set last_day=2026-12-31 --set acts+=approve
given act UQ-2026-06 grant --decision 5/QĐ --file "$pdf"
forged 's/^by: .*/by: "hung"/; s/UQ-2026-04/UQ-2026-06/' hung
convicted S021

spoil "one that was revoked lets nobody do anything, whatever day he gives"
on 2026-01-23
minh
given act UQ-2026-04 revoke
on 2026-01-24
forged '' ha
convicted S124
approves QT-04 --by ha --delegation UQ-2026-04 --date 2026-01-22
status 7

root=$base
it "TM. is the head's, and only his"
minh
run approve QT-04 --capacity TM. --decision 23/QĐ --file "$pdf" --dry-run
status 0
hoa
run approve QT-04 --by hoa --capacity TM. --decision 23/QĐ --file "$pdf"
status 7
err "[QMS-S125]"
run approve QT-04 --by hoa --capacity Q. --decision 23/QĐ --file "$pdf" \
	--dry-run
status 0
run approve QT-04 --by hoa --capacity KT. --decision 23/QĐ --file "$pdf"
status 0

it "where keys guard the people, what is granted today does not reach back"
ssh-keygen -q -t ed25519 -N '' -f "$world/guard"
on 2026-02-01
lan
given key add so/lan --system --key "$world/guard"
given trust --threshold 1
on 2026-02-03
reviewed QT-05
on 2026-02-05
lan
given new delegation --id UQ-2026-05 --title "Ủy quyền" --set delegator=minh \
	--set delegate=ha --set capacity=TUQ --set first_day=2026-01-10 \
	--set last_day=2026-12-31 --set acts+=approve
given act UQ-2026-05 grant --by minh --decision 9/QĐ --file "$pdf" \
	--date 2026-02-03
on 2026-02-06
approves QT-05 --by ha --delegation UQ-2026-05 --date 2026-02-04
status 7
err "chưa được ghi vào hệ thống"
approves QT-05 --by ha --delegation UQ-2026-05
status 0
run verify
status 0
