# SPDX-License-Identifier: MIT
# tthc: the published list of administrative procedures, as decisions change it.
. "${0%/*}/lib.sh"
new_system
list=agencies/so/tthc.csv
row() { grep "^$1" "$root/$list"; }
tell() { jq -r --arg c "$1" '.rows[] | select(.code == $c) | '"$2" "$world/out"; }
on 2026-02-12

it "takes the annex of a decision: other titles, semicolons, days with units"
cat >"$world/annex.csv" <<'EOF'
STT;Mã số TTHC;Tên thủ tục hành chính;Lĩnh vực;Cấp thực hiện;Thời hạn giải quyết;Ghi chú;Trạng thái
1;1.009999;Cấp giấy phép thử nghiệm;Hoạt động khoa học và công nghệ;Cấp tỉnh;05 ngày làm việc;x;Mới ban hành
2;2.001209;Đăng ký công bố hợp chuẩn dựa trên kết quả chứng nhận;;Cấp tỉnh;3,5 ngày làm việc;;Sửa đổi
3;1.001786;;;;;;Bị bãi bỏ
4;2.002278;;;;;;Được thay thế
;;;;;;;
EOF
before=$(git_ rev-parse HEAD)
cp "$root/$list" "$world/before.csv"
run --json --dry-run table tthc --changes "$world/annex.csv" \
	--decision 1128/QĐ-UBND --date 10/02/2026
status 0
err "không dùng đến cột: Ghi chú"
json '.schema == "qms/table-changes/1" and (.rows | length) == 4'
is "$(git_ rev-parse HEAD)" "$before"
is "$(cat "$root/$list")" "$(cat "$world/before.csv")"
run --json table tthc --changes "$world/annex.csv" \
	--decision 1128/QĐ-UBND --date 10/02/2026
status 0
is "$(tell 1.009999 .status)" new
is "$(tell 1.009999 .line)" 2
is "$(tell 2.001209 .differences)" "tên thủ tục: Đăng ký công bố hợp chuẩn dựa trên kết quả chứng nhận hợp chuẩn của tổ chức chứng nhận → Đăng ký công bố hợp chuẩn dựa trên kết quả chứng nhận; thời hạn (ngày làm việc): 5 → 3.5"
is "$(row 1.009999)" "1.009999,Cấp giấy phép thử nghiệm,Hoạt động khoa học và công nghệ,province,1128/QĐ-UBND,2026-02-10,new,2026-02-10,,5,"
is "$(row 2.001209 | cut -d, -f4-)" "province,1128/QĐ-UBND,2026-02-10,amended,2025-07-01,,3.5,full"
is "$(row 1.001786 | cut -d, -f4-)" "province,1128/QĐ-UBND,2026-02-10,abolished,2025-10-01,2026-02-09,10,full"
is "$(row 2.002278 | cut -d, -f7-9)" "replaced,2025-10-01,2026-02-09"
run check
status 0

it "the same file again changes nothing"
before=$(git_ rev-parse HEAD)
run table tthc --changes "$world/annex.csv" --decision 1128/QĐ-UBND \
	--date 2026-02-10
status 0
err "danh mục không thay đổi"
err "thay đổi 0, giữ nguyên 4"
is "$(git_ rev-parse HEAD)" "$before"

it "tells each bad line with its reason, and then writes nothing"
cat >"$world/bad.csv" <<'EOF'
Mã thủ tục,Tên thủ tục,Lĩnh vực,Cấp giải quyết,Thời hạn (ngày làm việc),Tình trạng
1.001786,,,,,sửa đổi
9.999999,Không có,x,cấp tỉnh,,bãi bỏ
,Tổng số,,,,
2.001259,,,,,mới
2.001259,,,,,sửa đổi
2.002385,,,,,dở dang
1.008888,Thiếu cấp,x,,,mới
1.00888,Mã sai,x,cấp tỉnh,,mới
1.008887,Hạn sai,x,cấp tỉnh,mười ngày,mới
EOF
run table tthc --changes "$world/bad.csv" --decision 12/QĐ-UBND \
	--date 2026-02-11
status 1
out "bad.csv:2:1: error[QMS-D343]: thủ tục 1.001786 đã hết hiệu lực"
out "bad.csv:3:1: error[QMS-D344]: thủ tục 9.999999 không có trong danh mục"
out "bad.csv:4:1: error[QMS-D341]"
out "bad.csv:5:1: error[QMS-D345]"
out "bad.csv:6:1: error[QMS-D342]: thủ tục 2.001259 đã có ở dòng 5"
out "bad.csv:7:14: error[QMS-D347]: “dở dang”"
is "$(git_ rev-parse HEAD)" "$before"
sed '2,7d' "$world/bad.csv" >"$world/cells.csv"
run table tthc --changes "$world/cells.csv" --decision 12/QĐ-UBND \
	--date 2026-02-11
status 1
out "cells.csv:2:"
out "cells.csv:3:1"
out "cells.csv:4:"
out "mười ngày"
is "$(git_ rev-parse HEAD)" "$before"
is "$(git_ status --porcelain)" ""

it "wants the decision of what is new, and its day"
printf 'code,name,field,level\n1.007777,a,b,commune\n' >"$world/x.csv"
run table tthc --changes "$world/x.csv"
status 1
out "[QMS-D346]"
run table tthc --changes "$world/x.csv" --decision 12/QĐ-UBND
status 2
err "[QMS-U201]"
printf 'name,field\na,b\n' >"$world/x.csv"
run table tthc --changes "$world/x.csv" --decision 12/QĐ-UBND --date 2026-02-11
status 1
out "[QMS-D340]"
run table people --changes "$world/x.csv"
status 2

