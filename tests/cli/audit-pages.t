#!/bin/sh
# SPDX-License-Identifier: MIT
# The pages that put records of audits and improvement together: board of
# actions, map and trends of findings, calendar of audits, what is due.
. "${0%/*}/lib.sh"
new_system
sed -i 's/^  - {id: van-phong.*/&\n  - {id: ke-hoach, name: Phòng Kế hoạch}/' \
	"$root/agencies/so/agency.md"
given person add giau --name "Cù Thị Giấu" --email giau@so.example.gov.vn \
	--office auditor --unit ke-hoach
site=$world/site
page=
has() { grep -qF -- "$1" "$site/$page" || complain "no \"$1\" in $page"; }
has_no() { ! grep -qF -- "$1" "$site/$page" || complain "\"$1\" in $page"; }
count_is() {
	is "$(grep -oF -- "$1" "$site/$page" | wc -l | tr -d ' ') $1" "$2 $1"
}
records=$root/agencies/so/records
finding() {	# id grade clause unit day
	mkdir -p "$records/${5%%-*}/finding"
	cat >"$records/${5%%-*}/finding/$1.md" <<-END
	---
	schema: qms/finding/1
	title: Điều thấy ở $1
	source: internal-audit
	grade: $2
	clause: "$3"
	unit: $4
	auditor: giau
	day: $5
	---

	## Mô tả

	Chưa làm.

	## Bằng chứng

	Biên bản 3.
	END
}
action() {	# id finding due title
	mkdir -p "$records/2026/action"
	cat >"$records/2026/action/$1.md" <<-END
	---
	schema: qms/action/1
	title: $4
	finding: $2
	unit: van-phong
	owner: giau
	due: $3
	---

	## Khắc phục ngay

	## Nguyên nhân

	| TT | Vì sao | Nguyên nhân |
	|---|---|---|

	## Kế hoạch

	| TT | Việc làm | Trách nhiệm | Hạn |
	|---|---|---|---|

	## Kết quả

	| TT | Kết quả | Bằng chứng | Ngày |
	|---|---|---|---|

	## Hiệu lực
	END
}
commit() { git_ add -A; git_ commit -qm "$1"; }
make_site() { run site --output "$site" "$@"; status 0; }

finding PH-2024-01 KPH-nhe 7.5 van-phong 2024-03-01
finding PH-2025-01 KPH-nang 7.5 van-phong 2025-08-01
finding PH-2025-02 luu-y 7.5 van-phong 2025-08-02
finding PH-2026-01 KPH-nhe 10.2 ke-hoach 2026-01-05
finding PH-2026-02 diem-manh 9.2 ke-hoach 2026-01-05
action KP-2026-01 PH-2025-01 2026-01-20 "Sửa sổ ngay"
action KP-2026-02 PH-2026-01 2026-06-30 "Soạn lại mẫu"
commit "Phát hiện, hành động"
on 2026-02-01
minh; given act KP-2026-01 confirm

it "the board has a column a state, and a card where the action stands"
make_site
page=agencies/so/action-board.html
count_is 'class="board-column ' 9
count_is 'is-filled' 2
sed -n '/Đơn vị đã xác nhận <span/,/<\/section>/p' "$site/$page" \
	>"$world/column"
ok grep -q 'id/KP-2026-01.html">Sửa sổ ngay' "$world/column"
ok grep -q 'Cù Thị Giấu' "$world/column"
ok grep -q 'Văn phòng' "$world/column"
ok grep -q '20/01/2026</span> · 184 ngày' "$world/column"
ok grep -q 'state is-bad">quá hạn 12 ngày' "$world/column"
fails grep -q 'KP-2026-02' "$world/column"
has 'KP-2026-02 · Điểm không phù hợp nhẹ'
count_is 'quá hạn 12 ngày' 2

it "days pass on the board, and nowhere else when nothing falls due"
cp -R "$site" "$world/before"
on 2026-02-02
echo "Ghi chú" >"$root/README.txt"
commit "Ghi chú"
make_site
changed() { (cd "$site" && find . -type f ! -name .qms-site | sort |
	while read -r one; do
		cmp -s "$one" "$world/before/$one" || echo "${one#./}"
	done) >"$world/out"; }
changed
out_is <<'END'
agencies/so/action-board.html
assets/stamp.css
stamp.html
END
has '185 ngày'

it "an action that is changed rewrites the pages that show it"
rm -rf "$world/before"; cp -R "$site" "$world/before"
sed -i 's/Soạn lại mẫu/Soạn mẫu mới/' "$records/2026/action/KP-2026-02.md"
commit "Đổi tên"
make_site
changed
out_is <<'END'
agencies/so/action-board.html
agencies/so/action.csv
agencies/so/action.html
agencies/so/due.html
agencies/so/id/KP-2026-02.html
agencies/so/id/PH-2026-01.html
assets/find/so.js
assets/stamp.css
stamp.html
END

