# SPDX-License-Identifier: MIT
# key - who may sign with which key, and what such a signature is worth: stock
# ssh-keygen and verify say the same, and nothing else passes for one.
. "${0%/*}/lib.sh"
new_system
new_keys minh hung khac
minh_key=$keys/minh
signers=agencies/so/signers

it "nobody has a key at first"
run key
status 0
out_is </dev/null
err "qms key add"

it "the holder asks, and the officer enrols, in one commit with its statement"
minh
run key request minh --key "$minh_key"
status 0
cp "$world/out" "$world/request"
lan
before=$(git_ rev-list --count HEAD)
run key add minh --request "$world/request"
status 0
is "$(git_ rev-list --count HEAD)" $((before + 1))
ok grep -q '^minh namespaces="qms",valid-after="20260105000000Z" ssh-ed25519 ' \
	"$root/$signers"
is "$(git_ show --name-only --format= HEAD | grep -c 'acts/trust/')" 1
run key list --json
is "$(jq -r '.rows[] | .person + " " + .type + " " + .from' "$world/out")" \
	"minh ssh-ed25519 2026-01-05"
is "$(jq -r '.rows[].fingerprint' "$world/out")" \
	"$(ssh-keygen -l -f "$minh_key.pub" | cut -d' ' -f2)"
run check
status 0
run verify
status 0

it "a request is for one person of one system, and by the key itself"
run key add hung --request "$world/request"
status 5
err "[QMS-S104]"
{ cat "$keys/hung.pub"; sed 1d "$world/request"; } >"$world/mixed"
run key add minh --request "$world/mixed"
status 5
sed 's/AAAA/AAAB/' "$world/request" >"$world/broken"
run key add minh --request "$world/broken"
status 2
head -n 1 "$world/request" >"$world/bare"
run key add minh --request "$world/bare"
status 5
run key add minh --request "$world/request"
status 7
err "“minh”"
run key add ai --key "$minh_key"
status 7
run key add hung --key "$keys/nosuch"
status 6
: >"$keys/empty.pub"
run key add hung --key "$keys/empty"
status 2
is "$(wc -l <"$root/$signers")" 1
is "$(git_ status --porcelain)" ""

it "the head signs; the signature lies beside the statement"
on 2026-01-06
reviewed QT-01 QT-02 QT-03 QT-04
minh
run approve QT-01 --key "$minh_key"
status 0
statement=$(git_ ls-files | grep 'acts/QT-01/1.0-approve.*yaml$')
ok test -f "$root/$statement.sig"
run log QT-01 --json
is "$(jq -r '.rows[-1].proof' "$world/out")" key
run verify
status 0
run list QT-01

it "stock ssh-keygen says the same, from a clone"
rm -rf "$world/clone"
git clone -q "$root" "$world/clone"
ok sh -c "cd '$world/clone' && ssh-keygen -Y verify -f $signers -I minh -n qms \
	-Overify-time=20260106120000Z -s $statement.sig <$statement"
fails sh -c "cd '$world/clone' && ssh-keygen -Y verify -f $signers -I hung \
	-n qms -Overify-time=20260106120000Z -s $statement.sig <$statement"

it "a whole set is signed, each statement for itself"
run approve QT-02 QT-03 --key "$minh_key"
status 0
is "$(git_ ls-files | grep -c '\.yaml\.sig$')" 3
run verify
status 0

it "no other key signs for the head"
before=$(git_ rev-parse HEAD)
run approve QT-04 --key "$keys/khac"
status 7
err "[QMS-S108]"
run approve QT-04 --key "$keys/nosuch"
status 4
err "nosuch"
lan
given key add hung --key "$keys/hung"
minh
run approve QT-04 --key "$keys/hung"
status 7
run approve QT-04 --by hung --key "$keys/hung"
status 7
err "[QMS-S021]"
is "$(git_ status --porcelain)" ""

it "a proof below the minimum of the settings is refused"
lan
sed -i 's/approve: *decision/approve: key/' "$root/qms.yaml"
grep -q 'approve: key' "$root/qms.yaml" || complain "no minimum in qms.yaml"
given trust --update
minh
run approve QT-04 --decision 9/QĐ --file "$world/QD.pdf"
status 7
err "[QMS-S024]"
err "--key"
run approve QT-04 --key "$minh_key"
status 0
base=$root

