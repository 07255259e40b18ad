# SPDX-License-Identifier: MIT
# A year of what is not an audit: feedback, surveys, objectives, late dossiers,
# providers, training, risks and proposals, as those who work with them see it.
. "${0%/*}/lib.sh"
new_system
ha() { as "Đỗ Thu Hà" ha@so.example.gov.vn; }	# head of van-phong
given person add ha --name "Đỗ Thu Hà" --email ha@so.example.gov.vn \
	--office unit-head --unit van-phong
tasks() { run --json; }
state() {	# ID STATE
	run --json show "$1"
	is "$(jq -r .state "$world/out")" "$2"
}
section() {	# FILE WORDS…
	file=$1; shift
	printf '%s\n' "$@" >"$world/$file"
}

# ---- feedback: Decree 20/2008 ----

it "feedback is registered, and waits for its class"
on 2026-02-12
run new feedback --title "Chậm trả kết quả" --set register=05 \
	--set competent= --set channel=phone
status 0
tasks
json '.rows[] | select(.id == "PA-2026-01") | .act == "classify"'
run act PA-2026-01 classify
status 7
err "[QMS-feedback-classified]"
err "qms act PA-2026-01 classify --set competent=yes"
run --lang en act PA-2026-01 classify
err "Say it at once: qms act PA-2026-01 classify --set competent=yes"

it "what is for others: forward is the task, not an answer; five working days"
given act PA-2026-01 classify --set competent=no --set about=other
tasks
json '[.rows[] | select(.id == "PA-2026-01") | .act] == ["forward"]'
minh
tasks
json '[.rows[] | select(.id == "PA-2026-01") | .act] == ["forward"]'
run act PA-2026-01 answer --set answered=2026-02-13 --set justified=no
status 7
err "[QMS-feedback-own]"
lan
run --json due
# Tet lies between: holidays are no working days
json '.rows[] | select(.rule == "F-01") | .period == "PA-2026-01" and
	.due == "2026-02-26" and .verdict == "due-soon"'
on 2026-02-27
run --json due
json '.rows[] | select(.rule == "F-01") | .verdict == "overdue"'
run act PA-2026-01 forward
status 7
err "[QMS-feedback-forwarded]"
given act PA-2026-01 forward --set forwarded=2026-02-26 \
	--set forwarded_to="Sở Xây dựng"
state PA-2026-01 forwarded
run --json status
json '.rows[] | select(.rule == "F-01" and .period == "PA-2026-01") |
	.verdict == "met"'

it "what is one's own: answered, published, and closed"
given new feedback --title "Phải bổ sung hồ sơ hai lần" --set register=06 \
	--set received=2026-03-02 --set due=2026-03-16
given act PA-2026-02 classify
run act PA-2026-02 forward --set forwarded=2026-03-03 --set forwarded_to=X
status 7
err "[QMS-feedback-of-others]"
ha
run act PA-2026-02 answer
status 7
err "[QMS-feedback-answered]"
given act PA-2026-02 answer --set answered=2026-03-10 --set justified=yes \
	--set reply=31/SKHCN-VP
lan
run act PA-2026-02 close
status 7
err "[QMS-feedback-published]"
given act PA-2026-02 close --set published=2026-03-12
state PA-2026-02 closed

it "what is not accepted says why"
given new feedback --title "Không rõ nội dung" --set register=07 --date 2026-02-27
run act PA-2026-03 decline
status 7
err "[QMS-feedback-declined]"
given act PA-2026-03 decline --set reason="không nêu sự việc, không liên lạc được"
state PA-2026-03 declined

it "days in the wrong order are told; personal data is no number in the register"
given new feedback --title "Khác" --set register=08 --date 2026-02-27
run edit PA-2026-04 --set forwarded=2026-02-26
run check
out "[QMS-F-03]"
status 1
given edit PA-2026-04 --set forwarded=
run edit PA-2026-04 --set register="Nguyễn Văn A; 0912345678"
run check
status 1
given edit PA-2026-04 --set register=08

# ---- surveys ----

it "a survey adds up: rate, questions, levels of the scale"
on 2026-06-30
given new survey --title "Khảo sát 6 tháng" --set population=1840 \
	--set sent=120
run check
status 0
run edit KS-2026-01 --set satisfied=91
run check
status 1
out "[QMS-D-26]"
out "[QMS-D-52]"
out "ghi 91, các mức cộng lại là 90"
given edit KS-2026-01 --set satisfied=90
run edit KS-2026-01 --set scale=three
run check
out "[QMS-D-51]"
out "bảng có 5 mức, thang đo có 3"
given edit KS-2026-01 --set scale=five
given table KS-2026-01 results set 2 answers=101 satisfied=91 rate=90.10
run check
out "[QMS-D-50]"
out "101 lớn hơn 100"
given table KS-2026-01 results set 2 answers=100 satisfied=90 rate=90
run table KS-2026-01 levels set 1 "Số phiếu=-40"
status 1
run table KS-2026-01 levels set 1 "Số phiếu=4e1"
status 1
run check
status 0
given act KS-2026-01 close