it "a whole list without statuses is compared; what it lacks is abolished only if told"
{
	sed -n 1p "$root/$list"
	row 2.001209 | sed 's/,3.5,/,4,/'
	row 2.001259
} | sed 's/,\(amended\|current\|status\),/,,/;1s/,,/,x,/' >"$world/all.csv"
run --json --dry-run table tthc --changes "$world/all.csv" \
	--decision 77/QĐ-UBND --date 2026-02-11
status 0
json '[.rows[].code] == ["2.001209"]'
err "không nêu"
run --json table tthc --changes "$world/all.csv" --whole \
	--decision 77/QĐ-UBND --date 2026-02-11 --effective 01/03/2026
status 0
is "$(tell 2.001209 .status)" amended
json '[.rows[] | select(.status == "abolished")] | length > 3 and all(.line == 0)'
is "$(sed -n '1s/.*,//p' "$root/$list")" effective
is "$(row 2.001209 | sed 's/.*,//')" 2026-03-01
is "$(row 1.009999 | cut -d, -f5-9)" "77/QĐ-UBND,2026-02-11,abolished,2026-02-10,2026-02-28"
is "$(wc -l <"$root/$list")" "$(($(wc -l <"$world/before.csv") + 1))"
run check
status 0

it "one that replaces another: that one ends, and both stay"
cat >"$world/new.csv" <<'EOF'
code,name,field,level,Mã TTHC bị thay thế,status
1.011111,Thủ tục thay thế,Đo lường,province,2.001259.000.00.00.H40,thay thế
EOF
on 2026-03-10
run --json table tthc --changes "$world/new.csv" --decision 90/QĐ-UBND \
	--date 2026-03-10
status 0
is "$(tell 1.011111 .status)" new
is "$(tell 2.001259 .status)" replaced
is "$(row 2.001259 | grep -c replaced)" 1

it "survives files that are none: bytes, quotes, a row that is too long, formulas"
printf 'code,name\n1.000001,"a\n' >"$world/x.csv"
run table tthc --changes "$world/x.csv" --decision 1/QĐ-X --date 2026-03-01
status 1
printf 'code,name\n1.000001,a,b,c\n' >"$world/x.csv"
run table tthc --changes "$world/x.csv" --decision 1/QĐ-X --date 2026-03-01
status 1
head -c 3000 "$qms" >"$world/x.csv"
run table tthc --changes "$world/x.csv" --decision 1/QĐ-X --date 2026-03-01
status 1
: >"$world/x.csv"
run table tthc --changes "$world/x.csv" --decision 1/QĐ-X --date 2026-03-01
status 1
run table tthc --changes "$world/none.csv" --decision 1/QĐ-X --date 2026-03-01
status 6
run table tthc --changes "$world/new.csv" --decision 1/QĐ-X --date 2026-02-30
status 2
printf 'code,name,field,level\n1.000001,"'"'"'=cmd|x",b,commune\n' >"$world/x.csv"
run table tthc --changes "$world/x.csv" --decision 1/QĐ-X --date 2026-03-01
status 0
is "$(row 1.000001 | cut -d, -f2)" "=cmd|x"

it "what changed is a task of the procedures that name it, for three months"
on 2026-04-01
cat >"$root/agencies/so/documents/P-01.md" <<'F'
---
schema: qms/procedure/1
title: Hai thủ tục tương tự, một quy trình
role: tthc
tthc: [2.002380, 2.002385]
limit_days: 5
legal_basis: [19/2014/QĐ-TTg]
---

## Mục đích

Thống nhất cách làm.

## Phạm vi

Các phòng.

## Trình tự thực hiện

| Bước | Trình tự | Trách nhiệm | Thời gian | Biểu mẫu | Kết quả |
|---|---|---|---|---|---|
| 1 | Lập hồ sơ | Chuyên viên | 1 |  | Hồ sơ |

## Hồ sơ lưu

| TT | Hồ sơ | Thời gian lưu | Nơi lưu |
|---|---|---|---|
| 1 | Hồ sơ công việc | 5 năm | Văn phòng |
F
printf 'code,name,field,level,status\n2.002380,a,b,province,mới\n2.002385,a,b,province,mới\n' >"$world/x.csv"
git_ add agencies/so/documents/P-01.md
git_ commit -qm "Soạn quy trình"
given table tthc --changes "$world/x.csv" --decision 95/QĐ-UBND --date 2026-04-01
issued P-01
lan
on 2026-05-10
printf 'code,days,status\n2.002380,6,sửa đổi\n2.002385,,bãi bỏ\n' >"$world/x.csv"
run --json table tthc --changes "$world/x.csv" --decision 99/QĐ-UBND --date 2026-05-05
status 0
json '[.rows[].documents | contains("P-01")] == [true, true]'
err "2 thủ tục có quy trình phải rà soát; hạn: qms due"
run --json due --within 120d
json '[.rows[] | select(.rule == "C-12")] | length == 1 and .[0].period == "P-01: 99/QĐ-UBND" and .[0].due == "2026-08-05"'
verdict() { jq -r '.rows[] | select(.rule == "C-12") | .verdict' "$world/out"; }
run --json status so
is "$(verdict)" open
on 2026-08-06
run --json status so
is "$(verdict)" overdue
on 2026-08-07
minh; given keep --decision 6/QĐ-SKHCN --file "$world/QD.pdf" P-01
lan; run --json status so
is "$(verdict)" met
run --as-of 2026-08-06 --json status so
is "$(verdict)" overdue
