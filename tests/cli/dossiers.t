# SPDX-License-Identifier: MIT
# dossier statistics: from CSV into records that never change once closed, never
# with personal data; the rate on time by its base, as a report of a province
# has it.
. "${0%/*}/lib.sh"
new_system
field=$(sed -n '2s/^[^,]*,\("[^"]*"\|[^,]*\),//p' \
	"$root/agencies/so/tthc.csv" | cut -d, -f1 | tr -d '"')
header='TT,Đơn vị,Lĩnh vực,Kỳ trước chuyển sang,Tiếp nhận,Rút hồ sơ,Trả lại,Trước hạn,Đúng hạn,Quá hạn,"Đang giải quyết, chưa đến hạn","Đang giải quyết, đã quá hạn"'
# agency id received cancelled on-time late: a record of the quarter, by CSV
figures() {
	{
		printf '%s\n' "$header"
		echo "1,van-phong,Chung,0,$3,$4,0,0,$5,$6,0,0"
	} >"$world/figures.csv"
	given --agency "$1" new dossier-statistics --id "$2" \
		--title "Số liệu từ 01/01 đến 05/03" \
		--set first_day=2026-01-01 --set last_day=2026-03-05 \
		--set base=received-cancelled
	given --agency "$1" table "$2" figures --from "$world/figures.csv"
}
row() { # indicator group part whole rate
	json ".rows[] | select(.indicator == \"$1\" and .group == \"$2\") |
		.part == $3 and .whole == $4 and .rate == \"$5\""
}

it "takes the CSV of the one-stop software, by title, in any order"
on 2026-03-06
given new dossier-statistics --title "Số liệu tháng 02" \
	--set first_day=2026-02-01 --set last_day=2026-02-28
{
	echo 'Lĩnh vực;Đơn vị;TT;Tiếp nhận;Kỳ trước chuyển sang;Rút hồ sơ;Trả lại;Trước hạn;Đúng hạn;Quá hạn;Đang giải quyết, chưa đến hạn;Đang giải quyết, đã quá hạn'
	echo "$field;van-phong;1;100;5;1;2;30;60;2;9;1"
	echo "Chung;van-phong;2;20;0;0;0;5;15;0;0;0"
} >"$world/thang-02.csv"
run table TKHS-2026-01 figures --from "$world/thang-02.csv"
status 0
run --json table TKHS-2026-01 figures
json '.rows | length == 2 and .[0].received == "100" and
	.[0].early == "30" and .[1].field == "Chung"'
run check
status 0

it "refuses a file with columns for names, numbers or telephones of persons"
cp "$root/agencies/so/records/2026/dossier-statistics/TKHS-2026-01.md" \
	"$world/before"
printf '%s,Họ và tên,Số định danh\n1,van-phong,Chung,%s\n' "$header" \
	'0,10,0,0,0,10,0,0,0,Nguyễn Văn A,001085000001' >"$world/persons.csv"
run table TKHS-2026-01 figures --from "$world/persons.csv"
status 1
out "14 cột, bảng chỉ có 12"
# and where a unit or a number should be
printf '%s\n1,Nguyễn Văn A,Chung,0,10,0,0,0,10,0,0,0\n' "$header" \
	>"$world/unit.csv"
run table TKHS-2026-01 figures --from "$world/unit.csv"
status 1
out "Nguyễn Văn A"
printf '%s\n1,van-phong,Chung,0,10,0,0,0,0912 345 678,0,0,0\n' "$header" \
	>"$world/phone.csv"
run table TKHS-2026-01 figures --from "$world/phone.csv"
status 1
printf '%s\n1,van-phong,Chung,0,-10,0,0,0,10,0,0,0\n' "$header" \
	>"$world/minus.csv"
run table TKHS-2026-01 figures --from "$world/minus.csv"
status 1
printf '%s\n1,van-phong,Chung,0,=1+1,0,0,0,10,0,0,0\n' "$header" \
	>"$world/formula.csv"
run table TKHS-2026-01 figures --from "$world/formula.csv"
status 1
printf '%s\n1,van-phong,"Chung,0,10\0' "$header" >"$world/torn.csv"
run table TKHS-2026-01 figures --from "$world/torn.csv"
status 1
ok cmp "$world/before" \
	"$root/agencies/so/records/2026/dossier-statistics/TKHS-2026-01.md"

