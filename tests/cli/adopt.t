# SPDX-License-Identifier: MIT
# adopts: one issued text of the province stands for the copies of its communes.
. "${0%/*}/lib.sh"
new_system
issued QT-01 QT-02 QT-07

commune xa-a
commune xa-b

it "new --adopts writes a file of three lines, of the version in force"
of xa-a secretary
run --agency xa-a new procedure --adopts so/QT-07
status 0
out_is <<E
QT-07
E
cat >"$world/wanted" <<E
---
schema: qms/procedure/1
adopts: so/QT-07@1.0
---
E
ok cmp "$world/wanted" "$root/agencies/xa-a/documents/QT-07.md"
run check
status 0

it "a pattern adopts all that is in force, in one commit, each once"
of xa-b secretary
before=$(git_ rev-list --count HEAD)
run --agency xa-b new procedure --adopts 'so/QT-*'
status 0
out_is <<E
QT-01
QT-02
QT-07
E
is "$(git_ rev-list --count HEAD)" $((before + 1))
run --agency xa-b new procedure --adopts 'so/QT-*'
status 0
out_lines 0
is "$(git_ rev-list --count HEAD)" $((before + 1))
run check
status 0

it "own keys win, a section replaces the one of its name, others follow"
of xa-a secretary
adopter xa-a QT-07 so/QT-07@1.0 <<E
receive_at: Trung tâm Phục vụ hành chính công xã A
---

## Phạm vi

Áp dụng tại Ủy ban nhân dân xã A.

## Liên hệ

Điện thoại: 0204 000 000.
E
git_ add -A
git_ commit -q -m "Phần riêng của xã A"
run check
status 0
run --agency xa-a show QT-07
status 0
out "Tên: Cấp Giấy chứng nhận đăng ký hoạt động lần đầu"
out "Áp dụng: so/QT-07 lần 1.0"
out "Phần riêng: receive_at; Phạm vi; Liên hệ"
out "receive_at: Trung tâm Phục vụ hành chính công xã A"
no_out "receive_at: Trung tâm Phục vụ hành chính công cấp tỉnh"
out "Áp dụng tại Ủy ban nhân dân xã A."
no_out "Áp dụng cho hồ sơ đề nghị cấp lần đầu"
out "## Trình tự thực hiện"
out "Điện thoại: 0204 000 000."
is "$(grep -c '^## Phạm vi' "$world/out")" 1

it "what stands beside the adopted text is named with its agency"
out "forms: [so/BM-15"
run --agency xa-a show --raw QT-07
no_out "BM-15"

it "list and JSON give the adopted title"
run --agency xa-a --json list procedure
json '.rows[0].title | startswith("Cấp Giấy chứng nhận")'
run --agency xa-a --json show QT-07
json '.adopts == "so/QT-07@1.0" and (.text | contains("## Hồ sơ lưu"))'

it "as XML it is complete, and fits the published schema"
run export xml xa-a/QT-07
status 0
cp "$world/out" "$world/QT-07.xml"
ok xmllint --noout --schema "$top/schemas/xsd/procedure.xsd" "$world/QT-07.xml"

it "who adopts is found by the words of the text"
run --json search "thẩm định tên tổ chức"
json '[.rows[] | select(.id == "QT-07") | .agency] | sort ==
	["so", "xa-a", "xa-b"]'
run --json search "0204 000 000"
json '[.rows[].agency] == ["xa-a"]'

it "rules see the adopted steps, legal basis and limit as the adopter's"
cat >"$root/rules/T-1.md" <<'E'
---
schema: qms/rule/1
id: T-1
use: problem
severity: warning
confirmed: no
title: {vi: "thử", en: "test"}
message: {vi: "{1} {2} {3} {4}", en: "{1} {2} {3} {4}"}
help: {vi: "thử", en: "test"}
---

```sql
SELECT p.path, 'title' AS key,
       (SELECT count(*) FROM procedure_steps AS s WHERE s.agency = p.agency AND s.parent = p.id),
       (SELECT min(l.value) || count(*) FROM procedure_legal_basis AS l WHERE l.agency = p.agency AND l.parent = p.id),
       p.limit_days || ' ' || (SELECT count(*) FROM procedure_fees AS f WHERE f.agency = p.agency AND f.parent = p.id),
       (SELECT min(f.value) FROM procedure_forms AS f WHERE f.agency = p.agency AND f.parent = p.id) || ' ' || coalesce(p.unit, '-')
  FROM procedure AS p
 WHERE p.id = 'QT-07'
```

| day | procedure.id | verdict |
|---|---|---|
| 2026-01-01 | QT-99 | none |
E
run check
grep 'QMS-T-1' "$world/out" >"$world/said"
is "$(grep -c 'documents/QT-07.md:.*8 118/2025/NĐ-CP3 10 1' "$world/said")" 3
is "$(grep -c 'agencies/xa-.*so/BM-15 -' "$world/said")" 2
rm "$root/rules/T-1.md"

it "a list of its own stands for the adopted one, also when it is empty"
of xa-b secretary
adopter xa-b QT-07 so/QT-07@1.0 <<E
fees: []
---
E
git_ commit -q -a -m "Xã B không thu phí"
run check
status 0
run --agency xa-b show QT-07
out "fees: []"
no_out "Phí thẩm định"

it "what is issued is the small file; verify holds it"
issued_of xa-a QT-07
issued_of xa-b QT-01 QT-02 QT-07
ok cmp "$root/agencies/xa-a/documents/QT-07.md" \
	"$root/agencies/xa-a/issued/QT-07/1.0/text.md"
