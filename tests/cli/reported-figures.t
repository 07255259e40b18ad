#!/bin/sh
# SPDX-License-Identifier: MIT
# Figures of reports: what does not add up is flagged, each with its kind, both
# sides and the difference, and nothing else is; whatever number of a row that
# can be computed again is changed, a flag is raised.
. "${0%/*}/lib.sh"

library=$world/kho
root=$library/procedures-repo
mkdir -p "$library"
on 2026-11-20
lan
cp -R "$top/schemas" "$library/"
mkdir "$root"
for name in agencies models qms.yaml; do
	cp -R "$top/procedures-repo/$name" "$root/"
done
git init -q -b main "$library"
git -C "$library" add -A
git -C "$library" commit -q -m "library"
hue=ubnd-tinh-thua-thien-hue
dien_bien=ubnd-tinh-dien-bien

# ---- the two reports ----

it "flags what is wrong in the two reports, each by its kind, and nothing else"
run --json figure check
status 0
is "$(jq -r '.rows[] | .id + " " + .flag' "$world/out")" "\
D07 FLAG-MISMATCH
D08 FLAG-BASE
D11b FLAG-MISMATCH
D12 FLAG-BASE-TARGET
H01a FLAG-ROUND
H10 FLAG-SUM
H18a FLAG-POP
H20 FLAG-TEXT-SAME"

it "names both sides, the difference and the source"
json '.rows | every(.message | contains("nguồn: Báo cáo công tác"))'
for words in "D07 ghi 2.104 (01/08/2019), khác D03: 2.120 (15/09/2019) (-16)" \
    "D08b: 932/1.077" "D11b ghi 19, khác D11a: 18 (+1)" \
    "62/130 = 47,69 %" "> 70 %" "còn thiếu 30" \
    "H01a ghi 35%, tính lại 65/182 = 35,71 % (H01; +0,71)" \
    "H10 ghi 671, các phần cộng lại H10a + H10b + H10c = 681 (+10)" \
    "H18a ghi 191" "H01b: 182" "+9" "không phải cộng sai" \
    "TCVN ISO 9001:2015 (hoặc TCVN ISO 9001:2015)"; do
	out "$words"
done

it "says the same in English"
run --lang en figure check
status 0
out "H10 says 671, its parts add up to H10a + H10b + H10c = 681 (+10) (source: "

it "holds a row for every row of both reports"
run --json figure show $hue/SL-2019-01
cp "$world/out" "$world/H"
run --json figure show $dien_bien/SL-2019-01
cp "$world/out" "$world/D"
is "$(jq -r '.rows[].id[0:3]' "$world/H" | sort -u | tr '\n' ' ')" \
	"$(seq -f 'H%02g' 20 | tr '\n' ' ')"
is "$(jq -r '.rows[].id[0:3]' "$world/D" | sort -u | tr '\n' ' ')" \
	"$(seq -f 'D%02g' 13 | tr '\n' ' ')"

# id, printed, computed, result
shows() {
	is "$(jq -r --arg id "$2" '.rows[] | select(.id == $id) |
	    .printed + "|" + .computed + "|" + .result' "$world/$1")" "$3"
}
it "computes again what can be computed"
shows H H01 "65/182|65/182|holds"
shows H H01a "35%|35,71 %|flagged"
shows H H06 "2.132/2.132|2.132|holds"
shows H H06a "100%|100 %|holds"
shows H H08 "1.526|1.526|holds"
shows H H10 "671|681|flagged"
shows H H11e "96,48%|96,48 %|holds"
shows H H12e "95,06%|95,06 %|holds"
shows H H13e "95,39%|95,39 %|holds"
shows H H14b "|33.710|derived"
shows H H14e "|95,54 %|derived"
shows H H15b "|55,92 %|derived"
shows D D03 "2.120|2.120|holds"
shows D D08c "|54,28 %|derived"
shows D D12b "|47,69 %|derived"
shows D D01 "34||unchecked"
shows D D03a "1672||used"

