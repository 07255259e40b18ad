# SPDX-License-Identifier: MIT
# finding: recorded one by one or from a CSV file, pinned to the issued text;
# audit pack and take-in: the folder that goes out and comes back.
. "${0%/*}/lib.sh"
new_system
sed -i 's/^  - {id: van-phong.*/&\n  - {id: ke-hoach, name: Phòng Kế hoạch}/' \
	"$root/agencies/so/agency.md"
git_ commit -qam "Thêm phòng"
given person add khanh --name "Lý Khánh" --email khanh@so.example.gov.vn \
	--office auditor --unit ke-hoach
for person in thu khanh; do
	given new training --title "Đánh giá viên nội bộ" --id "DT-$person" \
		--set provider="Chi cục TĐC" --set topic=internal-audit
	given table "DT-$person" attendees set 1 "person=$person" result=đạt
	given act "DT-$person" hold
done
given edit QT-02 --set unit=ke-hoach
sentence_of='Rà soát bối cảnh, yêu cầu của bên quan tâm'
issued QT-02 QT-01
lan
on 2026-03-10
given audit plan 2026-01 --unit ke-hoach --unit van-phong --document QT-02 \
	--document QT-01 --auditor khanh --auditor thu --until 2026-03-11
thu
given act DG-2026-01 open
records=$root/agencies/so/records/2026/finding

it "a finding by options: id of audit, auditor and number, pinned to the issue"
printf 'ảnh' >"$world/Ảnh chụp.jpg"
run finding add --audit 2026-01 --unit ke-hoach --grade KPH-nhe --clause 4.1 \
	--document QT-02 --quote "$sentence_of" --title "Chưa rà soát bối cảnh" \
	--text "Năm 2025 không có biên bản." --evidence "Biên bản số 12" \
	--file "$world/Ảnh chụp.jpg"
status 0
out 2026-01-PTT-01
out "01-PTT/DG-2026-01"
run show --raw 2026-01-PTT-01
out "document: \"QT-02@1.0\""
out "source: internal-audit"
out "auditor: thu"
ok test -f "$records/2026-01-PTT-01/anh-chup.jpg"
sum=$(sha256sum "$world/Ảnh chụp.jpg" | cut -d' ' -f1)
out "$sum"
run check
status 0

it "what is wrong is said, and nothing is written: exit status 1"
before=$(git_ rev-parse HEAD)
add() { run finding add --audit 2026-01 "$@"; status 1; }
add --unit ke-hoach --grade KPH-nhe --clause 4.1
err "[QMS-D264]"
add --unit ke-hoach --grade KPH-nhe --title x
err "[QMS-D265]"
add --unit nosuch --grade KPH-nhe --clause 4.1 --title x
err "[QMS-D266]"
add --unit ke-hoach --grade nosuch --clause 4.1 --title x
err "[QMS-D267]"
add --unit ke-hoach --grade KPH-nhe --clause 4.99 --title x
err "[QMS-D268]"
add --unit ke-hoach --grade KPH-nhe --legal 1/2/3 --title x
err "[QMS-D269]"
add --unit ke-hoach --grade KPH-nhe --document QT-02@7.0 --title x
err "[QMS-D259]"
add --unit ke-hoach --grade KPH-nhe --document QT-02 --quote "Không hề có" --title x
err "[QMS-D260]"
add --unit ke-hoach --grade KPH-nhe --clause 4.1 --quote "x" --title x
err "[QMS-D258]"
add --unit ke-hoach --grade KPH-nhe --clause 4.1 --title x --date 2026-03-12
err "[QMS-D255]"
add --unit ke-hoach --grade KPH-nhe --clause 4.1 --title x --auditor hung
err "[QMS-D256]"
add --unit ke-hoach --grade KPH-nhe --clause 4.1 --title x --file "$world/none"
err "[QMS-D261]"
add --unit ke-hoach --grade KPH-nhe --clause 4.1 --title x --number 0
err "[QMS-D250]"
add --unit ke-hoach --grade KPH-nhe --clause 4.1 --title x --number 1
err "[QMS-D251]"
head -c 9000000 /dev/zero >"$world/big.jpg"
add --unit ke-hoach --grade KPH-nhe --clause 4.1 --title x --file "$world/big.jpg"
err "[QMS-D262]"
run finding add --audit 2026-77 --unit ke-hoach --title x
status 6
run finding add --unit ke-hoach --title x
status 2
is "$(git_ rev-parse HEAD)" "$before"

it "an auditor does not find in the own unit: exit status 7 with the reason"
run finding add --audit 2026-01 --unit ke-hoach --grade KPH-nhe --clause 4.1 \
	--title "Của phòng mình" --auditor khanh
