# SPDX-License-Identifier: MIT
# A province whose communes adopt its procedures: each text is there once, and
# one new version is so many redlines and one board. make check-long does it
# with 150 communes and 20 procedures.
. "${0%/*}/lib.sh"
communes=${QMS_COMMUNES:-12}
procedures=${QMS_PROCEDURES:-5}
new_system

first=31
last=$((30 + procedures))
for n in $(seq $first $last); do
	sed "s/^title: .*/title: Quy trình nội bộ số $n/; s/^code: .*/code: QT-$n/" \
		"$root/agencies/so/documents/QT-07.md" \
		>"$root/agencies/so/documents/QT-$n.md"
done
git_ add -A
git_ commit -q -m "Quy trình nội bộ của tỉnh"
issued 'QT-3*' $([ "$last" -lt 40 ] || echo 'QT-4*') \
	$([ "$last" -lt 50 ] || echo 'QT-5*')

# the communes with their people, and each with all procedures, in one commit
for c in $(seq -w "$communes"); do
	xa=$root/agencies/xa-$c
	mkdir -p "$xa/documents"
	cat >"$xa/agency.md" <<E
---
schema: qms/agency/1
name: UBND xã số $c
short_name: XA$c
kind: UBND_XA
tier: commune
parent: so
from: 2026-01-01
units:
  - {id: van-phong, name: Văn phòng}
---

## Chức năng, nhiệm vụ

Ủy ban nhân dân xã số $c.
E
	cat >"$xa/people.yaml" <<E
schema: qms/people/1
persons:
  - {id: thu-ky, name: Thư ký, emails: [thu-ky@xa-$c.example.gov.vn]}
  - {id: soat-xet, name: Soát xét, emails: [soat-xet@xa-$c.example.gov.vn]}
  - {id: chu-tich, name: Chủ tịch, emails: [chu-tich@xa-$c.example.gov.vn]}
offices:
  - {person: thu-ky, office: secretary, from: 2026-01-01}
  - {person: soat-xet, office: reviewer, from: 2026-01-01}
  - {person: chu-tich, office: head, from: 2026-01-01}
E
	cp "$root/agencies/so/tthc.csv" "$xa/tthc.csv"
	for n in $(seq $first $last); do
		printf -- '---\nschema: qms/procedure/1\nadopts: so/QT-%s@1.0\n---\n' \
			"$n" >"$xa/documents/QT-$n.md"
	done
done
lan
git_ add -A
git_ commit -q -m "Các xã áp dụng quy trình của tỉnh"

it "a commune's procedure is a file of four lines, the same in all communes"
is "$(cat "$root"/agencies/xa-*/documents/QT-31.md | sort -u | wc -l)" 3
copies=$(git_ ls-tree -r HEAD -- agencies | grep '/documents/QT-[345]' |
	grep '/xa-' | awk '{ print $3 }' | sort | uniq | wc -l)
is "$copies" "$procedures"

it "the index reads each text once"
run index --rebuild --stats --json
facts=$(sed -n '/"work": "blobs_parsed"/{n;s/.*: //;p;}' "$world/out")
blobs=$(git_ log --format= --raw --no-abbrev --no-renames --first-parent -- \
	qms.yaml law ':!law/forms' standards 'rules/*.md' 'models/*/model.yaml' \
	'reports/*.md' \
	'agencies/*/agency.md' 'agencies/*/people.yaml' \
	'agencies/*/tthc.csv' 'agencies/*/documents/*.md' |
	awk '$4 !~ /^0+$/ { print $4 }' | sort -u | wc -l)
is "$facts" "$blobs"

it "the list has them all, by their titles"
for c in 01 001; do
	[ -d "$root/agencies/xa-$c" ] || continue
	run --agency xa-$c --json list procedure
	json "(.rows | length) == $procedures and
		.rows[0].title == \"Quy trình nội bộ số 31\""
done

as_of() { as "$1" "$1@xa-$2.example.gov.vn"; }
for c in $(seq -w "$communes"); do
	as_of thu-ky $c; given --agency xa-$c submit 'QT-*'
	as_of soat-xet $c; given --agency xa-$c review 'QT-*'
	as_of thu-ky $c; given --agency xa-$c issue \
		--decision 12/QĐ-UBND --file "$world/QD.pdf" 'QT-*'
done

it "nothing is owed while they follow what is in force"
run --json model board
status 0
json "(.rows | length) == $((communes * procedures)) and
	every(.rows[]; .verdict == \"current\" and .follows == \"1.0\")"

# the province issues one of them anew
on 2026-03-31
lan
sed -i 's/^limit_days: 10$/limit_days: 11/; s/| Lãnh đạo Sở | 1 |/| Lãnh đạo Sở | 2 |/' \
	"$root/agencies/so/documents/QT-31.md"
git_ commit -q -a -m "QT-31: thêm một ngày ký"
given --agency so submit QT-31
hung; given --agency so review QT-31
lan; given --agency so issue --decision 494/QĐ-SKHCN \
	--file "$world/QD.pdf" QT-31
on 2026-04-10

it "the board shows every commune with its deadline"
run --json model board so/QT-31
json "(.rows | length) == $communes and every(.rows[];
	.follows == \"1.0\" and .offered == \"1.1\" and
	.due == \"2026-04-30\" and .days == 20)"
run --json model board so/QT-32
json 'every(.rows[]; .verdict == "current")'

it "each commune is offered one redline"
for c in $(seq -w "$communes"); do
	as_of thu-ky $c
	run --agency xa-$c --json model diff QT-31
	status 1
	json '.after == "so/QT-31@1.1"'
done

it "who has taken it over is met, the others are owing"
one=$(seq -w "$communes" | head -n 1)
as_of thu-ky $one
given --agency xa-$one model upgrade QT-31
given --agency xa-$one submit QT-31
as_of soat-xet $one; given --agency xa-$one review QT-31
as_of thu-ky $one; given --agency xa-$one issue \
	--decision 13/QĐ-UBND --file "$world/QD.pdf" QT-31
on 2026-05-01
run --json model board so/QT-31
json "[.rows[] | select(.verdict == \"met\")] | length == 1"
json "[.rows[] | select(.verdict == \"overdue\" and .days == -1)] |
	length == $((communes - 1))"
run --as-of 2026-04-30 --json model board so/QT-31
json "[.rows[] | select(.verdict == \"due-soon\")] |
	length == $((communes - 1))"

it "of one administrative procedure, who carries it out by which version"
code=$(sed -n '2s/,.*//p' "$root/agencies/so/tthc.csv")
run --json coverage --tthc --all "$code"
status 0
json "[.rows[] | select(.adopts == \"so/QT-31@1.1\") |
	[.state, .version]] == [[\"current\", \"1.1\"]]"
json "[.rows[] | select(.adopts == \"so/QT-31@1.0\" and .offered == \"1.1\"
	and .state == \"behind\")] | length == $((communes - 1))"
run coverage --tthc --all 9.999999
status 6
err "[QMS-U216]"
given site -o "$world/site"
grep -c 'so/QT-31@1.0' "$world/site/coverage.html" >"$world/out"
is "$(cat "$world/out")" $((communes - 1))
