# SPDX-License-Identifier: MIT
# declare: what is missing, the decision and its papers, what a copy of it
# proves.
. "${0%/*}/lib.sh"
new_system
ha() { as "Đỗ Thu Hà" ha@so.example.gov.vn; }	# head of van-phong
given person add ha --name "Đỗ Thu Hà" --email ha@so.example.gov.vn \
	--office unit-head --unit van-phong
# lan's key guards who signs for whom, from the start
for who in lan minh khac; do
	ssh-keygen -q -t ed25519 -N '' -C $who -f "$world/$who"
done
given key add minh --key "$world/minh"
given key add so/lan --system --key "$world/lan"
given trust --threshold 1
given person add an --name "Lê An" --email an@so.example.gov.vn \
	--office specialist --key "$world/lan"
list=$root/agencies/so/tthc.csv
given new training --title "Đánh giá viên nội bộ" --id DT-1 \
	--set provider="Chi cục TĐC" --set topic=internal-audit
given table DT-1 attendees set 1 person=thu result=đạt
given act DT-1 hold
cat >"$list" <<E2
code,name,field,level,decision,decision_date,status,from,to,days,online
1.001786,"Đăng ký hoạt động, lần đầu | tổ chức",Hoạt động khoa học,province,,,current,2025-10-01,,10,full
2.002278,Doanh nghiệp khoa học và công nghệ,Hoạt động khoa học,province,,,current,2025-10-01,,10,full
2.002385,Khai báo thiết bị X-quang,An toàn bức xạ,province,,,current,2025-10-01,,5,full
E2
sed -i 's/^tthc: .*/tthc: [1.001786]/' "$root/agencies/so/documents/QT-07.md"
sed -i 's/^tthc: .*/tthc: [2.002278]/' "$root/agencies/so/documents/QT-12.md"
sed -i 's/^tthc: .*/tthc: [2.002385]/' "$root/agencies/so/documents/QT-11.md"
git_ rm -q agencies/so/documents/QT-08.md agencies/so/documents/QT-09.md \
	agencies/so/documents/QT-10.md
git_ commit -qam "Danh mục thủ tục"

counts() {	# applying declared maintained
	run --lang en "$@" declare list
	sed -n 's/^applying \([0-9]*\), declared \([0-9]*\), maintained \([0-9]*\) of .*/\1 \2 \3/p' \
		"$world/err"
}

# the rules that refuse, as declare --check tells them, and act does
missing() {
	run "$@" --json declare --check
	json '.schema == "qms/declare-check/1" and (.rows | length) == 12'
	json '.rows | every(.[]; .title != "" and
		(.met == "yes") == (.missing == "") and
		(.met == "yes") == (.command == ""))'
	jq -r '[.rows[] | select(.met == "no") | .rule[8:]] | join(" ")' \
		"$world/out"
}

it "what is missing has a line each, with the command that mends it"
lan
is "$(missing)" "documents coverage audit review effectiveness"
run declare --check
status 7
out_lines 6
out "còn 9 tài liệu chung chưa có phiên bản đang có hiệu lực, trước hết là CSCL"
out "qms submit CSCL"
out "còn 3 thủ tục trong danh mục chưa có quy trình đang có hiệu lực"
out "qms new procedure --set role=tthc --set tthc+=1.001786"
out "qms audit programme 2026"
err "còn thiếu 5 trên 12 điều kiện"
run --lang en công-bố --check
status 7
err "5 of 12 conditions are missing"

it "nothing is drafted before others have done their part"
before=$(git_ rev-parse HEAD)
run declare
status 7
err "chưa lập dự thảo"
is "$(git_ rev-parse HEAD)" "$before"

