# SPDX-License-Identifier: MIT
# search: with or without tone marks, exact marks first.
. "${0%/*}/lib.sh"
new_system

it "'dang ky' finds 'đăng ký'"
run --json search dang ky
status 0
json '[.rows[].title] | any(test("đăng ký"))'

it "'danh gia noi bo' finds 'đánh giá nội bộ'"
run --json search -n 100 danh gia noi bo
json '[.rows[].id] | index("QT-03") != null'
run search danh gia noi bo
out "QT-03"

it "exact accents come first"
printf '## Ghi chú\n\nBàn ghế hội trường.\n' >"$world/a.md"
printf '## Ghi chú\n\nBản ghế hội trường.\n' >"$world/b.md"
given new procedure --title "Một" --from "$world/a.md" --id TK-01
given new procedure --title "Hai" --from "$world/b.md" --id TK-02
run --json search bản ghế
json '.rows[0].id == "TK-02"'
run --json search bàn ghế
json '.rows[0].id == "TK-01"'
run --json search ban ghe
json '[.rows[].id] | (index("TK-01") != null) and
	(index("TK-02") != null)'

it "case does not matter"
run --json search ĐÁNH GIÁ NỘI BỘ
json '[.rows[].id] | index("QT-03") != null'

it "an id is found first"
run --json search QT-05
json '.rows[0].id == "QT-05"'
run --json search qt-05
json '.rows[0].id == "QT-05"'

it "titles come before texts"
run --json search xem xét của lãnh đạo
json '.rows[0].title | test("xem xét của lãnh đạo"; "i")'

it "a line is shown with its number, and it is that line of the file"
run --json search "hội trường"
path=$(jq -r '.rows[0].path' "$world/out")
number=$(jq -r '.rows[0].line_number' "$world/out")
sed -n "${number}p" "$root/$path" | grep -q "hội trường" ||
	complain "line $number of $path"

it "words in NFD are found as well"
word=$(printf 'đa\314\201nh gia\314\201')
run --json search "$word" nội bộ
status 0

it "--limit limits"
run --json search -n 3 quy trình
json '.rows | length == 3'
run search -n 0 x
status 2
run search -n x x
status 2

it "nothing found: exit status 1"
run search xyzzy plugh
status 1
err "không tìm thấy gì"

it "signs of query languages are words, or nothing"
for words in '"' "'" '*' 'a OR b' 'NEAR(' '-' '(' 'title:' '%' '\'; do
	run search "$words"
	[ "$code" -le 1 ] || complain "\"$words\" ends with $code"
done

it "on a past day only what was there is found"
on 2026-02-10
given new procedure --title "Quản lý xe công"
run search quan ly xe cong
out "QT-13"
run --json --as-of 2026-02-09 search quan ly xe cong
json '[.rows[].id] | index("QT-13") == null'

it "what is gone is not found"
git_ rm -q agencies/so/documents/QT-13.md
git_ commit -q -m "Bỏ"
run --json search quan ly xe cong
json '[.rows[].id] | index("QT-13") == null'
