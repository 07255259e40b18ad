# SPDX-License-Identifier: MIT
# history - what is recorded stays: verify finds whatever plain git took away or
# altered, names the file, and is not blinded by a wrong clock.
. "${0%/*}/lib.sh"
new_system
base=$root

# A good history to spoil: an issued procedure, a closed record.
it "has nothing to say of an honest history"
on 2026-01-06
issued QT-01 QT-02
lan
given new training --title "Nhận thức ISO" --set provider="Chi cục" \
	--set topic=awareness
given act DT-2026-01 hold
run verify
status 0
out_is </dev/null
issued_text=agencies/so/issued/QT-01/1.0/text.md
record=agencies/so/records/2026/training/DT-2026-01.md
statement=$(git_ ls-files | grep 'acts/QT-01/1.0-approve')
on 2026-01-07

# forge SED STATEMENT: another statement made of it by hand, named by its hash
forge() {
	sed "$1" "$root/$2" >"$world/forged"
	set -- "$2" "$(sed -n 's/^version: "\(.*\)"/\1/p;s/^date: "\(.*\)"/\1/p' \
	    "$world/forged" | sed '/^$/d' | head -n 1)" \
	    "$(sed -n 's/^act: "\(.*\)"/\1/p' "$world/forged")" \
	    "$(sed -n 's/^by: "\(.*\)"/\1/p' "$world/forged")" \
	    "$(sha256sum "$world/forged" | cut -c 1-16)"
	cp "$world/forged" "$root/${1%/*}/$2-$3-$4-$5.yaml"
}
# convicted PATH: verify says so, in two languages, and again
convicted() {
	run verify
	status 5
	out "$1: error[QMS-"
	run verify --lang en --json
	status 5
	is "$(jq -r ".problems[].path" "$world/out" | sort -u)" "$1"
	run index --rebuild
	run verify
	status 5
	out "$1: error[QMS-"
}

spoil "finds a statement that a commit drops"
git_ rm -q "$statement"
git_ commit -qm 'dọn dẹp'
convicted "$statement"

spoil "finds it when the file has come back since"
git_ rm -q "$statement"
git_ commit -qm 'dọn dẹp'
git_ revert --no-edit HEAD >/dev/null
convicted "$statement"

spoil "finds a statement that a commit alters"
sed 's/^comment:.*/comment: "khác"/' "$root/$statement" >"$world/altered"
cat "$world/altered" >"$root/$statement"
git_ commit -qam 'sửa'
run verify
status 5
out "$statement: error[QMS-"

spoil "finds a statement that a merge drops"
lan
merged_away submit QT-03
[ ! -e "$root/$dropped" ] || complain "the merge keeps it"
convicted "$dropped"

spoil "finds a withdrawal that a merge drops"
minh
merged_away withdraw QT-01 --decision 500/QĐ-SKHCN --file "$world/QD.pdf"
convicted "$dropped"

spoil "finds what a merge drops of the first parent"
git_ switch -qc khac
lan
given new procedure --title "Quy trình khác"
git_ switch -q main
given submit QT-03
dropped=$(git_ diff --name-only HEAD~ HEAD | grep acts/)
merge=$(git_ commit-tree -p main -p khac -m 'hợp nhất' 'khac^{tree}')
git_ reset -q --hard "$merge"
convicted "$dropped"

spoil "has nothing to say of an honest merge"
git_ switch -qc khac
lan
given submit QT-03
git_ switch -q main
given new procedure --title "Quy trình khác"
given submit QT-04
git_ merge -q -m 'hợp nhất' khac
run verify
status 0
run list procedure --state in-review
out QT-03
out QT-04

spoil "finds an issued text that is edited"
echo 'thêm một dòng' >>"$root/$issued_text"
git_ commit -qam 'sửa bản đã ban hành'
convicted "$issued_text"

spoil "finds an issued text that is edited and put back"
echo 'thêm một dòng' >>"$root/$issued_text"
git_ commit -qam 'sửa bản đã ban hành'
git_ revert --no-edit HEAD >/dev/null
convicted "$issued_text"

spoil "finds an issued text that no decision issued"
mkdir -p "$root/agencies/so/issued/QT-03/1.0"
cp "$root/agencies/so/documents/QT-03.md" \
	"$root/agencies/so/issued/QT-03/1.0/text.md"
