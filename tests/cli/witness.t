# SPDX-License-Identifier: MIT
# witness - somebody else saw the repository, and up to where: what was witnessed
# cannot be taken back, and stock tools compute the same.
. "${0%/*}/lib.sh"
new_system
new_keys minh thanh khac
thanh=$keys/thanh
tinh() { as "Tỉnh" thanh@tinh.example.gov.vn; }

it "nobody witnesses at first"
run witness --json
status 0
is "$(jq -c .rows "$world/out")" "[]"
run witness --letter
status 6
run witness --key "$thanh"
status 5
err "[QMS-S130]"

it "a witness's key stands in trust/signers, for witnessing alone"
lan
printf 'tinh/thanh namespaces="qms-witness" %s\n' "$(cat "$thanh.pub")" \
	>"$root/trust/signers"
run witness --key "$thanh"
status 5
given trust --update
issued QT-01
on 2026-01-08
tinh
run witness --key "$thanh"
status 0
run witness --json
is "$(jq -r '.rows[] | "\(.number) \(.agency)\(.date) \(.witness) \(.entered)"' \
	"$world/out")" "1 2026-01-08 tinh/thanh 2026-01-08"
first=$(jq -r '.rows[0].path' "$world/out")
head=$(jq -r '.rows[0].commit' "$world/out")
is "$head" "$(git_ rev-parse HEAD~1)"
run verify
status 0

it "what it holds is known by that day; what came later is not"
on 2026-01-09
issued QT-02
run log QT-01 --json
is "$(jq -r '.rows | map(.known_by) | unique[]' "$world/out")" 2026-01-08
is "$(jq -r '.rows | map(.witness) | unique[]' "$world/out")" tinh/thanh
run log QT-01
out "tinh/thanh xác nhận đã có ngày 08/01/2026"
run log QT-02 --json
is "$(jq -r '.rows | map(.known_by) | unique[]' "$world/out")" ""
run log QT-01 --json --as-of 2026-01-07
is "$(jq -r '.rows | map(.known_by) | unique[]' "$world/out")" ""

it "git archive, find, sort and sha256sum give the same digest"
mkdir "$world/old"
git_ archive "$head" | tar -x -C "$world/old"
is "$(sed -n 's/^text: "\(.*\)"/\1/p' "$root/$first")" "$(cd "$world/old" &&
	find trust agencies/*/acts agencies/*/issued -type f -print0 |
	LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c 1-64)"

it "stock ssh-keygen verifies it, and the key signs nothing else"
ok sh -c "cd '$root' && ssh-keygen -Y verify -f trust/signers -I tinh/thanh \
	-n qms-witness -Overify-time=20260108120000Z -s $first.sig <$first"
fails sh -c "cd '$root' && ssh-keygen -Y verify -f trust/signers \
	-I tinh/thanh -n qms -Overify-time=20260108120000Z -s $first.sig <$first"

it "a letter on paper takes the newest one's digest"
run witness --letter
status 0
out "$(sha256sum <"$root/$first" | cut -c 1-64)"
out "mốc xác nhận số 1 ngày 08/01/2026 của tinh/thanh"
run --lang en witness --letter
out "checkpoint 1 of 08/01/2026 by tinh/thanh, of commit $head"

it "another clone witnesses into a file, and the agency takes it in"
on 2026-04-01
tinh
rm -rf "$world/tinh"
git clone -q "$root" "$world/tinh"
root_=$root root=$world/tinh
run witness --key "$thanh" -o "$world/2.qms"
status 0
is "$(git_ status --porcelain)" ""
second=$(git_ rev-parse HEAD)

it "one of each number: the next one only after it was taken in"
run witness --key "$thanh" -o "$world/3.qms"
status 7
err "[QMS-G131]"
ok test ! -e "$world/3.qms"

it "without --key somebody signs it elsewhere"
root=$root_
run witness --by thanh -o "$world/unsigned.qms"
status 0
run verify --checkpoint "$world/unsigned.qms"
status 5
out "[QMS-S106]"
run take-in "$world/unsigned.qms"
status 7
err "[QMS-S106]"
run sign "$world/unsigned.qms" --key "$thanh" --yes
status 0
run verify --checkpoint "$world/unsigned.qms"
status 0
cmp -s "$world/unsigned.qms" "$world/2.qms" || complain "they differ"