# ---- objectives ----

it "an objective is measured period by period; a result that differs is told"
given new objective --title "Hồ sơ đúng hạn" --set objectives=MTCL --set row=1
cat >"$world/measured.csv" <<'M'
TT,Từ ngày,Đến ngày,Tử số,Mẫu số,Kết quả
1,01/01/2026,31/03/2026,594,600,99
2,01/04/2026,30/06/2026,610,621,"98,23"
M
given table MT-2026-01 measurements --from "$world/measured.csv"
run check
status 0
run act MT-2026-01 close
status 7
err "[QMS-objective-measured]"
given edit MT-2026-01 --set part=1204 --set whole=1221 --set value=98.61
run check
status 0
given edit MT-2026-01 --set part=1214 --set value=99.43
run check
status 1
out "[QMS-D-54]"
out "ghi 1214, số liệu các kỳ cho 1204"
given edit MT-2026-01 --set part=1204 --set value=98.61

it "a period outside the objective's, over another, or a figure that is not its own"
given table MT-2026-01 measurements set 2 "Từ ngày=31/03/2026"
run check
out "[QMS-D-55]"
given table MT-2026-01 measurements set 2 "Từ ngày=01/04/2026" "Kết quả=99"
run check
out "[QMS-D-53]"
given table MT-2026-01 measurements set 2 "Kết quả=98,23"
run check
status 0

it "a count, an average, and the last figure"
given new objective --title "Sáng kiến được áp dụng" --set unit_of="sáng kiến" \
	--set target=3 --set of_periods=sum --set value=3
printf 'TT,Từ ngày,Đến ngày,Tử số,Mẫu số,Kết quả\n1,2026-01-01,2026-06-30,,,1\n2,2026-07-01,2026-12-31,,,2\n' \
	>"$world/measured.csv"
given table MT-2026-02 measurements --from "$world/measured.csv"
run check
status 0
given edit MT-2026-02 --set of_periods=last
run check
out "ghi 3, số liệu các kỳ cho 2"
given edit MT-2026-02 --set of_periods=average --set value=1.5
run check
status 0
run edit MT-2026-02 --set of_periods=median
run check
status 1
given edit MT-2026-02 --set of_periods=average

it "each objective of the text in force is to have its result"
issued MTCL
lan
run --json status
json '[.rows[] | select(.rule == "A-30") | .verdict] | unique == ["open"]'

# ---- late dossiers ----

it "a late dossier: the apology comes a day before, the new day after"
on 2026-07-01
given new late-dossier --title "Trễ 1" --set dossier=H19-1 --set due=2026-07-06
run --json due
json '.rows[] | select(.rule == "O-14" and .period == "HSTH-2026-01") |
	.verdict == "due-soon"'
given edit HSTH-2026-01 --set apology=2026-07-01 --set new_due=2026-07-06
run check
out "[QMS-D-56]"
given edit HSTH-2026-01 --set new_due=2026-07-08 --set letter=40/SKHCN-VP
run --json status
json '.rows[] | select(.rule == "O-14" and .period == "HSTH-2026-01") |
	.verdict == "met"'
given act HSTH-2026-01 close

it "the third for one reason asks for a finding"
given new late-dossier --title "Trễ 2" --set dossier=H19-2 --set due=2026-07-10
given new late-dossier --title "Trễ 3" --set dossier=H19-3 --set due=2026-07-14
run check
out "[QMS-A-35]"
out "lần thứ 3 trong 12 tháng ở van-phong"
given new finding --title "Trễ hạn vì quá tải" --set source=late
finding=$(cat "$world/out")
given edit HSTH-2026-03 --set finding="$finding"
run check
no_out "[QMS-A-35]"

# ---- providers, competence, training ----

it "a provider has a day by which it is evaluated again"
given new provider-evaluation --title "Bưu chính" --set result=good \
	--set next=2026-12-31
given act NCC-2026-01 close
run --json status
json '.rows[] | select(.rule == "A-31") | .verdict == "open"'

it "an auditor is to be trained again before the training lapses"
on 2026-07-02
given new training --title "Đánh giá viên" --set provider=Bộ \
	--set valid_until=2026-07-31
given table DT-2026-01 attendees set 1 person=thu result=đạt
given act DT-2026-01 hold
run --json due
json '.rows[] | select(.rule == "A-32") | .period == "thu" and
	.due == "2026-07-31" and .days == 29'
given new training --title "Đánh giá viên" --set provider=Bộ \
	--set valid_until=2029-07-31
given table DT-2026-02 attendees set 1 person=thu result=đạt
given act DT-2026-02 hold
run --json status
json '.rows[] | select(.rule == "A-32") | .due == "2029-07-31"'

