# SPDX-License-Identifier: MIT
# log: who did what, when, in which office, with which proof.
. "${0%/*}/lib.sh"
new_system
issued QT-01

it "the acts stand in their order, in words"
run log QT-01
status 0
out_is <<E
Ngày        Bản  Việc                    Người  Chức trách      Bằng chứng
05/01/2026  1.0  gửi soát xét            lan    thư ký ISO      ghi trong hệ thống
05/01/2026  1.0  đồng ý trình phê duyệt  hung   người soát xét  ghi trong hệ thống
05/01/2026  1.0  phê duyệt               minh   người đứng đầu  quyết định 493/QĐ-SKHCN
E
run --lang en log QT-01
out "submit for review"
out "decision 493/QĐ-SKHCN"

it "JSON has ids and the SHA-256 of each statement"
run --json log QT-01
json '.schema == "qms/log/1" and
	[.rows[].act] == ["submit", "accept", "approve"]'
for hash in $(jq -r '.rows[].sha256' "$world/out"); do
	sha256sum "$root"/agencies/so/acts/QT-01/*.yaml | grep -q "^$hash " ||
		complain "$hash is of no statement"
done

it "ID@VERSION is the log of one version"
lan
given edit QT-01 --set review_months=6
given submit QT-01
run --json log QT-01@1.1
json '[.rows[].act] == ["submit"]'

it "a statement put there by hand that does not count is shown with its reason"
file=$(ls "$root"/agencies/so/acts/QT-01/1.1-submit-lan-*.yaml)
sed -e 's/^act: .*/act: "approve"/' -e 's/^by: .*/by: "hung"/' \
	-e 's/^office: .*/office: "head"/' "$file" >"$world/forged"
hash=$(sha256sum <"$world/forged" | cut -c 1-16)
cp "$world/forged" \
	"$root/agencies/so/acts/QT-01/1.1-approve-hung-$hash.yaml"
git_ add -A
git_ commit -q -m "Tự phê duyệt"
run log QT-01
out "vô hiệu"
run --json log QT-01
json '.rows[-1] | .act == "approve" and .void != ""'
run --json list procedure
json '.rows[] | select(.id == "QT-01") | .version == "1.0"'

it "with nothing recorded it says so, on standard error"
run log QT-02
status 0
out_lines 0
err "chưa có việc nào"

it "a document that is not there: exit status 6"
run log QT-99
status 6

it "on a past day it is what was known then"
on 2026-02-10
given submit QT-03
run --json --as-of 2026-02-09 log QT-03
json '.rows == []'
