# SPDX-License-Identifier: MIT
# certificate - heads sign with their official certificates, elsewhere; stock
# openssl and verify say the same, and nothing else passes for one.
. "${0%/*}/lib.sh"
new_system
certificates=agencies/so/certificates
# ca NAME SUBJECT [ISSUER]: a key and an authority
ca() {
	openssl ecparam -genkey -name prime256v1 -noout -out "$world/$1.key"
	openssl req -new -utf8 -key "$world/$1.key" -subj "$2" \
		-out "$world/csr"
	printf 'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign\n' \
		>"$world/ext"
	sign_csr "$1" "${3:-}" 5000
}
# person NAME SUBJECT ISSUER DAYS
person() {
	openssl genrsa -out "$world/$1.key" 2048 2>/dev/null
	openssl req -new -utf8 -key "$world/$1.key" -subj "$2" \
		-out "$world/csr"
	printf 'keyUsage=critical,digitalSignature,nonRepudiation\n' \
		>"$world/ext"
	sign_csr "$1" "$3" "$4"
}
serial=4096
made="2026-01-02 00:00:00" hour=02:00:00
sign_csr() {
	serial=$((serial + 1))
	if [ -n "$2" ]; then
		set -- "$1" "$3" -CA "$world/$2.pem" -CAkey "$world/$2.key"
	else
		set -- "$1" "$3" -signkey "$world/$1.key"
	fi
	one=$1 days=$2
	shift 2
	faketime "$made" openssl x509 -req -in "$world/csr" \
		-days "$days" -set_serial $serial -extfile "$world/ext" \
		-out "$world/$one.pem" "$@" 2>/dev/null
}
# cms WHO DAY FILE [OPTION…]: signs the bytes of FILE into FILE.p7s
cms() {
	who=$1 day=$2 file=$3
	shift 3
	faketime "$day $hour" openssl cms -sign -binary -cades \
		-in "$file" -signer "$world/$who.pem" \
		-inkey "$world/$who.key" -outform DER -out "$file.p7s" "$@"
}
ca root "/C=VN/O=Ban Cơ yếu Chính phủ/CN=Gốc thử"
ca other "/C=VN/CN=Gốc khác"
person minh "/C=VN/O=Sở Khoa học và Công nghệ/CN=Lê Quang Minh" root 40
person khac "/C=VN/CN=Lê Quang Minh" other 400
person hung "/C=VN/CN=Trần Văn Hùng" root 400

it "a certificate is enrolled in one commit with its trust statement"
lan
before=$(git_ rev-list --count HEAD)
run key add minh --certificate "$world/minh.pem"
status 0
is "$(git_ rev-list --count HEAD)" $((before + 1))
is "$(git_ show --name-only --format= HEAD | grep -c 'acts/trust/')" 1
enrolled=$(git_ ls-files "$certificates")
hex=$(openssl x509 -in "$world/minh.pem" -outform DER | sha256sum |
	cut -c 1-16)
is "$enrolled" "$certificates/minh-$hex.pem"
ok openssl x509 -in "$root/$enrolled" -noout
run check
status 0
run verify
status 0

it "it is listed with its name, serial and last day"
run key list --json
json '.rows | length == 1 and (.[0] | .person == "minh" and
	.type == "x509-rsa2048" and .serial == "1003" and
	.from == "2026-01-05" and .to == "2026-02-11" and
	(.comment | startswith("CN=Lê Quang Minh,O=Sở")))'
run key list
out "Lê Quang Minh"

it "nobody else's, no weak one, and no other file"
run key add hung --certificate "$world/minh.pem"
status 7
err "[QMS-U090]"
run key add ai --certificate "$world/hung.pem"
status 7
run key add hung --certificate "$world/minh.key"
status 2
err "[QMS-G120]"
run key add hung --certificate "$top/tests/golden/certificate/rsa1024.pem"
status 2
run key add hung --certificate "$world/nosuch"
status 6
is "$(git_ status --porcelain)" ""

