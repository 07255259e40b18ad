#!/bin/sh
# SPDX-License-Identifier: MIT
# After any series of edits the site made step by step is the site made at
# once. ROUNDS=1000 for a long run; the same SEED gives the same series.
. "${0%/*}/lib.sh"

rounds=${ROUNDS:-40}
seed=${SEED:-7}
site=$world/site
new_system
issued QT-01 QT-03 QT-04

# sets $pick to a number below $1
pick() {
	seed=$(((seed * 1103515245 + 12345) % 2147483648))
	pick=$((seed / 65536 % $1))
}
one_of() { pick $#; shift $pick; one=$1; }
commit() {
	git_ add -A
	git_ diff --cached --quiet || git_ commit -qm "$1"
}
a_document() {
	one_of QT-01 QT-02 QT-03 QT-04 QT-05 QT-06 BM-01 BM-02 BM-07 CSCL
	document=agencies/so/documents/$one.md
}

edit_text() {
	a_document
	[ -f "$root/$document" ] || return
	pick 1000
	printf '\nCâu thêm vào thứ %s, xem [QT-03](QT-03).\n' $pick \
		>>"$root/$document"
	commit text
}
edit_title() {
	a_document
	[ -f "$root/$document" ] || return
	pick 1000
	sed -i "s/^title: .*/title: Tên mới $pick/" "$root/$document"
	commit title
}
edit_clauses() {
	a_document
	[ -f "$root/$document" ] || return
	one_of '["4.1"]' '["8.5.1", "10.2"]' '["7.5"]' '[]'
	sed -i "s/^clauses: .*/clauses: $one/" "$root/$document"
	commit clauses
}
remove() {
	a_document
	[ ! -f "$root/$document" ] || git_ rm -q "$document"
	commit remove
}
bring_back() {
	a_document
	[ -f "$root/$document" ] ||
		git_ checkout -q "$first" -- "$document"
	commit back
}
submit() { a_document; lan; run submit "$one"; }
review() { a_document; hung; run review "$one"; }
issue() {
	a_document
	lan
	run issue --decision "$round/QĐ-SKHCN" --file "$world/QD.pdf" "$one"
}
issue_anew() {
	edit_text
	lan; run submit "$one"
	hung; run review "$one"
	lan; run issue --decision "$round/QĐ-SKHCN" --file "$world/QD.pdf" \
		"$one"
}
withdraw() { a_document; lan; run withdraw "$one" --by minh; }
finding() {
	thu
	run new finding --title "Phát hiện $round" --no-input
	commit finding
	pick 3
	[ $pick -ne 0 ] || run act "PH-$year-01" retract
}
law() {
	file=$(cd "$root" && printf '%s\n' law/documents/*.yaml | sort |
		sed -n "$((round % 5 + 1))p")
	sed -i "s/^title: .*/title: Trích yếu $round/" "$root/$file"
	commit law
}
list() {
	one_of new current amended abolished
	sed -i "2s/,\(new\|current\|amended\|abolished\),/,$one,/" \
		"$root/agencies/so/tthc.csv"
	commit list
}
person() {
	sed -i "s/name: Phạm Thị [A-Za-z0-9]*/name: Phạm Thị Thu$round/" \
		"$root/agencies/so/people.yaml"
	commit person
}
unit() {
	sed -i "s/name: Văn phòng[ 0-9]*/name: Văn phòng $round/" \
		"$root/agencies/so/agency.md"
	commit unit
}
word() {
	sed -i "s/draft:     {vi: [^,]*,/draft:     {vi: dự thảo $round,/" \
		"$root/kinds/document.yaml"
	commit word
}
agency() {
	lan
	run agency add "xa-$round" --name "Ủy ban nhân dân xã $round" \
		--kind UBND_XA --model so
}
time_passes() {
	pick 40
	day=$((day + pick))
	year=$((2026 + day / 336))
	on "$(printf '%d-%02d-%02d' $year $((day / 28 % 12 + 1)) \
		$((day % 28 + 1)))"
}

first=$(git_ rev-parse HEAD)
day=0
year=2026
round=0

it "after $rounds edits is what it would be if made at once"
while [ $round -lt "$rounds" ]; do
	round=$((round + 1))
	time_passes
	lan
	one_of edit_text edit_text edit_title edit_clauses remove bring_back \
		submit review issue issue_anew issue_anew withdraw finding law \
		list person unit word agency
	step=$one
	$step
	run site --output "$site"
	[ "$code" -eq 0 ] || complain "round $round, $step: site failed"
	if [ $((round % 8)) -eq 0 ] || [ $round -eq "$rounds" ]; then
		rm -rf "$world/whole"
		run site --output "$world/whole"
		diff -r "$site" "$world/whole" >"$world/out" ||
			{ complain "round $round, $step"; break; }
	fi
done
ls "$site/agencies/so/id" >"$world/out"
[ "$(wc -l <"$world/out")" -gt 30 ] || complain "few pages were made"