it "what was made step by step is what is made at once"
run site --output "$world/anew"
status 0
ok diff -r "$site" "$world/anew"

it "the map counts nonconformities and others apart, each leading to them"
page=agencies/so/finding-trend.html
count_is 'class="is-bad heat-' 2
count_is 'class="is-info heat-' 2
has 'href="#spot-1-1">2<span class="unseen"> Điểm không phù hợp'
has 'id="spot-1-1"'
has 'id/PH-2026-01.html">1<span'
has 'id/PH-2026-02.html">+1<span'
# 10.2 stands behind 9.2
is "$(sed -n 's/^<tr><th scope="row">\([0-9.]*\).*/\1/p' "$site/$page" |
	tr '\n' ' ')" "7.5 9.2 10.2 "

it "columns of the years, with the same figures in a table"
ok grep -q '>2024</text>' "$site/$page"
has '<title id="by-year-title">Số phát hiện theo năm và loại</title>'
has '<td class="short" >2025</td><td class="number" >1</td><td class="number" >0</td><td class="number" >1</td><td class="number" >0</td><td class="number" >2</td>'
has '>III/2025</text>'
has '>IV/2025</text>'
run --lang en site --output "$world/english"
ok grep -q '>Q3 2025</text>' "$world/english/$page"

it "what was retracted is in no figure"
finding PH-2026-03 KPH-nang 5.1 ke-hoach 2026-02-01
commit "Một phát hiện nữa"
make_site
has '5.1 '
as "Cù Thị Giấu" giau@so.example.gov.vn
given act PH-2026-03 retract -m "nhầm"
make_site
has_no '5.1 '

it "the lists lead to the pages of what they list, and back"
page=agencies/so/action.html; has 'action-board.html'
page=agencies/so/finding.html; has 'finding-trend.html'
page=agencies/so/index.html; has 'action-board.html'; has 'finding-trend.html'
page=agencies/so/action-board.html; has 'so/action.html'
page=index.html
for view in due action-board finding-trend action finding; do
	has "href=\"agencies/so/$view.html\""
done

it "the calendar of a year marks what is planned, held, moved and missed"
audit() {	# id unit day
	mkdir -p "$records/2026/audit"
	cat >"$records/2026/audit/$1.md" <<-END
	---
	schema: qms/audit/1
	title: Cuộc $1
	first_day: $3
	last_day: $3
	lead: giau
	auditors: [giau]
	units: [$2]
	---

	## Mục đích

	## Phạm vi và chuẩn mực

	## Lịch đánh giá

	| Ngày | Giờ | Đơn vị | Nội dung đánh giá | Đánh giá viên |
	|---|---|---|---|---|
	| $3 | 8h00 | Văn phòng | Hồ sơ | giau |

	## Báo cáo
	END
}
mkdir -p "$records/2026/audit-programme"
cat >"$records/2026/audit-programme/CTDG-2026-01.md" <<'END'
---
schema: qms/audit-programme/1
title: Chương trình năm 2026
year: 2026
owner: lan
---

## Mục tiêu

## Phạm vi và chuẩn mực

## Phương pháp

## Lịch đánh giá trong năm

| TT | Đơn vị | Quy trình, điều khoản | Tháng | Đánh giá viên | Cuộc đánh giá |
|---|---|---|---|---|---|
| 1 | van-phong | Tài liệu | 1 |  |  |
| 2 | ke-hoach | Kế hoạch | 5 |  |  |

## Rủi ro của chương trình
END
commit "Chương trình"
make_site
page=agencies/so/audit-calendar.html
row() { sed -n "/<th scope=\"row\">$1</s/<[^>]*>/ /gp" "$site/$page" |
	tr -s ' ' | sed 's/^ //; s/ $//'; }
is "$(row 'Văn phòng')" "Văn phòng ✕ quá tháng, chưa đánh giá: Tài liệu"
is "$(row 'Phòng Kế hoạch')" \
	"Phòng Kế hoạch ○ theo kế hoạch, chưa đến hạn: Kế hoạch"
audit DG-2026-01 van-phong 2026-03-02
audit DG-2026-02 ke-hoach 2026-05-04
commit "Kế hoạch"
make_site
is "$(row 'Văn phòng')" "Văn phòng → T3 đánh giá vào tháng khác: Tài liệu ○ 01 theo kế hoạch, chưa đến hạn: Cuộc DG-2026-01"
on 2026-03-03
echo "Ghi chú nữa" >"$root/README.txt"
commit "Một ngày sau"
make_site
has '✕ 01<span class="unseen"> quá tháng, chưa đánh giá: Cuộc DG-2026-01'
lan; given new training --title "Lớp tháng ba" --id DT-1 \
	--set provider="Trường" --set topic=internal-audit
