# SPDX-License-Identifier: MIT
# declare sign with each proof, what a file of it then proves, and what becomes
# of a record that is edited after it was declared.
. "${0%/*}/lib.sh"
new_system
lan
# who has to do what before it is the matter of declare.t
sed -i 's/^\(  - \[draft, declare, declared, head, \).*/\1[]]/' \
	"$root/kinds/declaration.yaml"
git_ commit -qam "Không đòi điều kiện"
given trust --update
ssh-keygen -q -t ed25519 -N '' -C minh -f "$world/minh"
ssh-keygen -q -t ed25519 -N '' -C lan -f "$world/lan"
given key add minh --key "$world/minh"

# the official certificates: an authority, the head's, and another's
faketime_() { faketime "2026-01-02 00:00:00" "$@"; }
openssl ecparam -genkey -name prime256v1 -noout -out "$world/root.key"
faketime_ openssl req -x509 -new -utf8 -key "$world/root.key" -days 5000 \
	-subj "/C=VN/O=Ban Cơ yếu Chính phủ/CN=Gốc thử" -out "$world/root.pem"
certificate() {	# who
	openssl genrsa -out "$world/$1.key" 2048 2>"$world/err"
	openssl req -new -utf8 -key "$world/$1.key" -subj "/C=VN/CN=$2" \
		-out "$world/csr"
	printf 'keyUsage=critical,digitalSignature,nonRepudiation\n' \
		>"$world/ext"
	faketime_ openssl x509 -req -in "$world/csr" -days 400 \
		-set_serial "$3" -extfile "$world/ext" -CA "$world/root.pem" \
		-CAkey "$world/root.key" -out "$world/$1.pem" 2>"$world/err"
}
certificate minh "Lê Quang Minh" 4097
certificate khac "Lê Quang Minh" 4098
given key add minh --certificate "$world/minh.pem"
cms() {	# who file
	faketime "2026-01-06 02:00:00" openssl cms -sign -binary -cades \
		-in "$2" -signer "$world/$1.pem" -inkey "$world/$1.key" \
		-outform DER -out "$2.p7s"
}

draft() {
	given new declaration --title "Công bố" --id "$1" --set audit=DG-1 \
		--set review=XX-1 --set effectiveness=2026-01-05
}
alone() {
	(cd "$world" && env -i PATH="$PATH" HOME="$world" LC_ALL=C.UTF-8 \
		"$qms" "$@") >"$world/out" 2>"$world/err" </dev/null
	code=$?
}
# the record of its last act
declared() { run --json log "$1"; json ".rows[-1] | $2"; }

given new training --title "Đánh giá viên nội bộ" --id DT-1 \
	--set provider="Chi cục TĐC" --set topic=internal-audit
given table DT-1 attendees set 1 person=thu result=đạt
given table DT-1 attendees add person=lan result=đạt
given act DT-1 hold
given new audit --title "Đánh giá" --id DG-1 --set lead=thu \
	--set auditors= --set clauses=
given new management-review --title "Họp" --id XX-1 --set audit=DG-1
on 2026-01-06
for id in 1 2 3 4 5; do draft CB-2026-0$id; done
system=$("$qms" -C "$root" --json verify | jq -r .root)

it "the least proof of the settings is asked for, any other will do"
minh
run declare sign CB-2026-01 --set number=1/QĐ-SKHCN
status 0
declared CB-2026-01 '.act == "declare" and .proof == "commit"'
lan
run declare sign CB-2026-02 --decision 2/QĐ-SKHCN --file "$world/QD.pdf"
status 0
declared CB-2026-02 '.proof == "decision" and .by == "minh"'
minh
run declare sign CB-2026-03 --key "$world/minh" --set number=3/QĐ-SKHCN \
	--set signed=2026-01-06
status 0
declared CB-2026-03 '.proof == "key" and .by == "minh"'
run show --raw CB-2026-03
out "number: 3/QĐ-SKHCN"

