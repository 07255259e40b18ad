#!/bin/sh
# SPDX-License-Identifier: MIT
# The site: what is in it, that it is made again only where it must be, and
# that step by step gives the same bytes as at once.
. "${0%/*}/lib.sh"

new_system
issued QT-01 QT-03
# made step by step, and at once, into another directory
same() {
	make_site
	rm -rf "$world/whole"
	run site --output "$world/whole"
	diff -r "$site" "$world/whole" >"$world/out" ||
		complain "step by step differs from at once"
}
it "opens with the question whether the agency is in order"
make_site
has index.html 'class="verdict is-'
has index.html 'Hệ thống quản lý chất lượng'

it "shows the version in force with its control block"
has agencies/so/id/QT-01.html 'Đang có hiệu lực'
has agencies/so/id/QT-01.html '493/QĐ-SKHCN'
has agencies/so/id/QT-01.html 'Lê Quang Minh'
has agencies/so/id/QT-01/1.0.html 'Lần ban hành'

it "shows a document that was never issued as a working text"
has agencies/so/id/QT-02.html 'chưa được ban hành'

it "keeps drafts and records out of the public edition"
run site --public --output "$world/public"
status 0
ok test -f "$world/public/agencies/so/id/QT-01.html"
fails test -e "$world/public/agencies/so/id/QT-02.html"
fails grep -rqF 'agencies/so/id/QT-02.html' "$world/public"

it "leads nowhere but to pages that are there"
(cd "$site" && find . -name '*.html' | while read -r file; do
	tr '<' '\n' <"$file" | sed -n 's/.* href="\([^"#?]*\).*/\1/p' |
		sort -u | while read -r link; do
		case $link in ''|http*:*|mailto:*) continue ;; esac
		echo "$link" >>"$world/links"
		[ -f "$(dirname "$file")/$link" ] || echo "$file: $link"
	done
done) >"$world/out"
[ "$(wc -l <"$world/links")" -gt 500 ] || complain "few links were seen"
[ ! -s "$world/out" ] || complain "broken links"

it "takes nothing from elsewhere and runs nothing of a page's own"
fails grep -rlE '<script>|<style|style="| on[a-z]+="|src="(http|//)' "$site"

it "writes nothing when nothing changed"
sleep 1
touch "$world/mark"
run site --output "$site"
is "$(find "$site" -newer "$world/mark" -type f ! -name .qms-site)" ""

it "writes only the pages that show what changed"
lan
sed -i 's/^## Phạm vi$/## Phạm vi\n\nCâu mới./' \
	"$root/agencies/so/documents/QT-02.md"
ok git_ commit -qam "QT-02"
sleep 1
touch "$world/mark"
run site --output "$site"
(cd "$site" && find . -newer "$world/mark" -type f ! -name .qms-site |
	sort) >"$world/out"
out_is <<'END'
./agencies/so/id/QT-02.html
./agencies/so/id/QT-02/model.html
./assets/find/so.js
./assets/stamp.css
./model/so.html
./stamp.html
END

it "gives the same bytes step by step as at once"
same
lan; given submit QT-02
same
hung; given review QT-02
same
lan; given issue --decision 12/QĐ-SKHCN --file "$world/QD.pdf" QT-02
same
on 2026-03-03
sed -i 's/Câu mới\./Câu mới hơn./' "$root/agencies/so/documents/QT-02.md"
ok git_ commit -qam "QT-02"
same
issued QT-02
same

it "says what changed from one version to the next"
has agencies/so/id/QT-02/1.0-1.1.html '<ins>'

it "follows a document that goes away"
ok git_ rm -q agencies/so/documents/BM-20.md
ok git_ commit -qm "BM-20"
same
fails test -e "$site/agencies/so/id/BM-20.html"

it "is the same in another time zone and locale"
rm -rf "$world/whole"
TZ=America/New_York LC_ALL=C LANG=C run site --output "$world/whole"
ok diff -r "$site" "$world/whole"

it "is made anew when what is there is damaged"
printf 'x' >"$site/.qms-site"
same

it "shows markup in a document as text"
on 2026-03-04
printf '\n<script>alert(1)</script>\n\n[x](javascript:alert(1))\n' \
	>>"$root/agencies/so/documents/QT-06.md"
