# SPDX-License-Identifier: MIT
# Audits, findings, actions, reviews and objectives: every act from every state
# that allows it, and each guard where it refuses.
. "${0%/*}/lib.sh"
new_system
# another agency comes later: where one stands says which is meant
run() {
	"$qms" -C "$root/agencies/so" "$@" >"$world/out" 2>"$world/err" </dev/null
	code=$?
}
ha() { as "Đỗ Thu Hà" ha@so.example.gov.vn; }	# head of van-phong
nam() { as "Vũ Nam" nam@so.example.gov.vn; }	# head of ke-hoach
khanh() { as "Lý Khánh" khanh@so.example.gov.vn; }	# auditor of van-phong
sed -i 's/^  - {id: van-phong.*/&\n  - {id: ke-hoach, name: Phòng Kế hoạch}/' \
	"$root/agencies/so/agency.md"
git_ commit -qam "Thêm phòng"
for row in "ha:Đỗ Thu Hà:unit-head:van-phong" "nam:Vũ Nam:unit-head:ke-hoach" \
	"khanh:Lý Khánh:auditor:van-phong"; do
	id=${row%%:*}; rest=${row#*:}
	name=${rest%%:*}; rest=${rest#*:}
	given person add "$id" --name "$name" --email "$id@so.example.gov.vn" \
		--office "${rest%%:*}" --unit "${rest#*:}"
done
trained() {	# ID PERSON UNTIL
	given new training --title "Đánh giá viên nội bộ" --id "$1" \
		--set provider="Chi cục TĐC" --set topic=internal-audit
	[ -z "$3" ] || given edit "$1" --set "valid_until=$3"
	given table "$1" attendees set 1 "person=$2" result=đạt
	given act "$1" hold
}
trained DT-1 thu 2026-12-31
trained DT-2 khanh 2026-02-28
trained DT-3 hung ""
trained DT-4 lan ""

# who, then an act; what the last word says is the state behind it
walk() {
	id=$1
	shift
	while [ $# -gt 1 ]; do
		"$1"
		run act "$id" "$2"
		status 0
		shift 2
	done
	run --json show "$id"
	is "$(jq -r .state "$world/out")" "$1"
}
refused() {	# BY RULE ID ACT…
	"$1"
	rule=$2
	shift 2
	run --json show "$1"
	echo "$(jq -r '"\(.kind) \(.state)"' "$world/out") $2 $rule" \
		>>"$world/refused"
	run act "$@"
	status 7
	err "[QMS-$rule]"
}
audit() {	# ID LEAD UNIT DOCUMENT…
	lan
	given new audit --title "Đánh giá $1" --id "$1" --set "lead=$2" \
		--set "auditors=" --set "clauses="
	given edit "$1" --set "auditors+=$2" --set "units+=$3" \
		--set "clauses+=8.5"
	given table "$1" schedule set 1 "unit=$3" "auditor=$2"
}
rows() {	# TABLE's section, as a file
	printf '| %s |\n|%s\n| %s |\n' "$1" "$2" "$3" >"$world/$4"
}
rows "TT | Vì sao | Nguyên nhân" "---|---|---|" "1 | Không ký | Không nêu ai ký" cause
rows "TT | Việc làm | Trách nhiệm | Hạn" "---|---|---|---|" \
	"1 | Sửa mẫu | nam | 2026-02-01" plan
rows "TT | Kết quả | Bằng chứng | Ngày" "---|---|---|---|" \
	"1 | Mẫu mới | BM-15 | 2026-02-01" evidence
rows "TT | Vì sao | Nguyên nhân" "---|---|---|" "" nothing
printf '| TT | Vì sao | Nguyên nhân |\n|---|---|---|\n' >"$world/no-cause"
printf '| TT | Kết quả | Bằng chứng | Ngày |\n|---|---|---|---|\n' \
	>"$world/no-evidence"
printf '| TT | Việc làm | Trách nhiệm | Hạn |\n|---|---|---|---|\n' \
	>"$world/no-plan"

# ---- audits: independence and competence ----

it "an auditor of the unit is refused, also as one of the team"
audit DG-2026-01 khanh van-phong
refused khanh not-own-unit DG-2026-01 open
run check
status 1
out "[QMS-A-07]: khanh"
given edit DG-2026-01 --set lead=thu
refused thu not-own-unit DG-2026-01 open
lan; given table DG-2026-01 schedule set 1 auditor=thu
given edit DG-2026-01 --set auditors=
given edit DG-2026-01 --set auditors+=thu
thu
run act DG-2026-01 open --dry-run
status 0

it "the same when only the file was edited: check says it, and open refuses"
file=agencies/so/records/2026/audit/DG-2026-01.md
sed -i 's/^lead: .*/lead: khanh/
	s/| van-phong | \(.*\) | thu *|/| van-phong | \1 | khanh |/' "$root/$file"
run check
status 1
out "$file"
out "error[QMS-A-07]: khanh"
git_ commit -qam "Sửa tay"
refused thu not-own-unit DG-2026-01 open
git_ revert --no-edit HEAD >/dev/null

it "two auditors audit each other's units in one audit"
lan
given edit DG-2026-01 --set "auditors+=khanh" --set "units+=ke-hoach"
given table DG-2026-01 schedule add day=2026-01-05 unit=ke-hoach \
	"subject=Hồ sơ" auditor=khanh
run check
no_out "QMS-A-07"
thu
run act DG-2026-01 open --dry-run
status 0

it "training that is over, or none, is refused; on the day itself it is not"
audit DG-2026-09 khanh ke-hoach
on 2026-02-28
khanh
run act DG-2026-09 open --dry-run
status 0
on 2026-03-01
refused khanh auditor-trained DG-2026-09 open
file=agencies/so/records/2026/audit/DG-2026-09.md
sed -i 's/^lead: .*/lead: nam/' "$root/$file"
run check
out "error[QMS-A-09]: nam"
on 2026-01-05
git_ commit -qam "Sửa tay"
run act DG-2026-09 open
status 7
err "[QMS-auditor-trained]"
git_ revert --no-edit HEAD >/dev/null
on 2026-01-05

it "who wrote, reviewed or approved a procedure does not audit it"
issued QT-01
lan
given person office hung --office auditor
audit DG-2026-08 hung ke-hoach
lan; given edit DG-2026-08 --set "documents+=QT-01@1.0"
refused hung not-own-document DG-2026-08 open
run check
out "error[QMS-A-08]: hung"

it "who is not of the team does not record it"
refused hung in-team DG-2026-01 open

it "a person lent by another agency brings the training along"
lan
given agency add cc --name "Chi cục TĐC" --kind CHI_CUC --parent so
given --agency cc person add kim --name "Kim" --email kim@cc.example.vn \
	--office secretary
given --agency cc person add hoa --name "Mai Hoa" --email hoa@cc.example.vn \
	--office auditor
as Kim kim@cc.example.vn
given --agency cc new training --title "Đánh giá viên" --id DT-9 \
	--set provider=Viện --set topic=internal-audit
given --agency cc table DT-9 attendees set 1 person=hoa result=đạt
given --agency cc act DT-9 hold
lan
given person add mai-hoa --name "Mai Hoa" --email hoa2@cc.example.vn \
	--office auditor
audit DG-2026-07 mai-hoa ke-hoach
hoa() { as "Mai Hoa" hoa2@cc.example.vn; }
refused hoa auditor-trained DG-2026-07 open
lan
sed -i 's|{id: mai-hoa, |{id: mai-hoa, home: cc/hoa, |;s|^  - id: mai-hoa$|&\n    home: cc/hoa|' \
	"$root/agencies/so/people.yaml"
git_ commit -qam "Người được cử đến"
given trust --update
hoa
run act DG-2026-07 open
status 0

# ---- the life of an audit ----

it "audit: opened, reported with a conclusion, closed when findings are agreed"
thu
run act DG-2026-01 open
status 0
refused thu has-conclusion DG-2026-01 report
given new finding --title "Giấy hẹn thiếu chữ ký" --id 2026-01-PTT-01 \
	--set audit=DG-2026-01 --set grade=KPH-nhe --set clause=8.5.1 \
	--set auditor=thu --set unit=van-phong
thu
run act DG-2026-01 report --set conclusion=conforms-with-findings
status 0
refused minh findings-confirmed DG-2026-01 close

it "finding: confirmed by the head of that unit, not by its auditor"
refused nam unit-confirms 2026-01-PTT-01 confirm
lan; given person office thu --office unit-head --unit van-phong \
	--from 2026-01-05 --to 2026-01-05
refused thu not-auditor 2026-01-PTT-01 confirm
# and now the auditor belongs to the unit
refused ha not-own-unit 2026-01-PTT-01 confirm
on 2026-01-06
lan; given edit 2026-01-PTT-01 --set day=2026-01-06
lan; given edit DG-2026-01 --set last_day=2026-01-06
walk 2026-01-PTT-01 ha confirm confirmed
walk DG-2026-01 minh close closed

it "a team that was changed behind the report does not get through"
audit DG-2026-06 thu ke-hoach
walk DG-2026-06 thu open opened
given act DG-2026-06 report --set conclusion=conforms
lan; given edit DG-2026-06 --set "units+=van-phong" --set "auditors+=khanh"
refused minh not-own-unit DG-2026-06 close
lan; given edit DG-2026-06 --set units= --set auditors=
given edit DG-2026-06 --set units+=ke-hoach --set auditors+=hung
walk DG-2026-06 minh close closed

team() {	# ID PERSON… : its auditors
	lan
	id=$1; shift
	given edit "$id" --set auditors=
	for person; do
		given edit "$id" --set "auditors+=$person"
	done
}
it "the team is judged at every step, as it is then"
audit DG-2026-05 thu ke-hoach
walk DG-2026-05 thu open opened
for step in thu:report minh:close; do
	who=${step%:*} act=${step#*:}
	team DG-2026-05 thu nam
	refused $who auditor-trained DG-2026-05 $act --set conclusion=conforms
	team DG-2026-05 thu khanh
	lan; given edit DG-2026-05 --set "units+=van-phong"
	refused $who not-own-unit DG-2026-05 $act --set conclusion=conforms
	lan; given edit DG-2026-05 --set units=
	given edit DG-2026-05 --set units+=ke-hoach --set "documents+=QT-01@1.0"
	team DG-2026-05 thu hung
	refused $who not-own-document DG-2026-05 $act --set conclusion=conforms
	team DG-2026-05 thu
	lan; given edit DG-2026-05 --set documents=
	[ $act = close ] || {
		refused khanh in-team DG-2026-05 report \
			--set conclusion=conforms
		thu; given act DG-2026-05 report --set conclusion=conforms
	}
done
lan; given edit DG-2026-05 --set conclusion=
refused minh has-conclusion DG-2026-05 close

it "a finding of somebody untrained, or about an own document, is not confirmed"
given new finding --title "Nam ghi" --id PH-8 --set audit=DG-2026-05 \
	--set grade=KPH-nhe --set clause=7.5.3 --set auditor=nam \
	--set unit=van-phong --set day=2026-01-06
refused ha auditor-trained PH-8 confirm
lan; given edit PH-8 --set auditor=hung --set document=QT-01@1.0
refused ha not-own-document PH-8 confirm

it "finding: retracted by its auditor only"
thu
given new finding --title "Nhầm" --id 2026-06-PTT-01 --set grade=KPH-nhe \
	--set clause=8.5.1 --set auditor=thu --set unit=ke-hoach
refused hung own-finding 2026-06-PTT-01 retract
walk 2026-06-PTT-01 thu retract retracted

it "finding: not closed without an action that is closed"
refused thu action-closed 2026-01-PTT-01 close

# ---- the life of an action ----

it "action: confirmed by the unit, then cause and plan are asked for"
thu
given new action --title "Ký giấy hẹn" --id KP-1 --set finding=2026-01-PTT-01 \
	--set unit=van-phong --set owner=nam --set due=2026-02-10
given new action --title "Rà soát" --id KP-2 --set finding=2026-01-PTT-01 \
	--set unit=van-phong --set owner=nam --set due=2026-02-10
refused nam unit-confirms KP-1 confirm
walk KP-1 ha confirm confirmed
refused nam has-cause KP-1 analyse
given act KP-1 analyse --section "Nguyên nhân=$world/cause"
refused nam has-plan KP-1 plan
given act KP-1 plan --section "Kế hoạch=$world/plan"

it "action: the plan goes back, is agreed, the deadline is extended"
refused nam S021 KP-1 agree
walk KP-1 thu return nam plan planned
lan; given edit KP-1 --section "Kế hoạch=$world/no-plan"
refused thu has-plan KP-1 agree
lan; given edit KP-1 --section "Kế hoạch=$world/plan"
given edit KP-1 --section "Nguyên nhân=$world/no-cause"
refused thu has-cause KP-1 agree
lan; given edit KP-1 --section "Nguyên nhân=$world/cause"
walk KP-1 thu agree agreed
refused minh extension-ahead KP-1 extend --set due=2026-01-06
run act KP-1 extend --set due=2026-03-10 --until 2026-03-10 -m "chờ mẫu"
status 0
run --json log KP-1
is "$(jq -r '.rows[-1] | .act' "$world/out")" extend
lan; given edit KP-1 --set due=2026-05-10
run check
out "error[QMS-A-12]"
given edit KP-1 --set due=2026-03-10
run check
no_out "QMS-A-12"

it "action: done with evidence; the owner does not judge, nor who did it"
refused nam has-evidence KP-1 finish
given act KP-1 finish --section "Kết quả=$world/evidence"
lan; given person office nam --office auditor --from 2026-01-06
refused nam not-owner KP-1 verify
lan; given edit KP-1 --set owner=ha	# the one who did it is still nam
refused nam not-owner KP-1 verify
refused nam not-owner KP-1 reject
lan; given edit KP-1 --set owner=nam
given edit KP-1 --section "Kết quả=$world/no-evidence"
refused thu has-evidence KP-1 verify
lan; given edit KP-1 --section "Kết quả=$world/evidence"
given edit KP-1 --section "Nguyên nhân=$world/no-cause"
refused thu has-cause KP-1 verify
lan; given edit KP-1 --section "Nguyên nhân=$world/cause"

it "action: not achieved is planned again, from each place"
walk KP-1 thu reject not-achieved
lan; given edit KP-1 --section "Kế hoạch=$world/no-plan"
refused nam has-plan KP-1 replan
lan; given edit KP-1 --section "Kế hoạch=$world/plan"
walk KP-1 nam replan thu agree nam finish thu verify thu reject not-achieved
walk KP-1 nam replan thu agree nam finish thu verify verified

it "action: its effect is judged later, by another"
refused thu later-than-verified KP-1 judge
on 2026-02-20
refused nam not-owner KP-1 judge
lan; given edit KP-1 --section "Kết quả=$world/no-evidence"
refused thu has-evidence KP-1 judge
lan; given edit KP-1 --section "Kết quả=$world/evidence"
walk KP-1 thu judge effective
walk KP-1 thu reject not-achieved
walk KP-1 nam replan thu agree nam finish thu verify verified
on 2026-02-24
walk KP-1 thu judge effective

it "action: closed by somebody else, with cause, plan and evidence"
lan; given person office nam --office secretary --from 2026-02-24
refused nam not-owner KP-1 close
for part in "Nguyên nhân=cause" "Kế hoạch=plan" "Kết quả=evidence"; do
	lan; given edit KP-1 --section "${part%=*}=$world/no-${part#*=}"
	refused minh "has-${part#*=}" KP-1 close
	lan; given edit KP-1 --section "${part%=*}=$world/${part#*=}"
done
lan; given edit KP-1 --set owner=thu	# who judged it
refused minh judged-by-another KP-1 close
lan; given edit KP-1 --set owner=nam
walk KP-1 minh close closed

it "several actions: the finding waits for the last of them"
refused thu action-closed 2026-01-PTT-01 close
walk KP-2 ha confirm confirmed
nam
given act KP-2 analyse --section "Nguyên nhân=$world/cause"
given act KP-2 plan --section "Kế hoạch=$world/plan"
# the owner holds every office by now, and still may judge nothing
refused nam not-owner KP-2 agree
refused nam not-owner KP-2 return
thu; given act KP-2 agree
refused nam not-owner KP-2 extend --set due=2026-06-01
nam; given act KP-2 finish --section "Kết quả=$world/evidence"
thu; given act KP-2 verify
refused nam not-owner KP-2 reject
on 2026-02-25
walk KP-2 thu judge effective
refused nam not-owner KP-2 reject
walk KP-2 lan close closed
refused nam not-action-owner 2026-01-PTT-01 close
walk 2026-01-PTT-01 thu close closed

it "an action is reopened, and its finding has to be: check says so"
refused nam not-owner KP-1 reopen
walk KP-1 thu reopen not-achieved
run check
status 1
out "error[QMS-A-13]"
refused nam not-action-owner 2026-01-PTT-01 reopen
walk 2026-01-PTT-01 thu reopen confirmed
run check
no_out "QMS-A-13"
refused thu action-closed 2026-01-PTT-01 close

it "a finding that comes again says so"
thu
given new finding --title "Giấy hẹn lại thiếu chữ ký" --id 2026-06-PTT-02 \
	--set audit=DG-2026-06 --set grade=KPH-nhe --set clause=8.5.1 \
	--set auditor=thu --set unit=van-phong --set day=2026-02-25
run check
out "warning[QMS-A-14]"
out "2026-01-PTT-01"
given edit 2026-06-PTT-02 --set recurrence_of=2026-01-PTT-01
run check
no_out "QMS-A-14"

it "a finding names what it is against"
given edit 2026-06-PTT-02 --set clause=
run check
out "error[QMS-A-15]"
given edit 2026-06-PTT-02 --set legal=61/2018/NĐ-CP
run check
no_out "QMS-A-15"

# ---- reviews and objectives ----

it "review: held with its inputs and decisions, closed by the head"
lan
given new management-review --title "Họp" --id XX-1
refused lan has-decisions XX-1 hold
printf '%s\n' '| TT | Kết luận | Loại | Trách nhiệm | Hạn |' '|---|---|---|---|---|' \
	'| 1 | Sửa mẫu | cải tiến | Văn phòng | 2026-12-31 |' >"$world/decisions"
given edit XX-1 --section "Kết luận=$world/decisions"
refused lan inputs-answered XX-1 hold
for n in 1 2 3 4 5 6 7; do
	given table XX-1 performance set $n result=đủ view=đạt
done
walk XX-1 lan hold held
lan; given person office lan --office deputy-head --from 2026-02-25
refused lan not-secretary XX-1 close
printf '%s\n' '| TT | Kết luận | Loại | Trách nhiệm | Hạn |' '|---|---|---|---|---|' \
	>"$world/no-decisions"
lan; given edit XX-1 --section "Kết luận=$world/no-decisions"
refused minh has-decisions XX-1 close
lan; given edit XX-1 --section "Kết luận=$world/decisions"
walk XX-1 minh close closed

it "objective: its result is stated, may be opened again"
lan
given new objective --title "Đúng hạn" --id MT-1
refused lan objective-measured MT-1 close
given edit MT-1 --set value=97
walk MT-1 lan close closed
walk MT-1 lan reopen lan close closed

# ---- nothing is left out ----

it "an audit that is cancelled says why, and does not count as one"
audit DG-2026-10 thu ke-hoach
refused lan says-why DG-2026-10 cancel
run audit cancel 2026-10 --reason "Sáp nhập đơn vị"
status 0
run --json show DG-2026-10
json '.state == "cancelled"'
run show --raw DG-2026-10
out 'reason: Sáp nhập đơn vị'
run act DG-2026-10 open
[ "$code" -ne 0 ] || complain "opened"
audit DG-2026-11 thu ke-hoach
thu
run audit open 2026-11
status 0
lan
refused lan says-why DG-2026-11 cancel
run audit hủy 2026-11 --reason "Đoàn không đủ người" --dry-run
status 0
given audit cancel DG-2026-11 --reason "Đoàn không đủ người"
run check
no_out DG-2026-10
no_out DG-2026-11
run audit close 2026-99
status 6

it "every act of every state was done"
for id in DG-2026-01 DG-2026-06 DG-2026-10 DG-2026-11 2026-01-PTT-01 2026-06-PTT-01 KP-1 KP-2 XX-1 \
	MT-1; do
	run --json show "$id"
	kind=$(jq -r .kind "$world/out")
	run --json log "$id"
	jq -r '.rows[] | select(.void == "") | .act' "$world/out" |
		awk -v kind="$kind" '
		FNR == NR {
			if (/^first: /)
				state = $2
			if (/^  - \[/) {
				gsub(/[][,]/, "")
				to[$2, $3] = $4
			}
			next
		}
		{ print kind, state, $1; state = to[state, $1] }
		' "$top/schemas/kinds/$kind.yaml" -
done | sort -u >"$world/done"
for kind in audit finding action management-review objective; do
	sed -n 's/^  - \[\([a-z-]*\), \([a-z-]*\), .*/'$kind' \1 \2/p' \
		"$top/schemas/kinds/$kind.yaml"
done | sort -u >"$world/wanted"
diff "$world/wanted" "$world/done" >"$world/out" || complain "not all"

it "every guard of every act has refused: with one removed this fails"
for kind in audit finding action management-review objective; do
	sed -n 's/^  - \[\([a-z-]*\), \([a-z-]*\), [^[]*\[\(.*\)\]\]$/\1 \2 \3/p' \
		"$top/schemas/kinds/$kind.yaml" | tr -d ',' |
		while read -r from act guards; do
			for guard in $guards; do
				echo "$kind $from $act $guard"
			done
		done
done | sort -u >"$world/wanted"
grep -v ' S021$' "$world/refused" | sort -u >"$world/done"
diff "$world/wanted" "$world/done" >"$world/out" || complain "not all"

it "and the history holds"
run verify
status 0