it "the head signs a request with any tool, and it is taken in"
on 2026-01-06
reviewed QT-01 QT-02 QT-03 QT-04 QT-05
lan
run approve QT-01 --by minh --request "$world/r1" --proof certificate
status 0
run sign "$world/r1" --extract "$world/s1"
status 0
cms minh 2026-01-06 "$world/s1"
run sign "$world/r1" --certificate "$world/s1.p7s"
status 0
run take-in "$world/r1"
status 0
statement=$(git_ ls-files | grep 'acts/QT-01/1.0-approve.*yaml$')
ok cmp "$world/s1" "$root/$statement"
ok cmp "$world/s1.p7s" "$root/$statement.p7s"
run verify
status 0

it "which certificate it was is told where one looks"
run log QT-01 --json
json '.rows[-1] | .proof == "certificate" and .serial == "1003" and
	(.subject | startswith("CN=Lê Quang Minh")) and
	(.key | test("^SHA256:.{43}$"))'
run log QT-01
out "chứng thư số Lê Quang Minh"
run show QT-01
out "Bằng chứng: chữ ký số chuyên dùng: CN=Lê Quang Minh,O=Sở Khoa học"
run show QT-01 --json
json '.version | .proof == "certificate" and .serial == "1003"'

it "stock openssl says the same, from a clone"
rm -rf "$world/clone"
git clone -q "$root" "$world/clone"
ok sh -c "cd '$world/clone' && openssl cms -verify -binary -inform DER \
	-in $statement.p7s -content $statement -CAfile '$world/root.pem' \
	-purpose any -attime 1767700000 -out /dev/null"
fails sh -c "cd '$world/clone' && openssl cms -verify -binary -inform DER \
	-in $statement.p7s -content $statement -CAfile '$world/other.pem' \
	-purpose any -attime 1767700000 -out /dev/null"

it "another's signature, of other bytes, or for a key is refused on the spot"
lan
given approve QT-02 --by minh --request "$world/r2" --proof certificate
given sign "$world/r2" --extract "$world/s2"
run sign "$world/r2" --certificate "$world/s1.p7s"
status 5
err "[QMS-G121]"
run sign "$world/r2" --certificate "$world/minh.pem"
status 5
given approve QT-02 --by minh --request "$world/r2k"
run sign "$world/r2k" --certificate "$world/s1.p7s"
status 2
run approve QT-02 --by minh --proof certificate
status 2
err "[QMS-U091]"
run approve QT-02 --by minh --request "$world/r" --proof commit
status 2
# refused WHO DAY CODE OPTION…: what that person signed that day
refused() {
	who=$1 day=$2 code_=$3
	shift 3
	cp "$world/r2" "$world/rx"
	cp "$world/s2" "$world/sx"
	cms "$who" "$day" "$world/sx" "$@"
	run sign "$world/rx" --certificate "$world/sx.p7s"
	status 0
	run take-in "$world/rx"
	[ "$code" -ne 0 ] || complain "taken in"
	grep -q "$code_" "$world/err" "$world/out" || complain "no $code_"
	is "$(git_ status --porcelain)" ""
}
it "a certificate of the same name that is not enrolled is nobody's"
refused khac 2026-01-06 S120
it "nor is that of another person"
lan
given key add hung --certificate "$world/hung.pem"
refused hung 2026-01-06 S120
it "what says that it was signed tomorrow is refused"
refused minh 2026-01-08 S123
it "what is signed on the day is taken"
cms minh 2026-01-06 "$world/s2"
given sign "$world/r2" --certificate "$world/s2.p7s"
run take-in "$world/r2"
status 0
run verify
status 0

