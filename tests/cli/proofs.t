#!/bin/sh
# SPDX-License-Identifier: MIT
# What the site says of who signed what, and that the commands it gives say the
# same of a clone.
. "${0%/*}/lib.sh"

new_system
ssh-keygen -q -t ed25519 -N '' -C minh -f "$world/minh"
print_of_minh=$(ssh-keygen -l -f "$world/minh.pub" | cut -d' ' -f2)
minh
given key request minh --key "$world/minh"
cp "$world/out" "$world/request"
lan
given key add minh --request "$world/request"

on 2026-01-06
issued QT-01
reviewed QT-02
minh; given approve QT-02 --key "$world/minh"
on 2026-02-10
lan
sed -i 's/^## Phạm vi$/&\n\nCâu mới./' "$root/agencies/so/documents/QT-02.md"
git_ commit -qam "QT-02"
reviewed QT-02
minh; given approve QT-02 --key "$world/minh" --effective 2026-02-11
given withdraw QT-01@1.0 --decision 77/QĐ-SKHCN --file "$world/QD.pdf"
on 2026-02-12
lan
git_ commit -q --allow-empty -m "ngày sau"
make_site

it "a document says who wrote, reviewed and approved it, in which office"
page=agencies/so/id/QT-02.html
has '<th scope="row">Soạn thảo</th><td>Nguyễn Thị Lan</td>'
has '<th scope="row">Đồng ý trình phê duyệt</th><td>Trần Văn Hùng<br><span class="muted">người soát xét</span></td>'
has '<th scope="row">Phê duyệt</th><td>Lê Quang Minh<br><span class="muted">người đứng đầu</span></td><td class="short">10/02/2026</td>'

it "says what proves each, with the fingerprint of the key"
has "chữ ký bằng khóa cá nhân<br><code class=\"key-print\">$print_of_minh</code>"
has 'ghi trong hệ thống'
page=agencies/so/id/QT-01/1.0.html
has 'theo quyết định đã ký 493/QĐ-SKHCN ngày 06/01/2026<br><span class="muted">Nguyễn Thị Lan ghi vào hệ thống</span>'

it "stamps each copy with what it is, on the screen and on paper"
page=agencies/so/id/QT-02.html
has 'class="mark is-ok" aria-hidden="true"><span class="on-screen">Bản có kiểm soát</span>'
has '<strong>Không kiểm soát khi in</strong>'
has_no 'class="across"'
page=agencies/so/id/QT-02/1.0.html
has 'class="mark is-old" aria-hidden="true"><span class="on-screen">Đã được thay thế</span>'
has '<strong>Đã được thay thế từ 11/02/2026, bởi lần ban hành 1.1</strong>'
has '<div class="across" aria-hidden="true">Đã được thay thế</div>'
page=agencies/so/id/QT-01/1.0.html
has 'class="mark is-old" aria-hidden="true"><span class="on-screen">Đã bãi bỏ</span>'
has '<strong>Đã bãi bỏ từ 10/02/2026</strong>'
page=agencies/so/id/QT-05.html
has 'class="mark is-soon" aria-hidden="true"><span class="on-screen">Dự thảo</span>'

it "puts code, issue, day and hash of the text on top of each sheet"
hash=$(sha256sum "$root/agencies/so/issued/QT-02/1.1/text.md" | cut -c 1-16)
page=agencies/so/id/QT-02/1.1.html
has '<span>Lần ban hành 1.1</span>'
has '<span>Có hiệu lực từ 11/02/2026</span>'
has "<span>SHA-256 $hash</span>"

it "lists the issues with who approved each and what became of it"
has '>Đã được thay thế 11/02/2026</span>'
page=agencies/so/id/QT-02/1.0.html
has_no '1.1.html">1.1</a></th>'

