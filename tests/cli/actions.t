# SPDX-License-Identifier: MIT
# actions - a random life of findings and corrective actions, most of it such as
# only plain git would write: what counts is what a second reading says that
# shares no code with the program (tests/oracle/actions.c); nothing that counts
# closes an action without cause, evidence, verification and a later verdict by
# another person; and what was edited behind a closing is told by verify.
. "${0%/*}/lib.sh"
oracle=${BUILD:-$top/build}/actions
steps=${STEPS:-10000}
seed=${SEED:-1}
. "$top/tests/oracle/actions.sh"

it "begins with offices, training and an issued text"
actions_begin
run check
no_out "error"

it "makes $steps acts; those that count are those of the other reading"
actions_history "$steps"
ok test -s "$world/o.told"
tail -n 1 "$world/err" | sed 's/^/# /'
actions_entered
"$oracle" judge "$world/o" <"$world/entered" >"$world/out" 2>"$world/err" ||
	complain "it does not hold"
sed 's/^/# /' "$world/err"

it "what was edited behind a closing is told by verify"
ok test -s "$world/o.touched"
run verify --json
status 5
jq -r '.problems[].path' "$world/out" | sort -u >"$world/paths"
while read -r id; do
	grep -q "/$id\." "$world/paths" || complain "$id is not told"
done <"$world/o.touched"
