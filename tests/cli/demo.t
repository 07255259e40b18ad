#!/bin/sh
# SPDX-License-Identifier: MIT
# demo - eight years of a province, made twice: by whom, where and in which
# language does not matter. Then what its README says of it.
. "${0%/*}/lib.sh"

# A copy of what the demonstration needs, its files made in another order.
other=$world/other
copy_backwards() {
	mkdir -p "$other/build"
	(cd "$top" && find schemas procedures-repo -type f | sort -r |
	    tar -cf - --no-recursion -T -) | tar -xf - -C "$other"
	cp "$qms" "$other/build/qms"
}

# As nobody where root runs the tests.
as_other() {
	if [ "$(id -u)" -eq 0 ]; then
		chmod 755 "$world"
		chown -R nobody "$other"
		setpriv --reuid=nobody --clear-groups "$@"
	else
		"$@"
	fi
}

in_demo() {	# as the department's quality officer, on the last day
	on 2026-10-30
	as "Đỗ Minh Châu" do-minh-chau@khcn.haninh.example
}

# Both at a time: they wait for the disk more than they work.
copy_backwards
(trap - EXIT
as_other env -i PATH="$PATH" TZ=Pacific/Auckland LC_ALL=vi_VN.UTF-8 \
	GIT_AUTHOR_NAME=Nobody GIT_CONFIG_COUNT=1 \
	GIT_CONFIG_KEY_0=commit.gpgsign GIT_CONFIG_VALUE_0=true sh -c \
	'umask 077; exec sh "$1/procedures-repo/demo/make" "$1/build/qms" "$1/demo"' \
	sh "$other") >"$world/other.log" 2>&1 &

it "makes the demonstration, without a problem"
ok sh "$top/procedures-repo/demo/make" "$qms" "$world/demo"
root=$world/demo/ha-ninh
in_demo
run check
status 0
run verify
status 0
err " 0 vô hiệu"
ok git_ fsck --strict