status 7
err "[QMS-not-own-unit]"
is "$(git_ rev-parse HEAD)" "$before"

it "by questions"
printf '%s\n' "Văn phòng" diem-manh 7.5.3 QT-01 "" "Hồ sơ gọn gàng" "" "" "" |
	"$qms" -C "$root" finding add --audit 2026-01 --ask --auditor khanh \
	>"$world/out" 2>"$world/err"
code=$?
status 0
out 2026-01-LK-01
err "Tóm tắt"
run show --raw 2026-01-LK-01
out "unit: van-phong"
out "document: \"QT-01@1.0\""

it "of no audit: by source"
run finding add --source complaint --unit van-phong --grade luu-y --clause 8.2.1 \
	--title "Dân phải đi lại nhiều lần"
status 0
out 2026-PTT-01

it "two persons of the same letters have ids of their own"
lan
given person add phu --name "Phan Thị Tú" --email phu@so.example.gov.vn \
	--office auditor
thu
run finding add --source complaint --unit van-phong --grade luu-y --clause 8.2.1 \
	--title "Khác" --auditor phu
out 2026-PTT2-01

# ---- the sentence ----

it "while the text is in force the sentence stands"
run finding show 2026-01-PTT-01
status 0
out "vẫn còn trong lần 1.0"
run --json finding show 2026-01-PTT-01
is "$(jq -r '.quote.state, .files[0].state' "$world/out" | tr '\n' ' ')" \
	"stands good "

it "after 2.0 it is shown as it was, and that it changed, with the redline"
on 2026-04-01
lan
sed -i "s/$sentence_of/Rà soát bối cảnh, nhu cầu của bên quan tâm/" \
	"$root/agencies/so/documents/QT-02.md"
git_ commit -qam "Sửa QT-02"
lan; given submit --version 2.0 QT-02
hung; given review QT-02
lan; given issue --decision 500/QĐ-SKHCN --file "$world/QD.pdf" QT-02
run finding show 2026-01-PTT-01
out "Câu trích: $sentence_of"
out "đã sửa từ lần 2.0"
out "[-yêu-]{+nhu+} cầu"
run --json finding show 2026-01-PTT-01
is "$(jq -r '.quote | .state, .changed, .in_force' "$world/out" | tr '\n' ' ')" \
	"changed 2.0 2.0 "
run show 2026-01-PTT-01
out "Câu trích: đã sửa từ lần 2.0"
run --json --as-of 2026-03-20 finding show 2026-01-PTT-01
is "$(jq -r .quote.state "$world/out")" stands

it "its page on the site says so too, and leads to what changed"
run site -o "$world/site"
status 0
page=$(find "$world/site" -name '2026-01-PTT-01*.html' | head -n 1)
ok grep -q 'đã sửa từ lần 2.0' "$page"
ok grep -q 'QT-02/1.0-2.0.html' "$page"
ok grep -qF "<blockquote ><p>$sentence_of" "$page"
is "$(grep -cF "$sentence_of" "$page")" 1
ok grep -q '<del>yêu</del> *<ins>nhu</ins> cầu' "$page"

it "one that the new text still has stands in it"
given edit 2026-01-PTT-01 --set "quote=phát hiện và hồ sơ trễ hạn của năm trước"
run --lang en finding show 2026-01-PTT-01
out "still stands in 2.0"
run site -o "$world/site"
ok grep -q 'vẫn còn trong lần đang có hiệu lực: 2.0' "$page"

it "withdrawn: nothing of it is in force"
given withdraw QT-02@2.0 QT-02@1.0 --decision 501/QĐ-SKHCN \
	--file "$world/QD.pdf"
run --json finding show 2026-01-PTT-01
is "$(jq -r .quote.state "$world/out")" withdrawn

it "actions with their age, and what came again"
given new action --title "Rà soát" --id KP-1 --set finding=2026-01-PTT-01 \
	--set unit=ke-hoach --set owner=khanh --set due=2026-03-20
run --json finding show 2026-01-PTT-01
is "$(jq -r '.age, .actions[0].overdue' "$world/out" | tr '\n' ' ')" "22 true "
run finding add --source inspection --unit ke-hoach --grade KPH-nhe \
	--clause 4.1 --title "Lại chưa rà soát"
status 0
out "2026-01-PTT-01"
run --json finding show 2026-01-PTT-01
is "$(jq -r '.recurrences[0]' "$world/out")" 2026-NTL-01

