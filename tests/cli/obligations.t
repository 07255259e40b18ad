# SPDX-License-Identifier: MIT
# Every obligation: examples of what is met, of what is not, of what is due soon,
# and of the last day and the day after; and in a system at work, taking away
# the one record that meets an obligation changes that verdict.
. "${0%/*}/lib.sh"
rules=$top/schemas/rules
obligations=$(grep -l '^use: obligation' "$rules"/*.md)

# Of one rule what its examples lack, a word each.
lacking() {
	awk -F '|' '
		function number(day,    y, m) {	# of a day, from 2000-03-01
			y = substr(day, 1, 4) - 2000
			m = substr(day, 6, 2) - 3
			if (m < 0) {
				m += 12
				y = y - 1
			}
			m = int((153 * m + 2) / 5) + substr(day, 9, 2)
			return 365 * y + int(y / 4) + m
		}
		/^```sql/ { sql = 1 }
		/^```$/ { sql = 0 }
		sql && /NULL AS due/ { no_due = 1 }
		sql && /NULL AS done/ { never_met = 1 }
		/\| verdict \|$/ { table++; next }
		/^\|---/ || !/^\|/ { next }
		table {
			verdict = $(NF - 1); gsub(/ /, "", verdict)
			day = $2; gsub(/ /, "", day)
			seen[verdict] = 1
			rest = table
			for (i = 3; i < NF - 1; i++)
				rest = rest "|" $i
			if (verdict == "due-soon")
				last[rest, number(day)] = 1
			if (verdict == "overdue")
				after[rest, number(day) - 1] = 1
		}
		END {
			if (!never_met && !seen["met"] && !seen["attested"])
				print "met"
			if (no_due && !seen["missing"]) print "missing"
			if (no_due) exit
			if (!seen["due-soon"]) print "due-soon"
			if (!seen["overdue"]) print "overdue"
			for (key in last)
				if (key in after) boundary = 1
			if (!boundary) print "boundary"
		}' "$1"
}

it "each has an example that is met, one that is not, one due soon, the last day and the day after"
[ "$(echo "$obligations" | wc -l)" -ge 60 ] || complain "where are they?"
for file in $obligations; do
	lacks=$(lacking "$file")
	[ -z "$lacks" ] || complain "${file##*/}:" $lacks
done

it "a rule that lacks one of them is told"
cat >"$world/rule.md" <<'E'
```sql
SELECT 1 AS due
```

| day | a.b | verdict |
|---|---|---|
| 2024-02-28 | 1 | due-soon |
| 2024-03-01 | 1 | overdue |
E
is "$(lacking "$world/rule.md" | tr '\n' ' ')" "met boundary "
sed -i 's/2024-02-28/2024-02-29/' "$world/rule.md"
is "$(lacking "$world/rule.md")" met
sed -i 's/| 2024-03-01 | 1 /| 2024-03-01 | 2 /' "$world/rule.md"
is "$(lacking "$world/rule.md" | tr '\n' ' ')" "met boundary "

new_system
it "days of notice are a setting: the same deadline is open or due soon"
issued CSCL QT-01 QT-03
for days in 30:open 31:due-soon 0:open; do
	sed -i '/^due_soon:/d' "$root/qms.yaml"
	printf 'due_soon: %s\n' "${days%:*}" >>"$root/qms.yaml"
	git_ commit -qam "Báo trước ${days%:*} ngày"
	run --json --as-of 2026-11-30 --known now status
	json ".rows[] | select(.rule == \"C-01\") | .verdict == \"${days#*:}\""
done
sed -i 's/^due_soon:.*/due_soon: 30/' "$root/qms.yaml"
git_ commit -qam "Báo trước 30 ngày"
given trust --update

it "an attestation is an officer's, with its day, and ends with its last day"
lan
on 2026-02-01
given new attestation --title "Xác nhận năm 2026"
given edit XN-2026-01 --set until=2027-06-30
run act XN-2026-01 attest
[ "$code" -ne 0 ] || complain "the secretary attested"
minh
given act XN-2026-01 attest
run --json --as-of 2027-06-30 --known now status so
json '.rows[] | select(.rule == "R-19") | .verdict == "attested" and
	.done == "2026-02-01" and (.evidence | endswith("XN-2026-01.md"))'
run --json --as-of 2026-01-31 --known now status so
json '.rows[] | select(.rule == "R-19") | .verdict != "attested"'
run --json --as-of 2027-07-01 --known now status so
json '.rows[] | select(.rule == "R-19") | .verdict == "overdue"'

# ---- a system at work ----

lan
given new training --title "Lớp đánh giá viên" --set first_day=2026-02-02 \
	--set last_day=2026-02-03
given new late-dossier --title "Trễ" --set due=2026-02-10 \
	--set apology=2026-02-08 --set dossier=000.00.12.H57-260110-0001
