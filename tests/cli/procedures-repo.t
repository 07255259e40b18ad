#!/bin/sh
# SPDX-License-Identifier: MIT
# The library that comes with the program: a root without acts, whose kinds,
# rules, law and standards are those of schemas/.
. "${0%/*}/lib.sh"

library=$world/kho
root=$library/procedures-repo
province=$root/agencies/ubnd-tinh

new_library() {
	rm -rf "$library"
	mkdir -p "$library"
	on 2026-11-20
	lan
	cp -R "$top/schemas" "$top/procedures-repo" "$library/"
	git init -q -b main "$library"
	git -C "$library" add -A
	git -C "$library" commit -q -m "library"
}

new_library

it "has no problem but what the two reports of figures print"
run check
status 0
err "0 lỗi, 8 cảnh báo"
is "$(grep -v '^  help' "$world/out" |
    sed 's/.*\[QMS-\([A-Z-]*\)\]: \([HD][0-9a-z]*\) .*/\1 \2/' | sort -k 2)" \
"FLAG-MISMATCH D07
FLAG-BASE D08
FLAG-MISMATCH D11b
FLAG-BASE-TARGET D12
FLAG-ROUND H01a
FLAG-SUM H10
FLAG-POP H18a
FLAG-TEXT-SAME H20"

it "reads the kinds and rules of schemas, and its examples hold"
run --lang en check --rules
status 0
err " rules, "
is "$(grep -c ' 0 rules' "$world/err")" 0

it "shows the law of schemas among its own"
run show 118/2025/NĐ-CP
status 0
out "cơ chế một cửa"

it "holds no copy of what schemas holds"
for name in kinds rules law standards; do
	[ ! -e "$top/procedures-repo/$name" ] || complain "$name is there"
done

it "holds no acts, no issued texts, no trust statements"
is "$(find "$root/agencies" "$root/models" -name acts -o -name issued)" ""
is "$(find "$root" -maxdepth 1 -name trust)" ""

# ---- the provincial procedures ----

it "names at least twelve procedures of the national list, each with a limit"
run --agency ubnd-tinh list tthc --json
status 0
[ "$(grep -c '^[0-9]' "$province/tthc.csv")" -ge 12 ] || complain "too few"

procedures=$(grep -l '^role: tthc$' "$province"/documents/QT-*.md)

it "each procedure has steps, and they are within its limit"
for file in $procedures; do
	awk -F' *[|] *' '
		/^limit_days:/ { split($0, part, ": "); limit = part[2] }
		/^## / { steps = $0 == "## Trình tự thực hiện" }
		steps && $2 ~ /^[0-9]+$/ {
			count++
			sum += $5
			if ($3 == "" || $4 == "" || $7 == "")
				bad = 1
		}
		END { exit !(limit > 0 && count >= 4 && sum > 0 &&
		    sum <= limit && !bad) }' "$file" ||
		complain "${file##*/}: no steps, or longer than its limit"
done

it "each procedure is of a procedure of the list, with the limit of the list"
for file in $procedures; do
	limit=$(sed -n 's/^limit_days: //p' "$file")
	code=$(sed -n 's/^tthc: \[\([^],]*\).*/\1/p' "$file")
	grep "^$code," "$province/tthc.csv" |
	    grep -qE ",commune,[^,]*,[^,]*,current,[^,]*,[^,]*,$limit," ||
		complain "${file##*/}: $code is not in tthc.csv with $limit"
done

it "each procedure cites law that is there, with its source"
for file in $procedures; do
	for number in $(sed -n 's/^legal_basis: \[\(.*\)\]$/\1/p' "$file" |
	    tr -d ,); do
		found=$(grep -lx "number: $number" \
		    "$library"/schemas/law/documents/*.yaml)
		[ -n "$found" ] && grep -q '^source: .' "$found" ||
			complain "${file##*/}: $number"
	done
done

it "each procedure is whole: no blank left, dossier, forms, records, ways"
for file in $procedures; do
	! grep -q '…\|{[a-z_]*}\|TODO' "$file" || complain "${file##*/}: blank"
	for part in '## Thành phần hồ sơ' '## Biểu mẫu' '## Hồ sơ lưu' \
	    'channels: \[.' 'applicants: .' 'result: .' 'onsite_approve: ' \
	    'limit_note: .' 'forms: \[BM'; do
		grep -q "^$part" "$file" || complain "${file##*/}: $part"
	done
done

it "the README names what is unconfirmed, and nothing else"
for file in $procedures "$province/documents/QT-06.md"; do
	sed -n 's/^legal_basis: \[\(.*\)\]$/\1/p' "$file"
