# SPDX-License-Identifier: MIT
# request - a head signs elsewhere: what the file carries, what is shown, what is
# taken in, and what is not.
. "${0%/*}/lib.sh"
new_system
new_keys minh khac
key=$keys/minh
req=$world/yêu\ cầu.qms
given key add minh --key "$key"
# on the head's own machine there is no repository
signs() {
	"$qms" -C "$world/home" sign "$@" >"$world/out" 2>"$world/err" </dev/null
	code=$?
}

it "the officer makes a request; nothing is recorded"
reviewed QT-01
before=$(git_ rev-parse HEAD)
run approve QT-01 --request "$req"
status 0
err "qms sign"
is "$(git_ rev-parse HEAD)" "$before"
is "$(git_ status --porcelain)" ""

it "who signs sees who, in which office, what, when, and the digests"
signs "$req"
status 0
out "Việc: approve (phê duyệt)"
out "Của: so/QT-01@1.0"
out "Người ký: minh (Lê Quang Minh)"
out "Chức trách: head (người đứng đầu)"
out "Ngày: 05/01/2026"
out "Cơ quan: so (Sở Khoa học và Công nghệ)"
out "SHA-256 của văn bản: $(sha256sum <"$root/agencies/so/documents/QT-01.md" |
	cut -c 1-64)"
out "SHA-256 được ký: $(sed '/^--- /,$d' "$req" | sha256sum | cut -c 1-64)"
out "+ ## Mục đích"
signs --lang en "$req" --json
is "$(jq -r '.rows[] | "\(.act) \(.agency)/\(.id)@\(.version) \(.by) \(.office)"' \
	"$world/out")" "approve so/QT-01@1.0 minh head"

it "nothing is signed where nobody can be asked, without --yes"
cp "$req" "$world/unsigned"
signs "$req" --key "$key"
status 7
cmp -s "$req" "$world/unsigned" || complain "the file was changed"

it "an unsigned request is not taken in"
run take-in "$req"
status 7
err "[QMS-S106]"
is "$(git_ rev-parse HEAD)" "$before"

it "signed, it comes back in one commit, and stands like any other"
signs "$req" --key "$key" --yes
status 0
run take-in "$req"
status 0
is "$(git_ rev-list --count "$before"..HEAD)" 1
is "$(git_ status --porcelain)" ""
run verify
status 0
run log QT-01 --json
is "$(jq -r '.rows[-1] | "\(.by) \(.proof)"' "$world/out")" "minh key"
statement=$(git_ ls-files | grep 'acts/QT-01/1.0-approve.*yaml$')
ok sh -c "cd '$root' && ssh-keygen -Y verify -f agencies/so/signers -I minh \
	-n qms -Overify-time=20260105120000Z -s $statement.sig <$statement"

it "the same file once more changes nothing"
before=$(git_ rev-parse HEAD)
run take-in "$req"
status 0
is "$(git_ rev-parse HEAD)" "$before"

it "a later version is shown against the one in force"
on 2026-02-02
lan
given edit QT-01 --set review_months=6
reviewed QT-01
given approve QT-01 --request "$req" --effective 2026-03-01
signs "$req"
out "So với bản: 1.0"
out "review_months: "
out "Hiệu lực từ: 01/03/2026"
no_out "## Phạm vi"
signs "$req" --key "$key" --yes
given take-in "$req"
run verify
status 0

it "a withdrawal carries its text as well"
given withdraw QT-01@1.0 --request "$req" --effective 2026-03-01
signs "$req"
out "Việc: withdraw"
signs "$req" --key "$key" --yes
given take-in "$req"
run verify
status 0

it "submitting brings the working text as it lies on the disk"
sed -i 's/^review_months: .*/review_months: 24/' \
	"$root/agencies/so/documents/QT-09.md"
run submit QT-09 --by lan --request "$req"
status 0
ok grep -q '^--- put .*documents/QT-09.md$' "$req"
git_ checkout -q -- .