it "with authorities, only theirs count; what entered before stands"
lan
mkdir -p "$root/trust"
cp "$world/other.pem" "$root/trust/authorities.pem"
git_ add trust/authorities.pem
git_ commit -qm "cơ quan chứng thực"
given trust --update
given approve QT-03 --by minh --request "$world/r3" --proof certificate
given sign "$world/r3" --extract "$world/s3"
cms minh 2026-01-06 "$world/s3"
given sign "$world/r3" --certificate "$world/s3.p7s"
run take-in "$world/r3"
grep -q S122 "$world/err" "$world/out" || complain "no S122"
cat "$world/root.pem" >>"$root/trust/authorities.pem"
git_ commit -qam "cơ quan chứng thực"
given trust --update
run take-in "$world/r3"
status 0
run check
status 0
run verify
status 0

base=$root
# ---- what plain git can do ----
lan
given approve QT-04 --by minh --request "$world/r4" --proof certificate
given sign "$world/r4" --extract "$world/s4"
cms minh 2026-01-06 "$world/s4"
given sign "$world/r4" --certificate "$world/s4.p7s"
head=$(git_ rev-parse HEAD)
given take-in "$world/r4"
approval=$(git_ ls-files | grep 'acts/QT-04/1.0-approve.*yaml$')
git_ diff --binary "$head" HEAD >"$world/patch"
git_ reset -q --hard "$head"
forged() {
	git_ apply --index "$world/patch" || complain "patch"
	sed "$1" "$root/$approval" >"$world/forged"
	cp "$root/$approval.p7s" "$world/forged.p7s"
	name=${approval%-*}-$(sha256sum "$world/forged" | cut -c 1-16).yaml
	git_ rm -qf "$approval" "$approval.p7s"
	mkdir -p "$root/${name%/*}"
	cp "$world/forged" "$root/$name"
	cp "$world/forged.p7s" "$root/$name.p7s"
}
commit() {
	git_ add -A
	git_ commit -qm 'phê duyệt'
	run verify
}
convicted() {
	commit
	status 5
	out "$name: error[QMS-$1]"
	run list --json
	json '.rows[] | select(.id == "QT-04") | .state == "reviewed"'
}
spoil "the same commit made by plain git counts too, as PEM as well"
forged ''
openssl cms -cmsout -inform DER -in "$root/$name.p7s" -outform PEM \
	-out "$world/pem"
cp "$world/pem" "$root/$name.p7s"
commit
status 0
spoil "a statement that was altered after signing does not"
forged 's/^comment: .*/comment: "khác"/'
convicted S107
spoil "nor one without its signature"
forged ''
rm "$root/$name.p7s"
convicted S106
spoil "nor one with something behind it"
forged ''
echo >>"$root/$name.p7s"
convicted S107
spoil "nor with an old digest"
forged ''
cp "$root/$name" "$world/old"
openssl cms -sign -binary -md sha1 -in "$world/old" \
	-signer "$world/minh.pem" -inkey "$world/minh.key" -outform DER \
	-out "$root/$name.p7s"
convicted S107
spoil "nor one with its certificate enrolled by hand in the same commit"
forged ''
cp "$root/$name" "$world/own"
cms khac 2026-01-06 "$world/own"
cp "$world/own.p7s" "$root/$name.p7s"
hex=$(openssl x509 -in "$world/khac.pem" -outform DER | sha256sum |
	cut -c 1-16)
{ echo "from: 2026-01-05"; cat "$world/khac.pem"; } \
	>"$root/$certificates/minh-$hex.pem"
git_ add -A
git_ commit -qm 'phê duyệt'
run verify
[ "$code" -ne 0 ] || complain "verify says nothing"
run list --json
json '.rows[] | select(.id == "QT-04") | .state == "reviewed"'
spoil "an enrolled file that was altered is told by check"
lan
sed -i 's/^from: .*/from: 2026-1-5/' "$root/$enrolled"
run check
status 1
out "$enrolled: error[QMS-S126]"

