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

it "the result is without a problem"
run check
status 0
run verify
status 0
