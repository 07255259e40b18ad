# SPDX-License-Identifier: MIT
# table edits rows and cells without anybody writing a pipe; only the lines
# that are touched change.
. "${0%/*}/lib.sh"
new_system
file=agencies/so/documents/QT-02.md
changed() { git_ diff HEAD~1 --numstat -- "$1" | cut -f 1,2 | tr '\t' ' '; }
steps_of() { sed -n '/^## Trình tự/,/^## Hồ sơ/p' "$root/$file" | grep '^|'; }

it "shows the tables of a text, and those that its kind knows"
run table QT-02
status 0
out "steps"
out "Trình tự thực hiện"
out "dossier"
run table QT-02 steps
status 0
out "Rà soát bối cảnh"
run table QT-02 "trinh tu" --json
status 0
is "$(jq -r '.schema, .rows[0].who, .rows[1].row' "$world/out" | tr '\n' ' ')" \
	"qms/table/1 Thư ký ISO 2 "

it "cell (7,3) of a 40 by 8 table is one line of git diff"
awk 'BEGIN {
	print "---\nschema: qms/procedure/1\ntitle: Bảng lớn\nrole: internal"
	print "---\n\n## Mục đích\n\na\n\n## Phạm vi\n\nb\n"
	print "## Trình tự thực hiện\n"
	print "| Bước | Trình tự | Trách nhiệm |\n|---|---|---|"
	print "| 1 | Lập | Lan |\n\n## Bảng khác\n"
	for (i = 0; i <= 41; i++) {
		for (k = 1; k <= 8; k++)
			printf "|%s", i == 1 ? "---" : " ô " i "-" k " "
		print "|"
	}
	print "\n## Hồ sơ lưu\n"
	print "| TT | Hồ sơ | Nơi lưu | Thời gian lưu |\n|---|---|---|---|"
	print "| 1 | Văn bản | Văn phòng | 5 năm |"
}' >"$world/large"
given new procedure --id QT-40 --title "Bảng lớn" --from "$world/large"
run table QT-40 "Bảng khác" set 7 "3=mới | hơn" -m "Sửa một ô"
status 0
large=agencies/so/documents/QT-40.md
is "$(changed "$large")" "1 1"
is "$(git_ diff HEAD~1 -- "$large" | grep '^[-+]|')" "$(printf '%s\n' \
	'-| ô 8-1 | ô 8-2 | ô 8-3 | ô 8-4 | ô 8-5 | ô 8-6 | ô 8-7 | ô 8-8 |' \
	'+| ô 8-1 | ô 8-2 | mới \| hơn | ô 8-4 | ô 8-5 | ô 8-6 | ô 8-7 | ô 8-8 |')"
is "$(git_ log -1 --format=%s)" "Sửa QT-40, bảng Bảng khác: Sửa một ô"

it "a column is named by key, title or number, a value as people write it"
run table QT-02 steps set 3 time=0,5
status 0
is "$(changed "$file")" "1 1"
run table QT-02 steps set 3 'thoi gian=0.75' 4=1.5
status 0
steps_of | grep '^| 3 |' >"$world/out"
out "| 1.5 |"

it "adds at the end and counts on; between others it wants a number"
rows=$(steps_of | wc -l)
run table QT-02 steps add 'Trình tự=Lưu hồ sơ' who="Thư ký ISO"
status 0
is "$(changed "$file")" "1 0"
steps_of | tail -n 1 >"$world/out"
out "| $((rows - 1)) | Lưu hồ sơ |"
run table QT-02 steps add --at 2 'Trình tự=Chen' who="Thư ký ISO"
status 2
err "[QMS-U084]"
run table QT-02 steps add --at 2 'Trình tự=Chen' who="Thư ký ISO" --renumber
status 0
steps_of | sed -n 4p >"$world/out"
out "| 2 | Chen | Thư ký ISO |"
is "$(steps_of | sed 1,2d | cut -d'|' -f2 | tr -d ' \n')" "12345678910"