it "each condition that is met takes exactly its line away"
issued 'QT-*' CSCL MHCL
lan
is "$(missing)" "documents disseminated audited audit review effectiveness"
cp "$root/agencies/so/documents/MTCL.md" "$world/MTCL.md"
git_ rm -q agencies/so/documents/MTCL.md
git_ commit -qm "Bỏ mục tiêu"
is "$(missing)" "policy disseminated audited audit review effectiveness"
run declare --check
out "qms new policy; qms new objectives"
git_ revert --no-edit HEAD >/dev/null
issued MTCL
lan
is "$(missing)" "disseminated audited audit review effectiveness"
given disseminate 'QT-*' CSCL MHCL
is "$(missing)" "disseminated audited audit review effectiveness"
given disseminate MTCL
is "$(missing)" "audited audit review effectiveness"
on 2026-02-02
given new audit --title "Đánh giá nội bộ" --id DG-2026-01 --set lead=thu \
	--set auditors= --set clauses=
given edit DG-2026-01 --set auditors+=thu --set units+=van-phong \
	--set clauses+=8.5 --set documents+=QT-07 --set documents+=QT-12
given table DG-2026-01 schedule set 1 unit=van-phong auditor=thu
thu; given act DG-2026-01 open
is "$(missing)" "audited audit review effectiveness"
given new finding --title "Giấy hẹn thiếu chữ ký" --id 2026-01-PTT-01 \
	--set audit=DG-2026-01 --set grade=KPH-nang --set clause=8.5.1 \
	--set auditor=thu --set unit=van-phong
is "$(missing)" "audited audit findings actions review effectiveness"
thu; given act DG-2026-01 report --set conclusion=conforms-with-findings
ha; given act 2026-01-PTT-01 confirm
minh; given act DG-2026-01 close
lan
# QT-11 names no unit: the audit of the agency stands for it
is "$(missing)" "findings actions review effectiveness"

it "a procedure whose unit was not audited is told"
given edit QT-11 --set unit=phong-khac
is "$(missing)" "audited findings actions review effectiveness"
given edit QT-11 --set unit=
is "$(missing)" "findings actions review effectiveness"

it "a major finding blocks until it is closed, a minor one has to be acted on"
given edit 2026-01-PTT-01 --set grade=KPH-nhe
is "$(missing)" "actions review effectiveness"
rows() {
	printf '| %s |\n|%s\n| %s |\n' "$1" "$2" "$3" >"$world/$4"
}
rows "TT | Vì sao | Nguyên nhân" "---|---|---|" "1 | Không ký | Không nêu ai ký" cause
rows "TT | Việc làm | Trách nhiệm | Hạn" "---|---|---|---|" \
	"1 | Sửa mẫu | hung | 2026-03-01" plan
given new action --title "Ký giấy hẹn" --id KP-1 --set finding=2026-01-PTT-01 \
	--set unit=van-phong --set owner=hung --set due=2026-03-10
is "$(missing)" "actions review effectiveness"
ha; given act KP-1 confirm
hung; given act KP-1 analyse --section "Nguyên nhân=$world/cause"
given act KP-1 plan --section "Kế hoạch=$world/plan"
is "$(missing)" "actions review effectiveness"
thu; given act KP-1 agree
lan
is "$(missing)" "review effectiveness"

it "the review comes after the audit"
given new management-review --title "Họp" --id XX-1 --set audit=DG-2026-01
printf '%s\n' '| TT | Kết luận | Loại | Trách nhiệm | Hạn |' '|---|---|---|---|---|' \
	'| 1 | Sửa mẫu | cải tiến | Văn phòng | 2026-12-31 |' >"$world/decisions"
given edit XX-1 --section "Kết luận=$world/decisions"
for n in 1 2 3 4 5 6 7; do
	given table XX-1 performance set $n result=đủ view=đạt
done
given act XX-1 hold
is "$(missing)" "review effectiveness"
on 2026-02-05
minh; given act XX-1 close
lan
is "$(missing)" "effectiveness"
run declare --check
status 7
out_lines 2
out "qms edit CB-2026-01 --set effectiveness=NGÀY"

# ---- the draft ----

