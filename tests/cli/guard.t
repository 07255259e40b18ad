# SPDX-License-Identifier: MIT
# guard - the trust set behind keys: what the signers of the statement before
# did not sign changes nothing, and no key adds itself.
. "${0%/*}/lib.sh"
new_keys lan minh hung thu khac
lan
on 2026-01-05
it "a system may be behind its officer's key from the beginning"
run init "Hệ thống quản lý chất lượng" --agency so \
	--name "Sở Khoa học và Công nghệ" --model so --key "$keys/lan"
status 0
first=$(cd "$root" && echo trust/0-trust-lan-*.yaml)
ok grep -qx 'result: "1"' "$root/$first"
ok grep -q '^so/lan namespaces="qms",valid-after="20260105000000Z" ssh-' \
	"$root/trust/signers"
run verify
status 0
ok sh -c "cd '$root' && ssh-keygen -Y verify -f trust/signers -I so/lan \
	-n qms -Overify-time=20260105120000Z -s $first.sig <$first"

it "the root is the first statement that asks for signatures"
run trust --json
json '[.rows[] | select(.root == "yes")] | length == 1'
json '.rows[0] | .root == "yes" and .threshold == "1" and
	.signers == "so/lan" and .agency == ""'
json '.rows[1] | .agency == "so" and .guard == "system"'
root_hash=$(jq -r '.rows[0].sha256' "$world/out")
run trust
err "gốc tin cậy: SHA256:$root_hash"
err "1 chữ ký của: so/lan"
out "hệ thống ký"

it "without that key nothing of the trust set changes, and it is told why"
before=$(git_ rev-parse HEAD)
for key in "" "--key $keys/khac"; do
	run person add minh --name "Lê Quang Minh" \
		--email minh@so.example.gov.vn --office head $key
	status 7
	err "[QMS-U087]"
	err "so/lan"
done
run trust --threshold 0
status 7
run key add lan --key "$keys/khac"
status 7
run law add 1/2026/TT-BKHCN --title x --date 2026-01-02 \
	--effective 2026-03-01 --type circular \
	--issuer x
status 7
run agency add xa-a --name "UBND xã A" --kind UBND_XA
status 7
is "$(git_ rev-parse HEAD)" "$before"
is "$(git_ status --porcelain)" ""

it "with it they do"
given person add minh --name "Lê Quang Minh" \
	--email minh@so.example.gov.vn --office head --key "$keys/lan"
given person add hung --name "Trần Văn Hùng" \
	--email hung@so.example.gov.vn --office reviewer --key "$keys/lan"
given law add 1/2026/TT-BKHCN --title x --date 2026-01-02 \
	--effective 2026-03-01 --type circular \
	--issuer x --key "$keys/lan"
given key add minh --key "$keys/minh" --sign "$keys/lan"
run verify
status 0
run check
status 0