it "is a base of what was received alone for another percentage"
cp "$root/agencies/$hue/records/2019/reported-figures/SL-2019-01.md" \
	"$world/SL"
sed -i '/^| H11e /s/ H11b / H11 /' \
	"$root/agencies/$hue/records/2019/reported-figures/SL-2019-01.md"
run check
status 0
out "QMS-FLAG-PCT]: H11e ghi 96,48%, tính lại 7.344/7.716 = 95,18 % (H11c, H11)"
git -C "$library" checkout -q .

it "no record says of itself what holds"
for file in "$root"/agencies/*/records/2019/reported-figures/*.md; do
	! grep -q 'FLAG-\|| OK \|khớp |' "$file" || complain "${file##*/}"
done

# ---- every number of every row ----

# A record in so many copies, each with one number changed, is recorded, and
# what changes without a new flag is told: row, number of the cell, how many of
# how many changes are not seen.
unseen() {
	directory=$root/agencies/$1/records/2019/reported-figures
	: >"$world/list"
	awk -v out="$directory" -v list="$world/list" \
		-f "$top/tests/cli/reported-figures.awk" \
		"$directory/SL-2019-01.md"
	git -C "$library" add -A
	git -C "$library" commit -q -m "$1"
	run --json figure check
	status 0
	jq -r --arg agency "$1" '.rows[] | select(.agency == $agency) |
		.record + "\t" + .flag + " " + .message' "$world/out" \
		>"$world/flags"
	git -C "$library" reset -q --hard HEAD~1
	awk -F '\t' '
	FILENAME ~ /flags$/ {
		if ($1 == "SL-2019-01")
			own[$2] = 1
		else if (!($2 in own))
			seen[$1] = 1
		next
	}
	{
		split($0, word, " ")
		place = word[2] " " word[3]
		if (!(place in all))
			order[++places] = place
		all[place]++
		missed[place] += !(word[1] in seen)
	}
	END {
		for (i = 1; i <= places; i++)
			if (missed[order[i]] > 0)
				print order[i], missed[order[i]] "/" \
				    all[order[i]]
	}' "$world/flags" "$world/list"
}

it "any number of the first report that is changed raises a flag, but what it says once"
unseen $hue >"$world/unseen"
[ "$(wc -l <"$world/list")" -ge 300 ] || complain "only few changes"
# 36 % is how 35,71 % is rounded; the others the report says once, and gives no
# sum, part or percentage of them
is "$(cat "$world/unseen")" "\
H01a 1 1/4
H05 1 4/4
H07a 1 5/5
H07b 1 4/4
H07c 1 4/4
H15 1 4/4
H15a 1 5/5
H16a 1 4/4
H16b 1 4/4
H18 2 4/5
H19 1 4/4
H20 1 6/6
H20 2 6/6
H20 3 6/6
H20 4 6/6"

it "and any number of the second"
unseen $dien_bien >"$world/unseen"
[ "$(wc -l <"$world/list")" -ge 130 ] || complain "only few changes"
is "$(cat "$world/unseen")" "\
D01 1 4/4
D02a 1 5/5
D02b 1 5/5
D02c 1 4/4
D02d 1 4/4
D08a 1 6/6
D09a 1 3/4
D09b 1 1/4
D09c 1 4/4
D10a 1 2/4
D10b 1 4/4
D10c 1 4/4
D10d 1 1/4
D13a 1 5/5
D13b 1 4/4"

# ---- of one's own ----