done | tr -d ' ' | tr , '\n' | sort -u >"$world/cited"
while read -r number; do
	file=$(grep -lx "number: $number" \
	    "$library"/schemas/law/documents/*.yaml)
	! grep -qx 'confirmed: no' "$file" || echo "$number"
done <"$world/cited" | sort >"$world/unconfirmed"
awk -F, 'NR > 1 && $NF == "no" { print $1 }' "$province/tthc.csv" |
    sort >>"$world/unconfirmed"
sed -n '/^## Chưa đối chiếu/,/^## /s/^| \([^ |]*\) |.*/\1/p' \
    "$root/README.md" | grep '[0-9]' >"$world/named"
sort "$world/named" >"$world/named.sorted"
is "$(sort "$world/unconfirmed" | diff - "$world/named.sorted")" ""

it "a fault in schemas is a fault of the library, while it is not committed"
printf 'nothing: here\n' >>"$library/schemas/law/documents/118-2025-ND-CP.yaml"
run check
status 1
out "law/documents/118-2025-ND-CP.yaml"
git -C "$library" checkout -q .

it "a kind that is gone from schemas is gone from the library"
git -C "$library" rm -q schemas/kinds/tthc.yaml
git -C "$library" commit -q -m "no tthc"
run check
status 1
git -C "$library" reset -q --hard HEAD~1
run check
status 0

it "owes nothing: it is texts for others"
run status --agency ubnd-tinh --json
status 0
no_out R-04
run due --agency ubnd-tinh
out_lines 0

it "takes no document and no act"
run person add lan --agency ubnd-tinh --name "Nguyễn Thị Lan" \
	--email lan@so.example.gov.vn --office secretary
status 7
err "QMS-D212"
run new policy --agency ubnd-tinh --title "Chính sách"
status 7
err "QMS-D212"

it "says so of acts that somebody wrote there"
mkdir -p "$province/acts/QT-10"
echo x >"$province/acts/QT-10/2026-11-20-x.yaml"
run check
status 1
out "QMS-D210"
rm -r "$province/acts"

it "what has a trust statement does not get its kinds from elsewhere"
mkdir "$root/trust"
run check
status 1
out "QMS-D211"
rmdir "$root/trust"

it "the shared data lie at the top of the repository, and nowhere else"
for name in .. .git /etc schemas/../.. nowhere schemas/kinds; do
	sed -i "s|^data: .*|data: $name|" "$root/qms.yaml"
	run check
	status 1
	out "QMS-D211"
done
git -C "$library" checkout -q .

it "follows no link to the shared data"
rm -r "$library/schemas"
ln -s "$top/schemas" "$library/schemas"
run check
status 1
rm "$library/schemas"
git -C "$library" checkout -q .

it "its index is not that of a system at the top of the repository"
run list legal --json
cp "$world/out" "$world/list"
printf 'schema: qms/system/1\nname: A\nlanguage: vi\ntime_zone: Z\nstandard: iso9001-2015\n' \
	>"$library/qms.yaml"
"$qms" -C "$library" list legal >"$world/out" 2>&1
run list legal --json
is "$(cmp "$world/list" "$world/out" 2>&1)" ""
rm "$library/qms.yaml"

it "a system that has none of its kinds is not found to be in order"
mkdir "$world/rỗng"
git init -q "$world/rỗng"
printf 'schema: qms/system/1\nname: A\nlanguage: vi\ntime_zone: Z\nstandard: iso9001-2015\n' \
	>"$world/rỗng/qms.yaml"
root=$world/rỗng
run check
status 1
out "QMS-D211"

# ---- what it is for ----

it "a province takes the drafts, issues them, and a commune adopts them all"
root=$world/tỉnh
on 2026-11-02
lan
given init "Hệ thống quản lý chất lượng" --agency ubnd-tinh \
	--name "Ủy ban nhân dân tỉnh" --model vp-ubnd-tinh
given person add hung --name "Trần Văn Hùng" \
	--email hung@so.example.gov.vn --office reviewer
given person add minh --name "Lê Quang Minh" \
	--email minh@so.example.gov.vn --office head
cp "$province"/documents/QT-[123]*.md "$root/agencies/ubnd-tinh/documents/"
cp "$province/tthc.csv" "$root/agencies/ubnd-tinh/"
git_ add -A
ok git_ commit -q -m "Dự thảo quy trình nội bộ"
run check
status 0
printf 'QUYẾT ĐỊNH\n' >"$world/QD.pdf"
ids=$(cd "$province/documents" && echo QT-[123]*.md | sed 's/\.md//g')
issued $ids
given agency add xa-tan-lap --name "Ủy ban nhân dân xã Tân Lập" \
	--kind UBND_XA --parent ubnd-tinh --from 2025-07-01
given --agency xa-tan-lap person add hoa --name "Đỗ Thị Hoa" \
	--email hoa@xa.example.gov.vn --office secretary
as "Đỗ Thị Hoa" hoa@xa.example.gov.vn
run --agency xa-tan-lap new procedure --adopts 'ubnd-tinh/QT-*'
status 0
out_lines "$(echo $ids | wc -w)"
run check
status 0
run show xa-tan-lap/QT-12
status 0