it "drafts the decision with what it rests on and what it covers, counted"
run declare
status 0
out_is <<E2
CB-2026-01
E2
run --json show CB-2026-01
json '.state == "draft"'
run show --raw CB-2026-01
out "audit: DG-2026-01"
out "review: XX-1"
out "tthc: 3"
out "procedures: 3"
out "| 1 | 2.002385 | Khai báo thiết bị X-quang | An toàn bức xạ | QT-11@1.0 |"
out "lần đầu \\| tổ chức"
run check
no_out CB-2026-01

it "a changed count fails check, and the act"
given edit CB-2026-01 --set effectiveness=2026-02-05
lan
is "$(missing)" ""
for change in 's/^tthc: 3/tthc: 4/ D-70' 's/^procedures: 3/procedures: 2/ D-71' \
	's/2\.002385/2.002386/ D-72' '/2\.002385/d D-70'; do
	file=$root/agencies/so/records/2026/declaration/CB-2026-01.md
	sed -i "${change% *}" "$file"
	run check
	status 1
	out "error[QMS-${change##* }]"
	case $change in
	s/^proc*) ;;
	*)
		git_ commit -qam "Sửa tay"
		is "$(missing)" figures
		run act CB-2026-01 declare --decision 9/QĐ-SKHCN \
			--file "$world/QD.pdf"
		status 7
		err "[QMS-declare-figures]"
		git_ reset -q --hard HEAD^;;
	esac
	git_ checkout -q "$file"
done
run check
no_out CB-2026-01

it "a list that changed since: the act is refused until the figures are new"
sed -i '/2.002278/d' "$list"
git_ commit -qam "Bãi bỏ một thủ tục"
is "$(missing)" figures
run declare CB-2026-01
status 0
run show --raw CB-2026-01
out "tthc: 2"
no_out 2.002278
is "$(missing)" ""
git_ revert --no-edit HEAD~1 >/dev/null
is "$(missing)" figures
given declare
run show --raw CB-2026-01
out "tthc: 3"
out "effectiveness: 2026-02-05"

it "the act by hand is refused by what is missing, with its words"
cp "$list" "$world/list"
echo '1.009999,Thủ tục mới,Hoạt động khoa học,province,,,new,2026-02-01,,5,full' \
	>>"$list"
git_ commit -qam "Thêm một thủ tục"
is "$(missing)" "coverage figures"
run act CB-2026-01 declare --decision 9/QĐ-SKHCN --file "$world/QD.pdf"
status 7
err "[QMS-declare-coverage]"
err "trước hết là 1.009999"
cp "$world/list" "$list"
git_ commit -qam "Chưa công bố thủ tục đó"
minh
run tasks
out CB-2026-01

# ---- on paper ----

# a page as a printer gets it, and what is measured there
print_() {
	chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer \
		--user-data-dir="$world/chromium" --print-to-pdf="$world/p.pdf" \
		"file://$1" >"$world/chromium.log" 2>&1
	pdftotext -layout "$world/p.pdf" - >"$world/out"
	pdftotext -bbox "$world/p.pdf" "$world/words.html"
	pdftohtml -xml -zoom 1 -stdout "$world/p.pdf" |
		sed 's/<[bi]>//g; s/<\/[bi]>//g; s/&#160;/ /g' >"$world/p.xml"
}
mm() {	# edges of the text in millimetres: left top right bottom, page 1
	awk -F'"' '/<page / && ++page > 1 { exit }
		/<word / { if (!n++ || $2 < l) l = $2; if ($6 > r) r = $6
			if (n == 1 || $4 < t) t = $4; if ($8 > b) b = $8 }
		END { k = 25.4 / 72; printf "%d %d %d %d\n", l * k, t * k,
			210 - r * k, 297 - b * k }' "$world/words.html"
}
sizes() {	# of the lines with these words
	grep -F -- "$1" "$world/p.xml" | sed 's/.* font="\([0-9]*\)".*/\1/' |
	sort -u | while read -r font; do
		sed -n "s/.*<fontspec id=\"$font\" size=\"\([0-9]*\)\".*/\1/p" \
			"$world/p.xml"
	done | sort -u | tr '\n' ' '
}