it "stock ssh-keygen verifies each signed statement, also of a head who has left"
git_ grep -l '^proof: "key"' HEAD -- '*.yaml' | sed 's/^HEAD://' >"$world/signed"
ok test "$(grep -c hoang-van-tung "$world/signed")" -gt 0
while read -r file; do
	agency=${file#agencies/}
	list=agencies/${agency%%/*}/signers
	who=$(sed -n 's/^by: "\(.*\)"/\1/p' "$root/$file")
	space=qms
	case $file in
	*-trust-*)	list=trust/signers who=ubnd-tinh/$who;;
	*-witness-*)	list=trust/signers who=ubnd-tinh/$who
			space=qms-witness;;
	esac
	day=$(sed -n 's/^date: "\(.*\)"/\1/p' "$root/$file" | tr -d -)
	ssh-keygen -Y verify -f "$root/$list" -I "$who" -n $space \
		-Overify-time="${day}120000Z" -s "$root/$file.sig" \
		<"$root/$file" >/dev/null 2>&1 || complain "$file"
done <"$world/signed"

it "makes the same commits for another user, time zone, language and umask"
wait
is "$(cat "$other/demo/ha-ninh/.git/refs/heads/main" "$world/other.log" |
	head -n 1)" "$(git_ rev-parse HEAD)"

it "makes the same site, byte for byte"
ok diff -r "$world/demo/site" "$other/demo/site"
ok test -s "$world/demo/site/index.html"

it "has what two persons did apart from each other, brought together"
is "$(git_ rev-list --count --merges HEAD)" 2
run --agency xa-van-khe log QT-10
out "ghi sau 2 ngày"

it "follows every agency from its first to its last day"
run status --all
status 0
out_lines 8
no_out so-tttt
run --as-of 2025-02-28 status --all
out so-tttt
out huyen-tan-khe
no_out xa-van-khe

it "counts what was recorded late only for those who know it"
run --agency so-khcn --as-of 2021-12-31 --json status
fails jq -e '.rows[] | select(.rule == "C-02" and .period == "2021")
	| .verdict == "met"' "$world/out"
run --agency so-khcn --as-of 2021-12-31 --known now --json status
json '.rows[] | select(.rule == "C-02" and .period == "2021")
	| .verdict == "met"'

# Days as they come, the same for the same seed, so that each checkout goes on
# from the one before.
it "answers for every agency on 30 days as a checkout of what was known then does"
seed=${SEED:-20181102}
git_ log --reverse --first-parent --date=format-local:%F \
	--format='%cd %H' | awk '{ if ($1 > day) day = $1; print day, $2 }' \
	>"$world/line"
awk -v state="$seed" 'BEGIN { for (i = 0; i < 90; i++) {
	for (j = 0; j < 3; j++) n[j] = state = state * 16807 % 2147483647
	printf "%d-%02d-%02d\n", 2018 + n[0] % 9, 1 + n[1] % 12, 1 + n[2] % 28
}}' | awk '$1 > "2018-01-02" && $1 < "2026-10-30" && !seen[$1]++' |
	head -n 30 | sort >"$world/days"
is "$(wc -l <"$world/days")" 30
echo "# seed $seed: $(tr '\n' ' ' <"$world/days")"
git clone -q "$root" "$world/then"
git clone -q "$root" "$world/since"
"$qms" -C "$world/since" index 2>"$world/err" || complain "index"
asked() {	# repository, options, question
	echo "== $3"
	"$qms" -C "$1" --json $2 $3 2>&1
	echo "-- $?"
}
both() { asked "$1" "$2" 'status --all'; asked "$1" "$2" 'due --all'; }
while read -r day; do
	both "$root" "--as-of $day" >"$world/known-$day"
	git -C "$world/then" reset -q --hard "$(awk -v day="$day" \
		'$1 <= day { found = $2 } END { print found }' "$world/line")"
	both "$world/then" "--as-of $day" >"$world/checkout"
	cmp -s "$world/known-$day" "$world/checkout" || {
		complain "$day differs"
		diff "$world/checkout" "$world/known-$day" | head -n 12
	}
done <"$world/days"

it "and with hindsight as the whole history does where the clock says that day"
differ=0
while read -r day; do
	asked "$root" "--as-of $day --known now" 'status --all' \
		>"$world/hindsight"
	on "$day"
	asked "$world/since" '' 'status --all' >"$world/whole"
	in_demo
	cmp -s "$world/hindsight" "$world/whole" || {
		complain "$day differs"
		diff "$world/whole" "$world/hindsight" | head -n 12
	}
	sed -n '/^== due/q;p' "$world/known-$day" |
		cmp -s - "$world/hindsight" || differ=$((differ + 1))
done <"$world/days"
[ $differ -gt 0 ] || complain "hindsight tells nothing"

it "stands where its README says that it stands"
run --json status --all
json '.rows[] | select(.agency == "xa-van-khe") | .overdue == 0'
run --agency tt-ktdlcl --as-of 2025-12-31 list procedure
out_lines 0
run --json declare list
json '[.rows[] | select(.maintained == "yes") | .agency] == ["tt-ktdlcl"]'
run --agency xa-thuong-lu list --state in-review
out QT-10
run --agency huyen-tan-khe show QT-20
out "đã bãi bỏ"
run --agency xa-van-khe list procedure
is "$(grep -c 'QT-' "$world/out")" 15
run --agency so-khcn --as-of 2024-06-30 status
out R-09

it "has three years of audits with findings of every grade"
for year in 2024 2025 2026; do
	run --agency so-khcn --json list audit --state closed
	json "[.rows[] | select(.id | startswith(\"DG-$year\"))] | length == 2"
	ok test -n "$(ls "$root/agencies/so-khcn/records/$year/finding")"
done
sed 1d "$root/law/finding-grades.csv" | cut -d , -f 1 | sort >"$world/grades"
sed -n 's/^grade: //p' "$root"/agencies/*/records/202[456]/finding/*.md |
	sort -u >"$world/found"
ok cmp "$world/grades" "$world/found"

it "shows what came again, what became of the sentence, and what is overdue"
run --agency so-khcn --json finding show 2026-01-MAT-03
json '.recurrence_of == "2025-01-MAT-03" and .quote.state == "stands"'
run --agency so-khcn --json finding show 2025-01-MAT-03
json '.state == "confirmed" and .actions[0].state == "agreed" and
	(.files | length) == 1 and .files[0].state == "good"'
run --agency so-khcn --json finding show 2021-01-MAT-01
json '.quote.state == "changed" and .quote.changed == "2.0"'
run --agency so-khcn --json due
json '.rows[] | select(.rule == "A-01" and .period == "KP-2026-01") |
	.verdict == "overdue"'

it "actions that did not help were opened again"
for id in KP-2024-02 KP-2025-03; do
	run --agency so-khcn log $id
	out "mở lại"
done
run --agency so-khcn log KP-2025-04
out "kết luận không đạt"
run --agency so-khcn --json list action
json '[.rows[] | select(.id == "KP-2024-02" or .id == "KP-2025-04").state] ==
	["closed", "closed"]'

it "two reviews were begun from the records, their decisions are tasks"
for year in 2024 2025; do
	run --agency so-khcn show --raw XX-$year-01
	out "([MT-$year-01](../objective/MT-$year-01.md)"
	run --agency so-khcn --json list steering-task
	json "[.rows[] | select(.id | startswith(\"NV-$year\"))] |
		length >= 2 and all(.state == \"closed\" or .id == \"NV-2025-02\")"
done

it "an inspection went from the plan to the corrective report"
run --agency ubnd-tinh --json show QDKT-2026-01
json '.state == "approved"'
run --agency ubnd-tinh --json show BBKT-2026-01
json '.state == "reported"'
run --agency ubnd-tinh show --raw BBKT-2026-01
is "$(grep -c '^| K-' "$world/out")" 13
run --agency so-khcn --json show BCKP-2026-01
json '.state == "sent"'

it "two officers sign what all rests on, and the province has seen it twice"
run --json trust
json '[.rows[] | select(.agency == "")] | last | .threshold == "2"'
run --json witness
json '.rows | length == 2'

it "the plans of the next year come from this one, and nothing is amiss"
cp -a "$root" "$world/next"
saved=$root
root=$world/next
run --agency so-khcn rollover 2027
status 0
out CTDG-2027-01
run check
status 0
err "không có lỗi"
root=$saved

it "every pair of its versions, and each first one and what it began with, gives both texts back, byte for byte"
pairs=0
for directory in "$root"/agencies/*/issued/*/; do
	id=$(basename "$directory")
	agency=$(basename "$(dirname "$(dirname "$directory")")")
	for old in 0 $(ls "$directory"); do
		for new in $(ls "$directory"); do
			[ $old != $new ] || continue
			run --json --agency $agency diff $id $old $new
			[ $code -le 1 ] || complain "$agency/$id $old $new"
			jq -rj '.spans[] | select(.kind != "removed") | .text' \
				"$world/out" >"$world/new"
			cmp -s "$world/new" "$directory/$new/text.md" ||
				complain "$agency/$id $old $new: the new text"
			pairs=$((pairs + 1))
			[ $old != 0 ] || continue
			jq -rj '.spans[] | select(.kind != "added") | .text' \
				"$world/out" >"$world/old"
			cmp -s "$world/old" "$directory/$old/text.md" ||
				complain "$agency/$id $old $new: the old text"
		done
	done
done
[ $pairs -ge 20 ] || complain "only $pairs pairs"

it "finds words without tone marks"
run search "dang ky ket hon"
out "Đăng ký kết hôn"

it "goes on: what waits for the reviewer is reviewed"
as "Nguyễn Thị Lan" nguyen-thi-lan@khcn.haninh.example
run
out "qms review QT-04"
run review QT-04 -m "Đồng ý"
status 0
run check
status 0