it "taken in, it counts"
lan
run take-in "$world/2.qms"
status 0
run witness --json
is "$(jq -r '.rows[] | "\(.number) \(.date)"' "$world/out")" "1 2026-01-08
2 2026-04-01"
run log QT-02 --json
is "$(jq -r '.rows | map(.known_by) | unique[]' "$world/out")" 2026-04-01
run take-in "$world/2.qms"
status 0
err "không nhận lần nữa"
run verify
status 0

it "the history goes on from what was witnessed"
on 2026-04-02
issued QT-03
run --lang en verify --checkpoint "$world/2.qms"
status 0
err "witnessed by tinh/thanh to the commit"
err "later unknown"
run verify --checkpoint "$root/$first"
status 0

clone() {
	rm -rf "$world/copy"
	git clone -q "$root_" "$world/copy"
	root=$world/copy
}
it "a branch that went back does not"
clone
git_ reset -q --hard "$second~3"
run verify
status 0
run verify --checkpoint "$world/2.qms"
status 5
out "$world/2.qms: error[QMS-S132]"

it "nor one without its last fifty commits: reset --hard HEAD~50"
clone
on 2026-04-02
lan
commits() {
	for i in $(seq "$1"); do
		git_ commit -q --allow-empty -m "Việc $i"
	done
}
commits 25
tinh
run witness --key "$thanh" -o "$world/50.qms"
status 0
lan
commits 30
run verify --checkpoint "$world/50.qms"
status 0
git_ reset -q --hard HEAD~50
run verify
status 0
run verify --checkpoint "$world/50.qms"
status 5
out "$world/50.qms: error[QMS-S132]"

it "nor one that was written anew with the same files"
clone
git_ checkout -q --orphan anew
git_ commit -qm "Mới"
run verify --checkpoint "$world/2.qms"
status 5
out "[QMS-S132]"

it "nor a merge that makes the witnessed line a side line"
clone
git_ reset -q --hard "$second~3"
echo x >"$root/ghi-chú"
git_ add -A
git_ commit -qm "Khác"
git_ merge -q --no-edit "origin/$(git -C "$root_" branch --show-current)"
ok git_ merge-base --is-ancestor "$second" HEAD
run verify --checkpoint "$world/2.qms"
status 5
out "[QMS-S132]"

it "the witness remembers, and refuses a branch that went back"
root=$world/tinh
on 2026-07-01
tinh
git_ pull -q
run witness --key "$thanh" -o "$world/3.qms"
status 0
git_ reset -q --hard HEAD~5
run witness --key "$thanh" -o "$world/4.qms"
status 5
err "[QMS-G132]"

it "in a fresh clone it is told by --after"
clone
git_ reset -q --hard "$second~2"
run witness --key "$thanh" -o "$world/4.qms" --after "$world/2.qms"
status 5
err "[QMS-G132]"
run witness --key "$thanh" -o "$world/4.qms" --after "$keys/minh"
[ "$code" -ne 0 ] || complain "it was taken"
ok test ! -e "$world/4.qms"

it "a history at fault is not witnessed"
clone
echo x >>"$root/agencies/so/issued/QT-01/1.0/text.md"
git_ commit -qam "Sửa"
run witness --key "$thanh" -o "$world/4.qms"
status 5
out "agencies/so/issued/QT-01/1.0/text.md"
err "[QMS-G130]"
ok test ! -e "$world/4.qms"

# altered SED: the second checkpoint with something else, signed again
altered() {
	clone
	sed "/^--- /,\$d" "$world/2.qms" | sed "$1" >"$world/statement"
	sed -i 's/^version: "2"/version: "'"${2:-3}"'"/' "$world/statement"
	hash=$(sha256sum <"$world/statement" | cut -c 1-16)
	number=$(sed -n 's/^version: "\(.*\)"/\1/p' "$world/statement")
	name=trust/checkpoints/$number-witness-thanh-$hash.yaml
	mkdir -p "$root/trust/checkpoints"
	cp "$world/statement" "$root/$name"
	ssh-keygen -q -Y sign -n qms-witness -f "${3:-$thanh}" "$root/$name" \
		2>/dev/null
	git_ add -A
	git_ commit -qm "Mốc"
	run verify
}
prev=$(sed '/^--- /,$d' "$world/2.qms" | sha256sum | cut -c 1-64)
next="s/^prev: .*/prev: [\"$prev\"]/"

