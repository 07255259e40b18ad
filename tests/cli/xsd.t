# SPDX-License-Identifier: MIT
# The published schemas are those of the kinds, and files exported as XML are
# valid against them.
. "${0%/*}/lib.sh"

it "publishes the schema of every kind as it is generated"
cd "$world" || exit 1
for kind in "$top"/schemas/kinds/*.yaml; do
	grep -q '^path:' "$kind" || continue	# lends its acts only
	kind=$(basename "$kind" .yaml)
	"$qms" export xsd "$kind" >"$world/out" 2>"$world/err" ||
		complain "export xsd $kind"
	cmp -s "$world/out" "$top/schemas/xsd/$kind.xsd" ||
		complain "schemas/xsd/$kind.xsd is not what the kind says (make xsd)"
done
for file in "$top"/schemas/xsd/*.xsd; do
	case ${file##*/} in declared.xsd) continue;; esac	# declare.t
	[ -f "$top/schemas/kinds/$(basename "$file" .xsd).yaml" ] ||
		complain "$file has no kind"
done

new_system
it "exports files as XML that is valid against the published schema"
for id in QT-01 QT-07 BM-01 CSCL; do
	given export xml $id
	cp "$world/out" "$world/$id.xml"
	case $id in
	QT-*) kind=procedure;;
	BM-*) kind=form;;
	*) kind=policy;;
	esac
	ok xmllint --nonet --noout --schema "$top/schemas/xsd/$kind.xsd" \
		"$world/$id.xml"
done

it "names the kinds there are when one is not known"
run export xsd nothing
status 6
err "procedure"
