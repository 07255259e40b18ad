# SPDX-License-Identifier: MIT
# rollover: the plans of the new year from those of the old one.
. "${0%/*}/lib.sh"
new_system
lines() {
	jq -r '.rows[] | [.what, .id, .from, .place, (.row // "" | tostring),
		.before, .after] | join("|")' "$world/out"
}

it "a year that is none: exit status 2; nothing to carry over: nothing written"
run rollover 27
status 2
run rollover x027
status 2
before=$(git_ rev-parse HEAD)
run rollover 2031
status 0
is "$(git_ rev-parse HEAD)" "$before"

# a programme with a unit that ends, a person who leaves, a procedure that goes
file=$root/agencies/so/agency.md
sed -i 's|^units:.*|units:|; s|^  - {id: van-phong.*|&\n  - {id: phong-cu, name: Phòng cũ, to: 2026-12-31}\n  - {id: phong-sau, name: Phòng sau, to: 2027-01-01}|' "$file"
grep -q phong-cu "$file" || sed -i '0,/^---$/!{0,/^---$/s|^---$|units:\n  - {id: van-phong, name: Văn phòng}\n  - {id: phong-cu, name: Phòng cũ, to: 2026-12-31}\n  - {id: phong-sau, name: Phòng sau, to: 2027-01-01}\n---|}' "$file"
given trust --update
given new audit-programme --title "Chương trình đánh giá nội bộ năm 2026" \
	--set number=12/KH-SKHCN
cat >"$world/schedule.csv" <<E
TT,Đơn vị,"Quy trình, điều khoản",Tháng,Đánh giá viên,Cuộc đánh giá
1,van-phong,Kiểm soát tài liệu,10,thu,
2,phong-cu,Tiếp nhận,11,,
3,phong-sau,Trả kết quả,12,,
E
given table CTDG-2026-01 schedule --from "$world/schedule.csv"
given new training-plan --title "Kế hoạch đào tạo năm 2026, tài liệu 12026"

it "lists and writes nothing with --dry-run"
before=$(git_ rev-parse HEAD)
run --dry-run rollover 2027
status 0
out "KHDT-2027-01"
is "$(git_ rev-parse HEAD)" "$before"

it "records become new ones, each with what was changed"
run --json rollover 2027
status 0
lines >"$world/lines"
ok grep -qxF "carried|CTDG-2027-01|CTDG-2026-01||||" "$world/lines"
ok grep -qxF "changed|CTDG-2027-01|CTDG-2026-01|year||2026|2027" "$world/lines"
ok grep -qxF "dropped|CTDG-2027-01|CTDG-2026-01|number||12/KH-SKHCN|" \
	"$world/lines"
run show --raw CTDG-2027-01
out "title: Chương trình đánh giá nội bộ năm 2027"
out "year: 2027"
no_out "number:"
run show --raw CTDG-2026-01
out "year: 2026"
out "12/KH-SKHCN"

it "part of a longer number is no year"
run show --raw KHDT-2027-01
out "Kế hoạch đào tạo năm 2027, tài liệu 12026"

it "a row for a unit that ends with the old year goes, on the day itself it stays"
ok grep -qxF "dropped|CTDG-2027-01|CTDG-2026-01|schedule|2|phong-cu|" \
	"$world/lines"
run show --raw CTDG-2027-01
out "| 1 | van-phong |"
out "| 2 | phong-sau |"
no_out "phong-cu"

it "a document is edited, and goes its way as any change"
on 2027-01-04
run --json list objectives
json '.rows[0].state == "draft"'
run show --raw MTCL
out "year: 2027"
is "$(git_ log --format=%s -1 -- agencies/so/documents/MTCL.md)" \
	"Chuyển kế hoạch sang năm 2027"

it "what is prepared already is left alone"
before=$(git_ rev-parse HEAD)
run --json rollover 2027
status 0
json '[.rows[] | select(.what == "carried")] == []'
is "$(git_ rev-parse HEAD)" "$before"

it "what is open of the old year is listed and goes on"
given new finding --title "Giấy hẹn thiếu chữ ký" --id 2027-01-THU-01 \
	--set grade=KPH-nhe --set clause=8.5.1 --set auditor=thu
given new action --title "Giấy hẹn thiếu chữ ký" \
	--set finding=2027-01-THU-01 --set owner=hung --set due=2027-02-10
run --json rollover 2028
lines >"$world/lines"
ok grep -qxF "kept|KP-2027-01||due||2027-02-10|2027-02-10" "$world/lines"

it "results of objectives begin anew, without the figures and words of the old"
cat >"$world/words" <<'W'
Số liệu lấy ngày 31/12.
W
for row in 1 2; do
	given new objective --title "Mục tiêu $row năm 2027" --set row=$row \
		--set objectives=MTCL --set target=9$row.5 --set better=higher \
		--set first_day=2027-01-01 --set last_day=2027-12-31 \
		--set part=97 --set whole=100 --set value=97 \
		--set finding=2027-01-THU-01
done
given edit MT-2027-02 --section "Kết quả=$world/words"
given new objective --title "Quý IV" --set first_day=2026-10-01 \
	--set last_day=2027-09-30
run --json rollover 2028
status 0
lines >"$world/lines"
ok grep -qxF "carried|MT-2028-01|MT-2027-01||||" "$world/lines"
ok grep -qxF "carried|MT-2028-02|MT-2027-02||||" "$world/lines"
ok grep -qxF "changed|MT-2028-02|MT-2027-02|title||Mục tiêu 2 năm 2027|Mục tiêu 2 năm 2028" \
	"$world/lines"
ok grep -qxF "changed|MT-2028-02|MT-2027-02|last_day||2027-12-31|2028-12-31" \
	"$world/lines"
for gone in "part||97" "whole||100" "value||97" "finding||2027-01-THU-01"; do
	ok grep -qxF "dropped|MT-2028-02|MT-2027-02|$gone|" "$world/lines"
done
is "$(grep -c '^carried|MT-' "$world/lines")" 2
run show --raw MT-2028-02
out "title: Mục tiêu 2 năm 2028"
out "target: 92.5"
out "row: 2"
out "objectives: MTCL"
out "first_day: 2028-01-01"
no_out "finding:"
no_out "31/12."
! grep -q '^value:\|^part:\|^whole:' "$world/out" ||
	complain "figures of the old year"
run show --raw MT-2027-02
out "value: 97"
out "31/12."
before=$(git_ rev-parse HEAD)
given rollover 2028
is "$(git_ rev-parse HEAD)" "$before"

it "the result is without a problem"
run check
status 0
run verify
status 0