it "moves, removes and sorts; only --renumber touches other lines"
before=$(cat "$root/$file")
run table QT-02 steps move 2 5
status 0
is "$(changed "$file")" "1 1"
run table QT-02 steps move 5 2
status 0
is "$(cat "$root/$file")" "$before"
run table QT-02 steps remove 2
status 0
is "$(changed "$file")" "0 1"
run table QT-02 steps --renumber
status 0
is "$(changed "$file")" "8 8"
run table QT-02 steps xóa 9 8
status 0
is "$(changed "$file")" "0 2"
run table QT-02 steps sort who --reverse
status 0
run table QT-02 steps sort step
status 0
is "$(steps_of | sed 1,2d | cut -d'|' -f2 | tr -d ' \n')" "1234567"

it "what the column does not take is said, and nothing is written"
before=$(git_ rev-parse HEAD)
run table QT-02 steps set 3 time=nhanh
status 1
err "[QMS-D082] Thời gian"
run table QT-02 steps set 3 'Trách nhiệm='
status 1
err "[QMS-D070]"
run table QT-02 records set 1 retention="tùy"
status 1
err "[QMS-D092]"
run table QT-02 steps set 3 "action=$(printf 'a\001b')"
status 1
err "[QMS-D003]"
is "$(git_ rev-parse HEAD)" "$before"
is "$(git_ status --porcelain)" ""

it "--dry-run judges and writes nothing; the same again changes nothing"
run table QT-02 steps set 3 time=2 --dry-run
status 0
err "(thử)"
run table QT-02 steps set 1 step=1
status 0
err "không có gì thay đổi"
is "$(git_ rev-parse HEAD)" "$before"
is "$(git_ status --porcelain)" ""
run table QT-02 steps set 3 time=2.5 --dry-run
out "+ 3  3  Đề xuất biện pháp"
out_lines 2
run table QT-02 steps set 3 time=2.5 --dry-run --json
is "$(jq -r '.rows[2].time' "$world/out")" 2.5
is "$(git_ rev-parse HEAD)" "$before"

it "says what there is when a table, column or row is not there"
run table QT-02 nosuch
status 6
err "[QMS-U080]"
err "steps (Trình tự thực hiện)"
run table QT-02 steps set 1 nosuch=1
status 6
err "Trách nhiệm"
run table QT-02 steps set 99 time=1
status 6
err "[QMS-U082]"
run table QT-02 add time=1
status 2
err "[QMS-U083]"
run table QT-02 steps set 1
status 2
run table QT-02 steps set 1 time
status 2
run table QT-02 steps nhân 1
status 2
run table QT-99 steps
status 6

it "a table and a list that the text has not yet are made"
run table QT-02 dossier add 'Tên giấy tờ=Đơn đề nghị' 'Loại=Bản chính' count=1
status 0
grep -A4 '^## Thành phần hồ sơ' "$root/$file" >"$world/out"
out "| 1 | Đơn đề nghị | Bản chính | 1 |"
run table QT-02 fees add tên="Phí thẩm định" amount=150000
status 0
run table QT-02 fees add tên="Lệ phí" amount=20000 basis="Nghị quyết: 12"
status 0
run table QT-02 fees set 1 amount=160000
status 0
is "$(changed "$file")" "1 1"
run table QT-02 fees set 1 amount=nhiều
status 1
run table QT-02 fees sort amount
status 0
run table QT-02 fees --json
is "$(jq -r '.rows[].name' "$world/out" | tr '\n' ' ')" "Lệ phí Phí thẩm định "
run table QT-02 fees remove 1
status 0
run check "$file"
status 0