ok git_ commit -qam "QT-06"
make_site
has_no agencies/so/id/QT-06.html '<script>alert'
has_no agencies/so/id/QT-06.html 'href="javascript'
has agencies/so/id/QT-06.html '&lt;script&gt;alert(1)'

it "takes the agency's own templates"
mkdir -p "$world/own/templates"
echo '<p>{{t:page_absent}} – {{site_name}}</p>' \
	>"$world/own/templates/absent.html"
run site --output "$world/other" --templates "$world/own"
status 0
is "$(cat "$world/other/404.html")" \
	"<p>Không tìm thấy trang – Hệ thống quản lý chất lượng</p>"

it "refuses a template that would let a text become a script"
printf '<p>\n<script>{{title}}</script>\n' \
	>"$world/own/templates/absent.html"
rm -rf "$world/other"
run site --output "$world/other" --templates "$world/own"
status 1
out 'absent.html:2:9: '
out 'QMS-W007'
fails test -e "$world/other"

it "refuses a template that is not there or opens other files"
echo '{{>../../../etc/passwd}}' >"$world/own/templates/absent.html"
run site --output "$world/other" --templates "$world/own"
status 1
out 'absent.html:1:1: '

# ---- in other places ----

it "the whole site made again in an empty place has the same bytes"
rm -rf "$site"
make_site
rm -rf "$world/whole"
run site --output "$world/whole"
ok diff -r "$site" "$world/whole"

it "goes into a directory whose name has blanks and marks"
run site --output "$world/Trang thông tin/năm 2026 (bản in)"
status 0
ok diff -r "$site" "$world/Trang thông tin/năm 2026 (bản in)"

it "says on its stamp from what and for which day it was made"
has stamp.html "$(git_ rev-parse HEAD)"
has stamp.html 'Gốc tin cậy'
has assets/stamp.css 'Tính đến ngày 04/03/2026'
is "$(grep -rlF "$(git_ rev-parse --short=10 HEAD)" "$site" | sort |
	sed "s|^$site/||" | tr '\n' ' ')" "assets/stamp.css stamp.html "

it "has a page for addresses that are not there"
has 404.html 'href="index.html"'
has 404.html 'href="search.html"'

it "names nothing internal in the public edition"
lan
given new audit --no-input --title "Cuộc rất kín"
given new procedure --no-input --title "Quy trình chưa ai được biết"
run site --output "$site"
has agencies/so/audit.html 'Cuộc rất kín'
run site --public --output "$world/public"
status 0
fails grep -rlE 'Cuộc rất kín|chưa ai được biết|id/DG-' "$world/public"
fails grep -rlF 'Bản nội bộ' "$world/public"
fails test -e "$world/public/agencies/so/audit.html"

it "has no absolute address and none that only a server would follow"
fails grep -rlE '(href|src|action)="(/|file:)' "$site"
fails grep -rlE 'href="[^"#?:]*/"' "$site"

# ---- in a browser, from the folder ----

chromium=$(command -v chromium || command -v chromium-browser)
# what the page is after its scripts have run
seen() {
	timeout 120 "$chromium" --headless --no-sandbox --disable-gpu \
		--disable-dev-shm-usage --user-data-dir="$world/chromium" \
		--virtual-time-budget=10000 --dump-dom \
		"file://$site/$1" >"$world/out" 2>"$world/err"
}
it "search finds đăng ký by dang ky, opened from its folder"
seen 'search.html?q=dang+ky'
out 'kết quả'
out 'đăng ký</mark>'

it "search finds đánh giá nội bộ by danh gia noi bo"
seen 'search.html?q=danh+gia+noi+bo'
out 'ánh giá nội bộ</mark>'
out 'id/QT-03.html'

it "search puts what has the very marks first"
seen 'search.html?q=%C4%91%C3%A1nh+gi%C3%A1+n%E1%BB%99i+b%E1%BB%99'
sed -n 's/.*<ol id="search-results"[^>]*>\(<li>.\{0,400\}\).*/\1/p' \
	"$world/out" >"$world/first"
ok grep -q 'QT-03' "$world/first"
