# SPDX-License-Identifier: MIT
# diff: lines first, then words within lines that are alike.
. "${0%/*}/lib.sh"
new_system
issued QT-02
lan

it "the same: exit status 0"
run diff QT-02
status 0

it "differences: exit status 1, words marked"
given edit QT-02 --set review_months=6
run diff QT-02
status 1
out "~ review_months: [-12-]{+6+}"
run diff QT-02 1.0
status 1
out "[-12-]{+6+}"

it "uncommitted work is compared too"
printf '\nDòng mới.\n' >>"$root/agencies/so/documents/QT-02.md"
run diff QT-02
out "+ Dòng mới."
git_ checkout -q .

it "two versions"
given submit QT-02
hung; given review QT-02
lan; given issue --decision 494/QĐ-SKHCN --file "$world/QD.pdf" QT-02
run diff QT-02 1.0 1.1
status 1
out "[-12-]{+6+}"
run diff QT-02 1.1 1.0
out "[-6-]{+12+}"
run diff QT-02 1.1 1.1
status 0

it "JSON spans put together are the two texts, byte for byte"
run --json diff QT-02 1.0 1.1
status 1
jq -rj '.spans[] | select(.kind != "added") | .text' "$world/out" >"$world/a"
jq -rj '.spans[] | select(.kind != "removed") | .text' "$world/out" >"$world/b"
ok cmp "$world/a" "$root/agencies/so/issued/QT-02/1.0/text.md"
ok cmp "$world/b" "$root/agencies/so/issued/QT-02/1.1/text.md"

it "with nothing issued it is the recorded text against the working text"
run diff QT-03
status 0
printf '\nDòng mới.\n' >>"$root/agencies/so/documents/QT-03.md"
run diff QT-03
status 1
out "+ Dòng mới."

it "a version that is not there: exit status 6, with those that are"
run --lang en diff QT-02 9.0
status 6
err "1.1, 1.0"
run diff QT-03 1.0
status 6
err "chưa có"

it "keys are told by their names, values in words"
given edit QT-02 --set role=internal --set review_months=12
run diff QT-02 1.1
out "chu kỳ xem xét (tháng): 6 → 12"
out "vai trò trong bộ tài liệu: rủi ro và cơ hội → hoạt động nội bộ"
run --lang en diff QT-02 1.1
out "months between reviews: 6 → 12"

it "sections are told: changed, added, moved, renamed"
file=$root/agencies/so/documents/QT-02.md
awk '/^## Mục đích/ { print; print ""; print "Mục đích mới."; next }
	/^## / && last { } { print }
	END { print ""; print "## Phụ lục"; print ""; print "Nội dung." }' \
	"$file" >"$world/new"
cp "$world/new" "$file"
run diff QT-02
out "mục “Mục đích”: sửa"
out "mục “Phụ lục”: thêm"
run --json diff QT-02
is "$(jq -r '.sections[] | select(.name == "Phụ lục") | .kind' \
	"$world/out")" added
is "$(jq -r '.keys[] | select(.key == "review_months") | .name' \
	"$world/out")" "chu kỳ xem xét (tháng)"
git_ checkout -q .

it "version 0 is what the first one began with"
run diff QT-02 0 1.0
status 0
run diff QT-02 0 1.1
status 1
out "chu kỳ xem xét (tháng): 12 → 6"
given new procedure --title "Quy trình mới" --id QT-77
run diff QT-77
status 1
err "trang trắng"
out "mục “Mục đích”: thêm"

it "a page of HTML stands alone and is escaped"
run diff QT-02 1.0 1.1 --html
status 1
out "<del>12</del><ins>6</ins>"
out "<!DOCTYPE html>"
printf '\n<script>alert(1)</script>\n' >>"$file"
run diff QT-02 --html
no_out "<script>"
out "&lt;script&gt;"
git_ checkout -q .

it "reviewers see what changed since they last saw it"
given edit QT-03 --set review_months=6
given submit QT-03
hung
run diff QT-03 --since-review
status 1
err "bạn chưa xem bản nào của QT-03"
given review QT-03 --request-changes -m "Sửa mục đích"
lan
given edit QT-03 --set review_months=9
given submit QT-03
hung
run diff QT-03 --since-review
status 1
err "bản 1.0 đã xem ngày"
out "[-6-]{+9+}"
no_out "[-12-]"
run review QT-03
status 0
err "chu kỳ xem xét (tháng): 6 → 9"
run diff QT-03 --since-review
status 0

it "readers see what changed since they last acknowledged"
lan
given issue --decision 495/QĐ-SKHCN --file "$world/QD.pdf" QT-03
thu
run diff QT-03 --since-acknowledged
err "bạn chưa xem bản nào"
given acknowledge QT-03
run diff QT-03 --since-acknowledged
status 0
issued_again() {
	lan; given edit QT-03 --set review_months=3; given submit QT-03
	hung; given review QT-03
	lan; given issue --decision 496/QĐ-SKHCN --file "$world/QD.pdf" QT-03
}
issued_again
thu
run diff QT-03 --since-acknowledged
status 1
out "chu kỳ xem xét (tháng): 9 → 3"
run acknowledge QT-03
status 0
err "chu kỳ xem xét (tháng): 9 → 3"
run diff QT-03 --since-acknowledged 1.0
status 2