run verify
status 0
run --agency xa-a show QT-07@1.0
status 0
out "## Trình tự thực hiện"
out "Điện thoại: 0204 000 000."

it "each text is read once, however many adopt it"
run index --rebuild --stats --json
status 0
facts=$(sed -n '/"work": "blobs_parsed"/{n;s/.*: //;p;}' "$world/out")
blobs=$(git_ log --format= --raw --no-abbrev --no-renames -m \
	--first-parent -- qms.yaml law ':!law/forms' standards 'rules/*.md' \
	'models/*/model.yaml' 'reports/*.md' \
	'agencies/*/agency.md' 'agencies/*/people.yaml' \
	'agencies/*/tthc.csv' 'agencies/*/documents/*.md' |
	awk '$4 !~ /^0+$/ { print $4 }' | sort -u | wc -l)
is "$facts" "$blobs"


bad() { # adopts, code
	adopter xa-b QT-20 "$1" <<E
---
E
	run check
	status 1
	err_or_out "QMS-$2"
	is "$(grep -c 'QT-20.md:' "$world/out")" 1
	rm "$root/agencies/xa-b/documents/QT-20.md"
}
err_or_out() {
	grep -qF -- "$1" "$world/out" "$world/err" || complain "no $1"
}
of xa-b secretary
it "a document that is not there cannot be adopted"
bad so/QT-99@1.0 D-30
bad nosuch/QT-07@1.0 D-30
bad 'so/..%2F..@1.0' D-30

it "the version must be named"
bad so/QT-07 D-31

it "a draft cannot be adopted"
bad so/QT-07@7.0 D-32
bad so/QT-03@1.0 D-32

it "an adopter cannot be adopted"
bad xa-a/QT-07@1.0 D-33

it "nor a document of another kind"
bad so/BM-15@1.0 D-34

it "nor one of the same agency, itself least of all"
bad xa-b/QT-07@1.0 D-35
bad xa-b/QT-20@1.0 D-35
bad QT-07@1.0 D-35

it "two that adopt each other are both told"
adopter xa-a QT-30 xa-b/QT-30@1.0 <<E
---
E
adopter xa-b QT-30 xa-a/QT-30@1.0 <<E
---
E
run check
status 1
is "$(grep -c 'QT-30.md:.*QMS-D-32' "$world/out")" 2
rm "$root/agencies/xa-a/documents/QT-30.md" \
	"$root/agencies/xa-b/documents/QT-30.md"

it "what adopts badly is not sent for review: exit status 7"
adopter xa-b QT-20 so/QT-03@1.0 <<E
---
E
run --agency xa-b submit QT-20
[ "$code" -ne 0 ] || complain "a draft was adopted and submitted"
rm -f "$root/agencies/xa-b/documents/QT-20.md"
is "$(git_ status --porcelain)" ""

it "a local section must be as the kind wants it"
adopter xa-b QT-20 so/QT-07@1.0 <<E
---

## Trình tự thực hiện

Không có bảng.
E
run check
status 1
err_or_out "QMS-D065"
rm "$root/agencies/xa-b/documents/QT-20.md"

it "new --adopts refuses what cannot be"
of xa-a secretary
run --agency xa-a new form --adopts so/BM-15
status 2
err "[QMS-U070]"
run --agency xa-a new procedure --adopts QT-01
status 2
err "[QMS-U071]"
run --agency xa-a new procedure --adopts xa-a/QT-01
status 2
err "[QMS-U072]"
run --agency xa-a new procedure --adopts so/QT-03
status 6
err "[QMS-U073]"
run --agency xa-a new procedure --adopts xa-b/QT-01
status 6
err "[QMS-U073]"
run --agency xa-a new procedure --adopts so/QT-01@9.0
status 6
run --agency xa-a new procedure --adopts so/QT-01 --id QT-07
status 7
err "[QMS-U017]"
is "$(git_ status --porcelain)" ""

it "what was withdrawn is told to those who adopt it"
minh
given withdraw QT-02 --decision 20/QĐ-SKHCN --file "$world/QD.pdf"
run check
status 1
is "$(grep -c 'QMS-D-36' "$world/out")" 1
grep -q 'xa-b/documents/QT-02.md:3.*QMS-D-36' "$world/out" ||
	complain "not at its line"
of xa-b head
given --agency xa-b withdraw QT-02 --decision 20/QĐ-UBND \
	--file "$world/QD.pdf"
run check
status 0

it "the site shows the text that holds and whose it is"
run site --output "$world/site"
status 0
page="$world/site/agencies/xa-a/id/QT-07.html"
ok grep -q "QT-07 lần 1.0 của Sở Khoa học và Công nghệ" "$page"
ok grep -q "Thành phần hồ sơ" "$page"
ok grep -q "0204 000 000" "$page"
ok grep -q "so/id/BM-15.html" "$page"

it "a link that climbs out of an agency leads into the other one"
of xa-a secretary
run --agency xa-a new improvement-proposal --title "Dùng chung" \
	--set day=2026-01-05
proposal=$root/agencies/xa-a/records/2026/improvement-proposal/CT-2026-01.md
cp "$proposal" "$world/proposal"
echo "Xem [QT-02](../../../../so/documents/QT-02.md)." >>"$proposal"
run check
status 0
for link in ../../../../so/documents/QT-99.md ../../../documents/QT-02.md \
	../../../../xa-b/documents/QT-77.md; do
	cp "$world/proposal" "$proposal"
	echo "Xem [đây]($link)." >>"$proposal"
	run check
	status 1
	out "[QMS-D-02]"
done
cp "$world/proposal" "$proposal"
