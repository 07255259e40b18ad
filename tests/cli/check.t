# SPDX-License-Identifier: MIT
# check: what is wrong, on which line, and how to mend it; it changes nothing.
. "${0%/*}/lib.sh"
new_system
file=agencies/so/documents/QT-01.md
clean=$world/clean.md
cp "$root/$file" "$clean"
number() { grep -n -m 1 -- "$1" "$root/$file" | cut -d : -f 1; }
restore() { cp "$clean" "$root/$file"; }

it "a new system has nothing wrong with it"
run check
status 0
out_lines 0
err "không có lỗi"
run --lang en check
err "no problem"

it "a problem is path, line, column, code and words, then help"
sed -i 's/^review_months:.*/review_months: nhiều/' "$root/$file"
line=$(number '^review_months')
run check
status 1
out_is <<E
$file:$line:16: error[QMS-D081]: chu kỳ xem xét (tháng): “nhiều” không phải là số nguyên
  help: Chỉ ghi chữ số, không có dấu phân cách và đơn vị, ví dụ 12.
E
err "1 lỗi, 0 cảnh báo"
run --lang en check
out "$file:$line:16: error[QMS-D081]"
out "is no whole number"

it "JSON has each part on its own"
run --json check
status 1
json '.schema == "qms/problems/1" and
	(.problems | length == 1) and (.problems[0] |
	.path == "agencies/so/documents/QT-01.md" and .line == $line and
	.column == 16 and .severity == "error" and .code == "QMS-D081" and
	.arguments[0] == "nhiều" and .help != "")' --argjson line "$line"
restore

it "a missing key is reported at the opening ---, once"
sed -i '/^title:/d' "$root/$file"
run --json check
json '.problems | length == 1 and .[0].line == 1 and
	.[0].code == "QMS-D052"'
restore

it "a key twice, a key unknown, a key nearly right"
sed -i 's/^review_months:.*/&\n&/' "$root/$file"
run check
status 1
out "QMS-D034"
restore
sed -i 's/^review_months:.*/&\nnosuch: 1/' "$root/$file"
run check
status 1
out ":$(number '^nosuch'):1: error[QMS-D050]"
restore
sed -i 's/^review_months:/review_month:/' "$root/$file"
run check
out "có phải là “review_months”"
restore

it "a section, a table, a reference"
sed -i '/^## Phạm vi/d' "$root/$file"
run --json check
json '.problems | length == 1 and .[0].code == "QMS-D061"'
restore
sed -i 's/^forms: .*/forms: [BM-01, BM-99]/' "$root/$file"
run check
status 1
out "$file:$(number '^forms'):"
out "BM-99"
restore

it "HTML is a problem on its line"
printf '\n<script>alert(1)</script>\n' >>"$root/$file"
run check
status 1
out ":$(number '<script>'):1: error[QMS-D060]"
restore

it "a file without front matter is one problem, with a hint to take it in"
printf '# Nội quy\n\nVăn bản cũ.\n' >"$root/agencies/so/documents/noi-quy.md"
run --json check
json '.problems | length == 1 and .[0].code == "QMS-D009" and
	(.[0].help | contains("qms new"))'
rm "$root/agencies/so/documents/noi-quy.md"

it "only what is named is checked: files, directories, from where one stands"
sed -i 's/^review_months:.*/review_months: nhiều/' "$root/$file"
run check agencies/so/documents/QT-02.md
status 0
run check "$file"
status 1
run check agencies/so/documents
status 1
run check kinds rules
status 0
"$qms" -C "$root/agencies/so/documents" check QT-01.md \
	>"$world/out" 2>"$world/err"
code=$?
status 1
"$qms" -C "$root/agencies/so/documents" check QT-02.md \
	>"$world/out" 2>"$world/err"
code=$?
status 0

it "a path that is not there, or is outside: it says so"
run check nosuch.md
status 6
err "[QMS-G040]"
run check /etc/passwd
[ "$code" -ge 2 ] || complain "exit status $code"

it "it reads the work tree; with --as-of it reads what was recorded"
run --as-of 2026-01-05 check
status 0
git_ commit -qam "Sai"
run --as-of 2026-01-05 check
status 1
restore
git_ commit -qam "Đúng"

it "it changes nothing"
sed -i 's/^review_months:.*/review_months: nhiều/' "$root/$file"
before=$(git_ rev-parse HEAD)
cp "$root/$file" "$world/before"
run check
ok cmp "$world/before" "$root/$file"
is "$(git_ rev-parse HEAD)" "$before"
restore

it "warnings alone end with 0"
printf 'title' >/dev/null
cp "$root/rules/D-05.md" "$root/rules/T-01.md"
sed -i 's/^id: D-05/id: T-01/' "$root/rules/T-01.md"
run check
status 0
out "warning[QMS-S028]"
err "0 lỗi, 1 cảnh báo"
rm "$root/rules/T-01.md"

it "the examples of all rules hold"
run check --rules
status 0
err "quy tắc"

it "an example that does not hold is a problem on its line"
sed -i 's/| 2026-01-01 | tthc | 10 | none |/| 2026-01-01 | tthc | 10 | problem |/' \
	"$root/rules/D-05.md"
git_ commit -qam "Ví dụ sai"
line=$(grep -n '| tthc | 10 |' "$root/rules/D-05.md" | cut -d : -f 1)
run check --rules
status 1
out "rules/D-05.md:$line:"

it "a rule that does not run is a problem of the rule"
sed -i 's/FROM procedure AS p/FROM sqlite_master AS p/' "$root/rules/D-05.md"
git_ commit -qam "Quy tắc hỏng"
run check
status 1
out "rules/D-05.md:"

it "an issued text edited by hand is reported"
git_ reset -q --hard HEAD~2
issued QT-03
echo x >>"$root/agencies/so/issued/QT-03/1.0/text.md"
run check
status 1
out "agencies/so/issued/QT-03/1.0/text.md"
