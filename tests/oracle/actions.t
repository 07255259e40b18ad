# SPDX-License-Identifier: MIT
# actions - that no guard of the acts of actions and findings is there in vain:
# each is taken away from the kind, one at a time, and each time the other
# reading of their life (tests/oracle/actions.c) notices. Takes long: make
# check-guards.
. "${0%/*}/../cli/lib.sh"
oracle=${BUILD:-$top/build}/actions
seed=${SEED:-1}
. "$top/tests/oracle/actions.sh"

it "agrees while all guards are there"
actions_begin
base=$(git_ rev-parse HEAD)
actions_history "${STEPS:-10000}"
actions_entered
ok "$oracle" judge "$world/o" <"$world/entered"

noticed() {
	sed "s/^from $base\$/from $(git_ rev-parse HEAD)/" "$world/stream" |
		git_ fast-import --quiet --force --done >/dev/null 2>&1 &&
		git_ reset -q --hard main || return 0
	actions_entered
	! "$oracle" judge "$world/o" <"$world/entered" >"$world/out" 2>&1
}
for kind in ${KINDS:-action finding}; do
	file=$root/kinds/$kind.yaml
	git_ reset -q --hard "$base"
	sed -n 's/^  - \[\([a-z-]*\), \([a-z-]*\), .*\[\(..*\)\]\]$/\1 \2 \3/p' \
		"$file" | tr -d , >"$world/guards"
	while read -r from act guards; do
		for guard in $guards; do
			it "notices that $kind $act from $from lost $guard"
			git_ reset -q --hard "$base"
			sed "/^  - \\[$from, $act, /{
				s/\\([[ ]\\)$guard\\([],]\\)/\\1\\2/
				s/\\[, */[/
				s/, *, */, /
				s/, *\\]/]/
			}" "$file" >"$world/kind"
			cmp -s "$world/kind" "$file" && complain "it stays"
			cp "$world/kind" "$file"
			on 2026-01-05
			lan
			git_ commit -qam "bỏ $guard"
			given trust --update
			unset GIT_COMMITTER_DATE GIT_AUTHOR_DATE
			noticed || complain "nobody misses it"
		done
	done <"$world/guards"
done
