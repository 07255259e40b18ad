# SPDX-License-Identifier: MIT
# init makes a whole system in one commit, or nothing.
. "${0%/*}/lib.sh"
on 2026-01-05
lan

it "init with a model makes a git repository with one commit and no problem"
run init "Hệ thống quản lý chất lượng" --agency so --model so \
	--name "Sở Khoa học và Công nghệ"
status 0
err "Tiếp theo:"
is "$(git_ rev-list --count HEAD)" 1
is "$(git_ status --porcelain)" ""
run check
status 0
run verify
status 0
ok git_ fsck --strict

it "the settings, kinds, rules, law, standards and models are in it"
for path in qms.yaml .gitattributes kinds/procedure.yaml rules/C-01.md \
	law/holidays.csv standards/iso9001-2015/clauses.csv \
	agencies/so/agency.md agencies/so/people.yaml; do
	[ -f "$root/$path" ] || complain "$path is missing"
done
is "$(head -n 2 "$root/qms.yaml" | tail -n 1)" \
	"name: Hệ thống quản lý chất lượng"

it "the caller is the quality officer, under an id of the given name"
run --json person list
json '.rows[0] | .person == "lan" and .office == "secretary" and
	.from == "2026-01-05"'

it "the documents of the model are filled in for the agency"
run show --raw QT-01
out "Sở Khoa học và Công nghệ"
no_out "{agency_name}"
no_out "{short_name}"

it "trust statement 0 pins what was copied in"
run --json trust
json '.rows[0] | .agency == "" and .number == "0" and .threshold == "0"'

it "the same command gives the same commit on every machine"
first=$(git_ rev-parse HEAD)
root=$world/second
run init "Hệ thống quản lý chất lượng" --agency so --model so \
	--name "Sở Khoa học và Công nghệ"
status 0
is "$(git_ rev-parse HEAD)" "$first"

it "a directory that holds a system is refused: exit status 7"
run init "Hệ thống khác" --agency x --name X
status 7
err "[QMS-U014]"
is "$(git_ rev-parse HEAD)" "$first"

it "what must be given is asked for: exit status 2"
root=$world/third
run init "Hệ thống"
status 2
err "--agency"
run init "Hệ thống" --agency so
status 2
err "--name"
run init
status 2
[ ! -e "$root" ] || complain "$root was made"

it "a model that is not there is told with those that are: exit status 6"
run --lang en init "Hệ thống" --agency so --name "Sở" --model nosuch
status 6
err "so"
[ ! -e "$root/qms.yaml" ] || complain "something was written"

it "an id that is no file name is refused"
run init "Hệ thống" --agency ../so --name "Sở"
status 2
run init "Hệ thống" --agency con --name "Sở"
[ "$code" -ne 0 ] || complain "con was taken"
[ ! -e "$root/qms.yaml" ] || complain "something was written"

it "without a model it has an agency and no documents"
run init "Hệ thống" --agency so --name "Sở" --kind CQCM_TINH --date 2025-03-01
status 0
run --json list
json '.rows | map(select(.kind == "procedure")) | length == 0'
run --json agency list
json '.rows[0].from == "2025-03-01"'
run check
status 0

it "the officer can be another person than the caller"
root=$world/fourth
run init "Hệ thống" --agency so --name "Sở" --kind CQCM_TINH \
	--officer "Trần Văn Hùng <hung@so.example.gov.vn>"
status 0
run --json person list
json '.rows[0].name == "Trần Văn Hùng"'
run init "Hệ thống" --agency so --name "Sở" --officer "Hùng"
status 2
err "--officer"

it "without a name and an address nobody is officer: exit status 2"
root=$world/fifth
unset GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
run init "Hệ thống" --agency so --name "Sở"
status 2
err "[QMS-U011]"
lan

it "in a git repository that is there it becomes part of it"
root=$world/sixth
git init -q -b main "$root"
git_ commit -q --allow-empty -m "Trước đó"
run init "Hệ thống" --agency so --name "Sở" --kind CQCM_TINH
status 0
is "$(git_ rev-list --count HEAD)" 2