it "with an official certificate the head signs elsewhere"
lan
run declare sign CB-2026-04 --by minh --request "$world/r4" \
	--proof certificate --set number=4/QĐ-SKHCN
status 0
given sign "$world/r4" --extract "$world/s4"
cms khac "$world/s4"
run sign "$world/r4" --certificate "$world/s4.p7s"
run take-in "$world/r4"
[ $code -ne 0 ] || complain "a certificate that nobody enrolled"
given declare sign CB-2026-04 --by minh --request "$world/r5" \
	--proof certificate --set number=4/QĐ-SKHCN
given sign "$world/r5" --extract "$world/s5"
cms minh "$world/s5"
given sign "$world/r5" --certificate "$world/s5.p7s"
run take-in "$world/r5"
status 0
declared CB-2026-04 '.proof == "certificate" and .serial == "1001"'
run check
status 0
run verify
status 0

it "a file of each says what it proves, and no more"
for id in 1 2 3 4; do
	run declare data CB-2026-0$id
	status 0
	cp "$world/out" "$world/$id.xml"
	ok xmllint --noout --schema "$top/schemas/xsd/declared.xsd" \
		"$world/$id.xml"
	alone verify declaration "$world/$id.xml" --root "SHA256:$system"
	status 0
	cp "$world/err" "$world/$id.said"
done
ok grep -q 'không có chữ ký trong tệp' "$world/1.said"
ok grep -q "$(sha256sum "$world/QD.pdf" | cut -c 1-64)" "$world/2.said"
ok grep -q "$(ssh-keygen -l -f "$world/minh.pub" | cut -d' ' -f2)" \
	"$world/3.said"
alone --json verify declaration "$world/4.xml"
json '.proof == "certificate" and .signer == "Lê Quang Minh" and
	(.key | test("^SHA256:.{43}$"))'

it "the signature of a certificate is verified: other bytes, none, another's"
sig=$(grep 'CB-2026-04/[^"]*\.yaml\.p7s"' "$world/4.xml" | sed 's/">.*//')
[ -n "$sig" ] || complain "no signature is enclosed"
grep -vF "$sig" "$world/4.xml" >"$world/bad.xml"
alone verify declaration "$world/bad.xml" --root "SHA256:$system"
status 5
err "[QMS-G165]"
swap() {	# FILE: in its place
	sum=$(sha256sum "$1" | cut -c 1-64)
	sed "/CB-2026-04\/[^\"]*\.yaml\.p7s\"/s|sha256=.*|sha256=\"$sum\">$(
		base64 -w0 "$1")</file>|" "$world/4.xml" >"$world/bad.xml"
}
cp "$world/s5" "$world/s6"
cms khac "$world/s6"
swap "$world/s6.p7s"
alone verify declaration "$world/bad.xml" --root "SHA256:$system"
status 5
err "[QMS-G165]"
echo more >>"$world/s6"
cms minh "$world/s6"
swap "$world/s6.p7s"
alone verify declaration "$world/bad.xml" --root "SHA256:$system"
status 5
err "[QMS-G165]"
swap "$world/s5.p7s"
alone verify declaration "$world/bad.xml" --root "SHA256:$system"
status 0

it "what stands in a declared record was signed: an edit of it fails check"
file=$root/agencies/so/records/2026/declaration/CB-2026-03.md
for change in 's/^title: .*/title: Công bố khác/' 's/^number: .*//' \
	's/toàn bộ thủ tục/một phần thủ tục/' \
	's/^effectiveness: .*/effectiveness: 2026-01-04/'; do
	sed -i "$change" "$file"
	run check
	status 1
	out "CB-2026-03.md"
	out "error[QMS-D-73]"
	git_ commit -qam "Sửa tay"
	run check
	status 1
	out "error[QMS-D-73]"
	git_ reset -q --hard HEAD^