it "a set is one file, signed at once, taken in at once"
reviewed QT-02 QT-03 QT-04
before=$(git_ rev-parse HEAD)
given approve QT-02 QT-03 QT-04 --request "$req"
signs "$req" --json
is "$(jq '.rows | length' "$world/out")" 3
signs "$req" --key "$key" --yes
status 0
run take-in "$req"
status 0
is "$(git_ rev-list --count "$before"..HEAD)" 1
is "$(git_ ls-files | grep -c '\.sig$')" 6

it "files put together with cat are a file"
reviewed QT-05 QT-06
given approve QT-05 --request "$world/1"
given approve QT-06 --request "$world/2"
cat "$world/1" "$world/2" >"$req"
signs "$req" --key "$key" --yes
run take-in "$req"
status 0
run verify
status 0

it "an act on a record is carried like one on a document"
given new finding --title "Giấy hẹn thiếu chữ ký" --id 2026-02-THU-01 \
	--set grade=KPH-nhe --set clause=8.5.1 --set auditor=thu
given new action --title "Giấy hẹn thiếu chữ ký" \
	--set finding=2026-02-THU-01 --set owner=hung --set due=2026-03-10
given act KP-2026-01 confirm --by minh --request "$req"
signs "$req"
out "Việc: confirm"
signs "$req" --key "$key" --yes
run take-in "$req"
status 0
run log KP-2026-01 --json
is "$(jq -r '.rows[-1] | "\(.act) \(.by) \(.proof)"' "$world/out")" \
	"confirm minh key"
run verify
status 0

# ---- stale ----

it "the text was sent back meanwhile and changed: refused, in plain words"
reviewed QT-07
given approve QT-07 --request "$req"
cp "$req" "$world/sound"
signs "$req" --key "$key" --yes
minh; given review QT-07 --request-changes -m "Sửa mục 2"
before=$(git_ rev-parse HEAD)
run take-in "$req"
status 7
err "[QMS-S018]"
lan; given edit QT-07 --set review_months=5
reviewed QT-07
run take-in "$req"
status 7
err "không nhận"
is "$(git_ status --porcelain)" ""

it "the same version was approved by a decision: refused"
lan
given issue QT-07 --decision 7/QĐ --file "$world/QD.pdf"
run take-in "$req"
status 7
err "[QMS-S025]"

it "one that is refused does not stop the others"
reviewed QT-08
given approve QT-08 --request "$world/8"
signs "$world/8" --key "$key" --yes
run take-in "$req" "$world/8"
status 7
err "$req: không nhận"
err "$world/8: đã nhận 1 ghi nhận"

it "another's key is refused"
reviewed QT-09
given approve QT-09 --request "$req"
cp "$req" "$world/sound"
signs "$req" --key "$keys/khac" --yes
status 0
run take-in "$req"
status 7
err "[QMS-S108]"

it "an office that ended before the day is refused"
on 2026-03-02
given person end minh --to 2026-03-01
run approve QT-09 --by minh --request "$world/late"
status 7
err "[QMS-S021]"

it "what was signed in office before is taken in after"
cp "$world/sound" "$req"
signs "$req" --key "$key" --yes
run take-in "$req"
status 0
run verify
status 0

# ---- at fault, or hostile ----

it "a file cut short anywhere is refused"
size=$(wc -c <"$world/sound")
for part in 0 1 100 540 600 700 $((size / 2)) $((size - 9)) $((size - 1)); do
	head -c "$part" "$world/sound" >"$req"
	signs "$req" --key "$key" --yes
	case $code in
	1|5) ;;
	*) complain "$part bytes: exit status $code";;
	esac
	run take-in "$req"
	case $code in
	1|5) ;;
	*) complain "take-in of $part bytes: exit status $code";;
	esac
done

# spoiled SED: the sound file with something else
spoiled() {
	sed "$1" "$world/sound" >"$req"
	cmp -s "$req" "$world/sound" && complain "nothing was spoiled"
	signs "$req" --key "$key" --yes
}
it "a statement that is not what its line says is refused"
spoiled 's/^office: "head"/office: "boss"/'
status 5
err_or_out() { cat "$world/out" "$world/err" | grep -qF "$1" ||
	complain "no $1"; }
