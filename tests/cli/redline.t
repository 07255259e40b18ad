# SPDX-License-Identifier: MIT
# The redline of any two issued versions of the demo, and of each first one and
# what it began with: accepting all gives the new text, rejecting all the old.
. "${0%/*}/lib.sh"
demo=${DEMO:-${BUILD:-$top/build}/demo/ha-ninh}
if [ ! -f "$demo/qms.yaml" ]; then
	it "nothing is compared: there is no demo (make demo)"
	exit
fi
it "every pair of versions of the demo gives both texts back, byte for byte"
root=$demo
pairs=0
for directory in "$demo"/agencies/*/issued/*/; do
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