# The commands of a page, each with what it must answer: 1.command, 1.answer …
commands() {
	rm -f "$world"/*.command "$world"/*.answer
	awk -v dir="$world" '
	/<pre><code>/ { n++; on = 1; sub(/.*<pre><code>/, "") }
	on { line = $0; end = sub(/<\/code><\/pre>.*/, "", line)
	    gsub(/&lt;/, "<", line); gsub(/&quot;/, "\"", line)
	    gsub(/&#39;/, "\047", line); gsub(/&amp;/, "\\&", line)
	    print line >(dir "/" n ".command"); if (end) on = 0 }
	/class="answer"/ { line = $0; sub(/.*<code>/, "", line)
	    sub(/<\/code>.*/, "", line); gsub(/&quot;/, "\"", line)
	    print line >(dir "/" n ".answer") }' "$site/$1"
}
it "gives commands that answer in a clone what the page says"
rm -rf "$world/clone"
git clone -q "$root" "$world/clone"
for page in agencies/so/id/QT-02.html agencies/so/id/QT-02/1.0.html; do
	commands "$page"
	[ -f "$world/4.command" ] || complain "few commands"
	for command in "$world"/[123].command; do
		(cd "$world/clone" && sh "$command") >"$world/out" 2>&1 ||
			complain "$(cat "$command")"
		ok grep -qF -- "$(cat "${command%.command}.answer")" \
			"$world/out"
	done
done
ok grep -q '^ssh-keygen -Y verify' "$world/3.command"
sed "s/^qms/\"\$QMS\"/" "$world/4.command" >"$world/verify"
ok sh -c "cd '$world/clone' && QMS='$qms' sh '$world/verify'"

it "the commands tell when the text is another"
echo x >>"$world/clone/agencies/so/issued/QT-02/1.0/text.md"
(cd "$world/clone" && sh "$world/1.command") >"$world/out"
fails grep -qF "$(cat "$world/1.answer")" "$world/out"

it "gives the hash of a decision that is kept on paper"
page=agencies/so/id/QT-01/1.0.html
has 'Tệp quyết định 493/QĐ-SKHCN'
has "<code>$(sha256sum "$world/QD.pdf" | cut -c 1-64)</code>"

it "tells the public what came into force, not how it was worked on"
on 2026-02-13
lan
sed -i 's/^## Phạm vi$/&\n\nCâu nữa./' "$root/agencies/so/documents/QT-02.md"
git_ commit -qam "QT-02"
given submit QT-02
hung
given review QT-02 --request-changes --comment "Việc nội bộ: sửa lại"
make_site
page=agencies/so/id/QT-02.html
has 'Việc nội bộ'
run site --public --output "$world/public"
status 0
fails grep -rqE 'Việc nội bộ|yêu cầu chỉnh sửa' "$world/public/agencies"
page=../public/agencies/so/id/QT-02.html
has 'Lê Quang Minh'
has_no 'Soạn thảo</th>'

# ---- the stamp and the page of keys ----

root_of() { run trust; sed -n 's/.*\(SHA256:[0-9a-f]*\)$/\1/p' "$world/err"; }

it "claims no verification that was not made"
make_site
page=stamp.html
has '<dt>Kiểm tra khi in</dt><dd>chưa kiểm tra</dd>'
fails grep -qF 'đã kiểm tra' "$site/assets/stamp.css"

it "says what was verified and against which root, in the stamp alone"
pin=$(root_of)
sleep 1
touch "$world/mark"
run site --output "$site" --root "$pin"
status 0
has "không thấy sai lệch; đối chiếu gốc tin cậy $pin"
ok grep -qF "đã kiểm tra với gốc $(echo "$pin" | cut -c 1-23)" \
	"$site/assets/stamp.css"
is "$(cd "$site" && find . -newer "$world/mark" -type f ! -name .qms-site |
	sort | tr '\n' ' ')" "./assets/stamp.css ./stamp.html "
run site --output "$site" --verify
status 0
has 'tự nhất quán, chưa đối chiếu gốc tin cậy'

it "makes no site whose verification fails"
run site --output "$world/none" --root "SHA256:$(printf '%064d' 0)"
status 5
out '[QMS-S101]'
err '[QMS-W030]'
fails test -e "$world/none"

it "shows whose keys sign, with their fingerprints and days"
page=agencies/so/trust.html
has "<code class=\"key-print\">$print_of_minh</code>"
has '<span class="state is-ok">đang dùng</span>'
has '<td class="short" >05/01/2026</td>'
has '<a href="../../trust.html">'

it "shows every statement that changed the people and the keys"
is "$(grep -o '<td class="short" >[0-9]*</td><td class="short" >../../....' \
	"$site/$page" | wc -l)" \
	"$(find "$root/agencies/so/acts/trust" -name '*.yaml' | wc -l)"
page=trust.html
has "$pin"
has "$(echo "$pin" | cut -d: -f2)"

