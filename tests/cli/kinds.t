# SPDX-License-Identifier: MIT
# Every kind that comes with the program: a new file of it is in order, and its
# acts lead from the first state to a final one.
. "${0%/*}/lib.sh"
new_system

# What only the writer can know, and what it is referred to by.
given new finding --title "Phát hiện" --id PH-1
# who writes an audit leads it, and whoever leads one was trained
given new training --title "Đánh giá viên" --id DT-1 --set provider=Bộ
given table DT-1 attendees set 1 result=đạt
given act DT-1 hold
given new audit --title "Đánh giá" --id DG-1
given new management-review --title "Họp" --id XX-1
given new inspection-plan --title "Kế hoạch kiểm tra" --id KHKT-1
given new inspection-minutes --title "Biên bản" --id BBKT-1
needs() {
	case $1 in
	action) echo finding=PH-1;;
	declaration) echo audit=DG-1 review=XX-1;;
	corrective-report) echo minutes=BBKT-1;;
	inspection-decision) echo plan=KHKT-1;;
	legal) echo title=Luật issuer=Bộ source=Bộ;;
	training) echo provider=Bộ;;
	esac
}

it "a new file of every kind with a starter text has no problem"
for file in "$top"/schemas/kinds/*.yaml; do
	kind=$(basename "$file" .yaml)
	grep -q '^starter:' "$file" || continue
	case $kind in
	system | agency | people | policy | objectives | model-description)
		continue;;		# a new system has its own
	rule) continue;;		# has its own test
	esac
	set -- new "$kind" --title "Thử $kind" --date 2026-01-05
	for need in $(needs "$kind"); do
		set -- "$@" --set "$need"
	done
	case $(sed -n 's/^number: //p' "$file") in
	"" ) ! grep -q '^path:.*{id}' "$file" ||
		set -- "$@" --id "THU-$kind";;
	esac
	run "$@"
	status 0
done
run check
status 0
[ ! -s "$world/out" ] || complain "there are problems"

it "every kind has names, states and acts in both languages"
for file in "$top"/schemas/kinds/*.yaml; do
	grep -q '^name: {vi: .*, en: .*}$' "$file" ||
		complain "$(basename "$file"): name"
	grep -q '^class: data' "$file" || grep -q '^acts: ' "$file" ||
		grep -q '^acts:$' "$file" || complain "$(basename "$file"): acts"
done

# as them, each with an office; the last word is the state behind it
walk() {
	id=$1
	shift
	while [ $# -gt 1 ]; do
		"$1"
		case $2 in
		approve) run act "$id" "$2" --decision 12/KH-SKHCN \
			--file "$world/QD.pdf";;
		*) run act "$id" "$2";;
		esac
		status 0
		shift 2
	done
	lan
	run --json show "$id"
	is "$(jq -r .state "$world/out")" "$1"
}

it "plans are submitted, signed by another person and carried out"
for id in KHDT-2026-01 CTDG-2026-01 KHKT-2026-01 QDKT-2026-01 TD-2026-01; do
	walk $id lan propose minh approve lan finish finished
done

it "who submitted a plan does not approve it"
given new training-plan --title "Kế hoạch khác"
minh
given act KHDT-2026-02 propose
run act KHDT-2026-02 approve --decision 13/KH-SKHCN --file "$world/QD.pdf"
status 7
err "[QMS-not-proposer]"
lan

it "proposals are accepted and applied, or declined"
walk CT-2026-01 lan propose minh accept lan apply applied
walk DGH-2026-01 lan propose minh decline declined

it "records are kept, then closed"
given edit MT-2026-01 --set value=99
for id in BC-2026-01 MT-2026-01 NL-2026-01 TBCB-2026-01 NY-2026-01 \
	KS-2026-01 HSTH-2026-01 NCC-2026-01 HBCD-2026-01 SO-2026-01; do
	walk $id lan close closed
done

it "a risk is closed by another person, and only when it is assessed again"
run act RR-2026-01 plan
status 0
run act RR-2026-01 finish
status 0
run act RR-2026-01 close
status 7
err "[QMS-not-owner]"
minh
run act RR-2026-01 close
status 7
err "[QMS-risk-assessed-again]"
lan
given edit RR-2026-01 --set likelihood_after=1 --set impact_after=2
walk RR-2026-01 minh close closed

it "a task of the steering committee is accepted by another person"
run act NV-2026-01 finish
status 0
run act NV-2026-01 close
status 7
err "[QMS-not-owner]"
walk NV-2026-01 minh close closed

it "feedback is classified, answered and published, or forwarded, or declined"
given edit PA-2026-01 --set answered=2026-01-05 --set justified=no \
	--set published=2026-01-05
walk PA-2026-01 lan classify minh answer lan close closed

it "an inspection with a failure ends when its report was sent"
given act BBKT-2026-01 sign
given new inspection-minutes --title "Biên bản khác"
given table BBKT-2026-02 items set K-1d result="chưa đạt"
given act BBKT-2026-02 sign
run act BBKT-2026-01 report
status 7
err "[QMS-inspection-has-failures]"
run act BBKT-2026-02 close
status 7
err "[QMS-inspection-without-failures]"
walk BBKT-2026-01 lan close closed
walk BBKT-2026-02 lan report lan close closed

it "a corrective report answers all that failed before it is sent"
given edit BCKP-2026-01 --set minutes=BBKT-2026-02
run act BCKP-2026-01 send
status 7
err "[QMS-report-answers-all]"
given table BCKP-2026-01 items add "Nội dung=K-1d" "Tình trạng=đã khắc phục"
walk BCKP-2026-01 lan send sent

it "nobody delegates to oneself"
minh
decision="--decision 5/QĐ --file $world/QD.pdf"
run act UQ-2026-01 grant --by minh $decision
status 7
err "[QMS-not-delegate]"
lan
given edit UQ-2026-01 --set delegator=minh --set delegate=hung
given act UQ-2026-01 grant --by minh $decision
walk UQ-2026-01 lan end ended

it "an instruction is a document: submitted, reviewed, approved"
sed -i 's/\[…\]/việc được giao/' "$root/agencies/so/documents/HD-01.md"
git_ commit -qam "Viết HD-01"
issued HD-01
run --json show HD-01
is "$(jq -r .in_force "$world/out")" 1.0

it "the list of external documents is one file, with a row each"
is "$(grep -c 'TCVN ISO 9001:2015' \
	"$root/agencies/so/external-documents.csv")" 1

it "all of it passes check"
run check
status 0