root=$base
it "a retired certificate signs nothing more, whatever day it gives"
on 2026-01-07
lan
run key retire minh
status 0
ok grep -q '^to: 2026-01-07$' "$root/$enrolled"
on 2026-01-08
given approve QT-05 --by minh --request "$world/r5" --proof certificate \
	--date 2026-01-06
given sign "$world/r5" --extract "$world/s5"
cms minh 2026-01-06 "$world/s5"
given sign "$world/r5" --certificate "$world/s5.p7s"
run take-in "$world/r5"
grep -q S120 "$world/err" "$world/out" || complain "no S120"
run verify
status 0

it "nor does one that has run out, whatever day it gives"
person short "/C=VN/CN=Lê Quang Minh" root 40
lan
given key add minh --certificate "$world/short.pem"
on 2026-02-20
lan
for day in 2026-02-20 2026-02-10; do
	given approve QT-05 --by minh --request "$world/r6" \
		--proof certificate --date $day
	given sign "$world/r6" --extract "$world/s6"
	cms short 2026-02-10 "$world/s6"
	given sign "$world/r6" --certificate "$world/s6.p7s"
	run take-in "$world/r6"
	grep -q S121 "$world/err" "$world/out" || complain "no S121"
done
run verify
status 0
rm -rf "$root/.git/qms"
run verify
status 0

it "one that was made this afternoon signs today, and not yesterday"
made="2026-02-20 08:00:00" hour=09:00:00
person today "/C=VN/CN=Lê Quang Minh" root 400
given key add minh --certificate "$world/today.pem" --from 2026-01-05
given submit QT-06 --date 2026-02-18
hung; given review QT-06 --date 2026-02-18
lan
for day in 2026-02-19 2026-02-20; do
	given approve QT-06 --by minh --request "$world/r8" \
		--proof certificate --date $day
	given sign "$world/r8" --extract "$world/s8"
	cms today 2026-02-20 "$world/s8"
	given sign "$world/r8" --certificate "$world/s8.p7s"
	run take-in "$world/r8"
	[ $day = 2026-02-20 ] ||
		grep -q "S121\|S135" "$world/err" "$world/out" ||
		complain "no S121"
done
status 0
run verify
status 0
made="2026-01-02 00:00:00" hour=02:00:00

it "where keys guard the people, one enrolled today does not reach back"
person late "/C=VN/CN=Lê Quang Minh" root 400
ssh-keygen -q -t ed25519 -N '' -f "$world/guard"
lan
given key add so/lan --system --key "$world/guard"
given trust --threshold 1
on 2026-02-25
given key add minh --certificate "$world/late.pem" --from 2026-01-05 \
	--sign "$world/guard"
for day in 2026-02-24 2026-02-25; do
	given approve QT-05 --by minh --request "$world/r7" \
		--proof certificate --date $day
	given sign "$world/r7" --extract "$world/s7"
	cms late 2026-02-25 "$world/s7"
	given sign "$world/r7" --certificate "$world/s7.p7s"
	run take-in "$world/r7"
	[ $day = 2026-02-25 ] ||
		grep -q S115 "$world/err" "$world/out" || complain "no S115"
done
status 0
run verify
status 0

it "what a certificate signed that was in other hands counts no more"
fresh_copy "$root"
lan
fingerprint=$("$qms" -C "$root" key list --json |
	jq -r '.rows[] | select(.serial == "1003") | .fingerprint')
run key compromised "$fingerprint" --since 2026-01-03 \
	--sign "$world/guard"
[ "$code" -eq 0 ] || [ "$code" -eq 5 ] || complain "exit $code"
run key list --json
json '.rows[] | select(.serial == "1003") | .state == "compromised"'
run verify
status 5
out "acts/QT-01/1.0-approve"
run list --json
json '.rows[] | select(.id == "QT-01") | .state != "approved"'
root=$base

it "authorities that are no certificates are told by check"
echo "-----BEGIN CERTIFICATE-----" >>"$root/trust/authorities.pem"
run check
status 1
out "trust/authorities.pem: error[QMS-G122]"
