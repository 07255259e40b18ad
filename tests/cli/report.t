# SPDX-License-Identifier: MIT
# report: figures from rules and records with their sources, as of a day; the
# formats; what a template may not hold.
. "${0%/*}/lib.sh"
new_system

template() { # id period scope; the body on stdin
	{
		printf -- '---\nschema: qms/report-template/1\nid: %s\n' "$1"
		printf 'title: "Báo cáo {period}"\nperiod: %s\n' "$2"
		printf 'scope: %s\nconfirmed: no\n---\n\n' "$3"
		cat
	} >"$root/reports/$1.md"
}
# id title day
finding() {
	mkdir -p "$root/agencies/so/records/2026/finding"
	cat >"$root/agencies/so/records/2026/finding/$1.md" <<F
---
schema: qms/finding/1
title: "$2"
grade: KPH-nhe
unit: van-phong
auditor: thu
day: $3
---

## Mô tả

Có.

## Bằng chứng

Có.
F
}
commit() {
	git -C "$root" add -A && git -C "$root" commit -q -m "$1"
}

it "lists the templates that a new system has"
run report list
status 0
out cchc-quy
out danh-muc-quy-trinh
run --json report list
json '.schema == "qms/reports/1" and (.rows | map(.id) |
	index("cchc-quy") != null and index("bao-cao-nam") != null)'

it "each of them can be filled in, in each format, and check has nothing against"
run check
status 0
for id in $(cd "$root/reports" && ls | sed 's/\.md$//'); do
	for format in md html print csv; do
		run report "$id" --format $format
		status 0
		[ -s "$world/out" ] || complain "$id $format is empty"
	done
	run report "$id" --format xlsx --output "$world/$id.xlsx"
	status 0
done

it "numbers, dates and words are those of an official report"
template so quarter system <<'E'
Ngày {long_day}, {period}, kỳ trước {previous_period}, kỳ sau {next_period}.
Áp dụng {M-01.part} trên {M-01.whole}, tức {M-01.fraction}, {M-01.rate}.
Còn {M-01.rest} ({M-01.rest_rate}). Có {clause.count} điều khoản.
{?finding.count}
Có phát hiện.
{/}
{^finding.count}
Không có phát hiện.
{/}
E
commit "templates"
run --as-of 2026-03-31 report so
status 0
out "Ngày ngày 31 tháng 3 năm 2026, quý I năm 2026, kỳ trước quý IV năm 2025, kỳ sau quý II năm 2026."
out 'Áp dụng 0[^1] trên 01[^1], tức 0/1[^1], 0%[^1].'
out 'Còn 01[^1] (100%[^1])'
out 'Không có phát hiện.'
run --as-of 2026-04-15 report so
out "Ngày ngày 15 tháng 4 năm 2026, quý I năm 2026,"
run --as-of 2026-03-30 report so
out "quý IV năm 2025, kỳ trước quý III năm 2025"
run --lang en --as-of 2026-03-31 report so
out 'Áp dụng 0[^1] trên 1[^1]'

it "every figure has a source: the rule, the records, the day, the commit"
finding 2026-01-MAT-01 "Thiếu phiếu | kiểm soát" 2026-01-10
finding 2026-01-MAT-02 "=cmd|' /C calc'!A0" 2026-02-11
template dem quarter agency <<'E'
Có {finding.count day:period} phát hiện: {finding.names title day:period}.

{finding.list id title grade day day:period}

{finding.by grade}
E
on 2026-04-02
commit "findings"
run --json --as-of 2026-04-02 report dem --explain 1
status 0
json '.schema == "qms/report-source/1" and .part == 2 and .whole == null and
	.shown == ["02"] and (.records | map(.path) | length) == 2 and
	.day == "2026-04-02" and (.known | length) == 40 and
	.template == "reports/dem.md" and .query == "finding.count day:period"'
run --json --as-of 2026-04-02 report so --explain 1
json '.rule == "rules/M-01.md" and .part == 0 and .whole == 1 and
	(.records | length) == 1 and .records[0].agency == "so"'
run --as-of 2026-04-02 report dem --explain 9
status 6
run --as-of 2026-04-02 report dem --explain x
status 6

it "as known before: what was recorded later is not in it"
run --as-of 2026-04-01 report dem
status 0
out 'Có 0[^1] phát hiện: không có.'

it "text of records stays text: in Markdown, in HTML, in CSV, in XLSX"
run --as-of 2026-04-02 report dem
out 'Thiếu phiếu \| kiểm soát'
run --as-of 2026-04-02 report dem --format html
out 'Thiếu phiếu | kiểm soát'
out 'id="nguon-1"'
out 'href="#nguon-1"'
template bang quarter agency <<'E'
{finding.list id title day day:period}
E
commit "a table"
run --as-of 2026-04-02 report bang --format csv
status 0
out "1,2026-01-MAT-01,Thiếu phiếu | kiểm soát,2026-01-10"
out "2,2026-01-MAT-02,\"'=cmd|' /C calc'!A0\",2026-02-11"
run --as-of 2026-04-02 report bang --format xlsx --output "$world/a.xlsx"
status 0
sheet() {
	unzip -p "$world/a.xlsx" "xl/$1" | xmllint --format - >"$world/xml"
}
sheet worksheets/sheet1.xml
! grep -q '<f>' "$world/xml" || complain "there is a formula"
grep -q '<v>46032</v>' "$world/xml" || complain "10/01/2026 is no day"
sheet sharedStrings.xml
grep -q "=cmd|' /C calc'!A0" "$world/xml" || complain "the text is not there"
run --as-of 2026-04-02 report bang --format xlsx --output "$world/b.xlsx"
cmp -s "$world/a.xlsx" "$world/b.xlsx" || complain "not the same bytes"

