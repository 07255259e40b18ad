# SPDX-License-Identifier: MIT
# edit changes what is set and nothing else, in one commit.
. "${0%/*}/lib.sh"
new_system
file=agencies/so/documents/QT-02.md

it "--set changes one line and makes one commit with the reason"
before=$(git_ rev-list --count HEAD)
run edit QT-02 --set review_months=6 -m "Xem xét hai lần mỗi năm"
status 0
is "$(git_ rev-list --count HEAD)" $((before + 1))
is "$(git_ diff HEAD~1 --numstat -- "$file")" "$(printf '1\t1\t%s' "$file")"
is "$(git_ log -1 --format=%s)" "Sửa QT-02: Xem xét hai lần mỗi năm"

it "--set with nothing removes a key, with + adds to a list"
run edit QT-02 --set review_months=
status 0
run show --raw QT-02
no_out review_months
run edit QT-02 --set forms+=BM-03 --set review_months=12
status 0
run show --raw QT-02
out BM-03
out "review_months: 12"

it "comments, order, quotes, CRLF, BOM and unknown keys survive"
printf '\357\273\277---\r\nschema: qms/procedure/1 # loại\r\ntitle: "Quản lý rủi ro" \r\nnosuch:   x\r\nrole: internal\r\n---\r\n\r\n## Mục đích\r\n\r\nA\r\n' \
	>"$root/$file"
git_ commit -qam "Sửa tay"
sed 's/role: internal/role: risks/' "$root/$file" >"$world/wanted"
run edit QT-02 --set role=risks
status 0
ok cmp "$world/wanted" "$root/$file"

it "--section replaces what stands below a heading"
printf 'Áp dụng cho mọi đơn vị.\n' >"$world/section"
run edit QT-03 --section "Phạm vi=$world/section"
status 0
run show --raw QT-03
out "Áp dụng cho mọi đơn vị."
out "## Mục đích"
"$qms" -C "$root" edit QT-03 --section "Phạm vi=-" <"$world/section" \
	>"$world/out" 2>"$world/err"
code=$?
status 0
err "không có gì thay đổi"

it "a section that is not there: exit status 6"
run edit QT-03 --section "Không có=$world/section"
status 6
err "[QMS-U027]"

it "--file replaces the whole text"
git_ show "HEAD:agencies/so/documents/QT-03.md" | sed 's/mọi đơn vị/cả Sở/' \
	>"$world/text"
run edit QT-03 --file "$world/text"
status 0
ok cmp "$world/text" "$root/agencies/so/documents/QT-03.md"

it "what was edited by hand is recorded"
printf '\nThêm.\n' >>"$root/agencies/so/documents/QT-04.md"
run edit QT-04 --no-input -m "Sửa bằng Word"
status 0
is "$(git_ status --porcelain)" ""

it "the editor edits, on a terminal"
if command -v script >/dev/null; then
	printf '#!/bin/sh\necho "Từ trình soạn thảo." >>"$1"\n' \
		>"$world/editor"
	chmod +x "$world/editor"
	EDITOR=$world/editor script -qec "'$qms' -C '$root' edit QT-05" \
		/dev/null >"$world/out" 2>&1 </dev/null
	run show --raw QT-05
	out "Từ trình soạn thảo."
else
	echo "# no script(1) here: not tried"
fi

it "with nothing changed there is no commit"
before=$(git_ rev-parse HEAD)
run edit QT-05 --no-input
status 0
err "không có gì thay đổi"
is "$(git_ rev-parse HEAD)" "$before"

it "what is left to mend is said at once"
run edit QT-06 --set nosuch=1
status 0
err "qms check"

it "a key without a value, an id that is not there"
run edit QT-06 --set nosuch
status 2
run edit QT-99 --set title=X
status 6
err "[QMS-U050]"

it "who is no person of the agency cannot: exit status 7"
before=$(git_ rev-parse HEAD)
as "Người Lạ" la@example.com
run edit QT-06 --set title=X
status 7
is "$(git_ rev-parse HEAD)" "$before"
is "$(git_ status --porcelain)" ""
lan

it "a file that cannot be read is not edited"
printf -- '---\nschema: qms/procedure/1\ntitle: [a\n---\n' \
	>"$root/agencies/so/documents/QT-07.md"
git_ commit -qam "Hỏng"
run edit QT-07 --set title=X
status 1
err "QMS-D"
is "$(git_ status --porcelain)" ""
