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
