# SPDX-License-Identifier: MIT
# submit names the text and sends it to the reviewer.
. "${0%/*}/lib.sh"
new_system

it "submit makes one statement with the SHA-256 of the text, in one commit"
before=$(git_ rev-list --count HEAD)
run submit QT-01
status 0
is "$(git_ rev-list --count HEAD)" $((before + 1))
statement=$(ls "$root"/agencies/so/acts/QT-01/*.yaml)
hash=$(sha256sum <"$root/agencies/so/documents/QT-01.md" | cut -c 1-64)
ok grep -qx "text: \"$hash\"" "$statement"
ok grep -qx 'act: "submit"' "$statement"
ok grep -qx 'version: "1.0"' "$statement"
ok grep -qx 'by: "lan"' "$statement"
[ ! -e "$root/agencies/so/issued" ] || complain "something was issued"

it "its name ends with its own SHA-256"
own=$(sha256sum <"$statement" | cut -c 1-16)
case $statement in
*/1.0-submit-lan-$own.yaml) ;;
*) complain "$statement";;
esac

it "a set goes into one commit; patterns are quoted"
before=$(git_ rev-list --count HEAD)
run submit "BM-0*" CSCL
status 0
is "$(git_ rev-list --count HEAD)" $((before + 1))
run --json list --state in-review form
json '.rows | length == 9'

it "it cannot be submitted twice: exit status 7, with what can be done"
before=$(git_ rev-parse HEAD)
run --lang en submit QT-01
status 7
err 'in the state "in review"'
err "request-changes"
is "$(git_ rev-parse HEAD)" "$before"

it "if one of a set is refused, none is submitted"
run submit QT-02 QT-01
status 7
is "$(git_ rev-parse HEAD)" "$before"
run --json list --state draft procedure
json '[.rows[].id] | index("QT-02") != null'

it "a file with errors is not sent on: exit status 1"
printf -- '---\nschema: qms/procedure/1\ntitle: X\nnosuch: 1\n---\n' \
	>"$root/agencies/so/documents/QT-02.md"
run submit QT-02
status 1
err "QMS-D0"
is "$(git_ rev-parse HEAD)" "$before"
git_ checkout -q .

it "edits that were not recorded go with it"
sed -i 's/^review_months: .*/review_months: 6/' \
	"$root/agencies/so/documents/QT-02.md"
run submit QT-02
status 0
is "$(git_ status --porcelain)" ""
run show --raw QT-02
out "review_months: 6"

it "--version, --edition and --author are taken"
run submit QT-03 --version 2.0 --author hung
status 0
run --json log QT-03
json '.rows[0].version == "2.0"'
ok grep -q 'hung' "$root"/agencies/so/acts/QT-03/*.yaml
run submit QT-04 --version 2
status 2
run submit QT-04 --version 01.0
status 2

it "nothing new is not submitted: exit status 7"
issued QT-05
lan
run submit QT-05
status 7
err "[QMS-U026]"
err "qms keep QT-05"

it "the next version is the next revision, or with --edition a new issue"
given edit QT-05 --set review_months=6
run submit QT-05
status 0
run --json log QT-05
json '.rows[-1].version == "1.1"'
issued QT-06
lan
given edit QT-06 --set review_months=6
run submit QT-06 --edition
run --json log QT-06
json '.rows[-1].version == "2.0"'

it "who holds no office cannot: exit status 7"
as "Người Lạ" la@example.com
run submit QT-07
status 7
lan

it "records are not submitted, and tell what can be done with them"
given new audit --title "Đánh giá"
run submit DG-2026-01
status 7
err "[QMS-U019]"

it "a document that is not there: exit status 6"
run submit QT-99
status 6
run submit "XX-*"
status 6