# ---- how much each act needs ----
fresh_copy "$base"
it "every act of every kind may be given a least proof, and is listed with it"
run trust --proofs --json
cp "$world/out" "$world/proofs"
ok jq -e '.rows | length > 50 and
	all(.[] | select(.act == "approve"); .proof == "key")' "$world/proofs"
for act in $(jq -r '.rows[].act' "$world/proofs" | sort -u); do
	grep -q "^      $act: " "$root/kinds/system.yaml" ||
		complain "no $act in the kind of settings"
done
run trust --proofs
out "ủy quyền"

it "an act that was free needs what the settings say"
on 2026-01-07
lan
sed -i 's/^proofs: {/proofs: {submit: key, /' "$root/qms.yaml"
given trust --update
run check
status 0
run submit QT-06
status 7
err "[QMS-S024]"

it "no misspelled act or proof makes it laxer, nor a commit for what binds"
for wrong in 'submti: key' 'submit: keys' 'approve: commit' 'grant: commit'; do
	sed "s/^proofs: {.*/proofs: {$wrong}/" "$root/qms.yaml" >"$world/settings"
	cp "$world/settings" "$root/qms.yaml"
	run check
	status 1
	run trust --update
	[ "$code" -ne 0 ] || complain "$wrong is taken"
done
git_ checkout -q qms.yaml
run submit QT-06
status 7
err "[QMS-S024]"
root=$base

# ---- what plain git can do ----

# A statement of QT-05, reviewed and unsigned, as the head would make it.
lan; given submit QT-05
hung; given review QT-05
head=$(git_ rev-parse HEAD)
minh
given approve QT-05 --key "$minh_key"
approval=$(git_ ls-files | grep 'acts/QT-05/1.0-approve.*yaml$')
git_ diff --binary "$head" HEAD >"$world/patch"
git_ reset -q --hard "$head"
# forged SED: that commit with the statement altered, named by its hash anew
forged() {
	git_ apply --index "$world/patch" || complain "patch"
	sed "$1" "$root/$approval" >"$world/forged"
	cp "$root/$approval.sig" "$world/forged.sig"
	name=${approval%-*}-$(sha256sum "$world/forged" | cut -c 1-16).yaml
	git_ rm -q --cached "$approval" "$approval.sig"
	rm -f "$root/$approval" "$root/$approval.sig"
	cp "$world/forged" "$root/$name"
	cp "$world/forged.sig" "$root/$name.sig"
}
convicted() {
	git_ add -A
	git_ commit -qm 'phê duyệt'
	run verify
	status 5
	out "$name: error[QMS-$1]"
	run list QT-05 --json
	is "$(jq -r '.rows[] | select(.id == "QT-05") | .in_force' \
		"$world/out")" ""
}

spoil "the same commit made by plain git counts too"
forged ''
git_ add -A
git_ commit -qm 'phê duyệt'
run verify
status 0

spoil "a statement that was altered after signing does not"
forged 's/^comment: .*/comment: "khác"/'
convicted S107

spoil "nor one without its signature"
forged ''
rm "$root/$name.sig"
convicted S106

spoil "nor one whose signature comes later"
forged ''
mv "$root/$name.sig" "$world/late.sig"
convicted S106
cp "$world/late.sig" "$root/$name.sig"
git_ add -A
git_ commit -qm 'chữ ký'
run verify
status 5
out "$name: error[QMS-S106]"

spoil "nor one with the signature of another statement"
forged ''
cp "$root/$statement.sig" "$root/$name.sig"
convicted S107

spoil "nor one signed for another use"
forged ''
rm "$root/$name.sig"
ssh-keygen -q -Y sign -n file -f "$minh_key" "$root/$name" 2>/dev/null
convicted S107

spoil "nor one with something behind its signature"
forged ''
echo >>"$root/$name.sig"
convicted S107

spoil "nor one signed by a key that only this commit adds by hand"
forged ''
sed "s|^minh .*|minh namespaces=\"qms\" $(cat "$keys/khac.pub")|" \
	"$root/$signers" >"$world/signers"
cp "$world/signers" "$root/$signers"
rm "$root/$name.sig"
ssh-keygen -q -Y sign -n qms -f "$keys/khac" "$root/$name" 2>/dev/null
git_ add -A
git_ commit -qm 'phê duyệt'
run list QT-05 --json
is "$(jq -r '.rows[] | select(.id == "QT-05") | .in_force' "$world/out")" ""

spoil "nor one that claims a certificate, and has no signature by it"
forged 's/^proof: .*/proof: "certificate"/'
convicted S106

