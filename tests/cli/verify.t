# SPDX-License-Identifier: MIT
# verify: the history, offline, against a root that is known or not.
. "${0%/*}/lib.sh"
new_system
issued QT-01
root_hash=$("$qms" -C "$root" --json trust | jq -r '.rows[0].sha256')

it "a sound history: exit status 0, and what it could not know"
run verify
status 0
out_lines 0
err "tự nhất quán"
err "SHA256:$root_hash"
run --lang en verify
err "self-consistent, root unpinned"

it "with the root it is pinned"
run --lang en verify --root "SHA256:$root_hash"
status 0
err "the root is SHA256:$root_hash"

it "with another root: exit status 5"
run verify --root "SHA256:$(printf 'khác' | sha256sum | cut -c 1-64)"
status 5

it "a root that is no SHA-256 is not taken"
run verify --root nosuch
[ "$code" -ne 0 ] || complain "it was taken"

it "an issued text that was changed: exit status 5, naming it"
git_ switch -q -c changed
echo x >>"$root/agencies/so/issued/QT-01/1.0/text.md"
git_ commit -qam "Sửa bản đã ban hành"
run verify
status 5
out "agencies/so/issued/QT-01/1.0/text.md"
run --json verify
status 5
json '.schema == "qms/problems/1" and .problems[0].path ==
	"agencies/so/issued/QT-01/1.0/text.md"'
git_ switch -q main

it "a statement that was removed: exit status 5, naming it"
git_ switch -q -c removed
file=$(cd "$root" && ls agencies/so/acts/QT-01/*approve*)
git_ rm -q "$file"
git_ commit -q -m "Bỏ phê duyệt"
run verify
status 5
out "$file"
git_ switch -q main

it "back on the sound branch all is well"
run verify
status 0

it "merge -s ours cannot drop a withdrawal: exit status 5"
lan
git_ switch -q -c side
given withdraw QT-01 --decision 9/QĐ-SKHCN --file "$world/QD.pdf"
file=$(cd "$root" && ls agencies/so/acts/QT-01/*withdraw*)
git_ switch -q main
given edit QT-02 --set review_months=6
git_ merge -q -s ours -m "Gộp" side
run verify
status 5
out "$file"

it "an index that came with the repository is not believed"
run verify
status 5
if command -v sqlite3 >/dev/null; then
	sqlite3 "$root/.git/qms/index.db" "DELETE FROM violation"
else
	echo "# no sqlite3 here: not tried"
fi
run verify
status 5
out "$file"
HOME=
run verify
status 5
HOME=$world/home

it "nor a cache that others can write, nor one that is damaged"
chmod 777 "$HOME/.cache/qms"
run verify
status 5
chmod 755 "$HOME/.cache/qms"
for cached in "$HOME"/.cache/qms/qms/*.db; do
	printf 'x' | dd of="$cached" bs=1 seek=5000 conv=notrunc 2>/dev/null
done
run verify
status 5
out "$file"
