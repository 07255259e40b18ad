# SPDX-License-Identifier: MIT
# show: a document with what is known of it, a version exactly as it was issued.
. "${0%/*}/lib.sh"
new_system
issued QT-01
lan
given edit QT-01 --set review_months=6

it "a version is shown with its control block"
run show QT-01@1.0
status 0
out "Mã: so/QT-01"
out "Phiên bản: 1.0 – đang có hiệu lực"
out "Quyết định: 493/QĐ-SKHCN, 05/01/2026"
out "Hiệu lực từ: 05/01/2026"
out "review_months: 12"
run --lang en show QT-01@1.0
out "Version: 1.0 – in force"

it "the working text is shown, and that it is not what is in force"
run show QT-01
out "Phiên bản: 1.0 – đang có hiệu lực"
out "Bản đang soạn (dưới đây): dự thảo"
out "review_months: 6"

it "--raw gives the bytes that were approved"
run show --raw QT-01@1.0
ok cmp "$world/out" "$root/agencies/so/issued/QT-01/1.0/text.md"
hash=$(sha256sum <"$world/out" | cut -c 1-64)
run --json show QT-01@1.0
is "$(jq -r .version.sha256 "$world/out")" "$hash"

it "JSON names its schema and has the text"
json '.schema == "qms/show/1" and .id == "QT-01" and
	.in_force == "1.0" and (.text | contains("review_months: 12"))'

it "agency/ID and any case of an alias are understood"
run show so/QT-01
status 0
run xem QT-01
status 0

it "a document, a version that are not there: exit status 6"
run show QT-99
status 6
err "[QMS-U050]"
run show QT-01@7.0
status 6
run show nosuch/QT-01
status 6

it "escapes in a text do not reach the terminal"
printf 'a\033[31mb\n' >>"$root/agencies/so/documents/QT-02.md"
git_ commit -qam "Thoát"
run show QT-02
! grep -q "$(printf '\033')" "$world/out" || complain "an escape is printed"

it "on a past day it is the text of that day"
on 2026-02-10
given edit QT-03 --set review_months=3
run --as-of 2026-01-05 show --raw QT-03
out "review_months: 12"
run show --raw QT-03
out "review_months: 3"