it "the papers of a draft: number and day are open"
run declare pack CB-2026-01 "$world/ký"
status 0
for form in cong-bo cong-bo-phu-luc xac-nhan-hieu-luc thong-bao-cong-bo \
	niem-yet-cong-bo; do
	ok test -s "$world/ký/$form.html"
done
[ ! -e "$world/ký/cong-bo.xml" ] || complain "a draft proves something"
ok grep -q '<p class="number">Số:  *\/QĐ-SKHCN</p>' "$world/ký/cong-bo.html"
ok grep -q 'ngày … tháng … năm …' "$world/ký/cong-bo.html"
ok grep -q 'đối với 3 thủ tục hành chính, giải quyết theo 3 quy trình' \
	"$world/ký/cong-bo.html"
fails grep -q '<svg' "$world/ký/cong-bo.html"
ok grep -q 'Kính gửi: Sở Khoa học và Công nghệ' "$world/ký/thong-bao-cong-bo.html"
ok grep -q 'V/v công bố' "$world/ký/thong-bao-cong-bo.html"
ok grep -q 'lần đầu | tổ chức</td>' "$world/ký/cong-bo-phu-luc.html"
fails grep -q 'class="sign"' "$world/ký/cong-bo-phu-luc.html"

it "who signs for the head does so in that capacity"
run declare pack CB-2026-01 "$world/kt" --by hung --capacity KT.
status 0
sed -n '/class="sign"/,/<\/div>/p' "$world/kt/cong-bo.html" >"$world/out"
out "<p>KT. Giám đốc</p>"
out "<p>Phó Giám đốc</p>"
ok grep -q '<p class="signer">Trần Văn Hùng</p>' "$world/kt/cong-bo.html"

it "the agency's own form goes before that of the system"
mkdir -p "$root/agencies/so/templates"
{
	sed '/^$/q' "$root/law/forms/cong-bo.md"
	seq -f 'Đoạn %g của mẫu riêng, {agency_name}, {không-có} <b>x</b>.

' 60
} >"$root/agencies/so/templates/cong-bo.md"
git_ add -A; git_ commit -qm "Mẫu riêng"
run declare pack CB-2026-01 "$world/dài"
status 0
ok grep -q 'Đoạn 60 của mẫu riêng, Sở Khoa học và Công nghệ, {không-có}' \
	"$world/dài/cong-bo.html"
fails grep -q '<b>x</b>' "$world/dài/cong-bo.html"
print_ "$world/dài/cong-bo.html"
pages=$(pdfinfo "$world/p.pdf" | sed -n 's/^Pages: *//p')
ok test "$pages" -ge 2
# the number of each sheet stands on top of it, but for the first
is "$(tr '\f' '\n' <"$world/out" | sed -n 1p | tr -d ' ')" \
	"SỞKHOAHỌCVÀCÔNGCỘNGHÒAXÃHỘICHỦNGHĨAVIỆTNAM"
awk 'BEGIN { RS = "\f" } NF { sub(/^\n*/, ""); split($0, line, "\n")
	gsub(/ /, "", line[1]); print line[1] }' "$world/out" |
	sed -n '2,$p' >"$world/numbers"
seq 2 "$pages" | cmp -s - "$world/numbers" || complain "$(cat "$world/numbers")"
git_ rm -q agencies/so/templates/cong-bo.md; git_ commit -qm "Bỏ mẫu riêng"

# ---- signed ----

it "signed: the number and the day are recorded with the decision"
lan
on 2026-02-06
run declare sign --decision 09/QĐ-SKHCN --file "$world/QD.pdf"
status 0
run --json show CB-2026-01
json '.state == "declared"'
run show --raw CB-2026-01
out "number: 09/QĐ-SKHCN"
out "signed: 2026-02-06"
run --json log CB-2026-01
json '.rows[-1] | .act == "declare" and .proof == "decision" and .by == "minh"'
run --json status so
json '.rows | every(.[] | select(.rule == "R-09" or .rule == "R-06" or
	.rule == "R-07" or .rule == "R-08"); .verdict == "met")'
