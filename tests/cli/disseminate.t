# SPDX-License-Identifier: MIT
# disseminate: a list for everybody who was there; who still has to read is
# known, and known anew with each version.
. "${0%/*}/lib.sh"
new_system
sed -i '/^units:/a\
  - {id: mot-cua, name: Bộ phận Một cửa}' "$root/agencies/so/agency.md"
git_ commit -qam "Đơn vị"
for who in an binh chi; do
	given person add $who --name "Nguyễn Thị $who" \
		--email $who@so.example.gov.vn --office staff --unit mot-cua
done
given edit QT-02 --set readers+=all
given edit QT-03 --set readers+=mot-cua --set acknowledge=personal
issued QT-02 QT-03
lan

it "the key readers says who still has to read"
run --json list --unread QT-02
status 0
is "$(jq -r '[.rows[].person] | join(" ")' "$world/out")" \
	"an binh chi hung lan minh thu"
run --json list --unread QT-03
is "$(jq -r '[.rows[].person] | join(" ")' "$world/out")" "an binh chi"
run list --unread 'QT-0*'
out "Nguyễn Thị an"

it "unknown names, marks and repeated persons are told by line; nothing is recorded"
printf '%s\n' 'Họ và tên,Đơn vị,Ký' 'Nguyễn Thị an,mot-cua,x' \
	'Nguyễn Văn Lạ,mot-cua,x' 'Nguyễn Thị An,mot-cua,' \
	'Nguyễn Thị binh,mot-cua,có lẽ' >"$world/ds.csv"
before=$(git_ rev-parse HEAD)
run disseminate QT-02 --how meeting --attendance "$world/ds.csv"
status 1
out "ds.csv:3:1: error[QMS-D240]: không có cán bộ nào tên “Nguyễn Văn Lạ”"
out "ds.csv:4:1: error[QMS-D243]: “an” đã có ở dòng 2"
out "ds.csv:5:25: error[QMS-D242]"
err "QMS-U100"
is "$(git_ rev-parse HEAD)" "$before"

it "one list for many documents, in one commit, by name, with a BOM and semicolons"
printf '\357\273\277TT;Họ và tên;Đơn vị;Ký\r\n1;Nguyễn Thị An;Một cửa;x\r\n2;nguyen thi binh;;có\r\n3;Nguyễn Thị chi;;vắng\r\n4;Trần Văn Hùng;;x\r\n' \
	>"$world/ds.csv"
run disseminate QT-02 QT-03 --by meeting --attendance "$world/ds.csv"
status 0
err "3 người đã ký, 1 người chưa"
is "$(git_ rev-list --count "$before..HEAD")" 1
run --json list --unread QT-02
is "$(jq -r '[.rows[].person] | join(" ")' "$world/out")" "chi lan minh thu"

it "the list is a file that the statement names by its hash"
file=$(ls "$root"/agencies/so/acts/attendance/*.csv)
sum=$(sha256sum "$file" | cut -c1-64)
case $file in
*"/2026-01-05-meeting-$(echo "$sum" | cut -c1-16).csv") ;;
*) complain "$file";;
esac
statement=$(ls "$root"/agencies/so/acts/QT-02/*-disseminate-lan-*.yaml)
ok grep -qF "$sum" "$statement"
ok grep -qF 'result: "meeting"' "$statement"
is "$(head -2 "$file" | tail -1)" "an,Nguyễn Thị an,mot-cua,yes"

it "where each is to acknowledge in person, a list is not enough"
run --json list --unread QT-03
is "$(jq -r '[.rows[].person] | join(" ")' "$world/out")" "an binh chi"
as "Nguyễn Thị an" an@so.example.gov.vn
run --json tasks
is "$(jq -r '.rows[] | select(.id == "QT-03") | .command' "$world/out")" \
	"qms acknowledge QT-03"
given acknowledge QT-03
run tasks
no_out "qms acknowledge QT-03"
lan
run --json list --unread QT-03
is "$(jq -r '[.rows[].person] | join(" ")' "$world/out")" "binh chi"

it "whoever is to read has it among the tasks, and what changed to look at"
thu
run --json tasks
is "$(jq -r '.rows[] | select(.id == "QT-02") | .look' "$world/out")" \
	"qms diff QT-02 --since-acknowledged"

it "the obligation: everybody within a month; it is met when the last one has"
lan
on 2026-02-20
run --json due
is "$(jq -r '.rows[] | select(.rule == "R-22" and .period == "QT-02@1.0") |
	.verdict' "$world/out")" overdue
printf 'person\nchi\nlan\nminh\nthu\n' >"$world/ds.csv"
given disseminate QT-02 --how letter --attendance "$world/ds.csv"
run --json status
is "$(jq -r '.obligations[]? // .rows[]? | select(.rule == "R-22" and
	.period == "QT-02@1.0") | .verdict' "$world/out")" met
run list --unread QT-02
status 0
err "không còn ai phải đọc"

it "due again with each new version"
given edit QT-02 --set review_months=6
issued QT-02
run --json list --unread QT-02
is "$(jq -r '[.rows[].person] | length' "$world/out")" 7

it "what was known on a past day stays known"
run --json --as-of 2026-02-19 list --unread QT-02
is "$(jq -r '[.rows[].person] | join(" ")' "$world/out")" "chi lan minh thu"

it "a list that is changed afterwards is found, and counts no more"
run verify
status 0
sed -i 's/yes/no/' "$file"
git_ commit -qam "Sửa danh sách"
run verify
status 5
out "acts/attendance/"
git_ reset -q --hard HEAD^
run verify
status 0

it "options that do not fit"
run disseminate QT-02 --attendance "$world/ds.csv"
status 2
err "--how"
run disseminate QT-02 --how mail
status 2
err "meeting|letter"
run disseminate QT-02 --how letter --attendance "$world/none.csv"
status 6
printf 'x,y\n1,2\n' >"$world/ds.csv"
run disseminate QT-02 --how letter --attendance "$world/ds.csv"
status 1
out "QMS-D244"
printf 'person,signed\nlan,\n' >"$world/ds.csv"
run disseminate QT-02 --how letter --attendance "$world/ds.csv"
out "QMS-D245"

it "two of one name: the unit decides, else their ids are told"
given person add an2 --name "Nguyễn Thị an" --email an2@so.example.gov.vn \
	--office staff --unit van-phong
printf 'name\nNguyễn Thị an\n' >"$world/ds.csv"
run disseminate QT-02 --how letter --attendance "$world/ds.csv"
status 1
out "an, an2"
printf 'name,unit\nNguyễn Thị an,Văn phòng\n' >"$world/ds.csv"
run disseminate QT-02 --how letter --attendance "$world/ds.csv"
status 0
run --json list --unread QT-02
no_out '"an2"'
out '"an"'
run check
status 0

it "of a pattern those are meant that have a version in force"
printf 'name,unit\nTrần Văn Hùng,\n' >"$world/ds.csv"
run disseminate 'QT-*' --by meeting --attendance "$world/ds.csv"
status 0
err "bỏ qua"
err "QT-02: đã ghi nhận"
err "QT-03: đã ghi nhận"
no_err "QT-04"

it "one that is named by itself must have one, and nothing is recorded"
before=$(git_ rev-parse HEAD)
run disseminate 'QT-*' QT-04 --by meeting --attendance "$world/ds.csv"
status 6
err "QMS-U023"
run disseminate 'QT-05*' --by meeting --attendance "$world/ds.csv"
status 6
is "$(git_ rev-parse HEAD)" "$before"
