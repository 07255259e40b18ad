#!/bin/sh
# SPDX-License-Identifier: MIT
# What the pages of the site show, a kind of page each.
. "${0%/*}/lib.sh"

new_system
count_is() {
	is "$(grep -oF -- "$1" "$site/$page" | wc -l | tr -d ' ') $1" "$2 $1"
}

# ---- the steps of a procedure in lanes ----

# QT-90 with these rows in its table of steps
steps() {
	{
		cat <<'END'
---
schema: qms/procedure/1
title: Cấp giấy phép
role: internal
---

## Mục đích

Đúng hạn.

## Phạm vi

Mọi hồ sơ.

## Trình tự thực hiện

| Bước | Trình tự | Trách nhiệm | Thời gian | Biểu mẫu | Kết quả |
|---|---|---|---|---|---|
END
		cat "$world/rows"
		cat <<'END'

## Hồ sơ lưu

| TT | Hồ sơ | Nơi lưu | Thời gian lưu |
|---|---|---|---|
| 1 | Giấy phép | Văn thư | 5 năm |
END
	} >"$root/agencies/so/documents/QT-90.md"
	git_ add -A
	git_ commit -qm "QT-90"
	make_site
}
page=agencies/so/id/QT-90.html

it "draws the steps of a procedure in lanes, one a role"
cat >"$world/rows" <<'END'
| 1 | Tiếp nhận hồ sơ | Bộ phận Một cửa | 0.5 |  |  |
| 2 | Thẩm định | Chuyên viên | 3 |  |  |
| 3 | Ký | Giám đốc | 1 |  |  |
| 4 | Trả kết quả | bộ phận một cửa  |  |  |  |
END
steps
count_is 'class="lane-head"' 3
count_is 'class="box"' 4
count_is 'class="box-end"' 2
count_is 'class="arrow-head"' 5

it "writes the number, the text and the time in the box of a step"
ok grep -q '<text class="badge-text"[^>]*>1</text>' "$site/$page"
has '>Tiếp nhận hồ sơ</text>'
has '>0,5 ngày làm việc</text>'

it "says the same in words to who does not see it"
has '<title id="steps-title-1">Lưu đồ</title>'
has '1. Tiếp nhận hồ sơ – Bộ phận Một cửa (0,5 ngày làm việc); 2. Thẩm'

it "breaks what is longer than a line between words, and a long word too"
cat >"$world/rows" <<'END'
| 1 | Thẩm định: tên tổ chức, lĩnh vực đăng ký, số lượng và trình độ nhân lực | Chuyên viên | 0.5 |  |  |
| 2 | Hồsơdàimộtmạchkhôngcókhoảngtrắngnàogiữacácchữcủanóviếtliềnnhauđếnhếtdòng | Giám đốc | 3 |  |  |
END
steps
fails grep -qE '<text class="svg-text"[^>]*>[^<]{50,}<' "$site/$page"
has '>Thẩm định: tên tổ chức, lĩnh vực</text>'
has '>Hồsơdàimộtmạch'

it "shows forty steps of twelve roles on sheets that A4 holds"
awk 'BEGIN { for (i = 1; i <= 40; i++)
	printf "| %d | Việc thứ %d | Chuyên viên Phòng số %d | 1 |  |  |\n",
	    i, i, i * 5 % 12 + 1 }' >"$world/rows"
steps
count_is 'class="badge"' 40
count_is '<desc id="steps-text-' "$(grep -c '<svg' "$site/$page")"
# as wide and as high as it can be read, each sheet
grep -o '<svg [^>]*' "$site/$page" | sed 's/.* width="\([0-9]*\)" height="\([0-9]*\)".*/\1 \2/' |
	while read -r width height; do
		[ "$width" -le 900 ] && [ $((height * 640)) -le \
			$((width * 920)) ] || echo "$width × $height"
	done >"$world/out"
out_is </dev/null

it "gives up lanes where nearly each step has a role of its own"
awk 'BEGIN { for (i = 1; i <= 30; i++)
	printf "| %d | Việc thứ %d | Người thứ %d | 1 |  |  |\n", i, i, i }' \
	>"$world/rows"