json '.rows | every(.[] | select(.rule == "R-10a" or .rule == "R-10");
	.verdict == "missing")'
run declare sign
status 2
err "[QMS-U171]"
run declare CB-2026-01
status 7
err "[QMS-U172]"

it "the decision on paper is laid out as Decree 30/2020/NĐ-CP has it"
run declare pack CB-2026-01 "$world/ký"
status 0
print_ "$world/ký/cong-bo.html"
is "$(pdfinfo "$world/p.pdf" | sed -n 's/.*(\(A4\)).*/\1/p')" A4
is "$(pdfinfo "$world/p.pdf" | sed -n 's/^Pages: *//p')" 1
out "Số: 09/QĐ-SKHCN"
out "ngày 06 tháng 02 năm 2026"
out "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
out "GIÁM ĐỐC"
out "Lê Quang Minh"
read -r left upper right lower <<E2
$(mm)
E2
ok test "$left" -ge 30 -a "$left" -le 35
ok test "$upper" -ge 20 -a "$upper" -le 25
ok test "$right" -ge 15 -a "$right" -le 20
ok test "$lower" -ge 20
# in runs of letters that the stand-in for Times New Roman has
for line in "12 13:NG HÒA XÃ H" "13 14:p - T" "12 14:KHOA H" "13 13:: 09/Q" \
	"13 14: 02 n" "13 14: 19/2014/Q" "13 14:TCVN ISO 9001:2015" "11 11:VT." \
	"12 12:i nh" "13 14:Lê Quang Minh"; do
	for size in $(sizes "${line#*:}"); do
		least=${line%% *} most=${line%%:*}
		[ "$size" -ge "$least" ] && [ "$size" -le "${most#* }" ] ||
			complain "${line#*:}: $size pt"
	done
	[ -n "$(sizes "${line#*:}")" ] || complain "${line#*:} is not there"
done

it "the code says what it is, where, and the short digest"
ok grep -q '<svg' "$world/ký/cong-bo.html"
act=$(ls "$root"/agencies/so/acts/CB-2026-01/*declare*.yaml)
ok grep -q "so/CB-2026-01 09/QĐ-SKHCN 06/02/2026 SHA256:$(sha256sum "$act" |
	cut -c 1-16)" "$world/ký/cong-bo.html"
ok xmllint --noout --schema "$top/schemas/xsd/declared.xsd" "$world/ký/cong-bo.xml"
ok jq -e '.schema == "qms/declared/1"' "$world/ký/cong-bo.json"

it "notice and postings, with place and day, answer to what is left"
given new notice --title "Thông báo" --id TB-1 --set declaration=CB-2026-01 \
	--set number=12/SKHCN-VP
given new posting --title "Niêm yết" --id NY-1 --set about=declaration \
	--set declaration=CB-2026-01
given new posting --title "Đăng trang" --id NY-2 --set about=declaration \
	--set declaration=CB-2026-01 --set place=website \
	--set url=https://so.example.gov.vn/iso
run --json status so
json '.rows | every(.[] | select(.rule | startswith("R-10"));
	.verdict == "met")'

it "applying, declared and maintained are three counts"
is "$(counts)" "1 1 1"
is "$(counts --as-of 2026-02-05)" "1 0 0"
is "$(counts --as-of 2026-01-04 --known now)" "0 0 0"
run --json declare list
json '.schema == "qms/declare-list/1" and .rows[0].declaration == "CB-2026-01"
	and .rows[0].maintained == "yes" and .rows[0].number == "09/QĐ-SKHCN"'
# a TTHC that came after it: the scope has to be declared again (R-13)
echo '1.009999,Thủ tục mới,Hoạt động khoa học,province,,,new,2026-02-07,,5,full' \
	>>"$list"
git_ commit -qam "Thêm một thủ tục"
on 2026-02-07
is "$(counts)" "1 1 0"
run --json declare list
json '.rows[0].maintained == "no" and .rows[0].owed == "R-13"'
cp "$world/list" "$list"
git_ commit -qam "Bỏ ra"
is "$(counts)" "1 1 1"

# ---- renewed, replaced, ended ----

it "a second declaration has to be a renewal, with its reason"
is "$(missing)" "effectiveness again"
run declare renew
status 2
err "--reason"
run declare renew --reason narrowed
status 0
out CB-2026-02
run show --raw CB-2026-02
out "type: again"
out "reason: narrowed"
out "replaces: CB-2026-01"
is "$(missing)" "effectiveness"

it "what is declared is replaced once its renewal is"
run declare replace CB-2026-01
status 7
err "[QMS-replaced-by-another]"
given edit CB-2026-02 --set effectiveness=2026-02-06
on 2026-03-09
minh
given declare sign CB-2026-02 --key "$world/minh" --set number=10/QĐ-SKHCN
lan
run tasks
out "qms act CB-2026-01 replace"
run declare replace CB-2026-01
status 0
run list declaration --all
run --json show CB-2026-01
json '.state == "replaced"'

# ---- a file for others ----

line() { grep "path=\"[^\"]*$1\"" "$world/cb.xml"; }
root_of() { "$qms" -C "$root" --json verify | jq -r .root; }

it "a renewal says what it replaces; from March on months have no nought"
run declare pack CB-2026-02 "$world/lại"
status 0
ok grep -q 'ngày 09 tháng 3 năm 2026' "$world/lại/cong-bo.html"
ok grep -q 'thay thế Quyết định số 09/QĐ-SKHCN ngày 06 tháng 02 năm 2026' \
	"$world/lại/cong-bo.html"

it "the file is valid XML, the same data as JSON, the same bytes again"
run declare data CB-2026-02
status 0
cp "$world/out" "$world/cb.xml"
ok xmllint --noout --schema "$top/schemas/xsd/declared.xsd" "$world/cb.xml"
ok grep -q '<code>2.002385</code>' "$world/cb.xml"
ok grep -q '<name>Đăng ký hoạt động, lần đầu | tổ chức</name>' "$world/cb.xml"
run declare data
ok cmp "$world/cb.xml" "$world/out"
run declare data CB-2026-02 --format json
json '.schema == "qms/declared/1" and .tthc == "3" and .number == "10/QĐ-SKHCN"
	and (.scope | length) == 3 and .scope[0].procedure == "QT-11@1.0"'
run declare data --format pdf
status 2

it "from the file and the root alone: whose key signed just this"
trust=$(root_of)
ok test -n "$trust"
mkdir "$world/nowhere"
alone() {
	(cd "$world/nowhere" && env -i PATH="$PATH" HOME="$world/nowhere" \
		LC_ALL=C.UTF-8 "$qms" "$@") >"$world/out" 2>"$world/err" </dev/null
	code=$?
}
alone verify declaration "$world/cb.xml" --root "SHA256:$trust"
status 0
err "đúng gốc tin cậy SHA256:$trust"
err "Lê Quang Minh đã ký công bố so/CB-2026-02, đề ngày 09/03/2026"
err "còn giá trị hay đã bị thay thế"
no_err "gốc chưa được đối chiếu"
alone --json verify declaration "$world/cb.xml"
status 0
json '.root_pinned == false and .guarded and .signer == "Lê Quang Minh"'
is "$(jq -r .key "$world/out")" \
	"$(ssh-keygen -l -f "$world/minh.pub" | cut -d' ' -f2)"

it "the site has a page of it: what qualified it, postings, the data, a code"
given site -o "$world/site"
page=$world/site/agencies/so/id/CB-2026-01
site_has() { grep -qF -- "$2" "$1" || complain "no \"$2\" in ${1##*/}"; }
site_has "$page.html" 'so/id/DG-2026-01.html">DG-2026-01 '
site_has "$page.html" 'so/id/XX-1.html">XX-1 '
site_has "$page.html" 'so/id/NY-1.html">NY-1</a>'
site_has "$page.html" '>https://so.example.gov.vn/iso</a>'
site_has "$page.html" '12/SKHCN-VP'
site_has "$page.html" 'Trụ sở'
site_has "$page.html" '09/QĐ-SKHCN'
site_has "$page.html" 'Trang thông tin điện tử'
site_has "$page.html" '<svg'
site_has "$page.html" "--root SHA256:$trust"
site_has "$page.html" 'CB-2026-01/declaration.xml"'
site_has "$page.html" 'CB-2026-01/decision.html"'
site_has "$page.html" '2.002385'
site_has "${page%1}2.html" "$(ssh-keygen -l -f "$world/minh.pub" | cut -d' ' -f2)"
ok cmp "$world/cb.xml" "${page%1}2/declaration.xml"
ok jq -e '.number == "10/QĐ-SKHCN"' "${page%1}2/declaration.json"
fails grep -q 'people.yaml' "$world/site/declarations.html"

it "the register has each with its day, scope, state, what replaced it, postings"
run --lang en declare list
err "applying 1, declared 1"
sed 1d "$world/site/declarations.csv" | tr -d '\r' >"$world/out"
out_is <<E2
10/QĐ-SKHCN,Sở Khoa học và Công nghệ,09/03/2026,công bố lại,3,3,đã công bố,,,
09/QĐ-SKHCN,Sở Khoa học và Công nghệ,06/02/2026,công bố lần đầu,3,3,đã thay thế,CB-2026-02,06/02/2026,06/02/2026
E2
site_has "$world/site/declarations.html" 'href="agencies/so/id/CB-2026-02.html">10/QĐ-SKHCN</a>'
site_has "$world/site/index.html" 'href="declarations.html"'
site_has "$world/site/agencies/so/index.html" '10/QĐ-SKHCN ngày 09/03/2026</a>'

it "the decision of the site is the same paper, signed in the same capacity"
print_ "$page/decision.html"
is "$(pdfinfo "$world/p.pdf" | sed -n 's/.*(\(A4\)).*/\1/p')" A4
# the annex has a sheet of its own, and fonts are as wide as the machine has them
ok test "$(pdfinfo "$world/p.pdf" | sed -n "s/^Pages: *//p")" -ge 2
out "Số: 09/QĐ-SKHCN"
out "ngày 06 tháng 02 năm 2026"
out "Lê Quang Minh"
out "2.002385"
no_out "Trang chủ"
read -r left upper right lower <<E2
$(mm)
E2
ok test "$left" -ge 30 -a "$left" -le 35
ok test "$upper" -ge 20 -a "$upper" -le 25
ok test "$right" -ge 15 -a "$right" -le 20

it "in the public edition the list of people stays out, and the file says so"
given site --public -o "$world/public"
public=$world/public/agencies/so/id/CB-2026-02/declaration.xml
ok xmllint --noout --schema "$top/schemas/xsd/declared.xsd" "$public"
fails grep -q 'people.yaml"' "$public"
fails grep -rq 'minh@so.example.gov.vn' "$world/public"
fails grep -q "$(head -c 300 "$root/agencies/so/people.yaml" | base64 -w0 |
	cut -c 1-200)" "$public"
alone verify declaration "$public" --root "SHA256:$trust"
status 0
err "danh sách cán bộ"
alone --json verify declaration "$public" --root "SHA256:$trust"
json '.people_withheld and .signer == "minh" and .root_pinned'
alone --json verify declaration "$world/cb.xml" --root "SHA256:$trust"
json '.people_withheld | not'
# nobody makes a file weaker by saying so
sed 's/ people="withheld"//' "$public" >"$world/bad.xml"
alone verify declaration "$world/bad.xml" --root "SHA256:$trust"
status 5
sed 's/"withheld"/"x"/' "$public" >"$world/bad.xml"
alone verify declaration "$world/bad.xml" --root "SHA256:$trust"
status 5
line 'minh-[0-9a-f]*.yaml.sig' | grep CB-2026-02 >"$world/line"
grep -vF "$(sed 's/">.*//' "$world/line")" "$public" >"$world/bad.xml"
fails cmp "$public" "$world/bad.xml"
alone verify declaration "$world/bad.xml" --root "SHA256:$trust"
status 5

it "a wrong root fails"
alone verify declaration "$world/cb.xml" \
	--root "SHA256:$(printf x | sha256sum | cut -c 1-64)"
status 5
err "[QMS-G163]"
alone verify declaration "$world/none.xml"
status 6
alone verify declaration
status 2

it "a byte that is changed, anywhere, fails"
size=$(wc -c <"$world/cb.xml")
at=7
while [ $at -lt "$size" ]; do
	cp "$world/cb.xml" "$world/bad.xml"
	byte=$(dd if="$world/cb.xml" bs=1 skip=$at count=1 2>/dev/null)
	case $byte in A) other=B;; *) other=A;; esac
	printf $other | dd of="$world/bad.xml" bs=1 seek=$at conv=notrunc \
		2>/dev/null
	alone verify declaration "$world/bad.xml" --root "SHA256:$trust"
	[ $code -eq 5 ] || complain "exit $code with byte $at changed"
	at=$((at + size / 60 + 1))
