# SPDX-License-Identifier: MIT
# compromised - a key in other hands: what it signed counts no more, unless
# somebody had witnessed it before; past days stay as they were.
. "${0%/*}/lib.sh"
new_system
new_keys lan minh moi thanh
state() {
	run list procedure --json "$@"
	jq -r '[.rows[] | select(.id == "QT-01" or .id == "QT-02" or
		.id == "QT-03") | .state] | join(" ")' "$world/out"
}
lan
given key add minh --key "$keys/minh"
printf 'tinh/thanh namespaces="qms-witness" %s\n' "$(cat "$keys/thanh.pub")" \
	>"$root/trust/signers"
given trust --update
on 2026-01-06
reviewed QT-01 QT-02 QT-03 QT-04
minh
given approve QT-01 --key "$keys/minh"
on 2026-01-08
as "Tỉnh" thanh@tinh.example.gov.vn
given witness --key "$keys/thanh"
on 2026-01-09
minh
given approve QT-02 --key "$keys/minh"
lan
given disseminate QT-02
# the thief, with clock and date of before the witness
minh
given approve QT-03 --date 2026-01-07 --key "$keys/minh"
backdated() {
	GIT_COMMITTER_DATE=2026-01-07T09:00:00+07:00 git_ commit -q "$@" \
		--date 2026-01-07T09:00:00+07:00
}
backdated --amend --no-edit
on 2026-01-12
minh
given approve QT-04 --date 2026-01-07 --key "$keys/minh"
git_ diff --binary HEAD~1 HEAD >"$world/patch"
git_ reset -q --hard HEAD~1
is "$(state)" "approved approved approved"
before=$(git_ rev-parse HEAD)
lan
run list procedure --json --as-of 2026-01-10
cp "$world/out" "$world/then"

it "it needs the day, and a key of the list"
run key compromised minh
status 2
run key compromised lan --since 2026-01-07
status 6
is "$(git_ rev-parse HEAD)" "$before"

it "from then on the key signs nothing, and only what was witnessed stands"
run key compromised minh --since 2026-01-09 -m "mất máy"
status 0
err "qms verify"
is "$(state)" "approved reviewed reviewed"
run key list --json
is "$(jq -r '.rows[] | select(.person == "minh") | .state' "$world/out")" \
	compromised
run verify
status 5
out "acts/QT-02/1.0-approve-minh-"
out "acts/QT-03/1.0-approve-minh-"
no_out "acts/QT-01/"
out "error[QMS-S114]"

it "what rests on such a statement goes with it"
out "acts/QT-02/1.0-disseminate-lan-"
run log QT-02 --json
is "$(jq -r '[.rows[] | .void] | join(" ")' "$world/out")" "  S114 S114"

it "what was known on a day before stays as it was known"
run list procedure --json --as-of 2026-01-10
ok cmp "$world/then" "$world/out"
is "$(state --as-of 2026-01-10 --known now)" "approved reviewed reviewed"

it "an index that is made again says the same"
run log QT-02 --json
cp "$world/out" "$world/before"
rm -rf "$root/.git/qms"
run log QT-02 --json
ok cmp "$world/before" "$world/out"
is "$(state)" "approved reviewed reviewed"

it "the key is refused, whatever day is given"
minh
run approve QT-02 --key "$keys/minh"
status 7
err "[QMS-S113]"
run approve QT-02 --date 2026-01-09 --key "$keys/minh"
status 7
err "[QMS-S113]"

it "also when plain git commits it with clock and date of before: exit status 5"
git clone -q "$root" "$world/copy"
base=$root root=$world/copy
git_ apply --index "$world/patch"
backdated -m 'phê duyệt'
run verify
status 5
out "acts/QT-04/1.0-approve-minh-"
out "error[QMS-S113]"
is "$("$qms" -C "$root" list procedure --json |
	jq -r '.rows[] | select(.id == "QT-04") | .state')" reviewed
root=$base
rm -rf "$world/copy"

