# SPDX-License-Identifier: MIT
# kill - commands that write are killed at random moments: what was acknowledged
# is there, what was not is there whole or not at all, git finds no fault, and
# the next command just works.
#
#	KILLS=200 tests/cli/kill.t	200 times each command (make check-long)
. "${0%/*}/lib.sh"
new_system
git_ config gc.auto 0		# git's own commit would begin it, and lock
kills=${KILLS:-29}
finished=0
undone=0

# naps: moments within a command that takes so many milliseconds
naps() {
	awk -v n="$1" -v most="$2" -v seed="$3" 'BEGIN {
		srand(seed)
		for (i = 0; i < n; i++)
			printf "%.4f\n", rand() * most / 1000
	}'
}

# What must hold whatever happened. $1: what to do next, list or edit
settled() {
	if [ $((turn % 2)) -eq 0 ]; then
		run list
	else
		run edit BM-01 --set title="Lần $turn của $1"
	fi
	status 0
	is "$(git_ status --porcelain)" ""
	[ ! -e "$root/.git/qms/journal" ] || complain "a journal is left"
	is "$(find "$root/.git" -name '*.lock' ! -path '*/qms/*')" ""
	if [ $((turn % 10)) -eq 0 ]; then
		git_ fsck --strict --no-dangling >"$world/fsck" 2>&1 ||
			complain "fsck: $(head -n 3 "$world/fsck")"
		[ ! -s "$world/fsck" ] || complain "$(cat "$world/fsck")"
	fi
}

# killed NAP COMMAND…: then it is there or not; not: it works when run again
killed() {
	nap=$1
	shift
	before=$(git_ rev-parse HEAD)
	"$qms" -C "$root" "$@" >"$world/out" 2>"$world/err" </dev/null &
	pid=$!
	sleep "$nap"
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	ended=$?
	answer=$(cat "$world/out")
	settled "$1"
	# all but what settled has written
	made=$(git_ log --format=%s "$before..HEAD" | grep -cv "^Sửa BM-01")
	if [ $ended -eq 0 ] && [ "$made" -ne 1 ]; then
		complain "acknowledged, and lost: $*: $answer"
	elif [ "$made" -eq 1 ]; then
		finished=$((finished + 1))
	else
		undone=$((undone + 1))
		run "$@"
		status 0
		made=$(git_ log --format=%s "$before..HEAD" |
			grep -cv "^Sửa BM-01")
		is "$made" 1
	fi
}

# how long a command takes here, in milliseconds
begun=$(date +%s%N)
run new form --title "Đo thời gian"
run edit BM-02 --set title="Đo thời gian"
span=$((($(date +%s%N) - begun) / 2000000 + 10))

round_new() { killed "$1" new form --title "Biểu mẫu $turn"; }
round_edit() { killed "$1" edit CSCL --set title="Quy trình $turn"; }
round_person() {
	killed "$1" person add "p$turn" --name "Người $turn" \
		--email "p$turn@so.example.gov.vn" --office reviewer
}
round_act() {
	given new training --title "Lớp $turn" --set provider="Chi cục"
	killed "$1" act "$(cat "$world/out")" hold
}
# Documents go round, four at a time: one step is killed in its turn.
next_texts() {
	for id; do
		sed "s/^title: .*/title: Lần $turn của $id/" \
			"$root/agencies/so/documents/$id.md" >"$world/text"
		cat "$world/text" >"$root/agencies/so/documents/$id.md"
	done
	git_ commit -qam "Lần $turn"
}
round_submit() {
	if [ $((turn % 4)) -eq 1 ]; then
		if [ "$turn" -gt 1 ]; then
			hung
			given review QT-01 QT-02 QT-03 QT-04 --request-changes
			lan
		fi
		next_texts QT-01 QT-02 QT-03 QT-04
	fi
	killed "$1" submit QT-0$((turn % 4 + 1))
}
round_review() {
	if [ $((turn % 4)) -eq 1 ]; then
		next_texts QT-05 QT-06 QT-07 QT-08
		given submit QT-05 QT-06 QT-07 QT-08
	fi
	hung
	killed "$1" review QT-0$((turn % 4 + 5)) --request-changes
	lan
}
round_issue() {
	if [ $((turn % 4)) -eq 1 ]; then
		next_texts QT-09 QT-10 QT-11 QT-12
		given submit QT-09 QT-10 QT-11 QT-12
		hung
		given review QT-09 QT-10 QT-11 QT-12
		lan
	fi
	id=$((turn % 4 + 9))
	[ $id -ge 10 ] || id=0$id
	killed "$1" issue QT-$id --decision "$turn/QĐ-SKHCN" \
		--file "$world/QD.pdf"
}

for command in new edit submit review issue act person; do
	it "survives $kills kills of qms $command"
	turn=1
	for nap in $(naps "$kills" "$span" $((kills + ${#command}))); do
		"round_$command" "$nap"
		turn=$((turn + 1))
	done
done

it "was killed early and late"
[ $undone -gt $((kills / 2)) ] || complain "only $undone were undone"
[ $finished -gt $((kills / 2)) ] || complain "only $finished were finished"

it "leaves a history without fault"
git_ fsck --strict --no-dangling >"$world/fsck" 2>&1 || complain "fsck"
is "$(cat "$world/fsck")" ""
run verify
status 0
run check
status 0
