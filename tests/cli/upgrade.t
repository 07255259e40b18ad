# SPDX-License-Identifier: MIT
# A new version of an adopted text is offered to all who adopt it.
. "${0%/*}/lib.sh"
new_system
issued QT-01 QT-07

commune xa-a
commune xa-b
commune xa-c
for xa in xa-a xa-b xa-c; do
	of $xa secretary
	given --agency $xa new procedure --adopts 'so/QT-*'
	issued_of $xa QT-01 QT-07
done

it "while the adopted version is in force nothing is owed"
for xa in xa-a xa-b xa-c; do
	of $xa secretary
	run --agency $xa --json tasks
	json '.rows == []'
done
run --json status xa-a
json '[.. | objects | select(.rule? == "C-20")] == []'

# the department issues 1.1 of QT-07
on 2026-03-31
lan
sed -i 's/^limit_days: 10$/limit_days: 11/; s/| Lãnh đạo Sở | 1 |/| Lãnh đạo Sở | 2 |/' \
	"$root/agencies/so/documents/QT-07.md"
git_ commit -q -a -m "QT-07: thêm một ngày ký"
given --agency so submit QT-07
hung; given --agency so review QT-07
lan; given --agency so issue --decision 494/QĐ-SKHCN \
	--file "$world/QD.pdf" QT-07

it "a new version in force is a task of every adopter, with its command"
on 2026-04-02
for xa in xa-a xa-b xa-c; do
	of $xa secretary
	run --agency $xa --json tasks
	json '.rows | length == 1 and .[0].id == "QT-07" and
		.[0].command == "qms model diff QT-07" and
		.[0].state == "due-soon"'
done
of xa-a reviewer
run --agency xa-a --json tasks
json '.rows == []'

it "and an obligation with a deadline: 31/3 and a month is 30/4"
run --json status xa-a
json '[.. | objects | select(.rule? == "C-20")] | length == 1 and
	.[0].due == "2026-04-30" and .[0].verdict == "due-soon" and
	.[0].period == "QT-07 (so/QT-07@1.1)"'
on 2026-05-01
run --json status xa-a
json '[.. | objects | select(.rule? == "C-20")][0].verdict == "overdue"'

it "as of the day before it was in force, nobody owed anything"
run --as-of 2026-03-30 --json status xa-a
json '[.. | objects | select(.rule? == "C-20")] == []'

it "a deviation that the head approves answers it, until its day"
on 2026-04-10
of xa-b secretary
run --agency xa-b new deviation --title "Chưa áp dụng QT-07 lần 1.1" \
	--set document=QT-07 --set version=1.1 --set until=2026-06-30
status 0
out_is <<E
KAD-2026-01
E
given --agency xa-b act KAD-2026-01 propose
run --json status xa-b
json '[.. | objects | select(.rule? == "C-20")][0].verdict == "due-soon"'
of xa-b head
given --agency xa-b act KAD-2026-01 approve --decision 15/QĐ-UBND \
	--file "$world/QD.pdf"
run --json status xa-b
json '[.. | objects | select(.rule? == "C-20")][0].verdict == "met"'
on 2026-07-01
run --json status xa-b
json '[.. | objects | select(.rule? == "C-20")][0].verdict == "overdue"'

it "nobody approves the own deviation: exit status 7"
on 2026-04-10
of xa-c secretary
given --agency xa-c new deviation --title "Chưa áp dụng" \
	--set document=QT-07 --set version=1.1
given --agency xa-c act KAD-2026-01 propose
given --agency xa-c person office secretary-xa-c --office deputy-head
run --agency xa-c act KAD-2026-01 approve --by secretary-xa-c --decision 15/QĐ-UBND \
	--file "$world/QD.pdf"
status 7
err "[QMS-not-owner]"

it "model diff shows what the new version changes, and what is its own"
of xa-a secretary
run --agency xa-a model diff QT-07
status 1
out "limit_days: [-10-]{+11+}"
err "so/QT-07@1.0 → so/QT-07@1.1"
run --agency xa-a --json model diff QT-07
json '.schema == "qms/diff/1" and .before == "so/QT-07@1.0" and
	.after == "so/QT-07@1.1"'
run --agency xa-a model diff
status 0
out "QT-07"
no_out "QT-01"
run --agency xa-a model diff QT-01
status 0
run --agency xa-a model diff QT-99
status 6

it "model board tells each adopter's version and days left"
run --json model board so/QT-07
status 0
json '.schema == "qms/model-board/1" and (.rows | length == 3) and
	(.rows[0] | .agency == "xa-a" and .follows == "1.0" and
	.offered == "1.1" and .due == "2026-04-30" and
	.verdict == "due-soon" and .days == 20) and
	(.rows[1] | .agency == "xa-b" and .verdict == "met" and
	(.evidence | contains("KAD-2026-01")))'
run model board so/QT-07
out "30/04/2026"
run model board so/QT-99
status 6

it "the site shows the board on the original's page, the deadline on each other"
run site --output "$world/site"
status 0
page=$world/site/agencies/so/id/QT-07.html
is "$(grep -c "1.1 · Hạn 30/04/2026: sắp đến hạn" "$page")" 2
is "$(grep -c "1.1 · Hạn 30/04/2026: đã thực hiện" "$page")" 1
page=$world/site/agencies/xa-a/id/QT-07.html
ok grep -q "Bản mới" "$page"
ok grep -q "so/id/QT-07/1.1.html" "$page"
on 2026-05-02
run --as-of 2026-05-02 site --output "$world/site"
status 0
ok grep -q "30/04/2026: quá hạn" "$world/site/agencies/so/id/QT-07.html"
run --as-of 2026-05-02 site --output "$world/whole"
ok diff -r -x '.*' "$world/whole" "$world/site"
on 2026-04-10

it "model upgrade --dry-run says what it would do, and does nothing"
before=$(git_ rev-parse HEAD)
run --agency xa-a --dry-run model upgrade
status 0
out "QT-07 so/QT-07@1.0 → 1.1"
is "$(git_ rev-parse HEAD)" "$before"
is "$(git_ status --porcelain)" ""

it "model upgrade changes one line of one file"
run --agency xa-a model upgrade QT-07
status 0
is "$(git_ diff --shortstat HEAD^ | tr -d ' ')" \
	"1filechanged,1insertion(+),1deletion(-)"
ok grep -qx "adopts: so/QT-07@1.1" "$root/agencies/xa-a/documents/QT-07.md"
run --agency xa-a model upgrade
status 0
out_lines 0
run check
status 0
run --json status xa-a
json '[.. | objects | select(.rule? == "C-20")][0].verdict == "due-soon"'

it "issuing it meets the obligation"
issued_of xa-a QT-07
run --json status xa-a
json '[.. | objects | select(.rule? == "C-20")][0] |
	.verdict == "met" and .done == "2026-04-10"'
of xa-a secretary
run --agency xa-a --json tasks
json '.rows == []'
run --json model board so/QT-07
json '.rows[0] | .follows == "1.1" and .verdict == "met"'

it "what cannot be: exit status 2, 7"
run --agency xa-a model frobnicate
status 2
of xa-b reviewer
run --agency xa-a model upgrade
status 7