given new late-dossier --title "Trễ nữa" --set due=2026-02-11 \
	--set apology=2026-02-08 --set dossier=000.00.12.H57-260110-0002
given new feedback --title "Phản ánh" --set received=2026-01-20 \
	--set due=2026-02-10 --set answered=2026-01-26
given new management-review --title "Họp xem xét năm 2026" \
	--set day=2026-02-01
given new steering-session --title "Họp Ban Chỉ đạo" --set day=2026-02-01
given new risk --title "Rủi ro" --set owner=lan --set due=2026-03-31
given act RR-2026-01 plan
given act RR-2026-01 finish
given new posting --title "Niêm yết" --set day=2026-02-01
given new notice --title "Thông báo" --set day=2026-02-01
given disseminate QT-01
issued MTCL QT-05
# what has to be there before is the matter of other tests
sed -i 's/^\(  - \[planned, hold, .*, \)\[.*\]\]$/\1[]]/' \
	"$root/kinds/management-review.yaml"
sed -i '/^| 1 /s/tham dự/đạt/' \
	"$root"/agencies/so/records/2026/training/*.md
git_ add -A; git_ commit -qm "Không có điều kiện"
given trust --update
given act XX-2026-01 hold


# all verdicts of the department on a day, a line each
verdicts() {
	run --json --as-of 2026-06-30 --known now status so
	jq -r '.rows[] | [.rule, .period, .verdict] | @tsv' "$world/out" |
		LC_ALL=C sort
}
# evidence that is a file of the agency
run --json --as-of 2026-06-30 --known now status so
jq -r '.rows[] | select(.verdict == "met" or .verdict == "attested") |
	select(.evidence | startswith("agencies/")) |
	[.evidence, .rule, .period] | @tsv' "$world/out" | LC_ALL=C sort \
	>"$world/met"
verdicts >"$world/before"

it "something of several kinds is met, with its evidence"
[ "$(cut -f 2 "$world/met" | sort -u | wc -l)" -ge 6 ] ||
	complain "only $(cut -f 2 "$world/met" | sort -u | tr '\n' ' ')"

# What a record meets is what `met` names it for. Without it these are met no
# more; what else changes is asked of that very document, and bears its id: a
# procedure that is gone needs no review.
it "taking away the one record that meets it changes exactly the verdicts that rest on it"
git_ tag before
cut -f 1 "$world/met" | uniq | while read -r evidence; do
	id=${evidence##*/}; id=${id%.*}
	case $evidence in
	# offices have their own tests; statements only grow, and stay known
	*/people.yaml | */acts/*) continue;;
	esac
	git_ rm -q -- "$evidence"
	git_ commit -qm "Không có $id"
	verdicts >"$world/after"
	# every verdict that named it is no longer the same …
	grep -F "$evidence	" "$world/met" | cut -f 2-3 |
	while IFS='	' read -r rule period; do
		! awk -F '\t' -v r="$rule" -v p="$period" '$1 == r && $2 == p &&
			($3 == "met" || $3 == "attested")' "$world/after" |
			grep -q . || complain "$rule $period without $id"
	done >>"$world/complaints"
	# … and each one that changed speaks of it
	LC_ALL=C comm -3 "$world/before" "$world/after" | sed 's/^	//' |
		cut -f 1-2 | sort -u >"$world/changed"
	grep -F "$evidence	" "$world/met" | cut -f 2-3 | sort -u \
		>"$world/named"
	LC_ALL=C comm -23 "$world/changed" "$world/named" |
		sed "s|^|$id	|" >>"$world/others"
	git_ reset -q --hard before
done
[ ! -s "$world/complaints" ] || complain "$(cat "$world/complaints")"
# by the object's own name, or one of those that count its documents
unnamed=$(grep -vE "^([^	]*)	[^	]*	\1" "$world/others")
[ -z "$unnamed" ] || complain "$unnamed"

it "what is owed by an agency that must have a system is an error, where it is encouraged a warning"
commune xa-a
lan
run --json --as-of 2027-01-05 --known now status so
json '.rows[] | select(.rule == "C-01" and .period == "2026") | .verdict == "overdue" and
	.severity == "error"'
json '.rows[] | select(.verdict == "met") | .severity == ""'
run --json --as-of 2027-01-05 --known now status xa-a
json '.rows[] | select(.verdict == "missing") | .severity == "warning"'
run --as-of 2027-01-05 --known now status xa-a
out "(khuyến khích)"
run --lang en --as-of 2027-01-05 --known now status xa-a
out "(encouraged)"
sed -i '/^UBND_XA,/s/encouraged/mandatory/' "$root/law/agency-kinds.csv"
git_ commit -qam "Cấp xã là bắt buộc"
run --json --as-of 2027-01-05 --known now status xa-a
json '.rows[] | select(.verdict == "missing") | .severity == "error"'
git_ revert --no-edit -n HEAD; git_ commit -qm "Trở lại"

