# SPDX-License-Identifier: MIT
# Newer models: what changed there goes into the texts of the agency, and what
# the agency changed itself stays.
. "${0%/*}/lib.sh"
new_system

# the data of a newer program
mkdir -p "$world/data/procedures-repo"
cp -R "$top/schemas" "$world/data/"
cp -R "$top/procedures-repo/models" "$world/data/procedures-repo/"
models=$world/data/procedures-repo/models
newer() {
	QMS_DATA=$world/data
	export QMS_DATA
}
doc() { echo "$root/agencies/so/documents/$1.md"; }
# where the department's model has it
source_of() {
	for m in so mot-cua-2025 mot-cua common; do
		[ ! -f "$models/$m/documents/$1.md" ] || {
			echo "$models/$m/documents/$1.md"
			return
		}
	done
}
newer

it "with the same models nothing is newer"
run model upgrade
status 0
err "không có bản mới nào"
run model diff
status 0
out_lines 0
is "$(git_ status --porcelain)" ""

it "diff of a document of the model shows where the agency's text is another"
run model diff QT-01
status 0
sed -i 's/^review_months: 12/review_months: 6/' "$(doc QT-01)"
git_ commit -q -a -m "QT-01: sáu tháng"
run model diff QT-01
status 1
out "[-12-]{+6+}"
err "mô hình so@"

# the newer model: another edition, three texts changed, one added
for m in so common mot-cua mot-cua-2025; do
	sed -i 's/^edition: .*/edition: 2027-01-01/' "$models/$m/model.yaml"
done
printf '\n## Ghi chú của mô hình\n\nThêm năm 2027.\n' >>"$(source_of QT-01)"
sed -i 's/^review_months: .*/review_months: 24/' "$(source_of QT-02)"
sed -i 's/^review_months: .*/review_months: 24/' "$(source_of QT-03)"
sed 's/^title: .*/title: Quy trình thêm năm 2027/; s/^code: .*/code: QT-90/' \
	"$(source_of QT-01)" >"$models/so/documents/QT-90.md"
# and the agency changed the same line of QT-03, and gave up QT-04
sed -i 's/^review_months: .*/review_months: 3/' "$(doc QT-03)"
sed -i 's/^review_months: .*/review_months: 24/; s/^limit_days/&/' \
	"$(source_of QT-04)"
git_ rm -q agencies/so/documents/QT-11.md
git_ commit -q -a -m "Sửa QT-03, bỏ QT-11"

it "diff lists what the newer model offers"
run --json model diff
status 0
json '[.rows[] | [.id, .verdict]] | sort == [["QT-01", "offered"],
	["QT-02", "offered"], ["QT-03", "conflict"], ["QT-04", "offered"],
	["QT-90", "new"]]'

it "--dry-run tells, and changes nothing"
before=$(git_ rev-parse HEAD)
run --dry-run model upgrade
status 1
is "$(git_ rev-parse HEAD)" "$before"
is "$(git_ status --porcelain)" ""

it "upgrade merges in one commit, with the trust statement for models/"
run model upgrade
status 1
out "QT-01 so"
out "QT-03 so"
out "giữ nguyên"
is "$(git_ rev-list --count "$before"..HEAD)" 1
is "$(git_ status --porcelain)" ""
ok grep -qx "review_months: 6" "$(doc QT-01)"
ok grep -qx "## Ghi chú của mô hình" "$(doc QT-01)"
ok grep -qx "review_months: 24" "$(doc QT-02)"
[ ! -e "$(doc QT-11)" ] || complain "QT-11 came back"
ok grep -q "Quy trình thêm năm 2027" "$(doc QT-90)"
ok grep -q "so@2027-01-01" "$root/agencies/so/agency.md"
ok cmp "$models/so/model.yaml" "$root/models/so/model.yaml"
git_ diff --name-only HEAD^ | grep -q '^trust/' ||
	complain "no trust statement"
run check
no_out "QMS-S028"
run verify
status 0

it "where both changed the same line the text is as it was"
ok grep -qx "review_months: 3" "$(doc QT-03)"
no_mark=$(grep -c '<<<<<<<' "$(doc QT-03)")
is "$no_mark" 0

it "then nothing is newer"
run model upgrade
status 0
run model diff
status 0
out_lines 0

it "an agency that was added before the upgrade still has its own base"
git_ checkout -q -B second "$before"
unset QMS_DATA
given agency add so-2 --name "Sở Nội vụ" --short-name SNV --model so
as "Trần Thị Hoa" hoa@so-2.example.gov.vn
lan; given --agency so-2 person add hoa --name "Trần Thị Hoa" \
	--email hoa@so-2.example.gov.vn --office secretary
newer
lan; run --agency so model upgrade
status 1
as "Trần Thị Hoa" hoa@so-2.example.gov.vn
run --agency so-2 --json model diff
json '[.rows[] | select(.verdict == "offered") | .id] | sort ==
	["QT-01", "QT-02", "QT-03", "QT-04"]'
run --agency so-2 model upgrade
status 0
ok grep -qx "review_months: 24" "$root/agencies/so-2/documents/QT-03.md"
ok grep -q "Sở Nội vụ" "$root/agencies/so-2/documents/QT-01.md"
run --agency so-2 model upgrade
status 0
err "không có bản mới nào"

it "one document by name leaves models/ as they are"
git_ checkout -q -B third "$before"
lan
run model upgrade QT-02
status 0
is "$(git_ diff --name-only HEAD^)" "agencies/so/documents/QT-02.md"
run model upgrade QT-02
status 0

it "what adopts an issued text follows that, not the model"
git_ checkout -q -B fourth "$before"
printf -- '---\nschema: qms/procedure/1\nadopts: khac/QT-02@1.0\n---\n' \
	>"$(doc QT-02)"
git_ commit -q -a -m "QT-02: áp dụng"
run --json model diff
json 'every(.rows[]; .id != "QT-02")'
