# SPDX-License-Identifier: MIT
# The standard as data: its clauses, what serves them, and the edition to come.
. "${0%/*}/lib.sh"
standards=$top/schemas/standards
now=$standards/iso9001-2015
next=$standards/iso9001-2026

# one column of a file, without the header; titles have commas, numbers none
column() { awk -F, -v n="$2" 'NR > 1 { print $n }' "$1"; }

it "every clause stands below one that is there, in the order of the standard"
for file in "$now/clauses.csv" "$next/clauses.csv"; do
	column "$file" 1 >"$world/numbers"
	sort -V "$world/numbers" | cmp -s - "$world/numbers" ||
		complain "$file is not in order"
	is "$(sort "$world/numbers" | uniq -d)" ""
	while read -r number; do
		case $number in
		*.*) ok grep -qx "${number%.*}" "$world/numbers"
			ok grep -q "^$number,.*,${number%.*}\$" "$file";;
		*) ok grep -q "^$number,.*,\$" "$file";;
		esac
	done <"$world/numbers"
done

it "the map leads from every clause, and to every clause of the next edition"
for side in 1:"$now" 2:"$next"; do
	column "$next/map.csv" "${side%%:*}" | sed '/^$/d' | sort -u \
		>"$world/mapped"
	column "${side#*:}/clauses.csv" 1 | sort >"$world/numbers"
	ok cmp "$world/mapped" "$world/numbers"
done

it "nothing of an edition that is not published is confirmed"
ok grep -qx "confirmed: no" "$next/standard.yaml"
fails grep -q ",yes\$" "$next/map.csv"

it "what serves a clause is a kind, and a role that procedures may have"
sed 1d "$now/served-by.csv" >"$world/served"
while IFS=, read -r clause kind role months; do
	[ -f "$top/schemas/kinds/$kind.yaml" ] ||
		complain "$clause is served by $kind, which is no kind"
	[ -z "$role" ] ||
		ok grep -q "^      $role: " "$top/schemas/kinds/$kind.yaml"
done <"$world/served"

new_system
it "both editions are in a new system, the one applied as the kind clause"
run check
status 0
run --json list standard clause edition-clause
json '[.rows[] | select(.kind == "standard") | .id] ==
	["iso9001-2015", "iso9001-2026"]'
json '[.rows[] | select(.kind == "clause") | .path] ==
	["standards/iso9001-2015/clauses.csv"]'
json '[.rows[] | select(.kind == "edition-clause") | .path] ==
	["standards/iso9001-2026/clauses.csv"]'

it "a clause that only another edition has is not found"
given new procedure --title "Quy trình" --id QT-60 --set role=internal \
	--set "clauses+=6.1.3"
run check
status 1
out "6.1.3"