steps
has '>Người thứ 30'
[ "$(grep -c 'class="lane-head"' "$site/$page")" -eq \
	"$(grep -c '<svg' "$site/$page")" ] || complain "lanes"

it "shows markup in a step and in a role as text"
cat >"$world/rows" <<'END'
| 1 | `<script>alert(1)</script>` &amp; | `</svg><a onclick="x">` | 0.5 |  |  |
| 2 | Ký | Giám đốc | 3 |  |  |
END
steps
has_no '<script>alert'
has_no '</svg><a'
has '&lt;script&gt;alert(1)'

it "draws nothing of a single step"
echo '| 1 | Ký | Giám đốc | 1 |  |  |' >"$world/rows"
steps
has_no '<svg'

# ---- legal documents ----

cat >"$root/law/documents/CU.yaml" <<'END'
schema: qms/legal/1
number: 01/2020/NĐ-CP
type: decree
title: Nghị định cũ
issuer: Chính phủ
date: 2020-01-01
effective: 2020-02-01
replaced_by: 02/2026/NĐ-CP
source: thử
confirmed: yes
END
cat >"$root/law/documents/MOI.yaml" <<'END'
schema: qms/legal/1
number: 02/2026/NĐ-CP
type: decree
title: Nghị định mới
issuer: Chính phủ
date: 2026-01-06
effective: 2026-01-31
source: thử
confirmed: no
END
sed -i 's/^legal_basis: \[/&01\/2020\/NĐ-CP, /' \
	"$root/agencies/so/documents/QT-01.md"
git_ add -A
git_ commit -qm "nghị định cũ và mới"
issued QT-01
# the site's day is that of the last commit
day() {
	on "$1"
	git_ commit -q --allow-empty -m "$1"
	make_site
}
day 2026-01-30

it "says of a law whether it is in force on the day"
page=legal/CU.html
has '<strong>Còn hiệu lực</strong> <span>Có hiệu lực từ 01/02/2020</span>'
page=legal/MOI.html
has '<strong>Chưa có hiệu lực</strong>'
has 'chưa đối chiếu với bản gốc'
day 2026-02-02
page=legal/CU.html
has '<strong>Đã được thay thế</strong>'
has 'Văn bản thay thế: 02/2026/NĐ-CP'
page=legal/MOI.html
has '<strong>Còn hiệu lực</strong>'
has '<dt>Thay thế</dt><dd><span class="item"><a href="../legal/CU.html">01/2020'

it "lists what cites a law, with its agency and the issue in force"
page=legal/CU.html
has '<a href="../agencies/so/id/QT-01.html">QT-01</a>'
has '<td class="short" >1.0</td>'
page=legal/MOI.html
has 'Chưa có tài liệu nào viện dẫn.'

it "shows the three months that a new law gives, where they are looked for"
for page in legal/CU.html legal/MOI.html; do
	has '<h2 id="deadlines" >Cập nhật thay đổi của pháp luật trong 3 tháng'
	has '30/04/2026'
	has 'chưa đến hạn'
done

it "counts in the list of laws those that are in force, and who cites each"
page=legal/index.html
ok grep -qE 'CU.html">01/2020/NĐ-CP<.*Đã được thay thế.*class="number" >1<' \
	"$site/$page"
ok grep -qE '^01/2020/NĐ-CP,Nghị định cũ,Chính phủ' "$site/legal/index.csv"

it "makes no other page of a law when another one changes"
echo 'note: Thêm.' >>"$root/law/documents/MOI.yaml"
git_ commit -qam "ghi chú"
sleep 1
touch "$world/mark"
run site --output "$site"
(cd "$site" && find . -newer "$world/mark" -type f ! -name .qms-site |
	sort) >"$world/out"
out_is <<'END'
./assets/stamp.css
./legal/MOI.html
./stamp.html
END

# ---- help and glossary ----

it "has a help page for each of its users, in both languages"
for page in help/officer.html help/auditor.html help/agency.html \
	help/citizen.html; do
	has '<h1>Trợ giúp: '
	has 'href="../glossary.html"'