it "approved again with another key it stands, and verify is content"
lan
given key add minh --key "$keys/moi"
minh
given approve QT-02 --key "$keys/moi"
given approve QT-03 --key "$keys/moi"
is "$(state)" "approved approved approved"
lan
run verify
status 5
given disseminate QT-02
run verify
status 0
run check
status 0

it "when the day is later, what was witnessed before it stands"
git clone -q "$root" "$world/copy"
root=$world/copy
git_ reset -q --hard "$before"
lan
given key compromised minh --since 2026-01-08
is "$(state)" "reviewed reviewed reviewed"
git_ reset -q --hard "$before"
as "Tỉnh" thanh@tinh.example.gov.vn
given witness --key "$keys/thanh"
lan
given key compromised minh --since 2026-01-13
is "$(state)" "approved approved approved"
run verify
status 0

it "a checkpoint by a key that is in other hands protects nothing"
given key compromised tinh/thanh --system --since 2026-01-01
run verify
status 0
git_ reset -q --hard "$before"
rm -f "$root"/.git/qms/witnessed-*
as "Tỉnh" thanh@tinh.example.gov.vn
given witness --key "$keys/thanh"
lan
given key compromised tinh/thanh --system --since 2026-01-01
run witness --key "$keys/thanh"
status 7
err "[QMS-S113]"
given key compromised minh --since 2026-01-13
is "$(state)" "reviewed reviewed reviewed"
root=$base

it "what was done by a delegation that the key granted goes with it"
fresh_copy "$base"
lan
given person add ha --name "Đỗ Thu Hà" --email ha@so.example.gov.vn \
	--office unit-head --unit van-phong
for id in UQ-2026-01 UQ-2026-02; do
	given new delegation --id $id --title "Ủy quyền" \
		--set delegator=minh --set delegate=ha --set capacity=TUQ \
		--set first_day=2026-01-12 --set last_day=2026-01-20 \
		--set acts+=approve
done
reviewed QT-05 QT-06
minh
given act UQ-2026-01 grant --key "$keys/moi"
given act UQ-2026-02 grant --decision 5/QĐ --file "$world/QD.pdf"
as "Đỗ Thu Hà" ha@so.example.gov.vn
given approve QT-05 --by ha --delegation UQ-2026-01 --decision 20/QĐ \
	--file "$world/QD.pdf"
given approve QT-06 --by ha --delegation UQ-2026-02 --decision 21/QĐ \
	--file "$world/QD.pdf"
lan
given disseminate QT-05
run verify
status 0
given key compromised "$(ssh-keygen -l -f "$keys/moi.pub" | cut -d' ' -f2)" \
	--since 2026-01-12
run verify
status 5
out "acts/UQ-2026-01/2026-01-12-grant-minh-"
out "acts/QT-05/1.0-approve-ha-"
out "acts/QT-05/1.0-disseminate-lan-"
no_out "acts/QT-06/"
run list procedure --json
json '.rows[] | select(.id == "QT-05") | .state == "reviewed"'
json '.rows[] | select(.id == "QT-06") | .state == "approved"'
root=$base

it "a key of the whole system is named in both lists"
given key add lan --key "$keys/lan"
given key add so/lan --system --key "$keys/lan"
given trust --threshold 1
lan
run key compromised lan --since 2026-01-11 --sign "$keys/lan"
status 7
err "[QMS-S111]"
ssh-keygen -q -t ed25519 -N '' -f "$keys/lan2"
given key add so/lan --system --key "$keys/lan2" --sign "$keys/lan"
given key compromised lan --since 2026-01-11 --sign "$keys/lan2"
ok grep -q ',2026-01-11,' "$root/trust/compromised-keys.csv"
ok grep -q ',2026-01-11,' "$root/agencies/so/compromised-keys.csv"
run person end thu --to 2026-12-31 --key "$keys/lan"
status 7
given person end thu --to 2026-12-31 --key "$keys/lan2"
run verify
status 0
