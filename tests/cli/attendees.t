# SPDX-License-Identifier: MIT
# table --attendance: who was at a training, from a list as offices have it.
. "${0%/*}/lib.sh"
new_system
sixty() { for n in $(seq 1 60); do printf '%02d\n' "$n"; done; }
file=$root/agencies/so/people.yaml
sixty | sed 's/.*/  - {id: cb-&, name: Cán Bộ Số &, emails: [cb-&@so.example.gov.vn]}/' \
	>"$world/persons"
sixty | sed 's/.*/  - {person: cb-&, office: staff, unit: van-phong, from: 2026-01-01}/' \
	>"$world/offices"
sed -i "/^persons:/r $world/persons" "$file"
sed -i "/^offices:/r $world/offices" "$file"
given trust --update
given new training --title "Nhận thức chung" --id DT-1 \
	--set topic=awareness --set provider="Thư ký ISO"

it "faults are told by line and reason, all of them; nothing is written"
{
	echo 'STT,Họ và tên,Đơn vị,Kết quả,Có mặt'
	echo '1,Cán Bộ Số 01,Văn phòng,đạt,x'
	echo '2,Không Có Ai,Văn phòng,đạt,x'
	echo '3,Cán Bộ Số 02,Văn phòng,đạt,có lẽ'
	echo '4,can bo so 01,Văn phòng,đạt,x'
} >"$world/bad.csv"
before=$(git_ rev-parse HEAD)
run table DT-1 attendees --attendance "$world/bad.csv"
status 1
out "bad.csv:3:3: "
out "Không Có Ai"
out "bad.csv:4:"
out "có lẽ"
out "bad.csv:5:3: "
err "bảng không bị thay đổi"
is "$(git_ rev-parse HEAD)" "$before"

it "a value that the column does not take: its place in the list"
printf 'Họ và tên,Kết quả\nCán Bộ Số 01,đạt\nCán Bộ Số 02,giỏi\n' \
	>"$world/bad.csv"
run table DT-1 attendees --attendance "$world/bad.csv"
status 1
out "bad.csv:3:"
out "giỏi"
is "$(git_ rev-parse HEAD)" "$before"

it "a column that every row needs is asked for; what is no column is told"
printf 'Họ và tên\nCán Bộ Số 01\n' >"$world/short.csv"
run table DT-1 --attendance "$world/short.csv"
status 2
err "Kết quả"
run table DT-1 --attendance "$world/short.csv" "kết luận=đạt"
status 2
err "QMS-U163"
run table DT-1 --attendance "$world/short.csv" "person=lan"
status 2
is "$(git_ rev-parse HEAD)" "$before"

it "sixty persons in one command and one commit; the example row goes"
{
	printf '\357\273\277STT;Họ và tên;Đơn vị;Số chứng nhận;Ghi chú;Ký tên\r\n'
	sixty | sed 's/.*/&;CÁN BỘ SỐ &;Văn phòng;CN-&;;x/' | sed 's/$/\r/'
	printf '61;Trần Văn Hùng;Văn phòng;;;vắng\r\n'
} >"$world/list.csv"
run table DT-1 attendees --attendance "$world/list.csv" "result=tham dự"
status 0
err "thêm 60 người"
err "không dùng đến cột: Ghi chú"
err "vắng, không ghi vào bảng: Trần Văn Hùng"
is "$(git_ rev-list --count "$before"..HEAD)" 1
run --json table DT-1 attendees
json '.rows | length == 60'
json '[.rows[].no] == [range(1; 61) | tostring]'
json '[.rows[] | .person == "cb-" + .certificate[3:]] | every(.)'
json '[.rows[] | .result == "tham dự"] | every(.)'
json '[.rows[].person] | index("lan") == null and index("hung") == null'
run check
status 0

it "the same list again changes nothing"
before=$(git_ rev-parse HEAD)
run table DT-1 attendees --attendance "$world/list.csv" "result=tham dự"
status 0
is "$(git_ rev-parse HEAD)" "$before"

it "another list adds those who are missing and sets what it says; nobody goes"
printf 'Mã,Kết quả\ncb-60,đạt\nlan,đạt\n' >"$world/second.csv"
run table DT-1 attendees --attendance "$world/second.csv"
status 0
err "thêm 1 người, sửa 1 hàng, bảng có 61 hàng"
run --json table DT-1 attendees
json '.rows | length == 61'
json '.rows[59] | .person == "cb-60" and .result == "đạt" and
	.certificate == "CN-60"'
json '.rows[60] | .person == "lan" and .no == "61"'

it "the table as it is written out comes back the same"
run --csv table DT-1 attendees
cp "$world/out" "$world/export.csv"
before=$(git_ rev-parse HEAD)
run table DT-1 attendees --attendance "$world/export.csv"
status 0
is "$(git_ rev-parse HEAD)" "$before"

it "standard input, and --dry-run writes nothing"
"$qms" -C "$root" --dry-run table DT-1 attendees --attendance - \
	"result=đạt" >"$world/out" 2>"$world/err" <<_
name
Lê Quang Minh
_
is $? 0
out "minh"
is "$(git_ rev-parse HEAD)" "$before"

it "hostile cells stay cells: formulas, bars, line ends"
cat >"$world/hostile.csv" <<'_'
name,Kết quả,Số chứng nhận
Lê Quang Minh,đạt,"'=1+1|x
y"
_
run table DT-1 attendees --attendance "$world/hostile.csv"
status 0
run --json table DT-1 attendees
json '.rows | length == 62'
json '.rows[61] | .person == "minh" and (.certificate | startswith("=1+1|x"))'
run check
status 0

it "a table without one column of persons, a list that is none"
given new survey --title "Khảo sát" --id KS-1
run table KS-1 results --attendance "$world/second.csv"
status 2
err "QMS-U162"
run table DT-1 attendees --attendance "$world/none.csv"
status 6
printf 'a,b\n1\n' >"$world/bad.csv"
run table DT-1 attendees --attendance "$world/bad.csv"
status 1

it "held, it is closed: the list is refused"
given act DT-1 hold
printf 'Mã,Kết quả\ncb-60,không đạt\n' >"$world/later.csv"
run table DT-1 attendees --attendance "$world/later.csv"
status 7