done
run --lang en site --output "$world/english"
is "$(grep -l '<h1>Help: ' "$world"/english/help/*.html | wc -l |
	tr -d ' ')" 4

it "names no command in its help that there is not"
grep -ohE '<code>qms( --?[a-z-]+ [0-9-]+)? [a-z]+' "$top"/web/templates/help-* |
	sed 's/.* //' | sort -u >"$world/commands"
[ "$(wc -l <"$world/commands")" -gt 10 ] || complain "few commands"
while read -r command; do
	ok "$qms" help "$command"
done <"$world/commands"

it "explains the words of the system, in the order of the alphabet"
page=glossary.html
has '<dt id="t-quy-trinh">Quy trình <span class="muted" lang="en">procedure'
ok grep -qE '<dt [^>]*>Áp dụng' "$site/$page"
sed -n 's/<div><dt [^>]*>\([^<]*\) <.*/\1/p' "$site/$page" >"$world/out"
is "$(head -n 1 "$world/out")" "Áp dụng quy trình của cấp trên"
[ "$(grep -n '^Đang' "$world/out" | cut -d: -f1)" -gt \
	"$(grep -n '^Dự thảo' "$world/out" | cut -d: -f1)" ] ||
	complain "Đ before D"

it "takes a word that is added as data, into the page and the search"
echo 'so-theo-doi,sổ theo dõi,log book,Sổ ghi các hồ sơ đã nhận.,The book of dossiers received.' \
	>>"$root/standards/glossary.csv"
git_ commit -qam "thuật ngữ"
make_site
has '<dt id="t-so-theo-doi">Sổ theo dõi'
ok grep -qF '"glossary.html#t-so-theo-doi"' "$site/assets/find.js"
ok grep -qF '"help/citizen.html"' "$site/assets/find.js"

# ---- document models ----

given site --output "$site"

it "shows of each agency what it has of its model, and what it lacks"
page=model/so.html
has '>Sở Khoa học và Công nghệ</a>'
has 'Cơ quan chuyên môn'
has '<span class="state is-ok">Đang có hiệu lực</span><span class="item"><a href="../agencies/so/id/QT-01.html">QT-01</a>'
has_no '>chưa có<'
git_ rm -q agencies/so/documents/BM-26.md
git_ commit -qm "BM-26"
run site --output "$site"
has '<span class="state is-bad">chưa có</span>'

it "tells a text that is not the model's from one that is"
page=model/so.html
has '<a href="../agencies/so/id/QT-01/model.html">khác mẫu</a>'
has_no 'id/QT-02/model.html'
page=agencies/so/id/QT-01/model.html
ok grep -qE '<ins>[^<]*01/2020/NĐ-CP' "$site/$page"

it "is reached from the agency's page"
page=agencies/so/index.html
has '<a href="../../model/so.html">Bộ tài liệu mẫu và điểm khác</a>'

it "makes of the models only what a changed document is seen in"
sed -i 's/^## Phạm vi$/&\n\nRiêng Sở./' "$root/agencies/so/documents/QT-02.md"
git_ commit -qam "QT-02"
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

it "shows no working text to the public beside the model's"
run site --public --output "$world/public"
status 0
is "$(find "$world/public" -name model.html)" ""
fails grep -rqF 'khác mẫu' "$world/public"

it "stands on what is wrong with a model"
printf 'roles: [\n' >>"$root/models/so/model.yaml"
git_ commit -qam "hỏng"
make_site
ok test -f "$site/model/so.html"
git_ revert --no-edit HEAD >/dev/null

it "takes a model that is added as data"
mkdir -p "$root/models/rieng/documents"
cat >"$root/models/rieng/model.yaml" <<'END'
schema: qms/model/1
name: Bộ riêng
edition: 2026-01-01
standard: iso9001-2015
serves: [CQCM_TINH]
source: thử
confirmed: no
roles:
  - {role: internal-audit, kind: procedure, document: QT-77, need: yes}
END
cp "$root/agencies/so/documents/QT-03.md" \
	"$root/models/rieng/documents/QT-77.md"
