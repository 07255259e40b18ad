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
json '.schema == "qms/verification/1" and .verdict == "at-fault" and
	.problems[0].path == "agencies/so/issued/QT-01/1.0/text.md"'
run verify QT-01
status 5
run verify QT-02
status 0
err "còn 1 lỗi ngoài phạm vi này"
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

# ---- evidence ----

git_ reset -q --hard HEAD~1
new_keys minh thanh
lan
on 2026-01-06
given key add minh --key "$keys/minh"
printf 'tinh/thanh namespaces="qms-witness" %s\n' \
	"$(cat "$keys/thanh.pub")" >"$root/trust/signers"
given trust --update
given submit QT-03; hung; given review QT-03
minh; given approve QT-03 --key "$keys/minh"
given verify

it "one object: each statement, its proof, its key, the commit that brought it"
run verify QT-03 --json
status 0
is "$(jq -r '"\(.schema) \(.verdict) \(.agency)/\(.id) \(.root_pinned)"' \
	"$world/out")" "qms/verification/1 sound so/QT-03 false"
is "$(jq -r '.statements[] | "\(.act) \(.by) \(.office) \(.proof) \(.verdict)"' \
	"$world/out")" "submit lan secretary commit counts
accept hung reviewer commit counts
approve minh head key counts"
is "$(jq -r '.statements[2].signer' "$world/out")" \
	"$(ssh-keygen -l -f "$keys/minh.pub" | cut -d' ' -f2)"
is "$(jq -r '.statements[2].commit' "$world/out")" "$(git_ rev-parse HEAD)"
is "$(jq -r '.commit' "$world/out")" "$(git_ rev-parse HEAD)"

it "with the evidence in hand stock tools say the same, from a clone"
jq -r '.statements[2] | "\(.path) \(.signature) \(.sha256)"' "$world/out" \
	>"$world/line"
read -r path signature sha256 <"$world/line"
rm -rf "$world/clone"
git clone -q "$root" "$world/clone"
is "$(cd "$world/clone" && sha256sum <"$path" | cut -c 1-64)" "$sha256"
ok sh -c "cd '$world/clone' && ssh-keygen -Y verify -f agencies/so/signers \
	-I minh -n qms -Overify-time=20260106120000Z -s $signature <$path"

it "says what nobody can know from the repository"
is "$(jq -r '.unknown[].code' "$world/out")" "root-unpinned
not-witnessed
unsigned
newest"
is "$(jq -r '.checkpoint' "$world/out")" null
run verify QT-01 --json --root "SHA256:$root_hash"
is "$(jq -r '.unknown[].code' "$world/out")" "not-witnessed
decisions
unsigned
newest"
run --lang en verify QT-01
err "of who recorded them"
err "compare the paper"

it "a checkpoint leaves less to be unknown"
as "Tỉnh" thanh@tinh.example.gov.vn
given witness --key "$keys/thanh" -o "$world/1.qms"
given take-in "$world/1.qms"
run verify QT-03 --json
is "$(jq -r '.checkpoint | "\(.number) \(.witness) \(.date)"' "$world/out")" \
	"1 tinh/thanh 2026-01-06"
is "$(jq -r '.unknown[].code' "$world/out")" "root-unpinned
unsigned
newest"
is "$(jq -r '.statements | map(.known_by) | unique[]' "$world/out")" 2026-01-06
run verify --checkpoint "$world/1.qms" --json
is "$(jq -c '.held | [.holds, .number, .witness]' "$world/out")" \
	'[true,"1","tinh/thanh"]'
git_ branch -q now
git_ reset -q --hard HEAD~2
run verify --checkpoint "$world/1.qms" --json
status 5
is "$(jq -r '.held.holds, .verdict, .problems[].code' "$world/out")" "false
at-fault
QMS-S132"
git_ reset -q --hard now

it "in words, one by one, with -v"
run verify -v QT-03
status 0
out "chữ ký bằng khóa cá nhân"
out "$(ssh-keygen -l -f "$keys/minh.pub" | cut -d' ' -f2)"
run verify QT-03@9.9
[ "$code" -ne 0 ] || complain "there is no such version"
run verify QT-99
status 6

it "one agency, without what is another's"
lan
given agency add xa --name "UBND xã" --kind UBND_XA
git_ rm -q "agencies/so/acts/QT-03"/*approve*.yaml
git_ commit -qm "Bỏ"
run verify --agency so
status 5
run verify --agency xa
status 0
err "lỗi ngoài phạm vi này"
run verify --agency nosuch
[ "$code" -ne 0 ] || complain "there is no such agency"

it "the same JSON in other time zones and languages of the machine"
git_ reset -q --hard now
run verify --json
cp "$world/out" "$world/once"
for zone in Asia/Ho_Chi_Minh America/New_York; do
	TZ=$zone LC_ALL=C run verify --json
	out_is <"$world/once"
done
TZ=UTC LC_ALL=C.UTF-8
