# SPDX-License-Identifier: MIT
# explain: a code or a rule in words.
. "${0%/*}/lib.sh"
root=$world
it "a message, without a system"
run --lang en explain QMS-D012
status 0
out "QMS-D012 (error, exit status 1)"
out "February has 28 or 29 days."
run explain d012
out "QMS-D012 (lỗi, mã thoát 1)"

it "a code that is not there: exit status 6"
run explain QMS-Z999
status 6
err "[QMS-U020]"

root="$world/hệ thống"
new_system

it "a rule: title, basis, words, SELECT"
run explain C-01
status 0
out "C-01 – Đánh giá nội bộ ít nhất một lần mỗi năm"
out "Căn cứ: 19/2014/QĐ-TTg"
out "Tệp: rules/C-01.md"
out "SELECT o.agency"
run --lang en explain c-01
out "Internal audit at least once a year"
run explain QMS-not-author
status 0
out "Người soạn thảo không soát xét"

it "every rule can be explained, in both languages"
for rule in $(ls "$root/rules" | sed -n 's/\.md$//p'); do
	run --lang en explain "$rule"
	status 0
	run explain "$rule"
	status 0
done

it "a rule whose source was not compared says so"
sed -i 's/^confirmed: yes/confirmed: no/' "$root/rules/C-01.md"
git_ commit -qam "Chưa đối chiếu"
run explain C-01
out "chưa đối chiếu nguồn"
