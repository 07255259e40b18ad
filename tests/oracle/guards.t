# SPDX-License-Identifier: MIT
# guards - that nothing guards in vain: each guard of each act, and each rule
# that refuses, is taken away, one at a time; each time a test notices.
. "${0%/*}/../cli/lib.sh"
oracle=${BUILD:-$top/build}/oracle
seed=${SEED:-1}

# ---- each guard in the table of acts of each kind ----

new_system
finish_test
start=$(date -d 2026-01-06 +%s)
"$oracle" people "$root" "$root"/kinds/*.yaml
git_ add -A
git_ commit -qm 'người và rào chắn'
given trust --update
given trust --update --agency so
git_ config gc.auto 0
base=$(git_ rev-parse HEAD)
system=$("$qms" -C "$root" trust --json | jq -r '.rows[0].sha256')

# agrees: does the program say of the history what the other reading says?
agrees() {
	sed "s/^from $base\$/from $(git_ rev-parse HEAD)/" "$world/stream" |
		git_ fast-import --quiet --force --done >/dev/null 2>&1 &&
		git_ reset -q --hard main && "$qms" -C "$root" index --quiet
	sqlite3 -separator '	' "$root/.git/qms/index.db" "
	SELECT path, coalesce(void, '-') FROM entered
	 WHERE object GLOB 'X-*'" >"$world/entered"
	awk -F '\t' 'NR == FNR { said[$1] = $2; next }
		!index("," $2 ",", "," said[$1] ",") { bad = 1 }
		END { exit bad }' "$world/entered" "$world/o.verdicts"
}
# The guards of a line "  - [from, act, to, office, [one, two]]", a line each.
guards_of() {
	sed -n "$2s/.*\[\([^][]*\)\]\].*/\1/p" "$1" | tr -d ' ' | tr , '\n'
}
for kind in "$root"/kinds/*.yaml; do
	name=${kind##*/}
	lines=$(grep -n '^  - \[.*\[[a-z]' "$kind" | cut -d : -f 1)
	[ -n "$lines" ] || continue
	with=$(grep -l "^acts: ${name%.yaml}\$" "$root"/kinds/*.yaml |
		head -n 1)	# one that has files, where this has none
	it "notices each guard that is taken from $name"
	git_ reset -q --hard "$base"
	"$oracle" history "$seed" 1500 "$base" "$system" "$start" "$world/o" \
		"$kind" ${with:+"$with"} >"$world/stream" 2>"$world/err" ||
		complain "not all is reached"
	agrees || complain "does not agree before"
	git_ reset -q --hard "$base"
	cp "$kind" "$world/kind"
	for line in $lines; do
		for guard in $(guards_of "$world/kind" "$line"); do
			sed "$line{
				s/\\([[ ]\\)$guard\\([],]\\)/\\1\\2/
				s/\\[, */[/
				s/, *, */, /
				s/, *\\]/]/
			}" "$world/kind" >"$kind"
			cmp -s "$world/kind" "$kind" && complain "$guard stays"
			git_ commit -qam "bỏ $guard"
			given trust --update
			! agrees || complain "line $line: nobody misses $guard"
			git_ reset -q --hard "$base"
		done
	done
done

# ---- each rule that refuses ----

root=$world/luật
lan
on 2026-01-05
given init "Hệ thống" --agency so --name "Sở" --model so
it "has rules that pass their own tests"
run check --rules
status 0
for rule in $(cd "$root" && grep -l '^use: refuse' rules/*.md); do
	it "notices that $rule refuses nobody any more"
	cp "$root/$rule" "$world/rule"
	awk '/^```sql/ { print; print "SELECT 1 AS a1 WHERE 0"; skip = 1; next }
		/^```/ { skip = 0 }
		!skip { print }' "$world/rule" >"$root/$rule"
	git_ commit -qam 'không từ chối'
	run check --rules
	[ "$code" -ne 0 ] || complain "nobody does"
	git_ reset -q --hard HEAD~1
done