# ---- a key is given up ----

root=$base
it "a retired key signs nothing more, whatever date it gives"
on 2026-02-10
lan
run key retire minh
status 0
is "$(git_ diff HEAD~1 --numstat -- $signers | cut -f1,2)" "$(printf '1\t1')"
on 2026-02-11
minh
run approve QT-05 --key "$minh_key"
status 7
err "[QMS-S108]"
run approve QT-05 --date 2026-02-01 --key "$minh_key"
status 7
err "[QMS-S108]"
lan
run key retire minh
status 6
run key list --json
is "$(jq -r '.rows[] | select(.person == "minh") | .to' "$world/out")" \
	2026-02-10

it "what it signed before stands, for verify and for stock tools"
run verify
status 0
ok sh -c "cd '$root' && ssh-keygen -Y verify -f $signers -I minh -n qms \
	-Overify-time=20260106120000Z -s $statement.sig <$statement"
rm -rf "$root/.git/qms"
run verify
status 0

it "keys are asked of a past day too; nothing is enrolled in the past"
run key list --as-of 2026-02-09 --json
status 0
is "$(jq -r '.rows[] | select(.person == "minh") | .to' "$world/out")" ""
run key retire hung --as-of 2026-02-09
status 2

it "a new key is enrolled beside the old one"
given key add minh --key "$keys/khac"
minh
run approve QT-05 --key "$keys/khac"
status 0
run key list --json
is "$(jq '.rows | length' "$world/out")" 3

it "a key in an agent signs by its public half"
lan
ssh-keygen -q -t ed25519 -N '' -C agent -f "$world/agent"
given key add minh --key "$world/agent"
eval "$(ssh-agent -a "$world/socket")" >/dev/null
ssh-add -q "$world/agent"
rm "$world/agent"
given submit QT-06
hung; given review QT-06
minh
run approve QT-06 --key "$world/agent.pub"
status 0
ssh-agent -k >/dev/null
run approve QT-06 --key "$world/agent.pub"
[ "$code" -ne 0 ] || complain "signed without the agent"
unset SSH_AUTH_SOCK SSH_AGENT_PID
run verify
status 0
run key list --json
is "$(jq -r '[.rows[] | select(.person == "minh") | .state] | join(" ")' \
	"$world/out")" "retired in-use in-use"

it "a published key of the demonstration is nobody's: exit status 5"
count=0
for key in "$top"/procedures-repo/demo/keys/*.pub; do
	count=$((count + 1))
	cp "$key" "${key%.pub}" "$world"
	published=$world/$(basename "$key" .pub)
	chmod 600 "$published"
	run key add minh --key "$published"
	status 5
	err "QMS-S119"
done
ok test $count -ge 5
mkdir "$world/other"
"$qms" -C "$world/other" init "Hệ thống" --agency so --name "Sở" \
	--key "$published" >"$world/out" 2>"$world/err" </dev/null
code=$?
status 5
err "QMS-S119"
ok test ! -e "$world/other/qms.yaml"

it "and check names the line where somebody wrote it by hand"
cp "$root/agencies/so/signers" "$world/signers"
printf 'minh namespaces="qms" %s\n' "$(cut -d ' ' -f 1-2 "$published.pub")" \
	>>"$root/agencies/so/signers"
run check
status 1
out "agencies/so/signers:$(wc -l <"$root/agencies/so/signers")"
out "QMS-S119"

it "and what it signs counts nowhere: exit status 7"
lan
given trust --update
given submit QT-08
hung; given review QT-08
minh
run approve QT-08 --key "$published"
status 7
err "QMS-S119"
cp "$world/signers" "$root/agencies/so/signers"
lan
given trust --update

it "a demonstration says so, and takes it"
"$qms" -C "$world/other" init "Hệ thống" --agency so --name "Sở" --demo \
	--key "$published" >"$world/out" 2>"$world/err" </dev/null
code=$?
status 0
ok grep -qE '^demo: "?yes"?$' "$world/other/qms.yaml"
ok "$qms" -C "$world/other" verify
ok "$qms" -C "$world/other" check

it "a list of keys that is at fault is not added to"
lan
echo 'minh *' >>"$root/$signers"
run check
status 1
out "$signers:5:1: error[QMS-S105]"
git_ commit -qam 'sửa tay'
run key add hung --key "$minh_key"
status 1
out "[QMS-S105]"
err "[QMS-G088]"