done
head -c $((size - 1)) "$world/cb.xml" >"$world/bad.xml"
alone verify declaration "$world/bad.xml" --root "SHA256:$trust"
status 5
sed 's/<tthc>3</<tthc>4</' "$world/cb.xml" >"$world/bad.xml"
alone verify declaration "$world/bad.xml" --root "SHA256:$trust"
status 5
err "[QMS-G161]"

it "another key fails, however well the file is made"
line 'minh-[0-9a-f]*.yaml' | grep CB-2026-02 |
	sed 's/.*">//; s/<.*//' | base64 -d >"$world/act.yaml"
ok grep -q '^act: "declare"' "$world/act.yaml"
rm -f "$world/act.yaml.sig"
ok ssh-keygen -q -Y sign -n qms -f "$world/khac" "$world/act.yaml"
sum=$(sha256sum "$world/act.yaml.sig" | cut -c 1-64)
sed "/CB-2026-02.*\.yaml\.sig\"/s|sha256=.*|sha256=\"$sum\">$(base64 -w0 \
	"$world/act.yaml.sig")</file>|" "$world/cb.xml" >"$world/bad.xml"
fails cmp "$world/cb.xml" "$world/bad.xml"
alone verify declaration "$world/bad.xml" --root "SHA256:$trust"
status 5
err "[QMS-G165]"
# and what is left out does not make it weaker
for gone in 'trust/signers' 'so/signers' 'people.yaml' '\.yaml\.sig'; do
	sed "\\|path=\"[^\"]*$gone\"|d" "$world/cb.xml" >"$world/bad.xml"
	fails cmp "$world/cb.xml" "$world/bad.xml"
	alone verify declaration "$world/bad.xml" --root "SHA256:$trust"
	status 5
done

it "by decision: the file says that nobody signed, and what to compare"
run declare data CB-2026-01
cp "$world/out" "$world/old.xml"
alone verify declaration "$world/old.xml" --root "SHA256:$trust"
status 0
err "không có chữ ký trong tệp"
err "$(sha256sum "$world/QD.pdf" | cut -c 1-64)"

it "ended, with the reason"
run declare end --comment "Sáp nhập theo Nghị quyết 1/NQ-HĐND"
status 0
run --json show CB-2026-02
json '.state == "ended"'
run declare replace
status 2
err "[QMS-U171]"
run declare end QT-01
status 2
err "[QMS-U170]"
run declare lạ CB-2026-01
status 2
err "[QMS-U025]"