it "the courses of the plan are held within the year"
given new training-plan --title "Kế hoạch đào tạo năm 2026"
given act KHDT-2026-01 propose
minh
given act KHDT-2026-01 approve --decision 8/KH --file "$world/QD.pdf"
lan
given table KHDT-2026-01 courses set 2 "Lớp đã tổ chức=DT-2026-01"
run --json status
json '[.rows[] | select(.rule == "A-33") | .verdict] | sort == ["met", "open"]'

it "a certificate that lapses is told while its holder holds an office"
given new competence --title "Năng lực" --set person=thu --set result=meets
printf 'TT,Chứng chỉ,Số,Nơi cấp,Ngày cấp,Giá trị đến\n1,Văn thư,1,Bộ,01/07/2024,15/07/2026\n' \
	>"$world/certificates.csv"
given table NL-2026-01 certificates --from "$world/certificates.csv"
run --json due
json '.rows[] | select(.rule == "A-34") | .period == "thu, Văn thư" and
	.days == 13'

# ---- risks, proposals ----

it "a risk: measures, done, assessed again by another, closed; overdue in between"
given new risk --title "Mất điện" --set owner=ha --set due=2026-07-20
ha
tasks
json '.rows[] | select(.id == "RR-2026-01") | .act == "plan"'
run --json due --mine
json '.rows[] | select(.id == "RR-2026-01") | .due == "2026-07-20"'
given act RR-2026-01 plan
on 2026-07-21
lan
run --json due
json '.rows[] | select(.rule == "A-02") | .verdict == "overdue"'
ha
given act RR-2026-01 finish
run act RR-2026-01 close --set likelihood_after=1 --set impact_after=2
status 7
err "[QMS-not-owner]"
minh
run act RR-2026-01 close
status 7
err "[QMS-risk-assessed-again]"
given act RR-2026-01 close --set likelihood_after=1 --set impact_after=2
lan

it "a proposal: the head decides, not the proposer; accepted, it has a deadline"
ha
given new improvement-proposal --title "Mẫu điền sẵn" --set due=2026-08-01
given act CT-2026-01 propose
minh
tasks
json '.rows[] | select(.id == "CT-2026-01") | .act == "accept"'
given act CT-2026-01 accept
on 2026-08-02
lan
run --json due
json '.rows[] | select(.rule == "A-05") | .verdict == "overdue"'
given act CT-2026-01 apply
run --json due
json '[.rows[] | select(.rule == "A-05")] == []'

# ---- and what the review of the year sees of it ----

it "the management review has it all, with its sources"
on 2026-12-01
given meeting prepare 2026
run show --raw XX-2026-01
out "3 hồ sơ trễ hạn ở Văn phòng vì cùng một lý do trong 12 tháng"
out "phản ánh đúng"
out "đã công khai kết quả"
out "Khảo sát 6 tháng: 90/100 phiếu hài lòng"
out "Đào tạo: Đánh giá viên"
out "Bưu điện tỉnh"
out "Mẫu điền sẵn"
out "(../training/DT-2026-01.md)"

it "the year ends: the provider is to be evaluated again, whatever the case of its name"
on 2026-12-15
run --json due
json '.rows[] | select(.rule == "A-31") | .period == "NCC-2026-01" and
	.verdict == "due-soon"'
on 2027-01-02
run --json due
json '.rows[] | select(.rule == "A-31") | .verdict == "overdue"'
given new provider-evaluation --title "Bưu chính" --set stage=again \
	--set provider="BƯU ĐIỆN TỈNH" --set result=good
run --json due
json '[.rows[] | select(.rule == "A-31")] == []'

it "each objective of the text in force has its result when the year is over"
run --json status
json '[.rows[] | select(.rule == "A-30") | .due] | unique == ["2027-01-31"]'
on 2027-01-04
given act MT-2026-01 close
run --json status
json '.rows[] | select(.rule == "A-30" and .period == "MTCL 2026, 1") |
	.verdict == "met" and .done == "2027-01-04"'

it "a missed objective asks for a finding"
on 2027-01-05
given edit MT-2026-02 --set target=2
given act MT-2026-02 close
run check
status 0
out "[QMS-D-29]"
given act MT-2026-02 reopen
given edit MT-2026-02 --set target=1
given act MT-2026-02 close

it "a result says what the period before came to"
on 2027-02-01
given new objective --title "Hồ sơ đúng hạn" --set objectives=MTCL --set row=1 \
	--set first_day=2027-01-01 --set last_day=2027-01-31 --set value=99.2
given meeting prepare 2027
run show --raw XX-2027-01
out "Hồ sơ đúng hạn: 98,61 → 99,2 %, chỉ tiêu 98"

it "of all this check finds nothing wrong but what was left late"
run check
status 0
run verify
status 0