git_ add -A
git_ commit -qm 'ban hành tắt'
convicted agencies/so/issued/QT-03/1.0/text.md

spoil "finds an issued text that a merge alters"
git_ switch -qc khac
echo 'thêm một dòng' >>"$root/$issued_text"
git_ commit -qam 'sửa'
git_ switch -q main
lan
given new procedure --title "Quy trình khác"
git_ merge -q -m 'hợp nhất' khac
run verify
status 5
out "$issued_text: error[QMS-"

spoil "finds a closed record that is edited"
sed 's/Chi cục/Tổng cục/' "$root/$record" >"$world/altered"
cat "$world/altered" >"$root/$record"
git_ commit -qam 'sửa hồ sơ đã đóng'
convicted "$record"

spoil "finds a closed record that is deleted"
git_ rm -q "$record"
git_ commit -qm 'xóa hồ sơ'
convicted "$record"

spoil "finds a closed record that a side branch edits and restores"
git_ switch -q -c khac
sed -i 's/Chi cục/Tổng cục/' "$root/$record"
git_ commit -qam 'sửa hồ sơ đã đóng'
git_ revert --no-edit HEAD >/dev/null
git_ switch -q main
git_ merge -q --no-ff -m 'hợp nhất' khac
convicted "$record"

spoil "finds one that a side branch closes, edits and restores"
git_ switch -q -c khac
lan
given new training --title "Đánh giá viên" --set provider="Chi cục" \
	--set topic=awareness
given act DT-2026-02 hold
other=agencies/so/records/2026/training/DT-2026-02.md
sed -i 's/Chi cục/Tổng cục/' "$root/$other"
git_ commit -qam 'sửa hồ sơ đã đóng'
git_ revert --no-edit HEAD >/dev/null
git_ switch -q main
git_ merge -q --no-ff -m 'hợp nhất' khac
convicted "$other"

spoil "has nothing to say of a record that a side branch edits, then closes"
git_ switch -q -c khac
given new training --title "Đánh giá viên" --set provider="Chi cục" \
	--set topic=awareness
sed -i 's/Chi cục/Tổng cục/' "$root/$other"
git_ commit -qam 'sửa hồ sơ'
given act DT-2026-02 hold
git_ switch -q main
git_ merge -q --no-ff -m 'hợp nhất' khac
run verify
status 0

spoil "finds a closed record that is edited beside a statement that is void"
sed -i 's/Chi cục/Tổng cục/' "$root/$record"
forge 's/^comment:.*/comment: "lần nữa"/' "$(git_ ls-files | grep acts/DT-2026-01/)"
git_ add -A
git_ commit -qm 'sửa hồ sơ đã đóng'
convicted "$record"

spoil "finds a closed record that is edited while its kind is away"
cp "$root/kinds/training.yaml" "$world/kind"
git_ rm -q kinds/training.yaml
git_ commit -qm 'bỏ loại hồ sơ'
sed -i 's/Chi cục/Tổng cục/' "$root/$record"
git_ commit -qam 'sửa hồ sơ đã đóng'
cp "$world/kind" "$root/kinds/training.yaml"
git_ add -A
git_ commit -qm 'khôi phục loại hồ sơ'
convicted "$record"

spoil "finds another file that passes for a closed record"
twin=agencies/so/records/2025/training/DT-2026-01.md
mkdir -p "$root/${twin%/*}"
sed 's/Chi cục/Tổng cục/' "$root/$record" >"$root/$twin"
git_ add -A
git_ commit -qm 'hồ sơ thứ hai'
convicted "$twin"

# void_now CODE: the newest statement changes nothing, and says why
void_now() {
	run verify
	status 5
	err "1 vô hiệu"
	out "error[QMS-$1]"
	run check
	out "[QMS-$1]"
}

spoil "takes no act of an office that no statement gave"
cp "$root/agencies/so/people.yaml" "$world/people"
sed -i 's/person: thu, office: auditor/person: thu, office: head/' \
	"$root/agencies/so/people.yaml"
git_ commit -qam 'phân công'
thu
run withdraw QT-01 --by thu --decision 500/QĐ-SKHCN \
	--file "$world/QD.pdf"
