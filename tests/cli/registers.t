# SPDX-License-Identifier: MIT
# Registers as CSV files: each takes a good file, says what is wrong with a bad
# one and where, and takes no harm from a hostile one.
. "${0%/*}/lib.sh"
new_system
on 2026-09-16
row() { # indicator part whole [rate]
	json ".rows[] | select(.indicator == \"$1\") |
		.part == $2 and .whole == $3 ${4:+and .rate == \"$4\"}"
}
# register, lines of the file on stdin
take() {
	cat >"$world/in.csv"
	run table "$1" --from "$world/in.csv"
}
# register header: what no register takes
hostile() {
	before=$(git_ rev-parse HEAD)
	{ echo "$2,ho_ten"; echo "$2,Nguyễn Văn A"; } >"$world/in.csv"
	run table "$1" --from "$world/in.csv"
	status 1
	printf '%s\n"chưa đóng ngoặc' "$2" >"$world/in.csv"
	run table "$1" --from "$world/in.csv"
	status 1
	printf '\377\376\000a\000,' >"$world/in.csv"
	run table "$1" --from "$world/in.csv"
	status 1
	: >"$world/in.csv"
	run table "$1" --from "$world/in.csv"
	status 1
	is "$(git_ rev-parse HEAD)" "$before"
}

it "34 decisions: 196 new, 155 amended, 27 replaced, 82 abolished"
decisions=number,date,effective,title,field,new,amended,replaced,abolished
{
	echo $decisions
	for n in $(seq 33); do
		echo "$n/QĐ-UBND,2026-0$((n % 9 + 1))-1$((n % 5)),,Công bố,,5,4,0,2"
	done
	echo "34/QĐ-UBND,2026-09-15,,Công bố,,31,23,27,16"
} >"$world/34.csv"
take tthc-decision <"$world/34.csv"
status 0
run --json indicator
row M-18 0 34 0.00
row M-19 196 460 42.61
row M-20 155 460 33.70
row M-21 27 460 5.87
row M-22 82 460 17.83
run --json --as-of 2026-12-31 --known now indicator M-19
row M-19 196 460
run --json --as-of 2027-01-01 --known now indicator M-19
json '.rows == []'
given new posting --title "Niêm yết" --set decision=34/QĐ-UBND \
	--set signed=2026-09-15 --set about=tthc
run --json indicator M-18
row M-18 1 34

it "a number, a day and a count are held against their types"
take tthc-decision <<E
$decisions
ba mươi,2026-02-30,,Công bố,,-1,0,0,0
E
status 1
out "in.csv:2:1:"
out "in.csv:2:9:"
out "in.csv:2:30:"
hostile tthc-decision $decisions

it "a decision of the list that the register lacks is told"
given table tthc set 1 decision=99/QĐ-UBND decision_date=2026-09-01
run check
out "warning[QMS-N-06]"
out "99/QĐ-UBND"
given table tthc-decision add number=99/QĐ-UBND date=2026-09-01 \
	"title=Công bố" new=0 amended=1 replaced=0 abolished=0
run check
no_out "QMS-N-06"

it "levels by scheme and day; what was mapped keeps its old value"
levels=tthc,scheme,level,from,to,mapped,url
take tthc-level <<E
$levels
1.001786,DVC-2011,4,2019-01-01,2022-08-14,,
1.001786,DVC-2022,toàn trình,2022-08-15,2026-06-30,yes,
1.001786,DVC-2026,toàn trình,2026-07-01,,yes,
2.002278,DVC-2011,3,2019-01-01,2022-08-14,,
2.002278,DVC-2026,một phần,2026-07-01,,yes,
2.001259,DVC-CD-2026,2,2026-07-01,,,
E
status 0
run check
no_out "QMS-N-08"
no_out "QMS-N-09"
run --json indicator
all=$(jq '.rows[] | select(.indicator == "M-38").whole' "$world/out")
json '[.rows[].indicator] | index("M-36") == null and index("M-37") == null'
given --json indicator M-40
row M-40 1 "$all"

it "a level of another scheme, or a mapped one without the old, is told"
take tthc-level <<E
$levels
1.001786,DVC-2026,4,2026-07-01,,,
2.002278,DVC-2026,một phần,2026-07-01,,yes,
E
status 0
run check
out "error[QMS-N-08]"
out "warning[QMS-N-09]"
hostile tthc-level $levels
given table tthc-level remove 2.002278
given table tthc-level set 1 "level=toàn trình"

it "electronic procedures, held against the internal ones"
electronic=tthc,software,steps,days,from,to,compared,equal
take e-procedure <<E
$electronic
1.001786,Hệ thống một cửa của tỉnh,7,10,2026-01-01,,2026-02-01,no
E
status 0
run --json indicator M-30
row M-30 0 "$all"
take e-procedure <<E
$electronic
1.001786,Hệ thống một cửa của tỉnh,0,10,2026-01-01,,2026-02-01,yes
E
status 1
hostile e-procedure $electronic

it "one-stop desks"
desks=host,name,modern,software,decision,from,to,address
take one-stop-unit <<E
$desks
so,=HYPERLINK(1),gần như,yes,,2020-01-01,,
E
status 1
out "in.csv:2:18:"
take one-stop-unit <<E
$desks
so,=HYPERLINK(1),yes,yes,,2020-01-01,,
E
status 0
run --csv table one-stop-unit
out "'=HYPERLINK(1)"
take one-stop-unit <<E
$desks
so,Bộ phận Một cửa,yes,yes,,2020-01-01,,
E
status 0
run --json indicator M-24
row M-24 1 1
hostile one-stop-unit $desks

it "post: what was neither lost nor damaged, and never more than was sent"
given new postal-statistics --title "Bưu chính quý II" \
	--set first_day=2026-04-01 --set last_day=2026-06-30
given table BCCI-2026-01 figures set 1 received=30 returned=20 lost=1 damaged=1
given act BCCI-2026-01 close
run --json indicator M-44
row M-44 48 50 96.00
given new postal-statistics --title "Bưu chính quý III" \
	--set first_day=2026-07-01 --set last_day=2026-09-30
given table BCCI-2026-02 figures set 1 received=1 lost=2
run check
out "warning[QMS-N-11]"

it "external indexes: the newest against the year before; no rank beyond all"
indexes=index,year,ranked,rank,of,score,published,source
take external-index <<E
$indexes
PAR INDEX,2024,,8,63,87.2,2025-04-01,Bộ Nội vụ
PAR INDEX,2025,,5,34,88.1,2026-04-01,Bộ Nội vụ
papi,2024,,10,61,43.5,2025-05-01,UNDP
papi,2025,,12,34,42.9,2026-05-01,UNDP
pci,2025,,20,34,,2026-05-10,VCCI
E
status 0
run --json indicator M-53
row M-53 1 2 50.00
run --json --known now --as-of 2026-04-30 indicator M-53
row M-53 1 1
given table external-index set 5 rank=35
run check
out "error[QMS-N-12]"
out "hạng 35 trên tổng số 34"
given table external-index set 5 rank=20
take external-index <<E
$indexes
PAR INDEX,2025,,thứ năm,34,88.1,2026-04-01,Bộ Nội vụ
E
status 1
hostile external-index $indexes

it "periodic reports: in time, late, and not sent at all"
for sent in 2026-06-15 2026-06-16 ""; do
	given new periodic-report --title "Báo cáo 6 tháng" \
		--set due=2026-06-15 ${sent:+--set sent=$sent}
done
run --json indicator M-58
row M-58 1 3 33.33

it "survey results by CSV keep the size of the sample"
given new survey --title "Khảo sát" --set first_day=2026-06-01 \
	--set last_day=2026-06-15 --set unit=van-phong
given --csv table KS-2026-01 results
sed 's/,100,90,90/,100,95,95/' "$world/out" >"$world/survey.csv"
given table KS-2026-01 results --from "$world/survey.csv"
given edit KS-2026-01 --set satisfied=95 --set rate=95
given table KS-2026-01 levels set 2 answers=55
given table KS-2026-01 levels set 3 answers=3
given table KS-2026-01 levels set 4 answers=1
sed 's/,100,95,95/,"một trăm",95,95/' "$world/survey.csv" >"$world/bad.csv"
run table KS-2026-01 results --from "$world/bad.csv"
status 1
sed '1s/$/,Người trả lời/; 2,$s/$/,Nguyễn Văn A/' "$world/survey.csv" \
	>"$world/bad.csv"
run table KS-2026-01 results --from "$world/bad.csv"
status 1
given act KS-2026-01 close
run --json indicator M-48
row M-48 95 100 95.00

it "late dossiers without an apology are so many short"
given new late-dossier --title "Trễ hạn" --set due=2026-03-10 \
	--set apology=2026-03-10
given new dossier-statistics --title "Số liệu quý I" \
	--set first_day=2026-01-01 --set last_day=2026-03-31
given table TKHS-2026-01 figures set 1 received=10 ontime=7 late=3
given act TKHS-2026-01 close
run --json indicator
row M-49 1 3 33.33
row M-50 0 1 0.00
json '.rows[] | select(.indicator == "M-49") | .short == 2'

it "a log of late dossiers becomes a record a line, in one commit"
before=$(git_ rev-list --count HEAD)
cat >"$world/log.csv" <<E
STT;Mã hồ sơ;Đơn vị làm chậm;Ngày hẹn trả;Lý do;Ngày gửi xin lỗi;Ngày hẹn lại
1;H40.12-260105-0001;van-phong;12/03/2026;quá tải;11/03/2026;16/03/2026
2;H40.12-260105-0002;van-phong;2026-03-13;chờ ý kiến cơ quan khác;;
E
run new late-dossier --rows "$world/log.csv"
status 0
out_lines 2
out HSTH-2026-02
out HSTH-2026-03
is "$(git_ rev-list --count HEAD)" $((before + 1))
run --json table HSTH-2026-02
run check
status 0
run --json indicator
row M-49 2 3 66.67
row M-50 1 2 50.00
run --json list late-dossier
json '.rows | length == 3'

it "feedback: how many were received, answered in time, published"
cat >"$world/pakn.csv" <<E
Số vào sổ,Số lượt cùng nội dung,Ngày tiếp nhận,Hình thức,Loại,Hạn trả lời,Ngày trả lời,Số văn bản trả lời,Ngày công khai kết quả
1,4,2026-03-02,điện thoại,quy định về thủ tục,2026-03-23,2026-03-20,10/SKHCN-VP,2026-03-21
2,2,2026-03-03,trực tiếp,quy định về thủ tục,2026-03-24,2026-03-25,11/SKHCN-VP,
E
run new feedback --rows "$world/pakn.csv" --set competent=yes
status 0
run --json indicator
row M-45 6 6 100.00
row M-46 4 6 66.67
row M-47 4 6 66.67

it "a log with persons, or a fault in any line, makes nothing"
before=$(git_ rev-parse HEAD)
sed '1s/$/,Họ và tên người phản ánh/; 2,$s/$/,Nguyễn Văn A/' \
	"$world/pakn.csv" >"$world/persons.csv"
run new feedback --rows "$world/persons.csv"
status 1
out "persons.csv:1:"
out "QMS-D335"
out "Họ và tên người phản ánh"
sed '3s/trực tiếp/gặp mặt/; 3s/2026-03-03/2026-02-30/' "$world/pakn.csv" \
	>"$world/bad.csv"
run new feedback --rows "$world/bad.csv"
status 1
out "bad.csv:3:1:"
out "2026-02-30"
sed '1s/Hình thức/Số vào sổ/' "$world/pakn.csv" >"$world/twice.csv"
run new feedback --rows "$world/twice.csv"
status 1
out "QMS-D336"
printf 'Số vào sổ\n"1' >"$world/torn.csv"
run new feedback --rows "$world/torn.csv"
status 1
printf 'register,title\n1,"a\n---\nschema: qms/feedback/1"\n' \
	>"$world/inject.csv"
run new feedback --rows "$world/inject.csv"
[ $code -ne 0 ] || { given check; given edit PA-2026-03 --set count=1; }
git_ reset -q --hard "$before"
: >"$world/none.csv"
run new feedback --rows "$world/none.csv"
[ $code -ne 0 ] || complain "an empty file is taken"
run new tthc --rows "$world/pakn.csv"
[ $code -ne 0 ] || complain "a list is no record"
is "$(git_ rev-parse HEAD)" "$before"
