# SPDX-License-Identifier: MIT
# site: what all agencies are together, and the end of each quarter as it was
# known then, which is asked and written once.
. "${0%/*}/lib.sh"
new_system

site=$world/site
has() { grep -qF -- "$2" "$site/$1" || complain "no \"$2\" in $1"; }
lacks() { ! grep -qF -- "$2" "$site/$1" || complain "\"$2\" in $1"; }
# the site is that of its commit's day
day() { on "$1"; git_ commit -q --allow-empty -m "Ngày $1"; }
make_site() { run --json site -o "$site" --stats "$@"; status 0; }
counted() { json ".rows[] | select(.work == \"$1\") | .count == $2"; }
past() { (cd "$site" && sha256sum asof/*); }

given agency add xa-a --name "UBND xã A" --kind UBND_XA --from 2026-01-01
given agency add huyen-b --name "UBND huyện B" --kind UBND_HUYEN \
	--from 2026-01-01
issued QT-01
day 2026-07-02

it "each end of a quarter since the first day has a page, and no other day has"
make_site
counted asked 2
[ "$(ls "$site/asof" | tr '\n' ' ')" = "2026-03-31.csv 2026-03-31.html 2026-06-30.csv 2026-06-30.html " ] ||
	complain "$(ls "$site/asof")"
has asof/2026-03-31.html 'Tình hình đến ngày 31/03/2026'
has asof/2026-03-31.html 'ghi nhận đến hết ngày 31/03/2026'
has asof/2026-03-31.html 'href="2026-03-31.csv"'
has province.html 'href="asof/2026-03-31.html">I/2026<'
has index.html 'href="province.html"'
has index.html 'href="late.html"'
has indicators.html 'href="asof/2026-06-30.html">II/2026<'

it "its numbers are those that status gives for that day"
for day in 2026-03-31 2026-06-30; do
	run --json --as-of $day status --all
	jq -r '.rows[] | [.name, .met, .due_soon, .overdue, .missing] | @csv' \
		"$world/out" | tr -d '"' | sort >"$world/told"
	sed 1d "$site/asof/$day.csv" | awk -F, '{ print $1 "," $3 "," $4 "," $5 "," $6 }' |
		sort | diff "$world/told" - >"$world/err" || complain "$day"
done
run --json --as-of 2026-03-31 status --by tier
cells=$(jq -r '.rows[] | select(.group == "district") |
	[.agencies, .mandatory, .encouraged, .applying, .declared, .maintained,
	.in_order, .met, .due_soon, .overdue, .missing] | join(" ")' "$world/out")
[ "$(grep -F 'Cấp huyện</td>' "$site/asof/2026-03-31.html" | head -n 1 |
	sed 's/<[^>]*>/ /g; s/Cấp huyện//' | tr -s ' ' | sed 's/^ //; s/ $//')" = "$cells" ] ||
	complain "the district's row is not $cells"

it "what is late stands there with the day since when and what comes next"
has late.html 'Xem còn thiếu gì rồi công bố: qms declare --check'
has late.html 'UBND xã A'
has asof/2026-06-30.html 'Quá hạn từ'

it "a change, a late entry, a rule: no past quarter is asked or written again"
past >"$world/before"
given --agency xa-a person add hoa --name "Trần Thị Hoa" \
	--email hoa@xa-a.example.gov.vn --office secretary
sed -i 's/^title: .*/title: {vi: "Tên mới", en: "New name"}/' \
	"$root/rules/R-09.md"
git_ commit -q -am x
given trust --update
make_site
counted asked 0
json '[.rows[] | select(.work == "written") | .count][0] > 0'
past | diff "$world/before" - >"$world/err" || complain "the past changed"
has late.html 'Tên mới'
lacks asof/2026-06-30.html 'Tên mới'

it "the same as made at once, with what is kept from run to run"
run site -o "$world/fresh"
status 0
diff -r "$site" "$world/fresh" >"$world/err" || complain "differs from a fresh site"
make_site --full
counted asked 2
counted written 0

it "the next quarter is asked about once it is over, and only it"
day 2026-10-01
make_site
counted asked 1
[ -e "$site/asof/2026-09-30.html" ] || complain "no page of the quarter"
past | grep -v 2026-09-30 | diff "$world/before" - >"$world/err" ||
	complain "the past changed"

it "a tier that ended keeps its trend"
given agency end huyen-b --to 2026-11-30
day 2027-01-02
make_site
counted asked 1
has province.html 'id="quarters-district"'
lacks asof/2026-12-31.html 'Cấp huyện'
has asof/2026-09-30.html 'Cấp huyện'

it "a day in the past has its own quarters, as they were known then"
run --json --as-of 2026-05-01 site -o "$world/may" --stats
status 0
[ "$(ls "$world/may/asof" | tr '\n' ' ')" = "2026-03-31.csv 2026-03-31.html " ] ||
	complain "$(ls "$world/may/asof")"
cmp -s "$world/may/asof/2026-03-31.csv" "$site/asof/2026-03-31.csv" ||
	complain "another answer for the same day"

it "what files say cannot break what is kept from run to run"
sed -i 's/^tier: .*/tier: "a;t=b,1\\nx"/' "$root/agencies/xa-a/agency.md"
git_ commit -q -am x
day 2027-04-02
make_site
counted asked 1
grep -q 't=b' "$site/.qms-site" && complain "it stands in the manifest"
run site -o "$world/fresh2"
diff -r "$site" "$world/fresh2" >"$world/err" || complain "differs from a fresh site"
printf 'x\n' >>"$site/.qms-site"
sed -i 's/^\([0-9a-f ]*past\/2026-03-31 [0-9a-f]* \).*/\1t=x,1/' "$site/.qms-site"
day 2027-04-03
make_site
counted asked 1
cp "$world/fresh2/asof/2026-03-31.html" "$world/page"
cmp -s "$world/page" "$site/asof/2026-03-31.html" || complain "another page"

it "the site of one agency has the ends of quarters too, and in English"
run --lang en site -o "$world/english"
grep -q 'As it was known at the end of' "$world/english/asof/2026-03-31.html" ||
	complain "not in English"
