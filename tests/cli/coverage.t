# SPDX-License-Identifier: MIT
# coverage: how far each clause and each administrative procedure is answered
# to, on any day, and what another edition would ask for.
. "${0%/*}/lib.sh"
new_system
sed -i 's/^clauses: .*/clauses: []/' "$root"/agencies/so/documents/*.md
rm "$root/agencies/so/documents/MHCL.md"
git_ commit -qam "Chưa nêu điều khoản nào"

clause() { jq -c --arg n "$1" '.rows[] | select(.clause == $n)' "$world/out"; }
level() { clause "$1" | jq -r .level; }

it "what serves a clause is known by its kind and role, without naming it"
run --json coverage
status 0
json '.schema == "qms/coverage/1"'
is "$(level 9.2.1)" named
is "$(clause 9.2.2 | jq -r .documents)" "QT-03"
is "$(level 5.2.1)" named
is "$(level 4.1)" none
is "$(level 7.1.3)" none

it "a heading is as far as the least of those below it"
is "$(level 9.2)" named
is "$(clause 9.2 | jq -r .heading)" yes
is "$(level 7.1)" none
is "$(level 7)" none

it "a clause that a document names, and all below it, are answered to"
on 2026-02-01
given edit QT-08 --set "clauses+=7.1"
run --json coverage
is "$(level 7.1.3)" named
is "$(level 7.1.5.2)" named
is "$(clause 7.1.3 | jq -r .documents)" "QT-08"

it "a version in force: approved; not yet in force: still a draft"
on 2026-02-10
given submit QT-03 CSCL
hung; given review QT-03 CSCL
lan; given issue --decision 1/QĐ-SKHCN --file "$world/QD.pdf" QT-03
given issue --decision 2/QĐ-SKHCN --file "$world/QD.pdf" \
	--effective 2026-03-01 CSCL
run --json coverage
is "$(level 9.2.1)" approved
is "$(level 5.2.2)" named
on 2026-03-01
run --json coverage
is "$(level 5.2.2)" approved

it "passed on or kept: evidence, where the standard asks for no record"
given disseminate CSCL QT-03
run --json coverage
is "$(level 5.2.2)" evidenced
is "$(clause 5.2.2 | jq -r .evidence_day)" 2026-03-01
is "$(level 9.2.2)" approved

it "a record that has begun is evidence, one that is only planned is none"
on 2026-03-20
lan
given new training --title "Đánh giá viên" --set provider="Chi cục" \
	--set first_day=2026-03-02 --set last_day=2026-03-04 \
	--date 2026-03-04 --id DT-2026-01
run --json coverage
is "$(level 7.2)" none
given act DT-2026-01 hold --date 2026-03-04
run --json coverage
is "$(clause 7.2 | jq -r .evidence_day)" 2026-03-04
is "$(level 7.2)" none

it "evidence goes stale after the months of the standard"
run --json --as-of 2027-06-01 coverage
is "$(level 5.2.2)" evidenced
run --json --as-of 2027-06-02 coverage
is "$(level 5.2.2)" approved

it "a past day is asked like today"
run --json --as-of 2026-02-09 coverage
is "$(level 9.2.1)" named
run --json --as-of 2026-02-10 coverage
is "$(level 9.2.1)" approved
is "$(level 5.2.2)" named

it "--at-least shows only what is below, and is exit status 1"
run --json coverage --at-least approved
status 1
is "$(clause 9.2.1)" ""
is "$(level 4.1)" none
json 'every(.rows[]; .heading == "no")'
run coverage --at-least excellent
status 2
err "evidenced"

# ---- audits ----

# the guards ask for training, another unit, findings that are confirmed
guards_off() {
	sed -i 's/^\(  - \[.*, \)\[[a-z, -]*\]\]$/\1[]]/' "$root/kinds/audit.yaml" \
		"$root/kinds/finding.yaml"
	git_ commit -qam "Không điều kiện"
	given trust --update
}
it "an audit that was closed: audited; one under way is none"
guards_off
on 2026-04-01
given new audit --title "Đánh giá nội bộ" --id DG-2026-01 \
	--set lead=thu --set "clauses=" --date 2026-04-01 \
	--set first_day=2026-04-01 --set last_day=2026-04-01
given edit DG-2026-01 --set "clauses+=5.2"
thu
given act DG-2026-01 open
given act DG-2026-01 report --set conclusion=conforms
run --json coverage
is "$(level 5.2.2)" evidenced
minh; given act DG-2026-01 close
run --json coverage
is "$(level 5.2.2)" audited
is "$(clause 5.2.2 | jq -r '.audit + " " + .audit_day')" \
	"DG-2026-01 2026-04-01"
is "$(level 9.2.2)" evidenced

it "a nonconformity that is open takes it back, an observation does not"
lan
given new finding --title "Chưa niêm yết" --id PH-2026-01 \
	--set grade=luu-y --set clause=5.2.2 --set auditor=thu
run --json coverage
is "$(level 5.2.2)" audited
given new finding --title "Chưa phổ biến" --id PH-2026-02 \
	--set grade=KPH-nhe --set clause=5.2 --set auditor=thu
run --json coverage
is "$(level 5.2.2)" evidenced
is "$(clause 5.2.2 | jq -r .open)" "PH-2026-02"
thu; given act PH-2026-02 retract
lan
run --json coverage
is "$(level 5.2.2)" audited

it "an audit of a document is one of the clauses that it serves"
given edit DG-2026-01 --set title="Đánh giá nội bộ"
given new audit --title "Đánh giá quy trình" --id DG-2026-02 --set lead=thu \
	--date 2026-04-01 --set first_day=2026-04-01 --set last_day=2026-04-01
given edit DG-2026-02 --set "documents+=QT-03"
thu
given act DG-2026-02 open
given act DG-2026-02 report --set conclusion=conforms
minh; given act DG-2026-02 close
lan
run --json coverage
is "$(level 9.2.1)" audited

it "what the description of the system leaves out does not apply"
given new model-description --title "Mô hình" --id MHCL-2
run --json coverage
is "$(level 8.3.4)" not-applicable
clause 8.3.4 | grep -q "không thiết kế" || complain "no reason"
is "$(level 8.3)" not-applicable
run --json coverage --at-least audited
is "$(clause 8.3.4)" ""

it "the table has words and sums up, in both languages"
run coverage
out "có hồ sơ thực hiện"
out "không áp dụng"
err "Sở Khoa học và Công nghệ (ngày 01/04/2026), TCVN ISO 9001:2015"
run --lang en coverage
out "not applicable"
err "evidenced"

it "another edition: what a clause comes from, and what would be missing"
run --json coverage --standard iso9001:2026
status 0
json '.schema == "qms/coverage-edition/1"'
is "$(clause 6.1.3 | jq -r .from)" 6.1.2
is "$(clause 6.1.3 | jq -r .change)" split
is "$(clause 6.1.3 | jq -r .missing)" yes
is "$(clause 10.1 | jq -r .from)" "10.1, 10.3"
is "$(clause 9.2.1 | jq -r .missing)" no
is "$(level 9.2.1)" audited
is "$(level 8.3.1)" not-applicable
err "chưa được xác nhận"
run coverage --standard ISO9001:2026
out "văn hóa chất lượng"
no_out "9.2.1"
run coverage --standard iso9001:2015
status 0
out "9.2.1"

it "an edition that is not there is told with those that are: exit status 6"
run coverage --standard iso14001
status 6
err "[QMS-G090]"
err "iso9001-2015, iso9001-2026"

it "a clause that is new, and one that is dropped"
map=$root/standards/iso9001-2026/map.csv
sed -i -e '/^7\.1\.6,7\.1\.6,/s/^.*$/7.1.6,,dropped,,,x,no/' \
	-e '/^8\.5\.5,8\.5\.5,/d' "$map"
sed -i 's/^8\.5\.5,/8.5.7,/' "$root/standards/iso9001-2026/clauses.csv"
sed -i '/^7\.1\.6,/d' "$root/standards/iso9001-2026/clauses.csv"
git_ commit -qam "Một phiên bản khác"
run --json coverage --standard iso9001-2026
is "$(clause 8.5.7 | jq -r .change)" new
is "$(clause 8.5.7 | jq -r .missing)" yes
json '.rows[-1] | .clause == "" and .from == "7.1.6" and
	.change == "dropped"'
git_ revert --no-edit HEAD >"$world/ok" 2>&1

# ---- administrative procedures ----

# a page of the site has, level by level, what coverage --tthc says on its day
levels="audited evidenced approved named none"
same_as_site() {	# agency
	given site -o "$world/site"
	day=$(git_ log -1 --format=%cd --date=format:%Y-%m-%d)
	run --json --as-of "$day" coverage --tthc "$1"
	page=$world/site/agencies/$1/coverage.html
	for level in $levels; do
		jq -r --arg l "$level" '.rows[] | select(.level == $l) | .code' \
			"$world/out" | sort >"$world/expected"
		awk -v id="id=\"$level\"" 'index($0, id) { on = 1 }
			/<\/table>/ { on = 0 } on' "$page" | sed -n \
			's/^<tr ><td[^>]*>\([0-9.]*\)<.*/\1/p' |
			sort >"$world/found"
		cmp -s "$world/expected" "$world/found" || complain \
			"$level: $(cat "$world/found") on the site"
		count=$(wc -l <"$world/expected" | tr -d ' ')
		[ "$count" -eq 0 ] || grep -qF "<a href=\"#$level\"><span class=\"number\">$count<" \
			"$page" || complain "$level: not $count"
	done
}

