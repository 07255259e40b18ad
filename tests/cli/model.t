# SPDX-License-Identifier: MIT
# Models: every one that is there gives a system that an agency can begin with;
# what is wrong with one is said. Nothing here knows any model by name.
. "${0%/*}/lib.sh"
lan
given_models=$top/procedures-repo/models

key() {	# KEY FILE
	sed -n "s/^$1: *//p" "$2"
}
ids() {
	grep -l '^serves:' "$1"/*/model.yaml |
		sed 's|.*/\([^/]*\)/model\.yaml|\1|'
}

# leaf clauses that neither a document names nor the model description leaves
# out, nor any clause above them; the standard's own headings do not count
unnamed() {	# AGENCY
	awk -F, '
	FILENAME ~ /\.csv$/ {
		if (FNR == 1) next
		number = $1; above = $NF
		parent[number] = above
		if (above != "") inner[above] = 1
		next
	}
	FNR == 1 { front = 1; table = 0 }
	FNR > 1 && /^---$/ { front = 0 }
	front && /^clauses:/ {
		gsub(/[^0-9.,]/, "")
		for (i = 1; i <= NF; i++) if ($i != "") named[$i] = 1
	}
	/^## / { table = /Phạm vi áp dụng|Đáp ứng yêu cầu/ }
	table && /^\| [0-9.]+ \|/ {
		split($0, cell, "|"); gsub(/ /, "", cell[2])
		named[cell[2]] = 1
	}
	END {
		for (c in parent) {
			if (inner[c]) continue
			for (p = c; p ~ /\./; p = parent[p])
				if (named[p]) break
			if (p !~ /\./) print c
		}
	}' "$root/standards/iso9001-2015/clauses.csv" \
		"$root/agencies/$1/documents"/*.md
}

for id in $(ids "$given_models"); do
	model=$given_models/$id/model.yaml
	root=$world/$id
	to=$(key to "$model")
	on "${to:+2025-01-06}"
	[ -n "$to" ] || on 2026-01-05

	it "$id: a new system has no problem, not even a warning"
	run init "Hệ thống quản lý chất lượng" --agency co-quan --model "$id" \
		--name "Cơ quan Vân Khê" --short-name CQVK
	status 0
	run --json check
	status 0
	json '.problems == []'
	run verify
	status 0

	it "$id: nothing is left to fill in but what the agency knows alone"
	fails grep -rnE '\{[A-Za-z_]+\}' "$root/agencies/co-quan/documents"
	fails grep -rniE 'TODO|lorem|xxx|\?\?\?' "$root/agencies/co-quan/documents"

	it "$id: every clause is named, or left out with a reason"
	is "$(unnamed co-quan | tr '\n' ' ')" ""
	run --json coverage
	json '.rows | every(.level == "named" or
		.level == "not-applicable")'

	it "$id: it has the documents that every system needs"
	for role in policy objectives model-description documented-information \
		risks internal-audit corrective-action management-review board
	do
		grep -q "role: $role," "$model" || complain "no role $role"
	done
	sed -n 's/.*role: \([a-z-]*\), kind: \([a-z-]*\), document: \([A-Z0-9-]*\),.*/\2 \3/p' \
		"$model" >"$world/roles"
	while read -r kind document; do
		grep -q "^schema: qms/$kind/1" \
			"$root/agencies/co-quan/documents/$document.md" ||
			complain "$document is no $kind"
	done <"$world/roles"

	it "$id: every procedure says what is kept, where and for how long"
	for file in "$root"/agencies/co-quan/documents/QT-*.md; do
		grep -qE '\| ([0-9]+ năm|Vĩnh viễn|Đến khi có bản thay thế|Theo pháp luật chuyên ngành) \|$' \
			"$file" || complain "$file"
	done

	it "$id: the quality officer has first tasks, each with its command"
	run --json
	json '.rows | length > 20 and
		every(.command | test("^qms (submit|person add) "))'
	json '[.rows[0:5][].id] == ["head", "reviewer", "CSCL", "MTCL",
		"MHCL"]'

	it "$id: what it begins with is reviewed, issued and in force"
	given person add hung --name "Trần Văn Hùng" \
		--email hung@so.example.gov.vn --office reviewer
	given person add minh --name "Lê Quang Minh" \
		--email minh@so.example.gov.vn --office head
	printf 'QUYẾT ĐỊNH\n' >"$world/QD.pdf"
	issued $(cd "$root/agencies/co-quan/documents" &&
		ls | sed 's/\.md$//')
	run --json
	json '.rows == []'
	run check
	status 0
	run --json coverage
	json '.rows | every(.level == "approved" or .level == "evidenced" or
		.level == "not-applicable")'

	it "$id: each template gives a document to begin with"
	for file in "$root"/agencies/co-quan/templates/*.md; do
		[ -f "$file" ] || continue
		kind=$(sed -n 's|^schema: qms/\([a-z-]*\)/1|\1|p' "$file")
		run new "$kind" --title "Cấp bản sao: thử" \
			--template "$(basename "$file" .md)"
		status 0
		made=$(cat "$world/out")
		run show --raw "$made"
		out "Cấp bản sao: thử"
		fails grep -nE '\{[A-Za-z_]+\}' "$world/out"
		run new "$kind" --template ../documents/CSCL
		status 6
		err "[QMS-U066]"
	done
	run --json check
	json '.problems == []'

	it "$id: an agency that is added begins with it too"
	run agency add "tiep-theo" --name "Cơ quan Nam Lũ" --model "$id"
	status 0
	run --json check
	json '.problems == []'

	it "$id: what it could take from those it builds on is not copied"
	for file in "$given_models/$id"/documents/*.md; do
		for base in "$given_models"/*/documents/"$(basename "$file")"; do
			[ "$base" = "$file" ] || fails cmp -s "$base" "$file"
		done
	done