it "a name in place of a field is told, and is not closed"
given new dossier-statistics --title "Số liệu tháng 01" \
	--set first_day=2026-01-01 --set last_day=2026-01-31
printf '%s\n1,van-phong,Nguyễn Văn A,0,10,0,0,0,10,0,0,0\n' "$header" \
	>"$world/name.csv"
given table TKHS-2026-02 figures --from "$world/name.csv"
run check
out "warning[QMS-N-02]"
out "Nguyễn Văn A"
run act TKHS-2026-02 close
status 7
err "[QMS-statistics-no-persons]"
given table TKHS-2026-02 figures set 1 "Lĩnh vực=$field"

it "what does not add up is told with both sides and the difference"
given table TKHS-2026-02 figures set 1 "Đúng hạn=8"
run check
out "warning[QMS-N-01]"
out "tiếp nhận là 10"
out "cộng lại là 8, chênh 2"
run act TKHS-2026-02 close
status 7
err "[QMS-statistics-add-up]"
given table TKHS-2026-02 figures set 1 "Quá hạn=2"
given act TKHS-2026-02 close

it "counts what is closed, and that never changes"
run --json indicator M-32
row M-32 "" 8 10 80.00
given act TKHS-2026-01 close
run --json indicator
row M-32 "" 118 130 90.77
row M-31 "" 118 129 91.47
row M-33 "" 118 122 96.72
row M-34 "" 4 122 3.28
row M-35 "" 2 130 1.54
run table TKHS-2026-01 figures set 1 "Đúng hạn=61"
status 7
run table TKHS-2026-01 figures --from "$world/name.csv"
status 7
run --json --as-of 2026-03-05 indicator M-31
json '.rows == []'

it "the same month is not counted twice"
given new dossier-statistics --title "Số liệu quý I" \
	--set first_day=2026-01-01 --set last_day=2026-03-31
given table TKHS-2026-03 figures --from "$world/thang-02.csv"
run check
out "warning[QMS-N-04]"
out "TKHS-2026-01"
given edit TKHS-2026-03 --set first_day=2026-03-01
run check
no_out "QMS-N-04"

it "a rate of the source is held against its own base"
given edit TKHS-2026-03 --set rate=91.47 --set base=received
run check
out "warning[QMS-N-03]"
out "ghi 91,47 %, số liệu cho 91,67 % (110/120)"
given edit TKHS-2026-03 --set rate=91.67
run check
no_out "QMS-N-03"

it "the rates of a report come from records alone, by tier and together"
root=$world/tỉnh
on 2026-01-05
lan
given init "Hệ thống" --agency so --name "Trung tâm Phục vụ hành chính công" \
	--model so
for one in "huyen UBND_HUYEN district" "xa UBND_XA commune"; do
	set -- $one
	given agency add "$1" --name "Ủy ban nhân dân $1" --kind "$2" \
		--parent so --from 2018-01-01
	given --agency "$1" person add "lan-$1" --name "Nguyễn Thị Lan" \
		--email "lan@$1.example.gov.vn" --office secretary
	[ "$(sed -n 's/^tier: //p' "$root/agencies/$1/agency.md")" = "$3" ] ||
		sed -i "s/^tier: .*/tier: $3/" "$root/agencies/$1/agency.md"
done
git_ commit -qam "Cấp của cơ quan" --allow-empty
given trust --update
on 2026-03-06
figures so TKHS-2026-01 7716 104 7344 268
given act TKHS-2026-01 close --agency so
for agency in huyen xa; do
	as "Nguyễn Thị Lan" "lan@$agency.example.gov.vn"
	case $agency in
	huyen) figures huyen TKHS-2026-01 10272 326 9455 491;;
	xa) figures xa TKHS-2026-01 16720 568 15408 744;;
	esac
	given --agency $agency act TKHS-2026-01 close
done
run --json indicator --by tier
row M-31 province 7344 7612 96.48
row M-31 district 9455 9946 95.06
row M-31 commune 15408 16152 95.39
row M-34 province 268 7612 3.52
row M-34 district 491 9946 4.94
row M-34 commune 744 16152 4.61
row M-32 province 7344 7716 95.18
run --json indicator M-31
row M-31 "" 32207 33710 95.54
run indicator M-31
out "95,54 %"