it "evidence that was changed or lost is seen"
printf 'khác' >"$records/2026-01-PTT-01/anh-chup.jpg"
git_ commit -qam "Sửa ảnh"
run --json finding show 2026-01-PTT-01
is "$(jq -r '.files[0].state' "$world/out")" changed
run check
status 1
out "[QMS-N002]"
git_ rm -q "agencies/so/records/2026/finding/2026-01-PTT-01/anh-chup.jpg"
git_ commit -qm "Xóa ảnh"
run check
out "[QMS-N001]"
git_ revert --no-edit HEAD HEAD~1 >/dev/null
run check
no_out "QMS-N00"

# ---- out and back ----

thu
stick() { printf '%s/%s' "$world" "$1"; }
it "a folder for a stick: what to print, what was issued, the form, the program"
run audit pack 2026-01 "$(stick a)" --no-site
status 0
for file in audit.yaml doc-truoc.txt ke-hoach.html phieu-danh-gia.html \
	phieu-danh-gia.csv phat-hien.csv tai-lieu/QT-01@1.0.html qms; do
	ok test -s "$(stick a)/$file"
done
ok cmp "$(stick a)/tai-lieu/QT-01@1.0.md" \
	"$root/agencies/so/issued/QT-01/1.0/text.md"
ok "$(stick a)/qms" help
printf 'của tôi\n' >>"$(stick a)/phat-hien.csv"
run audit pack 2026-01 "$(stick a)" --no-site --no-program
ok grep -q 'của tôi' "$(stick a)/phat-hien.csv"
run audit pack 2026-01 "$(stick s)" --no-program
status 0
ok test -f "$(stick s)/site/index.html"

# 60 rows, of which 10 are bad
fill() {	# FOLDER UNIT
	{
		printf 'Số,Đơn vị,Điều khoản,Loại,Tóm tắt,Tệp,Ngày\n'
		n=100
		while [ $n -lt 160 ]; do
			n=$((n + 1))
			unit=$2 day=10/03/2026 file=anh-$((n % 6)).jpg
			case $n in
			*[1-5]3) unit=nosuch;;
			*[1-5]7) file=../../x.jpg;;
			esac
			printf '%s,%s,7.5.3,KPH-nhe,"Hồ sơ %s, thiếu",%s,%s\n' \
				$n "$unit" $n "$file" $day
		done
	} >"$1/phat-hien.csv"
	for n in 0 1 2 3 4 5; do
		printf 'ảnh %s %s' $n "$2" >"$1/bang-chung/anh-$n.jpg"
	done
}
it "two auditors, 120 findings with photos, 20 bad rows by line and reason"
run audit pack 2026-01 "$(stick b)" --no-site --no-program --auditor khanh
fill "$(stick a)" "Phòng Kế hoạch"
fill "$(stick b)" van-phong
lan
git_ branch trước
before=$(git_ rev-list --count HEAD)
run audit take-in "$(stick a)"
status 1
is "$(grep -c 'error\[QMS-D266\]' "$world/out")" 5
is "$(grep -c 'error\[QMS-D261\]' "$world/out")" 5
out "phat-hien.csv:14:"
run audit take-in "$(stick b)"
status 1
is "$(git_ rev-list --count HEAD)" $((before + 2))
is "$(git_ ls-files "$records" | grep -c 'finding/2026-01-[LP].*1[0-9][0-9]\.md$')" 100
tree=$(git_ rev-parse 'HEAD:agencies/so/records/2026/finding')

it "twice is no more than once"
run --json audit take-in "$(stick b)"
run audit take-in "$(stick a)"
run audit take-in "$(stick b)"
is "$(git_ rev-list --count HEAD)" $((before + 2))
out "đã có"

it "the other order gives the same records, byte for byte"
git_ switch -q trước
run audit take-in "$(stick b)"
run audit take-in "$(stick a)"
is "$(git_ rev-parse 'HEAD:agencies/so/records/2026/finding')" "$tree"
run check
no_out "error"
git_ switch -q main

it "a number that is used for something else is refused, with the line"
sed -i 's/Hồ sơ 101/Hồ sơ khác/' "$(stick a)/phat-hien.csv"
run audit take-in "$(stick a)"
status 1
out "phat-hien.csv:2:"
out "error[QMS-D251]"
out "2026-01-PTT-101"

it "rows of the own unit are refused, the others come in"
printf 'Số,Đơn vị,Điều khoản,Loại,Tóm tắt\n201,ke-hoach,4.1,luu-y,Phòng mình\n202,van-phong,4.1,luu-y,Phòng khác\n203,,4.1,luu-y,Không đơn vị\n,van-phong,4.1,luu-y,Không số\n' \
	>"$(stick b)/phat-hien.csv"
