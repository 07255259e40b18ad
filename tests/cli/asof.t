# SPDX-License-Identifier: MIT
# asof - the answer about a past day is the answer of a checkout of what was
# known then; with hindsight, what was entered late counts and is marked.
. "${0%/*}/lib.sh"
new_system

# ---- two years with late entries, merges, a slow clock ----

# word N: the Nth of a list, so that the history differs from day to day
titles="tiếp công dân|quản lý văn bản|mua sắm|tuyển dụng|lưu trữ|an toàn"
title() { echo "Quy trình $titles" | cut -d'|' -f$(($1 % 6 + 1)); }
month() {
	# the Nth month from 2026-02, and a day in it
	printf '%d-%02d-%02d' $((2026 + ($1 + 1) / 12)) $((($1 + 1) % 12 + 1)) "$2"
}

sentence=history
n=0
while [ $n -lt 18 ]; do
	lan
	on "$(month $n 3)"
	given new procedure --title "$(title $n)"
	given edit QT-0$((n % 8 + 1)) --set review_months=$((n % 12 + 1)) \
		--message "chu kỳ"
	on "$(month $n 6)"
	case $((n % 6)) in
	0)	# issued, in force later
		given submit QT-0$((n / 6 + 1)) QT-0$((n / 6 + 4))
		hung
		on "$(month $n 9)"
		given review QT-0$((n / 6 + 1)) QT-0$((n / 6 + 4))
		lan
		on "$(month $n 12)"
		given issue --decision $n/QĐ-SKHCN --file "$world/QD.pdf" \
			--effective "$(month $n 25)" \
			QT-0$((n / 6 + 1)) QT-0$((n / 6 + 4))
		;;
	1)	# entered late
		given new training --title "Đào tạo đánh giá viên $n" \
			--set provider="Chi cục" \
			--set first_day="$(month $n 1)" \
			--set last_day="$(month $n 2)" \
			--date "$(month $n 2)"
		id=$(cat "$world/out")
		on "$(month $n 26)"
		given act "$id" hold --date "$(month $n 4)"
		;;
	2)	# two branches that meet
		git_ switch -qc nhánh-$n
		given new form --title "Phiếu $n"
		given submit BM-0$((n / 6 + 1))
		on "$(month $n 8)"
		git_ switch -q main
		given edit CSCL --set title="Chính sách $n"
		on "$(month $n 15)"
		git_ merge -q -m "hợp nhất $n" nhánh-$n
		;;
	3)	# the clock of one computer is slow
		on "$(month $n 2)"
		given edit MTCL --set title="Mục tiêu $n"
		;;
	4)	# plain git, a deletion, a fault
		git_ rm -q agencies/so/documents/BM-1$((n / 6)).md
		echo 'thêm' >>"$root/agencies/so/documents/QT-11.md"
		git_ commit -qam "bằng tay"
		printf -- '---\nschema: qms/form/1\nbroken %d\n' $n \
			>"$root/agencies/so/documents/BM-20.md"
		git_ commit -qam "tệp lỗi"
		;;
	5)	# people change, an issued one is withdrawn, kinds change
		given person office thu --office reviewer \
			--from "$(month $n 1)"
		minh
		given withdraw QT-0$((n / 6 + 1)) --decision $n/QĐ \
			--file "$world/QD.pdf" --date "$(month $n 5)"
		sed "s/en: procedure/en: procedure $n/" \
			"$root/kinds/procedure.yaml" >"$world/kind"
		cat "$world/kind" >"$root/kinds/procedure.yaml"
		lan
		given trust --update
		;;
	esac
	n=$((n + 1))
done
[ $failed -eq 0 ] || echo "not ok - history"
sentence=
on 2028-01-01
lan

# ---- each day, both ways ----

# "day commit" of the first-parent line; recorded is the running maximum
git_ log --reverse --first-parent --date=format-local:%F --format='%cd %H' |
	awk '{ if ($1 > day) day = $1; print day, $2 }' >"$world/line"
is "$(git_ log --merges --oneline | wc -l)" 3

git clone -q "$root" "$world/then"
# every question, as JSON
questions() {
	for question in 'list --all' 'show QT-01' 'show DT-2026-01' \
		'show QT-01@1.0' 'log QT-02' 'log DT-2026-01' \
		'status so' 'due --all' 'search quy trinh'; do
		echo "== $question"
		"$qms" -C "$1" --json $2 $question 2>&1
		echo "-- $?"
	done
}
# 30 days, the same in every run
awk 'BEGIN { srand(20260105); for (i = 0; i < 30; i++)
	printf "%d-%02d-%02d\n", 2026 + int(rand() * 1.999),
	    1 + int(rand() * 12), 1 + int(rand() * 28) }' >"$world/days"
while read -r day; do
	it "knows on $day what was known on $day"
	commit=$(awk -v day="$day" '$1 <= day { found = $2 }
		END { print found }' "$world/line")
	if [ -z "$commit" ]; then
		run --as-of "$day" list --all --json
		status 6
		continue
	fi
	questions "$root" "--as-of $day" >"$world/now"
	git -C "$world/then" reset -q --hard "$commit"
	on "$day"
	questions "$world/then" '' >"$world/then.out"
	on 2028-01-01
	cmp -s "$world/now" "$world/then.out" || {
		complain "differs"
		diff "$world/then.out" "$world/now" | head -n 12 | sed 's/^/# /'
	}
done <"$world/days"

it "asks different days, and gets different answers"
is "$(sort -u "$world/days" | wc -l)" 30

# ---- hindsight ----

# DT-2026-01 was held on 2026-03-04, which was entered on 2026-03-26
it "does not know on a day what was entered later"
run --as-of 2026-03-10 show DT-2026-01
status 0
cp "$world/out" "$world/before"
run --as-of 2026-03-10 log DT-2026-01
no_out "2026-03-04"
no_out "04/03/2026"

it "counts with hindsight what was entered late, and marks it"
run --as-of 2026-03-10 --known now log DT-2026-01
status 0
out "04/03/2026"
out "ghi sau 22 ngày"
run --as-of 2026-03-10 --known now show DT-2026-01
! cmp -s "$world/before" "$world/out" || complain "nothing counts"

it "marks nothing that was entered on its day"
run log QT-04
out 2026
no_out "ghi sau"

it "asks what a commit knew"
commit=$(awk '$1 <= "2026-03-10" { found = $2 } END { print found }' \
	"$world/line")
run --as-of 2026-03-10 --known "$commit" list --all --json
cp "$world/out" "$world/before"
run --as-of 2026-03-10 list --all --json
cmp -s "$world/before" "$world/out" || complain "differs"