it "a key that is retired is so the day after, with no file changed"
on 2026-03-01
lan
given key retire minh
make_site
page=agencies/so/trust.html
has '<span class="state is-ok">đang dùng</span>'
on 2026-03-02
git_ commit -q --allow-empty -m "hôm sau"
make_site
page=agencies/so/trust.html
has '<span class="state is-old">thôi dùng</span>'
rm -rf "$world/whole"
run site --output "$world/whole"
ok diff -r "$site" "$world/whole"

# ---- what texts differ in ----

it "compares each issue with the next and with the newest"
on 2026-03-03
lan
file=$root/agencies/so/documents/QT-02.md
sed -i 's/^| 1 | \([^|]*\) |/| 1 | \1 trước | \\| sau |/; t
	s/^| 2 | /| 2 | Rà lại: /' "$file"
sed -i 's/ trước | \\| sau |/ trước \\| sau |/' "$file"
git_ commit -qam "QT-02"
issued QT-02
make_site
page=agencies/so/id/QT-02/1.0-1.2.html
has 'Lần ban hành 1.0</a>'
has 'Lần ban hành 1.2</a>'
has '<ins>Câu mới.</ins>'
page=agencies/so/id/QT-02/1.1-1.2.html
has_no '<ins>Câu mới.</ins>'
has '<ins>Câu nữa.</ins>'
page=agencies/so/id/QT-02/1.0.html
has '<a href="../../../../agencies/so/id/QT-02/1.0-1.2.html">Điểm khác với lần ban hành mới nhất</a>'

it "shows what changed in the cells of a table, as a table"
page=agencies/so/id/QT-02/1.1-1.2.html
ok grep -qE '<tr><td>2 ?</td><td><ins>Rà lại:</ins> Nhận diện' "$site/$page"
ok grep -qE '<tr><td>1 ?</td><td>[^|]*<ins>[^<]*trước \\\| sau' "$site/$page"
fails grep -qE '<p>\|' "$site/$page"
is "$(grep -o '<tr>.*' "$site/$page" | awk -F'<td>' '{ print NF }' | sort -u |
	tr '\n' ' ')" "5 7 "

it "compares the working text with the issue in force, for who reviews it"
lan
sed -i 's/^## Phạm vi$/&\n\nCâu đang viết./' "$file"
git_ commit -qam "QT-02"
make_site
page=agencies/so/id/QT-02/1.2-draft.html
has '<ins>Câu đang viết.</ins>'
page=agencies/so/id/QT-02/draft.html
has '1.2-draft.html">Điểm khác với bản đang có hiệu lực</a>'
run site --public --output "$world/public"
status 0
is "$(find "$world/public" -name '*draft*')" ""
fails grep -rqF 'Câu đang viết' "$world/public"
rm -rf "$world/whole"
run site --output "$world/whole"
ok diff -r "$site" "$world/whole"

# ---- certificates and delegations ----

# The head's approval of a document with an official certificate: what qms
# wrote for a key is stated anew.
certified() {
	reviewed "$1"
	minh
	given approve "$1" --key "$world/minh2"
	old=$(git_ show --name-only --format= HEAD | grep 'approve.*\.yaml$')
	sed 's/^proof: "key"$/proof: "certificate"/' "$root/$old" \
		>"$world/statement"
	new=${old%-*}-$(sha256sum "$world/statement" | cut -c 1-16).yaml
	git_ rm -q "$old" "$old.sig"
	cp "$world/statement" "$root/$new"
	ok faketime '2026-03-10 02:00:00' openssl cms -sign -binary -in "$world/statement" -outform DER \
		-signer "$world/cert.pem" -inkey "$world/cert.key" \
		-out "$root/$new.p7s"
	git_ add -A
	git_ commit -q --amend -m "phê duyệt"
}
it "says by which certificate a head signed, and how to check that"
ssh-keygen -q -t ed25519 -N '' -C minh -f "$world/minh2"
on 2026-03-09
minh
given key request minh --key "$world/minh2"
cp "$world/out" "$world/request"
lan
given key add minh --request "$world/request"
faketime '2026-01-02 02:00:00' openssl req -x509 -newkey rsa:2048 -nodes \
	-keyout "$world/cert.key" -out "$world/cert.pem" -days 700 \
	-addext keyUsage=digitalSignature \
	-subj '/C=VN/O=So KHCN/CN=Le Quang Minh' 2>"$world/err" ||
	complain "no certificate"
hex=$(openssl x509 -in "$world/cert.pem" -outform DER | sha256sum |
	cut -c 1-16)
