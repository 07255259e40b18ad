# SPDX-License-Identifier: MIT
# oracle - a random history, most of it such as only plain git would write: of
# each statement the program says what a second reading of qms-statements(5)
# says that shares no code with it (tests/oracle); every act in every state of
# every kind was done, and every guard refused; at every instant the version
# that is in force is the one that this reading knows.
. "${0%/*}/lib.sh"
oracle=${BUILD:-$top/build}/oracle
steps=${STEPS:-12000}
seed=${SEED:-1}
new_system
finish_test

it "begins with people and guards that are stated"
set -- "$root"/kinds/*.yaml
"$oracle" people "$root" "$@" 2>"$world/err" || complain people
git_ add -A
git_ commit -qm 'người và rào chắn'
given trust --update
given trust --update --agency so
given check --rules
from=$(git_ rev-parse HEAD)
system=$("$qms" -C "$root" trust --json |
	jq -r '.rows[0].sha256')
[ ${#system} -eq 64 ] || complain "no SHA-256 of the system: $system"

it "makes $steps statements; each act of each kind is done in each state"
"$oracle" history "$seed" "$steps" "$from" "$system" \
	"$(date -d 2026-01-06 +%s)" "$world/oracle" "$@" \
	>"$world/stream" 2>"$world/err" || complain "not all is reached"
tail -n 1 "$world/err" | sed 's/^/# /'
: >"$world/out"
: >"$world/err"
ok git_ fast-import --quiet --force --done <"$world/stream"
ok git_ reset -q --hard main
unset GIT_COMMITTER_DATE GIT_AUTHOR_DATE

it "judges each as the other reading does"
run index
status 0
cut -f 1 "$world/oracle.verdicts" | sort >"$world/wanted"
sqlite3 -separator '	' "$root/.git/qms/index.db" "
SELECT path, coalesce(void, '-') FROM entered WHERE object GLOB 'X-*'" |
	sort >"$world/entered"
cut -f 1 "$world/entered" | cmp -s - "$world/wanted" ||
	complain "not the same statements were judged"
sort "$world/oracle.verdicts" | awk -F '\t' '
	NR == FNR { said[$1] = $2; next }
	{
		if (!(index("," $2 ",", "," said[$1] ",")))
			print "# " $1 ": " said[$1] ", not " $2
	}' "$world/entered" - >"$world/differ"
is "$(head -n 20 "$world/differ")" ""
[ "$(wc -l <"$world/entered")" -gt $((steps * 9 / 10)) ] ||
	complain "too few"

it "has one version in force at most, the right one, at each instant"
git_ rev-list --first-parent --reverse "$from..main" >"$world/line"
cut -d ' ' -f 1,2 "$world/oracle.instants" | sort -u >"$world/asked"
[ "$(wc -l <"$world/asked")" -gt 9 ] || complain "too few instants"
while read -r number day; do
	known=$(sed -n "${number}p" "$world/line")
	run list --all --as-of "$day" --known "$known" --json
	status 0
	grep "^$number $day " "$world/oracle.instants" | cut -d ' ' -f 3,4 |
		grep -v ' -$' | sort -u >"$world/wanted"
	jq -r '.rows[] | select((.version // "") != "" and
		(.id | startswith("X-"))) | .id + " " + .version' \
		"$world/out" | sort >"$world/found"
	: >"$world/out"
	cmp -s "$world/wanted" "$world/found" || complain "$number $day: $(
	    diff "$world/wanted" "$world/found" | head -n 5)"
done <"$world/asked"