done

it "help lists the models that can be used, and no others"
"$qms" --lang en help init >"$world/out"
sed -n '/^Models:/,$s/^  \([a-z][a-z0-9-]*\)  .*/\1/p' "$world/out" >"$world/list"
is "$(tr '\n' ' ' <"$world/list")" \
	"$(ids "$given_models" | sort | tr '\n' ' ')"

# ---- models of others ----

on 2026-01-05
QMS_DATA=$world/data
export QMS_DATA
mkdir -p "$QMS_DATA/procedures-repo/models/chung/documents"
cp -R "$top/schemas" "$QMS_DATA/schemas"
models=$QMS_DATA/procedures-repo/models
number=0
new_model() {	# ID LINES...
	mkdir -p "$models/$1/documents"
	{
		printf 'schema: qms/model/1\nname: Mẫu %s\n' "$1"
		printf 'edition: 2026-01-01\nstandard: iso9001-2015\n'
		printf 'source: thử\nconfirmed: no\n'
		shift
		printf '%s\n' "$@"
	} >"$models/$id/model.yaml"
}
begin() {	# MODEL
	number=$((number + 1))
	root=$world/own$number
	run init "Hệ thống" --agency don-vi --name "Đơn vị Một" --model "$1"
}
policy() {	# WORDS
	printf '%s\n' '---' 'schema: qms/policy/1' 'title: Chính sách' '---' '' \
		'## Cam kết' '' "$*" '' '## Tổ chức thực hiện' '' 'Niêm yết.'
}

it "a model is added without touching the program"
id=chung
new_model chung 'words:' '  - {word: head, text: Giám đốc}' \
	'  - {word: unit, text: đơn vị}'
policy '{Head} và {unit} của {agency_name}. {Unit} làm.' \
	>"$models/chung/documents/CSCL.md"
printf '%s\n' '---' 'schema: qms/form/1' 'title: Mẫu' '---' '' \
	'## Nội dung biểu mẫu' '' '{head}' >"$models/chung/documents/BM-01.md"
cp "$models/chung/documents/BM-01.md" "$models/chung/documents/BM-02.md"
id=rieng
new_model rieng 'serves: [DVSN]' 'extends: [chung]' 'leaves: [BM-02]' \
	'words:' '  - {word: unit, text: ban}' \
	'  - {word: place, text: "trụ sở {agency_name}"}' 'roles:' \
	'  - {role: policy, kind: policy, document: CSCL, need: yes}'