git_ add -A
git_ commit -qm "bộ riêng"
make_site
page=model/rieng.html
has '>Đánh giá nội bộ<'
has '>QT-77<'
page=model/index.html
has 'rieng.html'

# ---- forms ----

it "gives each form as a page to print and to fill in by hand"
page=agencies/so/id/BM-05/form.html
has '<article class="blank wide">'
has '<span class="fill">…</span>'
has_no '>Nội dung biểu mẫu<'
page=agencies/so/id/BM-22/form.html
has '<article class="blank">'
has 'Phiếu thẩm định hồ sơ</h1>'

it "gives the very file of a form to download, as it was issued"
issued BM-22
sed -i 's/^Người thẩm định:/Cán bộ thẩm định:/' \
	"$root/agencies/so/documents/BM-22.md"
git_ commit -qam "BM-22"
run site --output "$site"
ok cmp "$site/agencies/so/id/BM-22/BM-22.md" \
	"$root/agencies/so/issued/BM-22/1.0/text.md"
page=agencies/so/id/BM-22/form.html
has 'Người thẩm định:'
has 'Lần ban hành 1.0'
page=agencies/so/id/BM-22.html
has '<a href="../../../agencies/so/id/BM-22/form.html">In để điền tay</a>'
has '<a href="../../../agencies/so/id/BM-22/BM-22.md" download>'

it "shows markup in a form as text, and dots in a name as they are"
printf '\n<b onclick="x">…</b> [mẫu …](QT-01)\n' \
	>>"$root/agencies/so/documents/BM-05.md"
git_ commit -qam "BM-05"
make_site
page=agencies/so/id/BM-05/form.html
has_no '<b onclick'
has '&lt;b onclick='

# ---- the list of documents ----

it "lists the documents in force as an official document"
issued BM-01
sed -i 's/^code: QT-04.*/code: QT-4-MOI/' "$root/agencies/so/documents/QT-04.md"
issued QT-04
sed -i 's/^code: QT-4-MOI/code: QT-4-NHAP/' \
	"$root/agencies/so/documents/QT-04.md"
sed -i 's/^short_name:/place: Hà Ninh\n&/' "$root/agencies/so/agency.md"
git_ commit -qam "QT-04, nơi"
make_site
page=agencies/so/master-list.html
has 'Cộng hòa xã hội chủ nghĩa Việt Nam'
has 'Độc lập - Tự do - Hạnh phúc'
has '<p class="official-agency">Sở Khoa học và Công nghệ</p>'
has '/DM-SKHCN</p>'
has '<p class="official-day">Hà Ninh, ngày '
has '<p>Giám đốc</p>'
has '<td class="short">QT-01/SKHCN</td>'
has '493/QĐ-SKHCN ngày '
ok grep -qE 'colspan="8">Quy trình<' "$site/$page"

it "gives each document's code as it was issued, and no drafts"
has '<td class="short">QT-4-MOI</td>'
has_no 'QT-4-NHAP'
has_no 'id/QT-05.html'
is "$(grep -c '<td class="number">' "$site/$page")" \
	"$("$qms" -C "$root" --json list | jq '[.rows[] |
		select((.version // "") != "" and (.kind | IN("procedure",
		"form", "policy", "manual", "objective")))] | length')"

it "puts forms behind what they belong to, and numbers them through"
ok sh -c "grep -oE 'colspan=\"8\">[^<]*' '$site/$page' | tail -n 1 |
	grep -q 'Biểu mẫu'"
is "$(sed -n 's/.*<td class="number">\([0-9]*\)<.*/\1/p' "$site/$page" |
	tr '\n' ' ')" "$(seq -s ' ' "$(grep -c '<td class="number">' \
	"$site/$page")") "

it "is reached from the agency's documents"
page=agencies/so/documents.html
has '<a href="../../agencies/so/master-list.html">'

# ---- administrative procedures ----