it "by hand in git it counts as well when it is right"
altered "$next; s/^date: .*/date: \"2026-04-02\"/"
status 0

it "but not twice the same number"
altered "s/^comment: .*/comment: \"x\"/" 2
status 5
out "$name: error[QMS-S127]"

it "not with a number left out, nor without the one before"
altered "$next" 4
out "$name: error[QMS-S127]"
altered ""
out "$name: error[QMS-S127]"

it "not of a commit that is not of this history"
altered "$next; s/^result: .*/result: \"$(printf %040d 7)\"/"
status 5
out "$name: error[QMS-S128]"

it "not of an earlier commit than the one before"
altered "$next; s/^result: .*/result: \"$head\"/"
out "$name: error[QMS-S128]"

it "not with another digest"
altered "$next; s/^text: .*/text: \"$prev\"/"
status 5
out "$name: error[QMS-S129]"

it "not dated before what it witnesses"
altered "$next; s/^result: .*/result: \"$(git -C "$root_" rev-parse HEAD)\"/"
status 5
out "$name: error[QMS-S131]"

it "not by another's key, nor by one for other signatures"
altered "$next" 3 "$keys/khac"
status 5
out "$name: error[QMS-S130]"
run log QT-03 --json
is "$(jq -r '.rows | map(.known_by) | unique[]' "$world/out")" ""

it "nor a signature in the namespace of acts"
clone
given verify
cp "$world/statement" "$root/$name"
ssh-keygen -q -Y sign -n qms -f "$thanh" "$root/$name" 2>/dev/null
git_ add -A
git_ commit -qm "Mốc"
run verify
status 5
out "$name: error[QMS-S107]"

it "the same for one agency, with what is its own"
root=$root_
on 2026-07-02
tinh
run witness --agency so --key "$thanh"
status 0
run verify
status 0
run witness --json
is "$(jq -r '.rows[] | select(.agency == "so") | "\(.number) \(.date)"' \
	"$world/out")" "1 2026-07-02"
one=$(jq -r '.rows[] | select(.agency == "so") | .path' "$world/out")
head=$(jq -r '.rows[] | select(.agency == "so") | .commit' "$world/out")
rm -rf "$world/old"
mkdir "$world/old"
git_ archive "$head" | tar -x -C "$world/old"
is "$(sed -n 's/^text: "\(.*\)"/\1/p' "$root/$one")" "$(cd "$world/old" &&
	find agencies/so/acts agencies/so/issued -type f -print0 |
	LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c 1-64)"
run log QT-03 --json
is "$(jq -r '.rows | map(.known_by) | unique[]' "$world/out")" 2026-07-02

it "an index made anew says the same"
run log QT-01 --json
cp "$world/out" "$world/before"
rm -rf "$root/.git/qms"
run log QT-01 --json
out_is <"$world/before"

it "two with one number are told by who made the other one"
on 2026-07-03
tinh
given witness --key "$thanh"
root=$world/tinh
git_ fetch -q
git_ reset -q --hard "origin/$(git -C "$root_" branch --show-current)"
run witness --key "$thanh" -o "$world/4.qms"
status 5
err "[QMS-S133]"
ok test ! -e "$world/4.qms"
root=$root_

it "a witness's key in other hands holds nothing from that day on"
run verify --checkpoint "$root/$first"
status 0
lan
given key compromised tinh/thanh --system --since 2026-02-01
run verify --checkpoint "$root/$first"
status 0
run verify --checkpoint "$world/2.qms"
status 5
out "[QMS-S113]"
tinh
run witness --key "$thanh"
[ "$code" -ne 0 ] || complain "it witnessed"
