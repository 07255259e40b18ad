# SPDX-License-Identifier: MIT
# request-trust - changes of who is trusted are carried to those who must sign
# them, each on a machine of their own, and taken in when there are enough.
. "${0%/*}/lib.sh"
new_keys lan minh hung khac
req=$world/yêu\ cầu.qms
lan
on 2026-01-05
it "a system behind two signatures"
given init "Hệ thống quản lý chất lượng" --agency so \
	--name "Sở Khoa học và Công nghệ" --model so --key "$keys/lan"
given person add minh --name "Lê Quang Minh" \
	--email minh@so.example.gov.vn --office head --key "$keys/lan"
given key add so/minh --system --key "$keys/minh" --sign "$keys/lan"
given trust --threshold 2 --key "$keys/lan"

signs() {
	"$qms" -C "$world/home" sign "$@" >"$world/out" 2>"$world/err" </dev/null
	code=$?
}

it "who makes the change records nothing, and needs no key"
before=$(git_ rev-parse HEAD)
run person add thu --name "Phạm Thị Thu" --email thu@so.example.gov.vn \
	--office auditor --request "$req"
status 0
is "$(git_ rev-parse HEAD)" "$before"
is "$(git_ status --porcelain)" ""

it "who signs sees what changes in which file"
signs "$req"
status 0
out "Việc: trust"
out "Tệp: agencies/so/people.yaml"
out "id: thu"
out "Cần chữ ký của: 2 trong: so/lan, so/minh"
no_out "+   - {id: minh"

it "under which name is asked, as the list of signers has it"
signs "$req" --key "$keys/lan" --yes
status 2
err "--as"

it "one of two is not enough; it is told who can sign"
cp "$req" "$world/one"
cp "$req" "$world/two"
run take-in "$req"
status 7
err "[QMS-S110]"
signs "$world/one" --key "$keys/lan" --as so/lan --yes
status 0
signs "$world/one"
out "Đã ký: so/lan"
run take-in "$world/one"
status 7
err "[QMS-S110]"
err "so/minh"
is "$(git_ rev-parse HEAD)" "$before"

it "one person under two names is one"
cp "$world/one" "$world/both"
signs "$world/both" --key "$keys/lan" --as so/minh --yes
run take-in "$world/both"
status 7
signs "$world/both" --key "$keys/khac" --as so/minh --yes
run take-in "$world/both"
status 7

it "each signs a copy; taken in together they are enough"
signs "$world/two" --key "$keys/minh" --as so/minh --yes
run take-in "$world/one" "$world/two"
status 0
is "$(git_ rev-list --count "$before"..HEAD)" 1
is "$(git_ ls-files | grep -c 'so-minh.sig$')" 1
run person list --json
json '[.rows[] | select(.person == "thu")] | length == 1'
run verify
status 0
is "$(git_ status --porcelain)" ""

it "who has a key at hand signs at once, the others later"
given person office thu --office reviewer --key "$keys/lan" --request "$req"
signs "$req"
out "Đã ký: lan"
signs "$req" --key "$keys/minh" --as so/minh --yes
run take-in "$req"
status 0
run verify
status 0

it "two changes at once: the later one is told that it is out of date"
given person add an --name An --email an@so.example.gov.vn \
	--office author --request "$world/one"
given person add binh --name Bình --email binh@so.example.gov.vn \
	--office author --request "$world/two"
for who in lan minh; do
	signs "$world/one" --key "$keys/$who" --as "so/$who" --yes
	signs "$world/two" --key "$keys/$who" --as "so/$who" --yes
done
run take-in "$world/one" "$world/two"
status 7
err "$world/one: đã nhận"
err "$world/two: không nhận"
err "[QMS-G128]"
run verify
status 0

it "keys, the threshold and what was changed by hand are carried as well"
ask() {
	run "$@" "$req"
	status 0
	for who in lan minh; do
		signs "$req" --key "$keys/$who" --as "so/$who" --yes
	done
	run take-in "$req"
	status 0
}
ask key add minh --key "$keys/minh" --to-sign
ask trust --threshold 1 --request
run trust --json
json '[.rows[] | select(.agency == "")][-1].threshold == "1"'
given key list
out minh
sed -i 's/^due_soon: .*/due_soon: 45/' "$root/qms.yaml"
ask trust --update --request
run check
status 0
run verify
status 0

it "a file that the statement does not state is not carried along"
given trust --threshold 2 --request "$req"
printf 'so/khac namespaces="qms" %s\n' "$(cat "$keys/khac.pub")" >"$world/evil"
{ sed '$d' "$req"
echo "--- put $(wc -c <"$world/evil") $(sha256sum <"$world/evil" |
	cut -c 1-64) trust/signers"
cat "$world/evil"; echo; echo "--- end"; } >"$world/spoiled"
signs "$world/spoiled" --key "$keys/lan" --as so/lan --yes
status 5
run take-in "$world/spoiled"
status 5

it "what no statement states cannot be asked for"
before=$(git_ rev-parse HEAD)
run agency add xa-a --name "UBND xã A" --kind UBND_XA --request "$req"
status 2
err "[QMS-G129]"
is "$(git_ rev-parse HEAD)" "$before"