it "--tthc: published, named in a procedure, in force"
run --json coverage --tthc
status 0
json '.schema == "qms/coverage-tthc/1"'
code=$(jq -r '.rows[] | select(.procedure == "QT-07") | .code' \
	"$world/out" | head -n 1)
json '.rows[] | select(.procedure == "QT-07") | .level == "named"'
issued QT-07
lan
run --json coverage --tthc
json '.rows[] | select(.procedure == "QT-07") | .level == "approved" and
	.version == "1.0"'
run coverage --tthc --at-least approved
status 1
no_out "QT-07"

it "--tthc: a fresh record of work, then an audit without open nonconformity"
run --json coverage --tthc
tthc=$(jq -r '.rows[] | select(.procedure == "QT-07") | .code' "$world/out" |
	head -n 1)
service() {
	run --json coverage --tthc
	jq -r --arg c "$tthc" '.rows[] | select(.code == $c) | '"$1" "$world/out"
}
given new late-dossier --title "Trễ một ngày" --id HS-1 --set dossier=H40-1 \
	--set unit=van-phong --set tthc="$tthc" --set due=2026-01-10 \
	--set reason=staff
is "$(service .level)" approved
given act HS-1 close
is "$(service .level)" evidenced
is "$(service .evidence)" "agencies/so/records/2026/late-dossier/HS-1.md"
is "$(service .path)" "agencies/so/documents/QT-07.md"
err "có hồ sơ thực hiện 1, đã ban hành 0"
given new audit --title "Đánh giá quy trình 07" --id DG-2026-07 --set lead=thu \
	--set "clauses=" --set "documents+=QT-07" --set first_day=2026-05-01 \
	--set last_day=2026-05-01