it "tells citizens how to submit, who may, with which forms to print"
issued QT-07 BM-15
run site --output "$site"
page=agencies/so/services/1.001786.html
has '<dd>Trực tiếp; bưu chính công ích; trực tuyến</dd>'
has 'Ai nộp hồ sơ'
has '<a href="../../../agencies/so/id/BM-15/form.html">In để điền tay</a>'
has '<a href="../../../legal/118-2025-ND-CP.html">118/2025/NĐ-CP</a>'
has 'Quá ngày hẹn'
has 'https://dichvucong.gov.vn'

it "tells the public the same"
run site --public --output "$world/public"
grep -qF 'id/BM-15/form.html' \
	"$world/public/agencies/so/services/1.001786.html" ||
	complain "no form"

it "finds an administrative procedure by its name, and lists them as CSV"
ok grep -qF '"agencies/so/services/1.001786.html"' \
	"$site/assets/find/so.js"
ok grep -qE '^1\.001786,Cấp Giấy chứng nhận' "$site/agencies/so/services.csv"

it "follows the agency when it moves, on the pages for citizens"
sed -i 's/^short_name:/address: Số 1 phố Mới\n&/' "$root/agencies/so/agency.md"
git_ commit -qam "địa chỉ"
run site --output "$site"
has 'Số 1 phố Mới'

# ---- who adopts a document ----

it "lists on a document's page who adopts it, and which issue of it"
on 2026-02-05
given agency add xa-a --name "UBND xã A" --kind UBND_XA --from 2026-01-01
given --agency xa-a new procedure --no-input --adopts so/QT-07
make_site
page=agencies/so/id/QT-07.html
has '<h2 id="adopters" >Cơ quan áp dụng</h2>'
has '<a href="../../../agencies/xa-a/index.html">UBND xã A</a>'
has '>theo bản đang có hiệu lực<'

it "says who follows an older issue, and what the newer one changes"
sed -i 's/^## Phạm vi$/&\n\nMọi hồ sơ./' "$root/agencies/so/documents/QT-07.md"
git_ commit -qam "QT-07"
lan; given --agency so submit QT-07
hung; given --agency so review QT-07
lan; given --agency so issue --decision 12/QĐ-SKHCN --file "$world/QD.pdf" \
	QT-07
run site --output "$site"
has '>có lần ban hành mới: 1.1<'
has '<a href="../../../agencies/so/id/QT-07/1.0-1.1.html">nội dung thay đổi</a>'

it "leads from a document to what differs from its model"
page=agencies/so/id/QT-01.html
has '<a href="../../../agencies/so/id/QT-01/model.html">So với bộ tài liệu mẫu</a>'
page=agencies/so/id/QT-03.html
has_no 'So với bộ tài liệu mẫu'

it "follows an adopter that goes over to the newer issue, in one step"
adopter=$(ls "$root"/agencies/xa-a/documents/QT-*.md)
sed -i 's/@1.0/@1.1/' "$adopter"
git_ commit -qam "theo bản mới"
run site --output "$site"
page=agencies/so/id/QT-07.html
has_no 'có lần ban hành mới'
rm -rf "$world/whole"
run site --output "$world/whole"
ok diff -r "$site" "$world/whole"

# ---- kinds ----

it "gives a kind that is added as data its register, pages and way there"
cat >"$root/kinds/visit.yaml" <<'END'
schema: qms/kind/1
id: visit
name: {vi: lượt tiếp công dân, en: visit}
class: record
format: markdown
visibility: public
path: agencies/{agency}/records/{year}/visit/{id}.md
number: TCD-{year}-{nn}
keys:
  title: {type: text, need: yes, column: yes, name: {vi: tóm tắt, en: title}}
  day: {type: date, column: yes, name: {vi: ngày tiếp, en: day}}
  tthc: {type: ref, to: tthc, column: yes, name: {vi: thủ tục, en: procedure}}
sections: [Nội dung]
first: open
final: [closed]
acts:
  - [open, close, closed, author, []]
