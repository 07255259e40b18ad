# SPDX-License-Identifier: MIT
# index: a view of the history; deleted, damaged or old, it is made again.
. "${0%/*}/lib.sh"
new_system
issued QT-01
lan
index=$root/.git/qms/index.db
"$qms" -C "$root" --json list --all >"$world/wanted"

it "with nothing new it does nothing"
run --json index --stats
status 0
json '.schema == "qms/index-stats/1" and
	([.rows[].count] | add) == 0'

it "one change is one commit walked, and few blobs"
printf '\nThêm.\n' >>"$root/agencies/so/documents/QT-02.md"
git_ commit -qam "Thêm"
run --json index --stats
json '[.rows[] | {(.work): .count}] | add |
	.commits_walked == 1 and .blobs_parsed == 1'
git_ reset -q --hard HEAD~1

it "--rebuild gives the same answers"
run index --rebuild
status 0
run --json list --all
ok cmp "$world/wanted" "$world/out"

it "deleted, it is made again without a word"
rm -rf "$root/.git/qms"
run --json list --all
status 0
ok cmp "$world/wanted" "$world/out"
no_err "chỉ mục"

it "damaged, it is made again"
size=$(wc -c <"$index")
head -c 3000 /dev/urandom | dd of="$index" bs=1 seek=4096 conv=notrunc \
	2>/dev/null
rm -f "$index"-wal "$index"-shm
run --json list --all
status 0
ok cmp "$world/wanted" "$world/out"
: >"$index"
run --json list --all
status 0
ok cmp "$world/wanted" "$world/out"
echo nonsense >"$index"
run --json list --all
status 0
ok cmp "$world/wanted" "$world/out"

it "another branch is another history"
git_ switch -q -c other HEAD~1
run --json list procedure
json '.rows[] | select(.id == "QT-01") | .version == ""'
git_ switch -q main
run --json list --all
ok cmp "$world/wanted" "$world/out"

it "a clone makes its own, with the same answers"
git clone -q "$root" "$world/clone"
"$qms" -C "$world/clone" --json list --all >"$world/out" 2>"$world/err"
code=$?
status 0
ok cmp "$world/wanted" "$world/out"

it "a clone that cannot be written has it in the cache directory"
if [ "$(id -u)" -ne 0 ]; then
	chmod -R a-w "$world/clone"
	"$qms" -C "$world/clone" --json list --all >"$world/out" 2>"$world/err"
	code=$?
	chmod -R u+w "$world/clone"
	status 0
	ok cmp "$world/wanted" "$world/out"
else
	echo "# root writes everywhere: not tried"
fi
