# SPDX-License-Identifier: MIT
# export: schemas of kinds and files as XML, valid for other programs.
. "${0%/*}/lib.sh"
new_system

it "the schema of every kind is one that other programs take"
for kind in $(ls "$root/kinds" | sed 's/\.yaml//'); do
	grep -q '^path:' "$root/kinds/$kind.yaml" || continue
	run export xsd "$kind"
	status 0
	ok xmllint --noout "$world/out"
done

it "a document as XML is valid against the schema of its kind"
run export xsd procedure
cp "$world/out" "$world/procedure.xsd"
run export xml QT-07
status 0
ok xmllint --noout --schema "$world/procedure.xsd" "$world/out"
out "Cấp Giấy chứng nhận"

it "the same schema every time"
run export xsd procedure
ok cmp "$world/procedure.xsd" "$world/out"

it "a kind, a document, a format that are not there"
run export xsd nosuch
status 6
err "procedure"
run export xml QT-99
status 6
run export pdf QT-01
status 2