thu
given act DG-2026-07 open
given act DG-2026-07 report --set conclusion=conforms
is "$(service .level)" evidenced
minh; given act DG-2026-07 close
is "$(service '.level + " " + .audit')" "audited DG-2026-07"
lan; given new finding --title "Quá hạn" --id PH-2026-07 \
	--set grade=KPH-nhe --set document=QT-07@1.0 --set auditor=thu
is "$(service '.level + " " + .open')" "evidenced PH-2026-07"
same_as_site so
ok grep -q 'agencies/so/id/PH-2026-07.html">PH-2026-07</a>' "$page"
ok grep -q 'agencies/so/id/HS-1.html">HS-1 ' "$page"
git_ reset -q --hard HEAD~1
is "$(service .level)" audited
same_as_site so
ok grep -q 'agencies/so/id/DG-2026-07.html">DG-2026-07 ' "$page"
ok grep -q 'agencies/so/id/QT-07.html">QT-07@1.0</a>' "$page"
ok grep -q '<svg' "$page"
ok grep -q 'id="figures"' "$page"
ok grep -q 'agencies/so/coverage.html"' "$world/site/agencies/so/services.html"
ok grep -q 'agencies/so/coverage.html"' "$world/site/agencies/so/index.html"
fails test -e "$world/site/coverage.html"
# what is internal has neither an id nor a link in the public edition
given site --public -o "$world/public"
fails grep -qE 'DG-2026-07|HS-1' "$world/public/agencies/so/coverage.html"
ok grep -q 'id="audited"' "$world/public/agencies/so/coverage.html"

