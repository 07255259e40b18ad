# SPDX-License-Identifier: MIT
# race - eight processes commit at the same time, a hundred times each: all 800
# land, each whole, and nobody waits for ever.
. "${0%/*}/lib.sh"
new_system
each=${COMMITS:-100}

it "lands all $((8 * each)) commits of eight processes"
before=$(git_ rev-list --count HEAD)
writers=
for writer in 1 2 3 4 5 6 7 8; do
	(
		n=1
		while [ $n -le "$each" ]; do
			case $writer in
			# one half edits, each its own; the other makes new ones
			[1-4]) set -- edit BM-0$writer \
				--set title="Lần $n của $writer" ;;
			*) set -- new form --id "BM-$writer$((1000 + n))" \
				--title "Số $n của $writer" ;;
			esac
			timeout 60 "$qms" -C "$root" "$@" \
				>"$world/out.$writer" 2>&1 </dev/null || {
				echo "$writer: $n: exit status $?"
				cat "$world/out.$writer"
			}
			n=$((n + 1))
		done
	) >"$world/failed.$writer" 2>&1 &
	writers="$writers $!"
done
for writer in $writers; do wait "$writer"; done
cat "$world"/failed.* >"$world/out"
[ ! -s "$world/out" ] || complain "commands failed"
is "$(git_ rev-list --count HEAD)" $((before + 8 * each))

it "lost none of them"
git_ log --format=%s | sort >"$world/subjects"
is "$(grep -c '^Soạn BM-[5-8]1' "$world/subjects")" $((4 * each))
is "$(grep -c '^Sửa BM-0[1-4]' "$world/subjects")" $((4 * each))
is "$(sort -u "$world/subjects" | grep -c '^Soạn BM')" $((4 * each))
for writer in 1 2 3 4; do
	is "$(git_ show "HEAD:agencies/so/documents/BM-0$writer.md" |
		grep -c "^title: Lần $each của $writer")" 1
done

it "leaves work tree, git's index and the repository in order"
is "$(git_ status --porcelain)" ""
git_ fsck --strict --no-dangling >"$world/fsck" 2>&1 || complain "fsck"
is "$(cat "$world/fsck")" ""
run check
status 0
run verify
status 0

it "has an index as if they had come one by one"
rows() {
	sqlite3 "$root/.git/qms/index.db" "
	SELECT * FROM line; SELECT * FROM entered; SELECT * FROM writer;
	SELECT path, first, last, t.blob FROM file AS f
	  JOIN fact AS t ON t.id = f.fact" | LC_ALL=C sort
}
run list
rows >"$world/grown"
run index --rebuild
rows >"$world/anew"
cmp -s "$world/grown" "$world/anew" || complain "rows differ"

it "gives one number to one of two who ask for the next"
for writer in 1 2 3 4 5 6 7 8; do
	"$qms" -C "$root" new procedure --title "Của $writer" \
		>"$world/new.$writer" 2>"$world/failed.$writer" </dev/null &
done
wait
cat "$world"/new.? | sort >"$world/ids"
is "$(sort "$world/ids" | uniq -d)" ""
is "$(git_ log --format=%s | grep -c '^Soạn QT')" "$(wc -l <"$world/ids")"