it "a table drawn in a text gets other columns, or is made below a heading"
file=agencies/so/documents/QT-03.md
run table QT-03 "mục đích" create TT "Việc | làm" "Ngày"
status 0
run table QT-03 "Mục đích" add 2=Rà 3="Quý I"
status 0
run table QT-03 1 column add "Ghi chú" --at 3
status 0
run table QT-03 1 cột đổi-tên 2 "Việc"
status 0
run table QT-03 1 column move Ngày 1
status 0
grep -A3 '^| Ngày' "$root/$file" >"$world/out"
out_is <<'EOF'
| Ngày | TT | Việc        | Ghi chú |
|---|---|---|---|
| Quý I | 1 | Rà |  |

EOF
run table QT-03 1 column remove "Ghi chú"
status 0
run check "$file"
status 0

it "columns that the kind wants stay, and others are not added"
before=$(git_ rev-parse HEAD)
run table QT-03 steps column add "Ghi chú"
status 1
err "[QMS-D067]"
run table QT-03 steps column remove who
status 1
err "[QMS-D069]"
run table tthc column add x
status 7
err "[QMS-G111]"
run table QT-03 1 column remove
status 2
run table QT-03 1 column add "$(printf 'a\001')"
[ "$code" -ne 0 ] || complain "a control character"
run table QT-03 "Không có" create TT
status 6
is "$(git_ rev-parse HEAD)" "$before"
sed -i 's/| Thời gian | Biểu mẫu |/| Thoi gian | Bieu mau |/' "$root/$file"
git_ commit -qam "Gõ không dấu"
run table QT-03 steps column rename "Thoi gian" "Thời gian"
status 0
run table QT-03 steps column rename 5 "Biểu mẫu"
status 0
run check "$file"
status 0
file=agencies/so/documents/QT-04.md
awk -F'|' -v OFS='|' '/^## /{ on = /Trình tự/ }
	on && /^\|/ { print $1, $2, $3, $5, $6, $7, " x ", ""; next } { print }' \
	"$root/$file" | sed 's/| Kết quả | x |/| Kết quả | Khác |/
		/^|---|---|---|---|---| x |/s/ x /---/' >"$world/text"
cp "$world/text" "$root/$file"
git_ commit -qam "Cột khác"
run check "$file"
status 1
out 'column rename "Khác"'
run table QT-04 steps column remove Khác
status 0
run check "$file"
out '[QMS-D069]'
out 'column add "Trách nhiệm"'
run table QT-04 steps column add "Trách nhiệm" --at 3
status 0
run table QT-04 steps set 1 who=Lan
status 0
file=agencies/so/documents/QT-02.md