it "a total that the parts exceed by ten is told, and the table is not touched"
root=$world/sở
new_system
file=agencies/so/records/2026/reported-figures/SL-2026-01.md
given new reported-figures --title "Báo cáo quý IV"
run figure check
status 0
out_lines 0
err "khớp"
given table SL-2026-01 figures set 3 printed=212
before=$(git_ rev-parse HEAD)
run check
status 0
out "warning[QMS-FLAG-SUM]: 1 ghi 1.250, các phần cộng lại 2 + 3 = 1.260 (+10)"
is "$(git_ rev-parse HEAD)" "$before"
run figure
status 0
out "Báo cáo quý IV"
run --json figure list
json '.rows[0] | .figures == 3 and .flagged == 1'

it "what the system counts stands beside what is printed"
given table SL-2026-01 figures column add "Hệ thống tính"
given table SL-2026-01 figures set 1 indicator=M-01
run --json figure show SL-2026-01
status 0
json '.rows[0] | .printed == "1.250" and (.counted | test("^[0-9]+/[0-9]+"))'
json '.rows[1].counted == ""'
run figure show SL-2026-01
out "Hệ thống tính"

it "goes to CSV and comes back the same"
run --csv table SL-2026-01 figures
status 0
cp "$world/out" "$world/figures.csv"
cp "$root/$file" "$world/file"
run table SL-2026-01 figures --from "$world/figures.csv"
status 0
is "$(cmp "$root/$file" "$world/file" 2>&1)" ""
given table SL-2026-01 figures remove 2 3
run table SL-2026-01 figures --from "$world/figures.csv"
status 0
is "$(cmp "$root/$file" "$world/file" 2>&1)" ""

it "the page of a record shows each number with its parts, flags and counts"
run site --output "$world/trang"
status 0
page=$world/trang/agencies/so/id/SL-2026-01.html
cp "$page" "$world/out"
out 'id="flags"'
out "1 ghi 1.250, các phần cộng lại 2 + 3 = 1.260 (+10)"
out 'href="../../../agencies/so/id/SL-2026-01.html#f-2"'
out 'id="f-2"'
out "Hệ thống tính"
cp "$world/trang/figures.html" "$world/out"
out "Báo cáo quý IV"
out '<span class="state is-bad">1</span>'
cp "$world/trang/index.html" "$world/out"
out 'figures.html'

it "the pages follow a number that changes, as if all were made anew"
given table SL-2026-01 figures set 3 printed=202
run site --output "$world/trang"
status 0
run site --output "$world/lại"
status 0
is "$(diff -r -q -x 'manifest*' -x '.*' "$world/trang" "$world/lại")" ""
cp "$page" "$world/out"
out "Các số khớp nhau."
given table SL-2026-01 figures set 3 printed=212

it "the public edition has no figures of reports: they are internal"
run site --public --output "$world/công khai"
status 0
[ ! -e "$world/công khai/figures.html" ] || complain "figures.html is there"
[ ! -e "$world/công khai/agencies/so/id/SL-2026-01.html" ] ||
	complain "the record is there"

it "a row that is not there, is there twice or is its own part is an error"
given table SL-2026-01 figures set 1 parts="2 9"
run check
status 1
out "error[QMS-D-91]: không có dòng 9"
given table SL-2026-01 figures set 1 parts="1 2"
run check
status 1
out "QMS-D-91"
given table SL-2026-01 figures set 1 parts="2 3"
sed -i 's/^| 3 |/| 2 |/' "$root/$file"
run check
status 1
out "error[QMS-D-90]: mã 2 đã có ở dòng 2"
git_ checkout -q .

it "rows that are computed from each other in a circle end"
sed -i 's/^| 2 |\([^|]*\)|[^|]*|\([^|]*\)|\([^|]*\)|\([^|]*\)|[^|]*|/| 2 |\1||\2|\3|\4| 2 |/' \
	"$root/$file"
run check
status 1
out "QMS-D-91"
git_ checkout -q .

it "is asked of a record of figures"
run figure show
status 2
err "[QMS-U236]"
run figure show QT-02
status 2
err "[QMS-U235]"
run figure nonsense
status 2
err "[QMS-U025]"
run figure show SL-2026-99
status 6