printf '%s\n' '---' 'schema: qms/form/1' 'title: {head}: mẫu riêng' '---' '' \
	'## Nội dung biểu mẫu' '' 'Tại {place}' |
	sed 's/title: .*/title: Mẫu riêng/' >"$models/rieng/documents/BM-01.md"
begin rieng
status 0
run show --raw CSCL
out "Giám đốc và ban của Đơn vị Một. Ban làm."
run --json agency list
json '.rows[0].kind == "DVSN"'

it "its own file stands for that of the other, what it leaves is not there"
run show --raw BM-01
out "Tại trụ sở Đơn vị Một"
run --json list form
json '[.rows[].id] == ["BM-01"]'
run check
status 0

it "models are listed like other data"
run list model
out "Mẫu rieng"

it "what models have in common is for no agency: exit status 7"
begin chung
status 7
err "[QMS-U065]"
err "rieng"
[ ! -e "$root/qms.yaml" ] || complain "something was written"

it "one that builds on itself is refused, with the way around"
id=a; new_model a 'serves: [DVSN]' 'extends: [b]'
id=b; new_model b 'extends: [a]'
begin a
status 3
err "[QMS-G098]"
err "a → b → a"
id=c; new_model c 'serves: [DVSN]' 'extends: [c]'
begin c
err "c → c"

it "one that builds on what is not there, or on a path, is refused"
for base in nosuch ../chung ../../schemas . '""' /etc; do
	id=d; new_model d 'serves: [DVSN]' "extends: [$base]"
	begin d
	status 3
	err "[QMS-G099]"
done

it "a word that no model gives is refused, with the file that needs it"
id=e; new_model e 'serves: [DVSN]' 'extends: [chung]'
policy 'Do {nobody} làm.' >"$models/e/documents/CSCL.md"
begin e
status 3
err "[QMS-G095]"
err "nobody"
err "models/e/documents/CSCL.md"
[ ! -e "$root/qms.yaml" ] || complain "something was written"

it "braces that are no word stay as they are"
policy 'Tập {1, 2}, {} và {a b} {' >"$models/e/documents/CSCL.md"
begin e
status 0
run show --raw CSCL
out "Tập {1, 2}, {} và {a b} {"

it "a role or a leave that names no document is refused"
id=e; new_model e 'serves: [DVSN]' 'extends: [chung]' 'leaves: [QT-99]'
begin e
status 3
err "[QMS-G096]"
err "QT-99"
id=e; new_model e 'serves: [DVSN]' 'extends: [chung]' 'roles:' \
	'  - {role: policy, kind: policy, document: CSCL-9, need: yes}'
begin e
err "CSCL-9"

it "a word that would break a table is refused"
id=e; new_model e 'serves: [DVSN]' 'extends: [chung]' 'words:' \
	'  - {word: unit, text: "ban | phòng"}'
begin e
status 3
err "[QMS-G097]"
new_model e 'serves: [DVSN]' 'words:' '  - {word: Đơn vị, text: ban}'
begin e
err "[QMS-G097]"

it "a model.yaml that cannot be read is refused, and does not crash"
printf 'serves: [DVSN\n' >"$models/e/model.yaml"
begin e
[ "$code" -ne 0 ] || complain "it was taken"
printf 'serves: {a: b}\nextends: x\nwords: y\nroles: z\nleaves: [[a]]\n' \
	>"$models/e/model.yaml"
begin e
[ "$code" -le 7 ] || complain "exit status $code"

it "a link in a model leads nowhere"
rm -r "$models/e"
id=e; new_model e 'serves: [DVSN]' 'extends: [chung]'
ln -s /etc/passwd "$models/e/documents/BM-09.md"
begin e
[ ! -e "$root/agencies/don-vi/documents/BM-09.md" ] ||
	complain "the link was followed"
rm "$models/e/documents/BM-09.md"

it "check tells what is wrong with the models of a system, on their lines"
begin rieng
status 0
printf 'extends: [nosuch]\n' >>"$root/models/chung/model.yaml"
policy 'Một' 'Do {nobody} làm.' >"$root/models/rieng/documents/CSCL.md"
run check
status 1
out "models/chung/model.yaml:10"
out "[QMS-G099]"
out "models/rieng/documents/CSCL.md:8"
out "[QMS-G095]"