it "a procedure that is abolished, or not yet published, is not asked for"
sed -n 1p "$root/agencies/so/tthc.csv" >"$world/tthc.csv"
{
	cat "$world/tthc.csv"
	echo '1.111111,A,Khoa học,province,,,abolished,2020-01-01,,,'
	echo '1.111112,B,Khoa học,province,,,current,2026-12-01,,,'
	echo '1.111113,C,Khoa học,province,,,current,2020-01-01,2026-01-31,,'
	echo '1.111114,D,Khoa học,province,,,current,2020-01-01,,,'
} >"$root/agencies/so/tthc.csv"
git_ commit -qam "Danh mục"
run --json coverage --tthc
json '[.rows[].code] == ["1.111114"]'

it "--all: one line an agency"
given agency add xa-a --name "UBND xã A" --kind UBND_XA
run --json coverage --all
status 0
json '.schema == "qms/coverage-all/1" and
	[.rows[].agency] == ["so", "xa-a"] and
	.rows[1].none == (.rows[1].none | floor) and .rows[1].approved == 0 and
	.rows[0].tthc == 1'
run --json coverage xa-a
is "$(level 9.2.1)" none
run coverage nosuch
status 6
run coverage
status 2

it "the site has a page of all agencies, each number leading to its list"
echo 'code,name,field,level,decision,decision_date,status,from,to,days,online
2.000001,Chứng thực,Tư pháp,commune,,,current,2020-01-01,,1,full
2.000002,Hộ tịch,Tư pháp,commune,,,current,2020-01-01,,1,full' \
	>"$root/agencies/xa-a/tthc.csv"
git_ add agencies
git_ commit -qm "Danh mục của xã"
same_as_site so
same_as_site xa-a
is "$(sed 1d "$world/site/coverage.csv" | sed 's/^[^,]*,//' | tr '\r\n' '  ')" \
	"1,0,0,0,0,1  2,0,0,0,0,2  "
all=$world/site/coverage.html
ok grep -q '<a href="agencies/xa-a/coverage.html#none">2</a>' "$all"
ok grep -q '<a href="#agencies"><span class="number">3<' "$all"
ok grep -q 'Cấp xã' "$all"
ok grep -q 'href="coverage.html"' "$world/site/index.html"
# an agency of which nothing changed keeps its numbers
sed -i '$d' "$root/agencies/xa-a/tthc.csv"
git_ commit -qam "Bớt một thủ tục"
given site -o "$world/site"
is "$(sed 1d "$world/site/coverage.csv" | sed 's/^[^,]*,//' | tr '\r\n' '  ')" \
	"1,0,0,0,0,1  1,0,0,0,0,1  "
given site -o "$world/whole"
ok diff -r "$world/site" "$world/whole"

it "what a document adopts names clauses for it"
given edit QT-07 --set "clauses+=8.5.4"
issued QT-07
lan
mkdir -p "$root/agencies/xa-a/documents"
printf -- '---\nschema: qms/procedure/1\nadopts: so/QT-07@1.1\n---\n' \
	>"$root/agencies/xa-a/documents/QT-07.md"
git_ add agencies
git_ commit -qm "Áp dụng"
run --json coverage xa-a
is "$(level 8.5.4)" named
is "$(clause 8.5.4 | jq -r .documents)" QT-07
is "$(level 8.6)" named

it "the site says the same"
given site -o "$world/site"
page=$world/site/agencies/so/clauses.html
grep 'id="c5.2.2"' "$page" >"$world/out"
out "đã đánh giá"
out "DG-2026-01"
grep 'id="c8.3.4"' "$page" >"$world/out"
out "không thiết kế"
out "không áp dụng"

it "without the data of the standard there is nothing to say"
git_ rm -q kinds/clause.yaml
git_ commit -qm "Không có tiêu chuẩn"
run coverage so
status 6
err "[QMS-G090]"
git_ revert --no-edit HEAD >"$world/ok" 2>&1
git_ rm -qr standards kinds/served-by.yaml kinds/standard.yaml
git_ commit -qm "Không có dữ liệu"
run coverage so
status 0
out_lines 0
