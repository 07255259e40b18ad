# SPDX-License-Identifier: MIT
# law/systems.csv: what reports speak of. Each cell holds against what exists:
# kinds, rules, and commands, which are run.
. "${0%/*}/lib.sh"
new_system

run --json table reported-system
cp "$world/out" "$world/systems.json"
# number column: its values, one a line
cell() {
	jq -r --arg number "$1" --arg column "$2" '.rows[] |
		select(.number == $number) | .[$column]' \
		"$world/systems.json" | sed 's/; /\n/g' | grep .
}

it "has the 25, in their order"
json '[.rows[].number] == [range(1; 26) | tostring]'

it "each names kinds that there are"
for number in $(seq 25); do
	[ -n "$(cell $number kinds)" ] || complain "$number has no kind"
	for kind in $(cell $number kinds); do
		[ -f "$top/schemas/kinds/$kind.yaml" ] ||
			complain "$number: no kind $kind"
	done
done

it "each indicator is a rule, and each of the rules belongs to one"
for number in $(seq 25); do
	for id in $(cell $number indicators); do
		grep -qs '^use: indicator$' "$top/schemas/rules/$id.md" ||
			complain "$number: no indicator $id"
		echo "$id"
	done
done | sort >"$world/named"
sort -u "$world/named" >"$world/once"
ok cmp "$world/named" "$world/once"
for file in "$top"/schemas/rules/M-*.md; do
	id=${file##*/}
	grep -qx "${id%.md}" "$world/named" || complain "${id%.md} has no place"
done

# The objects that "ID" stands for: a fresh one of the first kind of records.
object_of() {
	for kind in $(cell "$1" kinds); do
		grep -q '^class: record' "$top/schemas/kinds/$kind.yaml" &&
			grep -q '^starter:' "$top/schemas/kinds/$kind.yaml" ||
			continue
		case $kind in register) about="--set about=$2";; *) about=;; esac
		"$qms" -C "$root" new "$kind" --title "Thử $1" $about \
			2>"$world/err" || complain "$1: new $kind"
		return
	done
}
words() { # command line: run as it is typed
	set -f
	run ${1#qms }
	set +f
}

it "the export of each is a command that gives something"
for number in $(seq 25); do
	[ -n "$(cell $number export)" ] || complain "$number has no export"
	case $number in 24) about=communication;; *) about=equipment;; esac
	id=$(object_of $number $about)
	echo "$id" >"$world/id-$number"
	cell $number export >"$world/commands"
	while read -r line; do
		case $line in
		"qms site") given site -o "$world/site"; continue;;
		"qms model diff") run model diff; continue;;
		esac
		# the option for CSV is one of every command
		case $line in *" --csv") line="qms --csv ${line#qms }";; esac
		words "$(echo "$line" | sed "s/ ID\\b/ $id/; s/ --csv$//")"
		[ $code -eq 0 ] || complain "$number: $line: $code"
	done <"$world/commands"
done

it "the import of each takes what the export gave"
for number in $(seq 25); do
	id=$(cat "$world/id-$number")
	cell $number import >"$world/commands"
	while read -r line; do
		line=$(echo "$line" | sed "s/ ID\\b/ $id/")
		case $line in
		"qms model upgrade" | "qms take-in" | *--attendance*)
			set -- ${line#qms }
			"$qms" help "$1" >"$world/out" 2>&1 ||
				complain "$number: $line"
			case $line in *--attendance*) out --attendance;; esac
			continue;;
		*--rows*)
			printf 'title\nThử\n' >"$world/file.csv"
			words "$(echo "$line" |
				sed "s| FILE| $world/file.csv|")"
			[ $code -eq 0 ] || complain "$number: $line: $code"
			continue;;
		*--compare* | *--changes* | *--from*) ;;
		*) complain "$number: $line is not known to this test"
			continue;;
		esac
		set -- $line
		of=$3
		case $4 in --*) table=;; *) table=$4;; esac
		given --csv table "$of" $table
		cp "$world/out" "$world/file.csv"
		words "$(echo "$line" | sed "s| FILE| $world/file.csv|")"
		[ $code -eq 0 ] || complain "$number: $line: $code"
	done <"$world/commands"
done

it "what the domain counts has an indicator, and every way in a command"
for number in $(seq 18) $(seq 20 23); do
	[ -n "$(cell $number indicators)" ] || complain "$number has none"
	[ $number -eq 3 ] || [ $number -eq 8 ] ||
		[ -n "$(cell $number import)" ] ||
		complain "$number has no import"
done

it "the site shows them, with the indicators by their content"
given site -o "$world/site"
page=$world/site/reported-system/index.html
[ -f "$page" ] || complain "no page"