done
given edit CB-2026-03 --set title="Khác"
run --lang en check
status 1
out "it is not what was declared on 2026-01-06"
out "qms declare renew CB-2026-03"
git_ reset -q --hard HEAD^
run check
status 0
# a draft is no signed text
given edit CB-2026-05 --set title="Công bố hệ thống"
run check
status 0

it "who signs for the head is in the block of the signature, by capacity"
block() {
	rm -rf "$world/ký"
	given declare pack CB-2026-05 "$world/ký" --by "$1" --capacity "$2"
	sed -n '/class="sign"/,$p' "$world/ký/cong-bo.html" |
		sed -n 's/.*<p[^>]*>\(.*\)<\/p>/\1/p' | tr '\n' '/'
}
is "$(block minh '')" "Giám đốc/Lê Quang Minh/"
is "$(block hung KT.)" "KT. Giám đốc/Phó Giám đốc/Trần Văn Hùng/"
is "$(block hung Q.)" "Q. Giám đốc/Trần Văn Hùng/"
block hung TUQ. >"$world/block"
ok grep -q '^TUQ. Giám đốc/.*Trần Văn Hùng/$' "$world/block"
block hung TL. >"$world/block"
ok grep -q '^TL. Giám đốc/.*Trần Văn Hùng/$' "$world/block"
it "on paper the block stands right, its lines in their order"
# where the words of a line begin, in points: capacity, own title, name
at() { sed -n "s/.*xMin=\"\([0-9]*\)[^>]*yMin=\"\([0-9]*\)[^>]*>$1<.*/\1 \2/p" \
	"$world/words" | tail -n 1; }
for capacity in KT. TUQ. Q.; do
	block hung $capacity >"$world/block"
	chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer \
		--user-data-dir="$world/chromium" --print-to-pdf="$world/p.pdf" \
		"file://$world/ký/cong-bo.html" >"$world/chromium.log" 2>&1
	pdftotext -bbox "$world/p.pdf" "$world/words"
	read -r x y <<E2
$(at "$capacity")
E2
	read -r name_x name_y <<E2
$(at Hùng)
E2
	ok test "${x:-0}" -gt 297
	ok test "${name_x:-0}" -gt 297
	ok test "${name_y:-0}" -gt $((y + 60))
done

it "months below three have a nought, the day too"
given declare pack CB-2026-03 "$world/tháng"
ok grep -q 'ngày 06 tháng 01 năm 2026' "$world/tháng/cong-bo.html"

it "the forms are the office's to change, on paper and on the site"
given site -o "$world/site"
page=$world/site/agencies/so/id/CB-2026-02/decision.html
ok grep -q 'Như Điều 3' "$page"
mkdir -p "$root/agencies/so/templates"
sed 's/Như Điều 3/Ban Chỉ đạo ISO/; s/^\*\*Điều 3/<script>alert(1)<\/script> **Điều 3/' \
	"$root/law/forms/cong-bo.md" >"$root/agencies/so/templates/cong-bo.md"
git_ add -A; git_ commit -qm "Mẫu riêng"
given declare pack CB-2026-02 "$world/mẫu"
ok grep -q 'Ban Chỉ đạo ISO' "$world/mẫu/cong-bo.html"
given site -o "$world/site"
ok grep -q 'Ban Chỉ đạo ISO' "$page"
fails grep -q '<script>alert' "$page" "$world/mẫu/cong-bo.html"
given site -o "$world/whole"
ok diff -r "$world/site" "$world/whole"

it "a collective is signed for"
sed -i 's/office: head,/office: head, title: Chủ tịch Ủy ban nhân dân,/' \
	"$root/agencies/so/people.yaml"
grep -q 'Chủ tịch' "$root/agencies/so/people.yaml" || complain "no title"
git_ commit -qam "Chức danh"
given trust --update --agency so
is "$(block minh '')" "TM. Ủy ban nhân dân/Chủ tịch/Lê Quang Minh/"
block hung KT. >"$world/block"
ok grep -q '^TM. Ủy ban nhân dân/KT. Chủ tịch/' "$world/block"