it "numbers are numbers and rates percentages in a workbook"
template ty-le day system <<'E'
{M-01,M-02.table}
E
commit "rates"
run --as-of 2026-04-02 report ty-le --format xlsx --output "$world/a.xlsx"
sheet worksheets/sheet1.xml
[ "$(grep -c '<c r="[BCD][23]" s="[0-9]*">' "$world/xml")" = 6 ] ||
	complain "B2:D3 are no numbers"
sheet styles.xml
grep -q 'formatCode="0.00%"\|numFmtId="10"' "$world/xml" ||
	complain "no percentages"

it "the same day gives the same bytes a year of records later"
for format in md html print csv; do
	run --as-of 2026-04-02 report dem --format $format
	cp "$world/out" "$world/then.$format"
done
run --as-of 2026-04-02 report dem --format xlsx --output "$world/then.xlsx"
for month in 05 06 09 12; do
	on 2026-$month-20
	finding 2026-$month-MAT-09 "Phát hiện tháng $month" 2026-$month-01
	commit "month $month"
done
on 2027-02-12
for format in md html print csv; do
	run --as-of 2026-04-02 report dem --format $format
	cmp -s "$world/out" "$world/then.$format" ||
		complain "$format is not what it was"
done
run --as-of 2026-04-02 report dem --format xlsx --output "$world/now.xlsx"
cmp -s "$world/now.xlsx" "$world/then.xlsx" || complain "xlsx"
run --as-of 2027-02-12 report dem
out 'Có 01[^1] phát hiện: Phát hiện tháng 12.'

it "a table, a drawing with its target, and a trend over quarters"
sed -i 's/^applies: .*/applies: [all]/; s/^target: .*/target: "> 70"/' \
	"$root/rules/M-03.md"
template ve quarter system <<'E'
{M-03.table}

{M-03.chart tier}

{M-03.trend}

Chỉ tiêu: {M-03.verdict}. Thiếu {M-03.short}.
E
commit "drawings"
run trust --update
run --as-of 2027-02-12 report ve --format html
status 0
out '<svg '
out '&gt; 70%'
out 'class="line is-old"'

it "a figure that cannot be computed is told with its place, and dots stand there"
template khong quarter system <<'E'
Một.

Tỷ lệ {M-03.rate commune-x}, số {M-77.part}.
E
commit "no figure"
run report khong
status 1
err 'reports/khong.md:'
err 'M-03.rate commune-x'
err 'M-77.part'
out 'Tỷ lệ …, số ….'

it "check tells a typed figure, an unknown name, a part that is not closed"
rm "$root/reports/khong.md"
template sai quarter system <<'E'
Theo Quyết định số 19/2014/QĐ-TTg ngày 05 tháng 3 năm 2014, Điều 4, TCVN ISO
9001:2015, đến 31/12/2019:

1. Đã có 62 xã trên 85/152, đạt 35%, khoảng 1.676 hồ sơ.

{M-77.rate} {finding.count grad=x} {M-01.rat} {finding.list} {finding.count day:lúc-nào}
{nothing} {finding.xyz} {finding.days day} {M-01.table}
{?M-01.part}
E
run --json check reports/sai.md
status 1
json '[.problems[] | select(.code == "QMS-D332")] | length == 4'
json '[.problems[] | select(.code == "QMS-D331")] | length == 9'
json '[.problems[] | select(.code == "QMS-D333")] | length == 1'
run check reports/sai.md
out '“85/152” gõ tay'

it "hostile placeholders end in bounded time and run nothing"
template la quarter system <<'E'
{finding.list "id FROM finding; DROP TABLE fact; --"} {..} {} {?} {finding"}
{finding/../x.count} {finding.count "id=' OR 1=1 --"} {
E
commit "hostile"
run report la
status 1
! grep -qi 'syntax error' "$world/err" || complain "SQL was made of it"
rm "$root/reports/la.md" "$root/reports/sai.md"

it "the site has the reports of each quarter, which stay as they are"
rm -f "$root"/reports/*.md
template quy quarter system <<'T'
Áp dụng: {M-01.fraction}, {M-01.rate}.

{M-01.trend}
T
run agency add xa --name "Ủy ban nhân dân xã Thượng Lư" --kind UBND_XA
status 0
commit "a commune"
run site --output "$world/site"
status 0
page=$world/site/reports/quy/2026-12-31.html
grep -q 'id="nguon-1"' "$page" || complain "no sources"
grep -q '<svg ' "$page" || complain "no drawing"
grep -q 'reports/index.html' "$world/site/index.html" || complain "no way to it"
grep -q 'quy/2026-12-31.html' "$world/site/reports/index.html" ||
	complain "it is not in the list"
ls -i "$page" >"$world/then"
on 2027-07-21
finding 2027-07-MAT-01 "Phát hiện sau" 2027-07-20
commit "later"
run site --output "$world/site"
status 0
ls -i "$page" >"$world/now"
cmp -s "$world/then" "$world/now" || complain "it was written again"
run site --public --output "$world/public"
status 0
[ ! -e "$world/public/reports" ] || complain "it is public"
run site --full --output "$world/whole"
cmp -s "$page" "$world/whole/reports/quy/2026-12-31.html" ||
	complain "made at once it is another"

it "no such report, no such format, no file for a workbook: told"
run report nothing
status 6
run report quy --format pdf
status 2
run report quy --format xlsx
status 2