it "who is asked to sign may be another than who makes the change"
minh
given person office hung --office auditor --key "$keys/lan"
made=$(git_ diff --name-only HEAD~1 HEAD | grep '\.sig$')
case $made in
agencies/so/acts/trust/*-trust-minh-*.yaml.so-lan.sig) ;;
*) complain "$made";;
esac
lan
run verify
status 0

it "a threshold is never more than can sign"
run trust --threshold 2 --key "$keys/lan"
status 7
err "[QMS-S111]"
given key add so/minh --system --key "$keys/minh" --sign "$keys/lan"
run trust --threshold x
status 2
run trust --threshold 3 --key "$keys/lan"
status 7
given trust --threshold 2 --key "$keys/lan"
run trust --json
json '.rows[-1] | .threshold == "2" and .signers == "so/lan" and
	.guard == "own"'

it "two signatures are those of two persons"
run trust --threshold 1 --key "$keys/lan"
status 7
err "[QMS-U087]"
run trust --threshold 1 --key "$keys/lan" --key "$keys/lan.pub"
status 7
run trust --threshold 1 --key "$keys/lan" --key "$keys/khac"
status 7
run key retire so/lan --system --sign "$keys/lan" --sign "$keys/minh"
status 7
err "[QMS-S111]"
given trust --threshold 1 --key "$keys/lan" --key "$keys/minh"
run trust --json
json '.rows[-1] | .signers == "so/lan so/minh"'
run verify
status 0

it "an agency has its own threshold, and then its own signers"
given trust --threshold 1 --agency so --key "$keys/lan"
run person add thu --name "Phạm Thị Thu" --email thu@so.example.gov.vn \
	--office auditor --key "$keys/khac"
status 7
err "minh"
given person add thu --name "Phạm Thị Thu" \
	--email thu@so.example.gov.vn --office auditor --key "$keys/minh"
run trust --json
json '.rows[-1] | .agency == "so" and .guard == "own" and
	.signers == "minh"'

it "when its signers are lost, the system's state its chain anew, for ever seen"
given key retire lan --sign "$keys/minh"
on 2026-01-07
given key add hung --key "$keys/hung" --sign "$keys/lan"
run trust --json
json '.rows[-1] | .agency == "so" and .guard == "reroot" and
	.signers == "so/lan"'
run trust
out "lập lại gốc"
run verify
status 0
given key add thu --key "$keys/thu" --sign "$keys/hung"
run trust --json
json '[.rows[] | select(.guard == "reroot")] | length == 1'

it "any statement of the system is a root that verify takes"
second=$(git_ ls-files 'trust/2-*.yaml')
run verify --root "SHA256:$(sha256sum <"$root/$second" | cut -c 1-64)"
status 0
run verify --root "SHA256:$root_hash"
status 0
run verify --root "SHA256:$(sha256sum <"$root/qms.yaml" | cut -c 1-64)"
status 5
out "[QMS-S101]"
given trust --threshold 2 --key "$keys/lan"

# ---- what plain git can do ----

base=$root
# made ARGS…: what the program would write, with every key; then by plain git,
# its newest trust statement altered by $alter, and signed by "NAME:FILE…" in
# $signed (NAME of the signature's file; empty for the statement's own)
made() {
	given "$@" --key "$keys/lan" --key "$keys/minh"
	git_ diff --name-only --no-renames HEAD~1 HEAD >"$world/paths"
	old=$(grep 'trust/[0-9]*-trust-.*\.yaml$' "$world/paths")
	sed "$alter" "$root/$old" >"$world/forged"
	git_ rm -q --cached -r "$old" $(grep '\.sig$' "$world/paths")
	for one in $old $(grep '\.sig$' "$world/paths"); do
		rm -f "$root/$one"
	done
	name=${old%-*}-$(sha256sum "$world/forged" | cut -c 1-16).yaml
	cp "$world/forged" "$root/$name"
	for one in $signed; do
		ssh-keygen -q -Y sign -n qms -f "$keys/${one#*:}" \
			<"$world/forged" >"$root/$name${one%%:*}.sig" \
			2>/dev/null
	done
}
commit() {
	git_ add -A
	git_ commit -q --amend -m 'thay đổi'
}
spoil "an agency is admitted by the system's signers"
lan
given agency add xa-a --name "UBND xã A" --kind UBND_XA --key "$keys/lan" \
	--key "$keys/minh"
run trust --json
json '[.rows[] | select(.agency == "xa-a")] | .[0].guard == "system" and
	.[0].signers == "so/lan so/minh"'
run verify
status 0

alter=
spoil "what the keys signed counts, also when plain git committed it"
signed=":lan .so-minh:minh"
made trust --threshold 1
commit
run verify
status 0

spoil "one signature where two are asked for: exit status 5"
signed=":lan"
made trust --threshold 1
commit
run verify
status 5
out "$name: error[QMS-S110]"

spoil "the same signature under two names: exit status 5"
signed=":lan .so-minh:lan .so-lan:lan"
made trust --threshold 1
commit
run verify
status 5
out "$name: error[QMS-S110]"

spoil "a signature of other bytes: exit status 5"
signed=":lan .so-minh:minh"
made trust --threshold 1
cp "$root/$name.sig" "$root/$name.so-minh.sig"
echo x | ssh-keygen -q -Y sign -n qms -f "$keys/minh" 2>/dev/null \
	>"$root/$name.so-minh.sig"
commit
run verify
status 5
out "$name: error[QMS-S110]"

spoil "a signature for another use: exit status 5"
signed=":lan"
made trust --threshold 1
ssh-keygen -q -Y sign -n qms-witness -f "$keys/minh" <"$root/$name" \
	2>/dev/null >"$root/$name.so-minh.sig"
commit
run verify
status 5
out "$name: error[QMS-S110]"

spoil "a key that only this statement adds signs nothing in it: exit status 5"
sed "s|^so/minh .*|so/minh namespaces=\"qms\" $(cat "$keys/khac.pub")|" \
	"$root/trust/signers" >"$world/signers"
sum=$(sha256sum <"$root/trust/signers" | cut -c 1-64)
new=$(sha256sum <"$world/signers" | cut -c 1-64)
alter="s/$sum/$new/"
signed=":lan .so-minh:khac"
made trust --threshold 1
cp "$world/signers" "$root/trust/signers"
commit
run verify
status 5
out "$name: error[QMS-S110]"
out "trust/signers: error[QMS-S112]"

spoil "with the keys of before the same statement counts"
signed=":lan .so-minh:minh"
made trust --threshold 1
cp "$world/signers" "$root/trust/signers"
commit
run verify
status 0

spoil "what was signed is not what was committed: exit status 5"
signed=":lan .so-minh:minh"
alter=
made trust --threshold 1
sed -i 's/^due_soon: .*/due_soon: 300/' "$root/qms.yaml"
commit
run verify
status 5
out "$name: error[QMS-S100]"
out "qms.yaml: error[QMS-S112]"

spoil "nobody can ask for more signatures than there are: exit status 5"
signed=":lan .so-minh:minh"
alter='s/^result: .*/result: "9"/'
made trust --threshold 1
commit
run verify
status 5
out "$name: error[QMS-S111]"