it "goes to a spreadsheet and comes back without a change, whatever the table"
tables=0
for path in "$root"/agencies/so/documents/*.md; do
	id=$(basename "$path" .md)
	run table "$id" --json
	count=$(jq '.rows | length' "$world/out")
	for number in $(seq "$count"); do
		tables=$((tables + 1))
		run table "$id" "$number" --csv --separator ';'
		cp "$world/out" "$world/x.csv"
		run table "$id" "$number" --from "$world/x.csv"
		err "không có gì thay đổi"
	done
done
[ "$tables" -gt 20 ] || complain "$tables tables"

it "has a BOM, CRLF, titles, and no formula"
run table QT-02 records set 1 'Hồ sơ==HYPERLINK("x")'
status 0
run table QT-02 records --csv
is "$(head -c 3 "$world/out" | od -An -tx1 | tr -d ' \n')" "efbbbf"
sed 1d "$world/out" | tr '\r' '$' >"$world/lines"
mv "$world/lines" "$world/out"
out "1,\"'=HYPERLINK(\"\"x\"\")\","
out '$'

it "only the rows that the spreadsheet changes are touched"
run table QT-02 steps --csv
sed 's/Giám đốc/Phó Giám đốc/; /^3,/d' "$world/out" >"$world/x.csv"
run table QT-02 steps --from "$world/x.csv" -m "Theo góp ý"
status 0
is "$(changed "$file")" "1 2"
run table QT-02 steps --csv
tr -d '\r' <"$world/out" | sed 's/^\xef\xbb\xbf//' |
	awk -F, '{ print }' >"$world/x.csv"
"$qms" -C "$root" table QT-02 steps --from - <"$world/x.csv" \
	>"$world/out" 2>"$world/err"
code=$?
status 0
err "không có gì thay đổi"

it "what is wrong in the spreadsheet is told with its line and column"
before=$(git_ rev-parse HEAD)
printf 'Bước,Trình tự,Trách nhiệm,Thời gian,Biểu mẫu\n' >"$world/x.csv"
run table QT-02 steps --from "$world/x.csv"
status 1
out "x.csv:1:1: error[QMS-D069]"
out "Kết quả"
printf 'Bước;Trình tự;Trách nhiệm;Thời gian;Biểu mẫu;Kết quả\n1;Lập;Lan;lâu;;\n' \
	>"$world/x.csv"
run table QT-02 steps --from "$world/x.csv"
status 1
out "x.csv:2:11: error[QMS-D082]"
printf 'a,b,c\n1,2\n\0' >"$world/x.csv"
run table QT-02 steps --from "$world/x.csv"
status 1
out "[QMS-D101]"
run table QT-02 steps --from "$world/nosuch.csv"
status 6
{
	printf 'Bước,Trình tự,Trách nhiệm,Thời gian,Biểu mẫu,Kết quả\n'
	yes '1,Lập,Lan,1,,' | head -c 2000000
} >"$world/x.csv"
run table QT-02 steps --from "$world/x.csv"
status 4
"$qms" -C "$root" table QT-02 steps --from - <"$world/x.csv" \
	>"$world/out" 2>"$world/err"
code=$?
status 4
err "[QMS-G013]"
printf '%s\n' "a,$(seq -s, 50000)" >"$world/x.csv"
run table QT-02 steps --from "$world/x.csv"
status 1
out "[QMS-D232]"
out_lines 2
is "$(git_ rev-parse HEAD)" "$before"
is "$(git_ status --porcelain)" ""

it "registers are tables by their kind or path; their key stands there once"
list=agencies/so/tthc.csv
rows=$(wc -l <"$root/$list")
run table tthc add code=1.000419 name="Đăng ký, cấp giấy" field=x \
	level="cấp xã" status=mới from=01/02/2026
status 0
is "$(changed "$list")" "1 0"
tail -n 1 "$root/$list" >"$world/out"
out '1.000419,"Đăng ký, cấp giấy",x,commune,,,new,2026-02-01,,,'
run table tthc add code=1.000419 name=x field=x level=all status=new \
	from=2026-01-01
status 1
err "[QMS-D230]"
err "hàng $rows"
run table "$list" set 1.000419 days=3
status 0
is "$(changed "$list")" "1 1"
run table tthc --csv
grep -v '1.000419' "$world/out" >"$world/x.csv"
run table tthc --from "$world/x.csv"
status 0
err "thêm 0, sửa 0, bỏ 1 hàng"
is "$(changed "$list")" "0 1"
is "$(wc -l <"$root/$list")" "$rows"
run table tthc set 1 level=huyện
status 1
err "[QMS-D085]"

it "a record takes people by name, and none when it is closed"
given new register --title "Sổ trang thiết bị"
run table SO-2026-01 add day=20/01/2026 "Nội dung=Máy in"
status 0
tail -n 1 "$root/agencies/so/records/2026/register/SO-2026-01.md" \
	>"$world/out"
out "| 2 | 2026-01-20 | Máy in |"
given new risk --title "Trễ hạn"
run table RR-2026-01 measures add work="Nhắc trước ba ngày" \
	who="trần văn hùng" due=2026-03-01
status 0
run table RR-2026-01 measures --json
is "$(jq -r '.rows[-1].who' "$world/out")" hung
run table RR-2026-01 measures set 1 who="Người Lạ"
status 1
err "[QMS-D088]"
given act SO-2026-01 close
before=$(git_ rev-parse HEAD)
run table SO-2026-01 add day=21/01/2026 "Nội dung=Máy quét"
[ "$code" -ne 0 ] || complain "a closed record was edited"
is "$(git_ rev-parse HEAD)" "$before"

it "a register that is not there yet is begun"
given agency add xa-a --name "Xã A" --kind UBND_XA --from 2025-07-01
given person add lan-a --agency xa-a --name "Lan A" \
	--email lan-a@xa.example.gov.vn --office secretary
run --agency xa-a table tthc add code=1.000419 name=a field=x level=commune \
	status=new from=2026-01-01
status 0
is "$(wc -l <"$root/agencies/xa-a/tthc.csv")" 2

it "people and law are tables as well, and their trust statement follows"
run --agency so table people offices --json
status 0
run --agency so table people persons set lan name="Nguyễn Thị Lan Anh"
status 0
run verify
status 0

it "CRLF, a missing line end, a list and a quote around a table survive"
printf -- '---\r\nschema: qms/procedure/1\r\ntitle: A\r\nrole: internal\r\n---\r\n\r\n## Mục đích\r\n\r\n> | a | b |\r\n> |---|---|\r\n> | 1 | x\\|y |\r\n\r\n- c\r\n\r\n  | d |\r\n  |---|\r\n  | 1 |' \
	>"$root/agencies/so/documents/QT-41.md"
git_ add agencies/so/documents/QT-41.md
git_ commit -qm "Tệp của Windows"
file=agencies/so/documents/QT-41.md
run table QT-41 1 set 1 'b=y|z'
status 0
run table QT-41 1 add b=2
status 0
run table QT-41 2 set 1 d=10
status 0
run table QT-41 2 add d=11 --renumber
status 0
sed -n '9,$p' "$root/$file" | tr '\r' '$' >"$world/out"
[ "$(tail -c 1 "$world/out")" = '|' ] || complain "a line end at the end"
echo >>"$world/out"
out_is <<'EOF'
> | a | b |$
> |---|---|$
> | 1 | y\|z |$
> | 2 | 2 |$
$
- c$
$
  | d |$
  |---|$
  | 10 |$
  | 11 |
EOF

it "a row with too many or too few cells is mended, as check says how"
file=agencies/so/documents/QT-05.md
sed '/^## Trình/,/^## Hồ sơ/{
	/^| [13] |/s/$/ thừa |/
	/^| 2 |/s/ | [^|]* |$/ |/
}' "$root/$file" >"$world/text"
cp "$world/text" "$root/$file"
git_ commit -qam "Gõ tay"
run check "$file"
status 1
out "[QMS-D114]"
out "qms table MÃ BẢNG set HÀNG"
run table QT-05 steps set 1 2=Một
status 0
err "còn"
run table QT-05 steps set 1 1=1 2=Một 3=Lan 4=1 5= 6=x
status 0
run table QT-05 steps set 2 6=
status 0
run table QT-05 steps --csv
sed 's/^3,.*/3,Ba,Lan,1,,x\r/' "$world/out" >"$world/x.csv"
run table QT-05 steps --from "$world/x.csv"
status 0
run check "$file"
no_out D114

it "a text that was issued is looked at, not edited"
issued QT-03
run table QT-03@1.0 steps
status 0
run table QT-03@1.0 steps set 1 time=9
status 7
err "[QMS-G110]"

it "somebody who is no person of the agency cannot"
before=$(git_ rev-parse HEAD)
as "Người Lạ" la@example.com
run table QT-02 steps set 1 time=9
status 7
is "$(git_ rev-parse HEAD)" "$before"
is "$(git_ status --porcelain)" ""
lan

it "a file that cannot be read is not edited"
printf 'code,name\n1\n' >"$root/agencies/so/tthc.csv"
git_ commit -qam "Hỏng"
run --agency so table tthc add code=1.000419
status 1
err "[QMS-D194]"
is "$(git_ status --porcelain)" ""