states: {open: {vi: đang xử lý, en: open}, closed: {vi: đã xong, en: closed}}
act_names: {close: {vi: kết thúc, en: close}}
END
cat >"$root/kinds/seal-log.yaml" <<'END'
schema: qms/kind/1
id: seal-log
name: {vi: sổ đóng dấu, en: seal log}
class: data
format: csv
visibility: internal
path: agencies/{agency}/seal-log.csv
refer: number
columns:
  number: {type: text, need: yes, column: yes, name: {vi: số, en: number}}
  day: {type: date, need: yes, column: yes, name: {vi: ngày đóng dấu, en: day}}
  basis: {type: ref, to: legal, column: yes, name: {vi: căn cứ, en: basis}}
END
cat >"$root/kinds/floor.yaml" <<'END'
schema: qms/kind/1
id: floor
name: {vi: sơ đồ tầng, en: floor}
class: document
format: markdown
visibility: public
path: agencies/{agency}/documents/{id}.md
number: SD-{nn}
acts: document
keys:
  title: {type: text, need: yes, column: yes, name: {vi: tên, en: title}}
sections: [Sơ đồ]
END
mkdir -p "$root/agencies/so/records/2026/visit"
cat >"$root/agencies/so/records/2026/visit/TCD-2026-01.md" <<'END'
---
schema: qms/visit/1
title: Hỏi về thời hạn
day: 2026-02-03
tthc: 1.001786
---

## Nội dung

Người dân hỏi về thời hạn.
END
cat >"$root/agencies/so/documents/SD-01.md" <<'END'
---
schema: qms/floor/1
title: Tầng một
---

## Sơ đồ

Bộ phận Một cửa.
END
cat >"$root/agencies/so/seal-log.csv" <<'END'
number,day,basis
D-001,2026-02-03,118/2025/NĐ-CP
D-002,2026-02-04,
END
git_ add -A
git_ commit -qm "ba loại mới"
make_site
page=agencies/so/visit.html
has '<h1>Lượt tiếp công dân</h1>'
has '<a href="../../agencies/so/id/TCD-2026-01.html">TCD-2026-01</a>'
has '03/02/2026'
has 'đang xử lý'
page=agencies/so/id/TCD-2026-01.html
has '<dt>Ngày tiếp</dt><dd>03/02/2026</dd>'
has 'Người dân hỏi'
page=agencies/so/seal-log.html
has '<a href="../../legal/118-2025-ND-CP.html">118/2025/NĐ-CP</a>'
has '04/02/2026'
ok grep -q '^D-002,04/02/2026,' "$site/agencies/so/seal-log.csv"
page=agencies/so/documents.html
has '>Sơ đồ tầng<'
has '>SD-01</a>'
page=agencies/so/index.html
has 'visit.html">Lượt tiếp công dân</a>'
has 'seal-log.html">Sổ đóng dấu</a>'
ok grep -qF 'TCD-2026-01.html' "$site/assets/find/so.js"
run check agencies/so/records/2026/visit/TCD-2026-01.md \
	agencies/so/seal-log.csv agencies/so/documents/SD-01.md
status 0

it "keeps a kind that is internal out of the public edition, also a table"
run site --public --output "$world/public"
status 0
fails test -e "$world/public/agencies/so/seal-log.html"
fails grep -rqiF 'sổ đóng dấu' "$world/public"
ok test -f "$world/public/agencies/so/visit.html"

it "shows the lists that all share, and where they are"
page=lists.html
has '<a href="holiday/index.html">'
page=holiday/index.html
has '<h1>'
ok test -s "$site/holiday/index.csv"
fails grep -rlE 'class="[^"]*" class="' "$site"

it "gives the same bytes step by step as at once, whatever was changed"
rm -rf "$world/whole"
run site --output "$site"
run site --output "$world/whole"
ok diff -r "$site" "$world/whole"

it "leads nowhere but to pages that are there"
(cd "$site" && find . -name '*.html' | while read -r file; do
	tr '<' '\n' <"$file" | sed -n 's/.* href="\([^"#?]*\).*/\1/p' |
		sort -u | while read -r link; do
		case $link in ''|http*:*|mailto:*) continue ;; esac
		[ -f "$(dirname "$file")/$link" ] || echo "$file: $link"
	done
done) >"$world/out"
out_is </dev/null
