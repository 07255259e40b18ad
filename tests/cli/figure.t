# SPDX-License-Identifier: MIT
# Numbers of a pasted paragraph: what is proposed, what does not add up, and
# that nothing is recorded before a person says so.
. "${0%/*}/lib.sh"
new_system
lan
on 2026-01-06
texts=$top/tests/propose
record=agencies/so/records/2026/reported-figures/SL-2026-01.md
head_() { git_ rev-parse HEAD; }

# one line a figure: what is printed, unit, days, parts and base, flags
lines() {
	jq -r '.rows[] | [.id, .printed, .value, .unit, .from, .to,
		(if .parts == "" then "" else .parts_are + " " + .parts end),
		(if .base == "" then "" else .numerator + "/" + .base end),
		(.flags | [scan("FLAG-[A-Z-]*")] | join(" "))] | join("|")' \
		"$world/out"
}

before=$(head_)
for file in "$texts"/*.txt; do
	name=$(basename "$file" .txt)
	it "proposes what $name says, with what does not add up"
	run figure propose "$file" --json
	status 0
	lines >"$world/lines"
	cmp -s "$texts/$name.figures" "$world/lines" || {
		complain "other figures than $name.figures"
		diff "$texts/$name.figures" "$world/lines" | sed 's/^/#   /'
	}
done

it "flags of the report of Thừa Thiên Huế what domain experts flagged"
run figure propose "$texts/hue-tthc.txt" --json
json '[.rows[] | select(.flags != "")] | length == 1 and
	(.[0] | .printed == "671" and (.flags | contains("681 (+10)")))'
run figure propose "$texts/hue-iso.txt" --json
json '.rows[] | select(.printed == "35%").flags | contains("35,71 %")'
run figure propose "$texts/hue-ho-so.txt" --json
json '.rows | every(.flags == "")'
run figure propose "$texts/dien-bien.txt" --json
json '.rows[] | select(.printed == "86,54%") | .notes != "" and
	(.flags | contains("932/1.077"))'

it "flags what does not add up once a number is changed"
sed 's/9\.455/9.655/' "$texts/hue-ho-so.txt" >"$world/changed.txt"
run figure propose "$world/changed.txt" --json
json '[.rows[].flags | select(. != "")] | length >= 2'
json '[.rows[].flags] | join(" ") | contains("FLAG-SUM") and
	contains("FLAG-PCT")'

it "records nothing without confirmation"
is "$before" "$(head_)"
[ -z "$(git_ status --porcelain)" ] || complain "something was written"
run figure propose "$texts/hue-tthc.txt"
status 0
out "1.526"
err "chưa ghi gì"
is "$before" "$(head_)"
"$qms" -C "$root" figure propose - <"$texts/hue-tthc.txt" \
	>"$world/out" 2>"$world/err"
out "1.526"
is "$before" "$(head_)"

it "records what is accepted, and keeps the paragraph"
run figure propose "$texts/hue-tthc.txt" --accept 8-11,12 \
	--title "Báo cáo quý I/2019" --code 100/BC-UBND --issuer "UBND tỉnh" \
	--date 15/3/2019
status 0
out "SL-2026-01"
ok grep -q "^code: 100/BC-UBND" "$root/$record"
ok grep -q "^from: 2019-01-01" "$root/$record"
ok grep -q "^confirmed: no" "$root/$record"
ok grep -q "> Trong quý I/2019, UBND tỉnh" "$root/$record"
run table SL-2026-01 figures --json
json '.rows | map(.printed) == ["855", "723", "130", "02", "671"]'
json '.rows[0] | .parts == "2 3 4" and .parts_are == "rời nhau"'
run check
status 0
no_out "error"

it "a total of which a part was left out is not its sum"
run table SL-2026-01 figures --json
json '.rows[4].parts == null or .rows[4].parts == ""'
run figure propose "$texts/hue-tthc.txt" --into SL-2026-01 --accept 12,13
status 0
run table SL-2026-01 figures --json
json '.rows[5] | .printed == "671" and .parts == "7" and
	.parts_are == "chưa đủ"'

it "adds to a record the columns that it has not"
run figure propose "$texts/hue-ho-so.txt" --into SL-2026-01 --accept all
status 0
run table SL-2026-01 figures --json
json '.rows[] | select(.printed == "96,48%") |
	.numerator == "10" and .base == "26"'
is "$(grep -c '^## Đoạn văn gốc' "$root/$record")" 3
run check
no_out "FLAG-PCT"
status 0

it "is typed in Vietnamese too, and tried without writing"
before=$(head_)
run số-liệu đề-xuất "$texts/cham-tien.txt" --accept "tất cả" --dry-run
status 0
out "650,5"
is "$before" "$(head_)"

it "says in English what is to be looked at"
run --lang en figure propose "$texts/dien-bien.txt"
out "not clear what it is a percentage of"
err "nothing is recorded"

it "refuses a list that names no proposal"
for list in 0 99 1-99 3-1 x 1,,x -1 ""; do
	run figure propose "$texts/thieu-ky.txt" --accept "$list" \
		--from 01/01/2025 --to 31/12/2025
	status 2
	err "QMS-U225"
done
is "$before" "$(head_)"

it "asks for the period of a text that names none"
run figure propose "$texts/thieu-ky.txt"
status 0
run figure propose "$texts/thieu-ky.txt" --accept all
status 2
err "QMS-U227"
run figure propose "$texts/thieu-ky.txt" --accept all --from 31/12/2025 \
	--to 01/01/2025
status 2
err "QMS-U227"
is "$before" "$(head_)"

it "adds only to a record of figures"
run figure propose "$texts/cham-tien.txt" --accept all --into QT-01
status 2
err "QMS-U229"
run figure propose "$texts/cham-tien.txt" --accept all --into SL-2026-77
status 6

it "refuses what is no text, what is too long, and another verb"
printf '\377\376T\000' >"$world/word.doc"
run figure propose "$world/word.doc"
status 2
err "QMS-U226"
head -c 70000 /dev/zero | tr '\0' 'a' >"$world/long.txt"
run figure propose "$world/long.txt"
status 4
err "QMS-G013"
run figure propose "$world/none.txt"
status 6
run figure guess "$world/long.txt"
status 2
run --as-of 2026-01-05 figure propose "$texts/cham-tien.txt" --accept all
[ "$code" -ne 0 ] || complain "wrote the past"

it "keeps a hostile paragraph as text"
cat >"$world/hostile.txt" <<'END'
# <script>alert(x)</script> năm 2025 | có 5 hồ sơ | `x` **đậm** [a](javascript:x)
=cmd 7 xã
1. ![x](y) &amp; ---
{title} {year} ~~~ $HOME \ 8 sở
END
run figure propose "$world/hostile.txt" --accept all
status 0
file=agencies/so/records/2026/reported-figures/SL-2026-02.md
ok grep -qF '> \# \<script\>alert(x)\</script\>' "$root/$file"
run check "$file"
status 0
no_out error
run table SL-2026-02 figures --json
json '.rows | map(.printed) == ["5", "7", "8"]'

it "takes the words of the system before those of the program"
grep -v '^hồ sơ,' "$root/standards/figure-words.csv" >"$world/words.csv"
cp "$world/words.csv" "$root/standards/figure-words.csv"
git_ add standards
git_ commit -qm "Bớt một từ"
run figure propose "$world/hostile.txt" --json
json '.rows[0].unit != "hồ sơ"'
git_ rm -q standards/figure-words.csv
git_ commit -qm "Bỏ danh sách"
run figure propose "$world/hostile.txt" --json
json '.rows[0].unit == "hồ sơ"'

if command -v script >/dev/null; then
	it "asks for each on a terminal, and takes only what was said yes to"
	printf 'c\nk\ns\nSở đã áp dụng\nsở\n01/02/2025\n-\n' >"$world/answers"
	script -qec "'$qms' -C '$root' figure propose '$world/hostile.txt'" \
		/dev/null <"$world/answers" >"$world/out" 2>&1
	run table SL-2026-03 figures --json
	json '.rows | map(.printed) == ["5", "8"]'
	json '.rows[1] | .content == "Sở đã áp dụng" and
		.from == "2025-02-01" and (.to // "") == ""'
	before=$(head_)
	printf 'd\n' >"$world/answers"
	script -qec "'$qms' -C '$root' figure propose '$world/hostile.txt'" \
		/dev/null <"$world/answers" >"$world/out" 2>&1
	is "$before" "$(head_)"
fi