status 7
err S103
err agencies/so/people.yaml

it "takes none that went around the program, people put back or not"
forge 's/^act:.*/act: "withdraw"/;s/^by:.*/by: "thu"/;s/^office:.*/office: "head"/' \
	"$statement"
git_ add -A
git_ commit -qm 'bãi bỏ'
void_now S103
cp "$world/people" "$root/agencies/so/people.yaml"
git_ commit -qam 'khôi phục'
void_now S103
run show QT-01
out "đang có hiệu lực"

it "takes the act when the change is stated"
sed -i 's/person: thu, office: auditor/person: thu, office: head/' \
	"$root/agencies/so/people.yaml"
git_ commit -qam 'phân công'
lan
given trust --update
thu
given withdraw QT-01 --by thu --decision 500/QĐ-SKHCN \
	--file "$world/QD.pdf"

spoil "takes no act by a proof that no statement allowed"
cp "$root/qms.yaml" "$world/settings"
sed -i 's/^proofs:.*/proofs: {withdraw: commit}/' "$root/qms.yaml"
git_ commit -qam 'cài đặt'
minh
run withdraw QT-01
status 7
err S103
err qms.yaml

it "states what is edited by the program itself"
cp "$world/settings" "$root/qms.yaml"
git_ commit -qam 'khôi phục'
lan
given edit not-author --set confirmed=no
given submit QT-03
run verify
status 0
no_out S028

spoil "knows who wrote, whatever people a branch names"
git_ switch -qc khac
hung
cp "$root/agencies/so/people.yaml" "$world/people"
sed -i 's/hung@so/hung2@so/;s/minh@so/hung@so/' "$root/agencies/so/people.yaml"
git_ commit -qam 'đổi tên'
echo 'Thêm.' >>"$root/agencies/so/documents/QT-03.md"
git_ commit -qam 'sửa QT-03'
cp "$world/people" "$root/agencies/so/people.yaml"
git_ commit -qam 'đổi lại'
git_ switch -q main
lan
given new procedure --title "Quy trình khác"
git_ merge -q -m 'hợp nhất' khac
given submit QT-03
hung
run review QT-03
status 7
err not-author

spoil "finds an agency whose people nobody stated"
mkdir "$root/agencies/ma"
cp "$root/agencies/so/agency.md" "$root/agencies/so/people.yaml" \
	"$root/agencies/ma"
git_ add -A
git_ commit -qm 'thêm cơ quan'
run verify
out "agencies/ma/people.yaml: "
out QMS-S028

spoil "finds people who were changed without a statement"
sed 's/office: auditor/office: head/' "$root/agencies/so/people.yaml" \
	>"$world/altered"
cat "$world/altered" >"$root/agencies/so/people.yaml"
git_ commit -qam 'phân công'
run verify
out "agencies/so/people.yaml: "
out QMS-S028

spoil "finds another root than the one that is known"
run trust
run verify --root SHA256:0000
status 5

# ---- a wrong clock ----

spoil "reports a commit of 2036, which hides nothing"
given list --json
cp "$world/out" "$world/before"
on 2036-01-01
lan
echo >>"$root/agencies/so/documents/QT-05.md"
git_ commit -qam 'đồng hồ sai'
wrong=$(git_ rev-parse --short=7 HEAD)
on 2026-01-08
run verify
status 0
out "warning[QMS-S099]"
out "2036"
out "$wrong"
run list --json
cmp -s "$world/before" "$world/out" || complain "list differs"

it "writes nothing behind a tip that is later than now"
run new procedure --title "Sau năm 2036"
status 7
err QMS-G075

it "goes on when the clock is right, with the right days"
git_ commit -q --allow-empty -m 'đồng hồ đã chỉnh'
lan
given submit QT-06
run log QT-06 --json
jq -r '.. | .recorded? // empty' "$world/out" >"$world/days"
is "$(sort -u "$world/days")" 2026-01-08
run list procedure --state in-review
out QT-06
run list procedure --state in-review --as-of 2026-01-07
no_out QT-06
run list procedure --state in-review --as-of 2036-02-01
out QT-06
run verify
status 0
out "$wrong"