run audit take-in "$(stick b)"
status 1
out ":2:"
out "[QMS-not-own-unit]"
out 2026-01-LK-202
out "[QMS-D266]"
out "[QMS-D250]"

it "a folder that is none, of another system, or hostile"
run audit take-in "$world"
[ "$code" -ne 0 ] || complain "taken"
sed 's/^system: .*/system: "0000"/' "$(stick a)/audit.yaml" >"$world/m"
cp "$world/m" "$(stick a)/audit.yaml"
run audit take-in "$(stick a)"
status 5
printf 'schema: qms/finding/1\n' >"$(stick a)/audit.yaml"
run audit take-in "$(stick a)"
status 2
err "[QMS-U113]"
before=$(git_ rev-parse HEAD)
ln -s /etc/passwd "$(stick b)/bang-chung/mat-khau.jpg"
printf 'Số,Đơn vị,Điều khoản,Loại,Tóm tắt,Tệp\n301,van-phong,4.1,luu-y,x,mat-khau.jpg\n302,van-phong,4.1,luu-y,x,/etc/passwd\n303,van-phong,4.1,luu-y,"# <script>x</script>\n---",\n' \
	>"$(stick b)/phat-hien.csv"
run audit take-in "$(stick b)"
status 1
is "$(grep -c 'QMS-D261' "$world/out")" 2
run check
no_out "2026-01-LK-303"

# ---- of other agencies, and from other records ----

it "a sentence of another agency's text: pinned, and told when it changes"
lan
on 2026-05-01
given agency add cc --name "Chi cục TĐC" --kind CHI_CUC --parent so
given --agency cc person add kim --name "Kim" --email kim@cc.example.vn \
	--office auditor
kim() { as Kim kim@cc.example.vn; }
kim
run --agency cc finding add --source complaint --unit van-phong \
	--grade KPH-nhe --clause 7.5 --document so/QT-01 \
	--quote "Cập nhật danh mục, phổ biến đến người sử dụng" --title "Bước cũ"
status 0
run --json --agency cc finding show 2026-K-01
json '.document == "so/QT-01@1.0" and .quote.state == "stands"'
run --agency cc finding add --source complaint --unit van-phong \
	--grade KPH-nhe --clause 7.5 --document so/QT-01 --quote "Không có" \
	--title x
status 1
err "[QMS-D260]"
run site -o "$world/site"
page=$(find "$world/site" -name '2026-K-01*.html' | head -n 1)
ok grep -q 'vẫn còn trong lần đang có hiệu lực: 1.0' "$page"
on 2026-05-02
lan
sed -i "s/Cập nhật danh mục, phổ biến/Cập nhật danh mục, gửi/" \
	"$root/agencies/so/documents/QT-01.md"
git_ commit -qam "Sửa QT-01"
given --agency so submit --version 2.0 QT-01
hung; given --agency so review QT-01
lan; given --agency so issue --decision 510/QĐ-SKHCN --file "$world/QD.pdf" QT-01
run --json --agency cc finding show 2026-K-01
json '.quote.state == "changed" and .quote.changed == "2.0"'
run site -o "$world/site"
ok grep -q 'đã sửa từ lần 2.0' "$page"
ok grep -q 'agencies/so/id/QT-01/1.0-2.0.html\|so/id/QT-01/1.0-2.0.html' "$page"
run site --full -o "$world/site2"
ok diff -r "$world/site" "$world/site2"

it "from feedback, a late dossier, a missed objective: linked both ways"
given --agency so new late-dossier --id HS-1 --title "Trễ 3 ngày" \
	--set unit=ke-hoach --set due=2026-04-20
run --agency so finding add --about HS-1 --grade KPH-nhe --clause 8.5.1
status 0
id=$(grep -o '2026-NTL-[0-9]*' "$world/out" | head -n 1)
run --json --agency so finding show "$id"
json '.about == "HS-1" and .unit == "ke-hoach" and .title == "Trễ 3 ngày"'
run --agency so show --raw "$id"
out "source: late"
given --agency so new objective --id MT-1 --title "Đúng hạn" --set value=90
given --agency so act MT-1 close
run check
out "warning[QMS-D-29]"
run --agency so finding add --about MT-1 --unit van-phong --grade KPH-nhe \
	--clause 6.2
status 0
run check
no_out "QMS-D-29"
run --agency so finding add --about QT-01 --unit van-phong --grade KPH-nhe \
	--clause 6.2
status 2
err "[QMS-U153]"
run site -o "$world/site"
page=$(find "$world/site" -name 'MT-1*.html' | head -n 1)
ok grep -q "$id\|2026-NTL" "$page"