given table DT-1 attendees set 1 person=giau result=đạt
given act DT-1 hold
as "Cù Thị Giấu" giau@so.example.gov.vn
given act DG-2026-01 open
make_site
has '● 01<span class="unseen"> đã đánh giá: Cuộc DG-2026-01'
lan

it "an audit that is not closed has its checklist, unit by unit"
page=agencies/so/id/DG-2026-02.html
has 'id/DG-2026-02/checklist.html'
page=agencies/so/id/DG-2026-02/checklist.html
has '>Phòng Kế hoạch – Cù Thị Giấu</h2>'
has 'PH-2026-01'
page=agencies/so/id/DG-2026-01/checklist.html
has '>Văn phòng – Cù Thị Giấu</h2>'
has 'PH-2025-01'

it "the page of an audit has its findings by grade, and where their actions are"
sed -i 's/^grade: /audit: DG-2026-01\ngrade: /' \
	"$records"/2025/finding/*.md "$records"/2024/finding/*.md
commit "Của cuộc đánh giá"
make_site
page=agencies/so/id/DG-2026-01.html
sed -n '/class="counts"/,/<\/ul>/s/<[^>]*>/ /gp' "$site/$page" | tr -s ' ' |
	grep -v '^ $' >"$world/out"
out_is <<'END'
 1 Điểm không phù hợp nặng 
 1 Điểm không phù hợp nhẹ 
 1 Điểm lưu ý 
END
sed -n '/id="findings"/,/<\/table>/p' "$site/$page" >"$world/out"
out 'id/PH-2025-01.html'
out 'id/KP-2026-01.html">KP-2026-01: đơn vị đã xác nhận</a>'
is "$(grep -o 'PH-202[0-9]-0[0-9]</a>' "$world/out" | tr '\n' ' ')" \
	"PH-2025-01</a> PH-2024-01</a> PH-2025-02</a> "
fails grep -q 'id="cited-by"' "$site/$page"

it "the page of a finding has its actions, and says which is late"
page=agencies/so/id/PH-2025-01.html
sed -n '/id="actions"/,/<\/table>/p' "$site/$page" >"$world/out"
out 'id/KP-2026-01.html'
out 'Sửa sổ ngay'
out 'Cù Thị Giấu'
out 'state is-bad">đơn vị đã xác nhận, quá hạn</span>'
has 'finding-trend.html'

it "what is due stands with the agency's obligations and with each person"
page=agencies/so/due.html
sed -n '/id="persons"/,$p' "$site/$page" >"$world/out"
out 'KP-2026-01.html'
out '<td class="short" >Cù Thị Giấu</td><td ><span class="state is-bad">20/01/2026</span>'
out 'ghi nguyên nhân'
has 'href="../../agencies/so/due.ics"'
has 'href="../../agencies/so/due.xml"'
ok xmllint --noout "$site/agencies/so/due.xml"
run --agency so due --ics --as-of 2026-03-03
ok cmp "$world/out" "$site/agencies/so/due.ics"

record() {	# kind id, the rest on stdin
	mkdir -p "$records/2026/$1"
	{ printf -- '---\nschema: qms/%s/1\n' "$1"; cat; } \
		>"$records/2026/$1/$2.md"
}
objective() {	# id first last value [better]
	record objective "$1" <<-END
	title: Đúng hạn, kỳ $1
	first_day: $2
	last_day: $3
	target: 98
	better: ${5:-higher}
	unit_of: "%"
	base: đúng hạn / tất cả${5:+ (${5:-})}
	${4:+value: $4}
	---

	## Kết quả

	## Việc tiếp theo
	END
}
risk() {	# id likelihood impact due
	record risk "$1" <<-END
	title: Sợ mất $1
	type: risk
	unit: van-phong
	owner: giau
	likelihood: $2
	impact: $3
	due: $4
	---

	## Mô tả

	## Biện pháp

	| TT | Việc làm | Trách nhiệm | Hạn |
	|---|---|---|---|
	| 1 | Sao lưu | giau | $4 |

	## Kết quả
	END
}

it "objectives are shown against their targets, a line through their periods"
objective MT-2026-01 2025-07-01 2025-09-30 97.5
objective MT-2026-02 2025-10-01 2025-12-31 98
objective MT-2026-03 2026-01-01 2026-03-31
objective MT-2026-04 2025-01-01 2025-12-31 98.5 lower
objective MT-2026-05 2026-01-01 2026-06-30 99999999999999999999999999 lower
commit "Mục tiêu"
make_site
page=agencies/so/objective-trend.html
row() { sed -n "\\|<td[^>]*><a[^>]*>$1<|s/<[^>]*>/ /gp" "$site/$page" |
	tr -s ' ' | sed 's/^ //; s/ $//'; }
is "$(row III/2025)" \
	"III/2025 98 97,5 Không đạt đạt khi từ chỉ tiêu trở lên đang theo dõi"
is "$(row IV/2025)" \
	"IV/2025 98 98 Đạt đạt khi từ chỉ tiêu trở lên đang theo dõi"
is "$(row I/2026)" "I/2026 98 đạt khi từ chỉ tiêu trở lên đang theo dõi"
is "$(row 2025)" \
	"2025 98 98,5 Không đạt đạt khi không quá chỉ tiêu đang theo dõi"
count_is '<svg ' 2
has '>97,5</text>'
has '>06/2026</text>'
# a figure beyond all scales is in the table alone
has_no 'e+26</text>'

it "risks stand by likelihood and impact, and the highest first"
risk RR-2026-01 2 2 2026-12-31
risk RR-2026-02 4 5 2026-02-28
risk RR-2026-03 9 9 2026-02-28
commit "Rủi ro"
make_site
page=agencies/so/risk-map.html
has 'is-bad" href="../../agencies/so/id/RR-2026-02.html">RR-2026-02'
has 'is-ok" href="../../agencies/so/id/RR-2026-01.html">RR-2026-01'
is "$(sed -n '/id="risks"/,$p' "$site/$page" | grep -o 'RR-2026-0.</a>' |
	tr '\n' ' ')" "RR-2026-02</a> RR-2026-01</a> "
has '>4 × 5 = 20</span>'
has 'đã nhận diện, quá hạn</span>'

it "the public edition has what is public, and nothing of what is not"
sed -i 's/^auditor: giau/&\nfiles:\n  - {file: anh-mat.jpg, sha256: '"$(printf x |
	sha256sum | cut -d' ' -f1)"', size: 1}/' \
	"$records/2026/finding/PH-2026-01.md"
printf x >"$records/2026/finding/anh-mat.jpg"
commit "Tệp"
run site --public --output "$world/public"
status 0
ok ls "$world/public/agencies/so/objective-trend.html"
ok ls "$world/public/agencies/so/due.html"
for view in action-board finding-trend audit-calendar risk-map; do
	fails ls "$world/public/agencies/so/$view.html"
	fails grep -rl "$view" "$world/public"
done
# titles, persons and files of all records that are internal
{
	for kind in $(grep -l '^visibility: internal' "$root"/kinds/*.yaml); do
		kind=$(basename "$kind" .yaml)
		for file in "$records"/*/"$kind"/*.md; do
			[ ! -f "$file" ] || sed -n 's/^title: //p' "$file"
		done
	done
	echo "Cù Thị Giấu"
	echo "anh-mat.jpg"
} >"$world/secrets"
ok grep -q 'Chương trình năm 2026' "$world/secrets"
ok grep -q 'Sợ mất' "$world/secrets"
fails grep -rFf "$world/secrets" "$world/public"
fails grep -rE 'giau' "$world/public"

it "markup in a title, a unit and a clause is text"
finding PH-2026-04 '<b>nặng</b>' '<i>7</i>' '<u>x</u>' 2026-02-01
action KP-2026-03 PH-2026-04 2026-03-01 '"</title><script>alert(1)</script>"'
commit "Phá"
make_site
for page in agencies/so/action-board.html agencies/so/finding-trend.html; do
	has_no '<script>alert'; has_no '<b>'; has_no '<i>'; has_no '<u>'
done

it "a finding about another agency's text follows what becomes of that text"
on 2026-03-04
issued QT-02
commune xa
sentence='Rà soát bối cảnh, yêu cầu của bên quan tâm'
so_records=$records; records=$root/agencies/xa/records
finding PH-2026-01 KPH-nhe 4.1 van-phong 2026-03-03
sed -i "s|^clause: .*|&\ndocument: so/QT-02@1.0\nquote: \"$sentence\"|" \
	"$records/2026/finding/PH-2026-01.md"
records=$so_records
commit "Phát hiện ở xã"
make_site
page=agencies/xa/id/PH-2026-01.html
has 'vẫn còn trong lần đang có hiệu lực: 1.0'
sed -i "s/$sentence/Rà soát bối cảnh/" "$root/agencies/so/documents/QT-02.md"
commit "Sửa QT-02"
lan; given --agency so submit --version 2.0 QT-02
hung; given --agency so review QT-02
lan; given --agency so issue --decision 500/QĐ-SKHCN --file "$world/QD.pdf" QT-02
make_site
has 'đã sửa từ lần 2.0'