err_or_out "[QMS-G126]"

it "a text that is not the one that is named is refused"
spoiled 's/Phạm vi/Phạm Vi/'
status 5

# carrying WHAT NAME FILE: one part more in the sound file
carrying() {
	{ sed '$d' "$world/sound"
	echo "--- $1 $(wc -c <"$3") $(sha256sum <"$3" | cut -c 1-64) $2"
	cat "$3"; echo; echo "--- end"; } >"$req"
}
text=$root/agencies/so/documents/QT-09.md
it "what the statement does not state is refused, wherever it would go"
printf 'x\n' >"$world/evil"
for name in qms.yaml agencies/so/people.yaml agencies/so/signers \
	agencies/so/documents/QT-01.md ../../.ssh/authorized_keys \
	/etc/passwd .git/config agencies/so/issued/QT-01/1.0/text.md \
	agencies/so/acts/QT-01/x.yaml kinds/procedure.yaml; do
	carrying put "$name" "$world/evil"
	signs "$req" --key "$key" --yes
	status 5
	run take-in "$req"
	status 5
	err_or_out "[QMS-G127]"
done

it "nor its own text in another's place"
lan
head=$(git_ rev-parse HEAD)
for name in agencies/so/people.yaml agencies/so/signers qms.yaml \
	agencies/so/documents/QT-01.md agencies/so/../so/documents/QT-09.md \
	agencies/so/.git/x agencies/xa/documents/QT-09.md; do
	carrying put "$name" "$text"
	signs "$req" --key "$key" --yes
	run take-in "$req"
	[ "$code" -ne 0 ] || [ "$(git_ rev-parse HEAD)" = "$head" ] ||
		complain "$name was taken"
done
is "$(git_ rev-parse HEAD)" "$head"
is "$(git_ status --porcelain)" ""

it "nor a removal"
: >"$world/nothing"
carrying remove agencies/so/people.yaml "$world/nothing"
signs "$req" --key "$key" --yes
status 5

it "names and words that draw on the screen are refused"
printf 'X\033[2J' >"$world/evil"
carrying about by2 "$world/evil"
signs "$req"
status 5
printf 'X\342\200\256Y' >"$world/evil"
carrying about by2 "$world/evil"
signs "$req"
status 5

it "parts twice, unknown ones, wrong sizes are refused"
carrying text agencies/so/documents/QT-09.md "$text"
signs "$req"
status 5
carrying nonsense x "$world/nothing"
signs "$req"
status 1
spoiled 's/^--- text [0-9]*/--- text 999999999/'
status 1
spoiled 's/^--- text \([0-9]*\)/--- text 0\1/'
status 1
spoiled 's/^--- text [0-9]*/--- text -1/'
status 1

it "a request of another system is refused"
fake=$(printf 'khác' | sha256sum | cut -c 1-64)
{ sed '/^--- /,$d' "$world/sound" | sed "s/^system: .*/system: \"$fake\"/" \
	>"$world/statement"
cat "$world/statement"
echo "--- qms/request/1 $(wc -c <"$world/statement") $(sha256sum \
	<"$world/statement" | cut -c 1-64)"
sed '1,/^--- qms.request/d' "$world/sound"; } >"$req"
signs "$req" --key "$key" --yes
status 0
run take-in "$req"
[ "$code" -ne 0 ] || complain "it was taken"
err "[QMS-S022]"

it "what is no request at all is refused"
for file in "$world/QD.pdf" "$root/agencies/so/documents/QT-01.md" "$key"; do
	signs "$file"
	status 1
	run take-in "$file"
	status 1
done
signs "$world/nosuch"
status 6

it "one that is too large is refused without being read"
head -c 70000000 /dev/zero >"$req"
signs "$req"
[ "$code" -ne 0 ] || complain "it was read"
err "[QMS-G013]"
rm "$req"
