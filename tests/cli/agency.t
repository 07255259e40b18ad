# SPDX-License-Identifier: MIT
# agency: added from a day, ended with a day, never removed.
. "${0%/*}/lib.sh"
new_system

it "an agency is added with its trust statement, in one commit"
before=$(git_ rev-list --count HEAD)
run agency add xa-van-khe --name "UBND xã Vân Khê" --kind UBND_XA \
	--parent so --from 2026-01-01
status 0
is "$(git_ rev-list --count HEAD)" $((before + 1))
is "$(git_ status --porcelain)" ""
run check
status 0
run --json agency list
json '.schema == "qms/agencies/1" and (.rows[] |
	select(.agency == "xa-van-khe") | .name == "UBND xã Vân Khê" and
	.kind == "UBND_XA" and .parent == "so" and .from == "2026-01-01")'

it "with a model it has documents of its own"
run agency add so-2 --name "Sở Nội vụ" --model so
status 0
run --json --agency so-2 list procedure
json '.rows | length > 5'
run --agency so-2 show --raw QT-01
out "Sở Nội vụ"
run check
status 0

it "its end is its last day; what it was stays"
run agency end xa-van-khe --to 2026-06-30 --successor so
status 0
run --json agency list
json '.rows[] | select(.agency == "xa-van-khe") |
	.to == "2026-06-30" and .successor == "so"'
run check
status 0

it "an id that is taken: exit status 7"
run agency add so --name "Khác" --kind UBND_XA
status 7
err "[QMS-U017]"

it "ids that are no file names are refused"
for id in ../x .x con "a b"; do
	run agency add "$id" --name X --kind UBND_XA
	[ "$code" -ne 0 ] || complain "\"$id\" was taken"
done

it "what must be given is asked for: exit status 2"
run agency add xa-b
status 2
err "--name"
run agency end so
status 2
err "--to"
run agency end
status 2
run agency frobnicate so
status 2
err "add, end, list"

it "an agency that is not there cannot end: exit status 6"
run agency end nosuch --to 2026-06-30
status 6

it "a kind, a model that are not there are refused, nothing is written"
before=$(git_ rev-parse HEAD)
run agency add xa-b --name "Xã B" --kind NOSUCH
[ "$code" -ne 0 ] || complain "a kind that is not there was taken"
run agency add xa-b --name "Xã B" --model nosuch
status 6
is "$(git_ rev-parse HEAD)" "$before"
is "$(git_ status --porcelain)" ""

it "who is no person of the system cannot: exit status 7"
as "Người Lạ" la@example.com
run agency add xa-c --name "Xã C" --kind UBND_XA
status 7
