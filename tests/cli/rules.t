# SPDX-License-Identifier: MIT
# The rules that come with the program: all that the law asks for, each with
# examples on both sides; none goes or comes unseen.
. "${0%/*}/lib.sh"
rules=$top/schemas/rules
kinds=$top/schemas/kinds

it "holds what the law asks for, one rule each"
for id in $(seq -f 'R-%02g' 21) $(seq -f 'C-%02g' 11) $(seq -f 'O-%02g' 9); do
	[ -f "$rules/$id.md" ] || complain "$id is missing"
	grep -q '^basis: ' "$rules/$id.md" || complain "$id has no basis"
done

# id, use, number of examples
listed() {
	for file in "$rules"/*.md; do
		awk '/^id: /{ id = $2 } /^use: /{ use = $2 }
			/\| verdict \|$/{ table = 1; next }
			/^\|---/{ next }
			table && /^\|/{ examples++ }
			END { print id, use, examples + 0 }' "$file"
	done | LC_ALL=C sort
}

it "knows every rule: one that goes, comes or loses an example is seen"
listed >"$world/out"
diff "$top/tests/golden/rules.txt" "$world/out" >"$world/err" ||
	complain "tests/golden/rules.txt says otherwise"

it "has examples on both sides of every rule"
for file in "$rules"/*.md; do
	verdicts=$(sed -n 's/^|.*| \([a-z-]*\) |$/\1/p' "$file" | sort -u |
	    tr '\n' ' ')
	case $(sed -n 's/^use: //p' "$file") in
	problem) wanted="none problem";;
	refuse) wanted="allowed refused";;
	fill)
		wanted=none
		grep '^| [0-9]' "$file" | grep -qv '| none |$' ||
			complain "$file: no example that fills anything in";;
	indicator)
		wanted=
		grep -q '| \([1-9][0-9]*\)/\1 |$' "$file" ||
			complain "$file: no example in which all count"
		grep -q '| 0/[1-9][0-9]* |$' "$file" ||
			complain "$file: no example in which none counts";;
	obligation)
		wanted=met
		! grep -q "'yes' AS attested" "$file" || wanted=attested
		# one that is done anew is never met, but open again
		! grep -q 'NULL AS done' "$file" || wanted=open
		case $verdicts in
		*missing* | *overdue* | *due-soon*) ;;
		*) complain "$file: no example that is not met";;
		esac;;
	esac
	for verdict in $wanted; do
		case " $verdicts" in
		*" $verdict "*) ;;
		*) complain "$file: no example is $verdict";;
		esac
	done
done

it "every guard of a kind is a rule that refuses, and the other way round"
sed -n 's/^  - \[.*, \[\(.*\)\]\]$/\1/p' "$kinds"/*.yaml | tr -d ' ' |
	tr ',' '\n' | grep . | sort -u >"$world/guards"
grep -l '^use: refuse' "$rules"/*.md | sed 's|.*/||; s|\.md$||' |
	sort >"$world/refuse"
diff "$world/guards" "$world/refuse" >"$world/err" || complain "they differ"

it "reporting periods follow each other without a gap, in both schemes"
awk -F, '
	function day(text,    part) {
		split(text, part, "-")
		return before[part[1] + 0] + part[2]
	}
	BEGIN {
		split("31 29 31 30 31 30 31 31 30 31 30 31", size, " ")
		for (m = 1; m <= 12; m++)
			before[m + 1] = before[m] + size[m]
	}
	NR > 1 {
		# texts hold commas: from the end, and behind the English name
		match($0, /,[0-9][0-9]-[0-9][0-9],[01],[0-9][0-9]-[0-9][0-9],/)
		split(substr($0, RSTART + 1, RLENGTH - 2), part, ",")
		first = day(part[1]) - 366 * part[2]
		last = day(part[3])
		kind = $2 " " $3
		if (kind in ends && first != ends[kind] + 1)
			print $1 " does not follow"
		if (!(kind in ends))
			begins[kind] = first
		ends[kind] = last
		count[kind]++
	}
	END {
		for (kind in ends)
			if (kind ~ /(month|quarter|year)$/ &&
			    ends[kind] - begins[kind] != 365)
				print kind " is no year"
		if (count["calendar month"] != 12 ||
		    count["mid-month quarter"] != 4)
			print "some are missing"
	}' "$top/schemas/law/periods.csv" >"$world/out"
[ ! -s "$world/out" ] || complain "periods.csv"

it "what the law fixes bears its source and whether it was compared with it"
for file in "$top"/schemas/law/*.csv; do
	head -n 1 "$file" | grep -Eq 'source|basis' ||
		complain "$file has no source"
	head -n 1 "$file" | grep -q 'confirmed' ||
		complain "$file does not say confirmed"
done

new_system
it "every example gives its verdict"
run check --rules
status 0
err "$(cat "$top/tests/golden/rules.txt" | wc -l) quy tắc"

it "what has blanks is not submitted, and says where"
given new procedure --title "Tiếp công dân"
id=$(cat "$world/out")
run submit "$id"
status 7
err "[QMS-no-blanks]"
err "[…]"
sed -i 's/\[…\]/việc tiếp công dân/' "$root/agencies/so/documents/$id.md"
git_ commit -qam "Điền $id"
run submit "$id"
status 0

it "what nobody can see is attested by the head, until a day"
issued CSCL
run --as-of 2027-01-05 --json status
json '[.rows[] | select(.rule == "R-14")][0].verdict == "due-soon"'
lan
on 2026-01-06
given new attestation --title "Xác nhận năm 2026"
given edit XN-2026-01 --set until=2027-06-30
minh
given act XN-2026-01 attest
run --as-of 2027-06-30 --json status
for id in R-02 R-14 R-16 R-19 R-20; do
	json '[.rows[] | select(.rule == $id)][0].verdict ==
		"attested"' --arg id $id
done
run --as-of 2027-07-01 --json status
json '[.rows[] | select(.rule == "R-14")][0].verdict == "overdue"'
given act XN-2026-01 retract
run --as-of 2027-06-30 --json status
json '[.rows[] | select(.rule == "R-14")][0].verdict == "overdue"'

it "two documents of one code are told, however many there are"
lan
for n in 91 92 93; do
	sed 's/^code: .*/code: QT-TRÙNG/' \
		"$root/agencies/so/documents/QT-01.md" \
		>"$root/agencies/so/documents/QT-$n.md"
done
run check
status 1
is "$(grep -c 'QMS-D-15' "$world/out")" 2