spoil "settings made laxer by hand: exit status 5, stated or not"
sed -i 's/approve: *decision/approve: commit/' "$root/qms.yaml"
git_ commit -qam 'cài đặt'
run verify
status 5
out "qms.yaml: error[QMS-S112]"
run trust --update
status 7

spoil "an office given by hand: exit status 5"
sed -i 's/^  - {person: hung, office: reviewer.*/&\n  - {person: hung, office: head, from: 2020-01-01}/' \
	"$root/agencies/so/people.yaml"
git_ commit -qam 'chức trách'
run verify
status 5
out "agencies/so/people.yaml: error[QMS-S112]"
hung
run submit QT-01
status 7
err "[QMS-S103]"

spoil "an office given for the past, signed by everybody, does not reach back"
on 2026-01-12
lan
given trust --threshold 1 --key "$keys/lan" --key "$keys/minh"
given submit QT-01
given person add moi --name "Vũ Mới" --email moi@so.example.gov.vn \
	--office reviewer --from 2020-01-01 --key "$keys/minh"
on 2026-01-15
given person add sau --name "Hồ Sau" --email sau@so.example.gov.vn \
	--office reviewer --from 2020-01-01 --key "$keys/minh"
given key add sau --key "$keys/khac" --from 2026-01-01 --sign "$keys/minh"
as "Hồ Sau" sau@so.example.gov.vn
run review QT-01 --date 2026-01-14
status 7
err "[QMS-S115]"
run review QT-01 --date 2026-01-14 --key "$keys/khac"
status 7
err "[QMS-S115]"
as "Vũ Mới" moi@so.example.gov.vn
given review QT-01 --date 2026-01-14
run verify
status 0

it "when plain git commits it: exit status 5, naming it"
as "Hồ Sau" sau@so.example.gov.vn
git_ reset -q --hard HEAD~1
given review QT-01
paths=$(git_ diff --name-only HEAD~1 HEAD)
old=$(echo "$paths" | grep 'acts/QT-01/')
git_ reset -q --soft HEAD~1
sed 's/^date: .*/date: "2026-01-13"/' "$root/$old" >"$world/forged"
git_ rm -q --cached "$old"
rm "$root/$old"
name=${old%-*}-$(sha256sum "$world/forged" | cut -c 1-16).yaml
cp "$world/forged" "$root/$name"
git_ add -A
git_ commit -qm 'soát xét'
run verify
status 5
out "$name: error[QMS-S115]"

it "a key given for the past does not either"
git_ reset -q --hard HEAD~1
lan
ssh-keygen -q -t ed25519 -N '' -f "$keys/moi"
given key add moi --key "$keys/moi" --from 2026-01-01 --sign "$keys/minh"
as "Vũ Mới" moi@so.example.gov.vn
run review QT-01 --date 2026-01-14 --key "$keys/moi"
status 7
err "[QMS-S115]"
given review QT-01 --date 2026-01-15 --key "$keys/moi"
run verify
status 0
on 2026-01-07

spoil "everything made and signed anew with other keys: not that root"
rm -rf "$root"
lan
given init "Hệ thống quản lý chất lượng" --agency so \
	--name "Sở Khoa học và Công nghệ" --model so --key "$keys/khac"
run verify
status 0
run verify --root "SHA256:$root_hash"
status 5
out "[QMS-S101]"

root=$base
it "an index that is made again says the same"
run trust --json
cp "$world/out" "$world/before"
rm -rf "$root/.git/qms"
run trust --json
ok cmp "$world/before" "$world/out"

it "a system that nobody's key guards says so"
root=$world/hai
given init "Hệ thống" --agency so --name "Sở" --model so
run trust
err "chưa có khóa nào bảo vệ"
run trust --threshold 1
status 7
err "[QMS-S111]"
given key add so/lan --system --key "$keys/lan"

it "while it does not, what claims a key shows one that is named all the same"
given law add 1/2026/TT-BKHCN --title x --date 2026-01-02 \
	--effective 2026-03-01 --type circular --issuer x
old=$(git_ diff --name-only HEAD~1 HEAD | grep 'trust/[0-9]*-trust-.*\.yaml$')
sed 's/^proof: .*/proof: "key"/' "$root/$old" >"$world/forged"
git_ rm -q "$old"
name=${old%-*}-$(sha256sum "$world/forged" | cut -c 1-16).yaml
# claimed [KEY]: by that key, or none
claimed() {
	cp "$world/forged" "$root/$name"
	[ $# -eq 0 ] || ssh-keygen -q -Y sign -n qms -f "$keys/$1" \
		<"$world/forged" >"$root/$name.sig" 2>/dev/null
	git_ add -A
	git_ commit -q --amend -m 'văn bản'
	run verify
}
claimed
status 5
out "$name: error[QMS-S110]"
claimed khac
status 5
out "$name: error[QMS-S110]"
claimed lan
status 0

it "and it takes them later"
given trust --threshold 1
run trust --json
json '.rows[-1] | .root == "yes" and .agency == "" and .threshold == "1"'
run person add minh --name Minh --email minh@so.example.gov.vn
status 7
given person add minh --name Minh --email minh@so.example.gov.vn \
	--key "$keys/lan"
run verify
status 0