mkdir -p "$root/agencies/so/certificates"
{
	echo 'from: 2026-03-09'
	openssl x509 -in "$world/cert.pem"
} >"$root/agencies/so/certificates/minh-$hex.pem"
git_ add -A
git_ commit -qm "chứng thư số"
given trust --update
on 2026-03-10
certified QT-04
make_site
page=agencies/so/id/QT-04.html
has 'chữ ký số chuyên dùng<br><span class="muted">chứng thư số của CN=Le Quang Minh,O=So KHCN,C=VN, số hiệu '
page=agencies/so/trust.html
has 'CN=Le Quang Minh,O=So KHCN,C=VN'
has '<h2 id="certificates" >Chứng thư số chuyên dùng</h2>'
rm -rf "$world/clone"
git clone -q "$root" "$world/clone"
commands agencies/so/id/QT-04.html
ok grep -q '^openssl cms -verify' "$world/3.command"
(cd "$world/clone" && sh "$world/3.command") >"$world/out" 2>&1 ||
	complain "openssl"
ok grep -qF -- "$(cat "$world/3.answer")" "$world/out"

# ---- behind keys ----

it "says how many signatures a change needs, and of whom"
ssh-keygen -q -t ed25519 -N '' -C lan -f "$world/lan"
lan
page=trust.html
has '(chưa có khóa nào bảo vệ)'
has '>chưa đặt</dd>'
given key add so/lan --system --key "$world/lan"
given trust --threshold 1 --key "$world/lan"
pin=$(root_of)
make_site
has "$pin</dd>"
has '<dt>Số chữ ký cần có để thay đổi</dt><dd>1</dd>'
has '<dt>Ai ký được</dt><dd>Nguyễn Thị Lan</dd>'
page=agencies/so/id/QT-02.html
has "qms verify --root $pin"
run site --output "$site" --root "$pin"
status 0

it "says of each change who signed it, and that none was needed"
given person office thu --office secretary --key "$world/lan"
make_site
page=agencies/so/trust.html
has '<td class="short" >Nguyễn Thị Lan</td><td class="short" >Nguyễn Thị Lan</td>'
has 'hệ thống ký</span>'
has 'không cần chữ ký</span>'

it "shows a statement that too few signed, and why it does not count"
newest=$(cd "$root" && ls agencies/so/acts/trust/*.yaml | sort -t/ -k5 -n |
	tail -n 1)
number=$(basename "$newest" | cut -d- -f1)
sed "s/^version: .*/version: \"$((number + 1))\"/
	s/^prev: .*/prev: [\"$(sha256sum "$root/$newest" | cut -c 1-64)\"]/" \
	"$root/$newest" >"$world/statement"
git_ checkout -qb gia
cp "$world/statement" "$root/agencies/so/acts/trust/$((number + 1))-trust-lan-$(
	sha256sum "$world/statement" | cut -c 1-16).yaml"
git_ add -A
git_ commit -qm "giả"
make_site
ok grep -qE '<td class="short" >'$((number + 1))'<.*không có giá trị: .*1 chữ ký' \
	"$site/$page"
git_ checkout -q -

# ---- keys in other hands, and what is not real ----

it "a key in other hands is told for ever, and what it signed counts no more"
on 2026-03-12
lan
page=agencies/so/id/QT-02/1.0.html
has 'chữ ký bằng khóa cá nhân'
given key compromised "$print_of_minh" --since 2026-01-06 -m "mất máy" \
	--sign "$world/lan"
make_site
page=agencies/so/trust.html
ok grep -qF '<span class="state is-bad">có thể bị lộ từ 06/01/2026</span>' \
	"$site/$page"
page=agencies/so/id/QT-02.html
has 'không có giá trị'
run site --output "$world/none" --root "$pin"
status 5

it "each page and sheet of a demonstration says that it is one"
fails grep -rlF 'Hệ thống trình diễn' "$site"
sed -i 's/^name: .*/&\ndemo: yes/' "$root/qms.yaml"
git_ commit -qam "trình diễn"
given trust --update --key "$world/lan"
run check qms.yaml
status 0
make_site
is "$(find "$site" -name '*.html' | wc -l)" \
	"$(grep -rlF --include='*.html' 'Hệ thống trình diễn: ' "$site" | wc -l)"
page=agencies/so/id/QT-05.html
has '<strong>Trình diễn</strong>'
rm -rf "$world/whole"
run site --output "$world/whole"
ok diff -r "$site" "$world/whole"
