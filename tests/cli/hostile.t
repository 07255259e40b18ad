# SPDX-License-Identifier: MIT
# hostile - files, names, repositories and rules made to do harm: each ends in
# bounded time and memory, with a problem one can understand, and writes nothing.
. "${0%/*}/lib.sh"
new_system
documents=agencies/so/documents

# A sanitizer reserves more than any limit.
limit=600000		# KiB
! grep -q __asan_init "$qms" || limit=unlimited

bounded() {
	(
		ulimit -v $limit
		exec timeout -k 1 20 "$qms" -C "$root" "$@"
	) >"$world/out" 2>"$world/err" </dev/null
	code=$?
}
# every file but the index, with its time and size, and every ref
snapshot() {
	(cd "$root" && find . -path ./.git/qms -prune -o -printf \
	    '%p %y %s %T@\n' | LC_ALL=C sort && git for-each-ref 2>&1)
}
nothing_written() {
	snapshot >"$world/after"
	cmp -s "$world/before" "$world/after" || {
		complain "something was written"
		diff "$world/before" "$world/after" | head -n 5 | sed 's/^/# /'
	}
}
problems() { grep -c ' error\[' "$world/out"; }

# spoilt SENTENCE CODE LINE KEYS TEXT: one document, one problem at its line
spoilt() {
	it "$1"
	document "$4" "$5" >"$root/$documents/QT-90.md"
	snapshot >"$world/before"
	bounded check
	status 1
	out "$documents/QT-90.md:$3: error[QMS-$2]"
	is "$(problems)" 1
	nothing_written
	rm "$root/$documents/QT-90.md"
}
# document KEYS TEXT: printf formats
document() {
	printf -- '---\nschema: qms/procedure/1\ntitle: Thử\n'
	printf -- "$1"
	printf -- 'role: internal\n---\n\n## Mục đích\n\n'
	printf -- "$2"
	printf '\n\n## Phạm vi\n\nMọi người.\n\n## Trình tự thực hiện\n\n'
	printf '| Bước | Trình tự | Trách nhiệm |\n|---|---|---|\n'
	printf '| 1 | Lập | Chuyên viên |\n\n## Hồ sơ lưu\n\n'
	printf '| TT | Hồ sơ | Nơi lưu | Thời gian lưu |\n|---|---|---|---|\n'
	printf '| 1 | Phiếu | Văn phòng | 5 năm |\n'
}
# many WHAT HOW_OFTEN
many() { awk -v what="$1" -v n="$2" 'BEGIN { while (n--) printf "%s", what }'; }

it "has no problem with the document that is spoilt below"
document '' 'Nội dung.' >"$root/$documents/QT-90.md"
run check
status 0
is "$(problems)" 0
rm "$root/$documents/QT-90.md"

# ---- front matter ----

spoilt "refuses 60 KB of brackets" D028 4:25 \
	"related: $(many '[' 60000)\n" 'A.'
spoilt "refuses 100 KB of brackets" D020 2:1 \
	"related: $(many '[' 100000)\n" 'A.'
spoilt "refuses an alias bomb" D030 4:4 \
	"a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]\n" 'A.'
spoilt "refuses a key that stands twice" D034 4:1 \
	"title: Hai\n" 'A.'
spoilt "refuses a key that is no UTF-8" D002 4:8 \
	'code: a\377\n' 'A.'
spoilt "refuses NUL in a key" D003 4:8 \
	'code: a\000b\n' 'A.'
spoilt "refuses a key that is no word" D041 4:3 \
	'? [a]\n: b\n' 'A.'
spoilt "refuses a tag" D031 4:7 \
	'code: !!python/object:os.system x\n' 'A.'

# ---- texts ----

spoilt "refuses a text that is no UTF-8" D002 9:3 \
	'' 'A \377\376 b.'
spoilt "refuses NUL in a text" D003 9:3 \
	'' 'A \000 b.'
spoilt "refuses what would speak to the terminal" D003 9:3 \
	'' 'A \033[2J b.'
spoilt "refuses a link that is a program" D117 9:5 \
	'' 'Xem [đây](javascript:alert(1)).'
spoilt "refuses it however it is written" D117 9:5 \
	'' 'Xem [đây](JaVa&#x53;cript&colon;alert(1)).'
spoilt "refuses an image that is a page" D117 9:5 \
	'' 'Xem ![đây](data:text/html;base64,PHN2Zz4=).'
spoilt "refuses a script" D060 9:4 \
	'' 'Có <script>alert(1)</script> đây.'
spoilt "refuses HTML" D060 9:1 \
	'' '<img src=x onerror=alert(1)>'
spoilt "refuses 16,000 lists, one in another" D112 9:1 \
	'' "$(many '- ' 16000)x$(many '\n' 16000)"
spoilt "refuses 16,000 quotes, one in another" D112 9:1 \
	'' "$(many '> ' 16000)x"
spoilt "refuses a row of 50,000 cells" D111 11:1 \
	'' "| a |\n|---|\n|$(many ' a |' 50000)"
spoilt "refuses a table of 2,000 columns" D113 9:1 \
	'' "|$(many ' a |' 2000)\n|$(many '---|' 2000)\n|$(many 'b|' 2000)"
it "reads 100 KB of brackets as text"
document '' "$(many '[' 100000 | fold -w 1000)" >"$root/$documents/QT-90.md"
bounded check
status 0
rm "$root/$documents/QT-90.md"

# ---- files ----

it "refuses a file of 1 GiB without reading it"
truncate -s 1G "$root/$documents/QT-90.md"
snapshot >"$world/before"
bounded check
status 1
out "$documents/QT-90.md: error[QMS-D001]"
is "$(problems)" 1
nothing_written

it "takes no text from a file of 1 GiB"
bounded new procedure --from "$root/$documents/QT-90.md"
status 4
err QMS-G013
nothing_written
rm "$root/$documents/QT-90.md"

it "refuses a link to another file, and one to a directory"
ln -s /etc/passwd "$root/$documents/QT-90.md"
ln -s ../../../../../.. "$root/$documents/ngoai"
snapshot >"$world/before"
bounded check
status 1
out "$documents/QT-90.md: error[QMS-S094]"
out "$documents/ngoai: error[QMS-S094]"
is "$(problems)" 2
no_out root:
nothing_written
rm "$root/$documents/QT-90.md" "$root/$documents/ngoai"

it "does not wait for a pipe"
mkfifo "$root/$documents/QT-90.md"
bounded check
status 0
bounded new procedure --from "$root/$documents/QT-90.md"
status 4
rm "$root/$documents/QT-90.md"

it "writes through no link"
mv "$root/$documents" "$world/elsewhere"
ln -s "$world/elsewhere" "$root/$documents"
head=$(git_ rev-parse HEAD)
find "$world/elsewhere" -printf '%p %T@\n' | LC_ALL=C sort >"$world/before"
bounded edit QT-01 --set review_months=11
[ "$code" -ne 0 ] || complain "it wrote"
find "$world/elsewhere" -printf '%p %T@\n' | LC_ALL=C sort >"$world/after"
cmp -s "$world/before" "$world/after" || complain "the other files changed"
is "$(git_ rev-parse HEAD)" "$head"
rm "$root/$documents"
mv "$world/elsewhere" "$root/$documents"
bounded check
status 0

# ---- names ----

it "tells two names apart that differ only in how marks are typed"
cp "$root/$documents/BM-01.md" "$root/$(printf 'Quy tr\303\254nh.md')"
cp "$root/$documents/BM-01.md" "$root/$(printf 'Quy tri\314\200nh.md')"
snapshot >"$world/before"
bounded check
status 1
out "error[QMS-D006]"
is "$(problems)" 1
nothing_written
rm "$root"/Quy*

it "tells two ids apart that differ only in case"
document '' A. >"$root/$documents/qt-01.md"
bounded check
status 1
out "$documents/qt-01.md: error[QMS-D006]"
is "$(problems)" 1
rm "$root/$documents/qt-01.md"

it "refuses a name with a line end, and keeps its report on one line"
document '' A. >"$root/$documents/QT
[31m.md"
bounded check
status 1
out "error[QMS-S095]"
is "$(problems)" 1
is "$(grep -c 'QT' "$world/out")" 1
rm "$root/$documents/QT
[31m.md"

it "refuses ids that would leave their directory"
for id in ../x /etc/x .git a/b .. '' "$(many x 300)" 'a
b'; do
	snapshot >"$world/before"
	bounded new procedure --id "$id"
	[ "$code" -ne 0 ] || complain "took the id \"$id\""
	nothing_written
done
kept=$root
for id in ../x .git ''; do
	root=$world/moi
	bounded init --agency "$id" --name X Y
	[ "$code" -ne 0 ] || complain "took the agency \"$id\""
	[ ! -e "$root/qms.yaml" ] || complain "left a qms.yaml"
	rm -rf "$root"
done
root=$kept

it "goes on beside a rule of 20 MB, and says so"
truncate -s 20M "$root/rules/X-99.md"
bounded check
status 1
out "rules/X-99.md: error[QMS-D001]"
bounded list
status 0
rm "$root/rules/X-99.md"

it "works where .git is a link"
mv "$root/.git" "$world/git"
ln -s "$world/git" "$root/.git"
bounded edit QT-05 --set review_months=9
status 0
is "$(git_ status --porcelain)" ""
rm "$root/.git"
mv "$world/git" "$root/.git"

it "does not touch the system that is there already"
snapshot >"$world/before"
bounded init --agency x --name X Y
status 7
nothing_written

# ---- what came by git: nothing was checked before ----

it "reads a history of hostile files in bounded time and memory"
git clone -q "$root" "$world/copy"
root=$world/copy
issued=agencies/so/issued/QT-03/1.0
mkdir -p "$root/$issued"
truncate -s 300M "$root/$issued/text.md"
{
	printf 'đồng tác giả\n\n'
	many x 100000 | sed 's/x/&\n/g' | awk '/x/ {
		print "Co-authored-by: A <a" NR "@b.c>" }'
} >"$world/message"
echo >>"$root/$documents/QT-03.md"
git_ add -A
git_ commit -qF "$world/message"
bounded list
status 0
bounded verify
status 5
out "$issued/text.md: error[QMS-"
git_ rm -qr "$issued"
git_ commit -qm 'bỏ tệp'
document "related: $(many '[' 100000)\n" A. >"$root/$documents/QT-80.md"
document '' "$(many '- ' 16000)x" >"$root/$documents/QT-81.md"
document '' "|$(many ' a |' 50000)" >"$root/$documents/QT-82.md"
document '' 'A [x](javascript:1) <script>alert(1)</script>' \
	>"$root/$documents/QT-83.md"
document '' 'A \000 b' >"$root/$documents/QT-84.md"
many 'a,b,"c,d,"e' 20000 >"$root/agencies/so/tthc.csv"
ln -s /etc/passwd "$root/$documents/QT-85.md"
cp "$root/$documents/BM-01.md" "$root/$(printf 'Quy tr\303\254nh.md')"
cp "$root/$documents/BM-01.md" "$root/$(printf 'Quy tri\314\200nh.md')"
head -c 20000000 /dev/zero >"$root/$documents/QT-86.md"
many 'x: [' 20000 >"$root/kinds/hostile.yaml"
many '[' 50000 >"$root/agencies/so/acts/trust/9-trust-lan-0000000000000000.yaml"
git_ add -A
git_ commit -qm hostile
for command in list status due 'search alert' 'log QT-83' 'show QT-83' \
	'index --rebuild'; do
	bounded $command
	[ "$code" -eq 0 ] || complain "$command: $code"
done
bounded check
status 1
for name in 80 81 82 83 84 85 86; do out "QT-$name.md"; done
bounded verify
status 5

it "shows none of it as markup"
bounded site -o "$world/site"
status 0
grep -rl '<script>alert' "$world/site" >"$world/found" || :
is "$(cat "$world/found")" ""
fails grep -rqi 'href="javascript' "$world/site"
rm -rf "$world/copy"

# a tree whose entry is named as given, as no git would write it
tree_with() {
	blob=$(echo x | git_ hash-object -w --stdin)
	(
		git_ cat-file tree 'HEAD^{tree}'
		printf '100644 %s\000' "$1"
		printf "$(echo "$blob" | sed 's/../\\x&/g')"
	) >"$world/tree"
	git_ hash-object -t tree -w --literally "$world/tree"
}
it "refuses trees with names that would leave the repository"
git clone -q "$kept" "$world/copy"
for name in .. .git zz/../../x; do
	tree=$(tree_with "$name")
	commit=$(git_ commit-tree -p HEAD -m x "$tree")
	git_ update-ref refs/heads/main "$commit"
	for command in list check 'edit QT-01 --set review_months=10'; do
		bounded $command
		case $code in
		[34]) ;;
		*) complain "$name: $command: $code" ;;
		esac
	done
	[ ! -e "$world/x" ] || complain "$name: wrote outside"
	git_ update-ref refs/heads/main "$commit^"
done
rm -rf "$world/copy"
root=$kept

# ---- repositories ----

# repository SENTENCE CODE: $root is refused by reading and by writing
refused() {
	snapshot >"$world/before"
	for command in list check 'new procedure' verify "site -o $world/site"; do
		rm -rf "$world/site"
		bounded $command
		case $code in
		[34]) ;;
		*) complain "$command: exit status $code" ;;
		esac
		err "QMS-$1"
		err "help:"
		[ ! -e "$world/site" ] || complain "it wrote a site"
	done
	nothing_written
	rm -rf "$root"
}
root=$world/repository

it "refuses a sparse checkout"
git clone -q "$kept" "$root"
git_ sparse-checkout set --cone agencies >/dev/null 2>&1
refused G023
it "refuses a shallow clone"
git clone -q --depth 1 "file://$kept" "$root"
refused G021
it "refuses a partial clone"
git -C "$kept" config uploadpack.allowFilter true
git clone -q --filter=blob:none "file://$kept" "$root" 2>/dev/null
refused G022
it "refuses a SHA-256 repository"
git init -q --object-format=sha256 "$root" 2>/dev/null
cp "$kept/qms.yaml" "$root"
git_ add -A
git_ commit -qm x
refused G024
it "reads what was recorded where git shows other objects, and writes nothing"
git clone -q "$kept" "$root"
git_ replace HEAD HEAD~1
head=$(git_ rev-parse HEAD)
bounded new procedure
status 3
err QMS-G027
err "help:"
is "$(git_ rev-parse HEAD)" "$head"
bounded verify
status 0
err QMS-G027
rm -rf "$root"
it "refuses grafts"
git clone -q "$kept" "$root"
git_ rev-parse HEAD >"$root/.git/info/grafts"
refused G028
it "refuses borrowed objects"
git clone -q --shared "$kept" "$root"
refused G026
it "refuses a damaged object"
git clone -q --no-local "$kept" "$root"
mv "$root"/.git/objects/pack/*.pack "$world/"
git_ unpack-objects -q <"$(ls "$world"/*.pack)"
rm -f "$root"/.git/objects/pack/* "$world"/*.pack
object=$(git_ rev-parse 'HEAD^{tree}' | sed 's,..,&/,')
chmod u+w "$root/.git/objects/$object"
truncate -s 20 "$root/.git/objects/$object"
refused G032
if [ "$(id -u)" -eq 0 ]; then
	it "refuses a repository of somebody else, and says how to trust it"
	git clone -q "$kept" "$root"
	chown -R 65534:65534 "$root"
	refused G025
	it "reads it when git is told to trust it"
	git clone -q "$kept" "$root"
	chown -R 65534:65534 "$root"
	git config --file "$HOME/.gitconfig" safe.directory "$root"
	bounded list
	status 0
	rm -rf "$root" "$HOME/.gitconfig"
fi
it "says how to begin where there is no system"
mkdir "$root"
printf '# Quy trình\n' >"$root/mot.md"
bounded check
status 3
err "qms setup"
is "$(ls -A "$root")" mot.md
rm -rf "$root"
root=$kept

# ---- rules ----

# rule SENTENCE SQL: it is a problem of the rule, at its SELECT
rule() {
	it "$1"
	{
		printf -- '---\nschema: qms/rule/1\nid: X-01\nuse: problem\n'
		printf 'confirmed: yes\ntitle: {vi: "Thử", en: "Try"}\n'
		printf 'message: {vi: "lỗi", en: "fault"}\n'
		printf 'help: {vi: "Sửa.", en: "Mend."}\n---\n\n```sql\n'
		printf '%s\n```\n\n| day | agency.id | verdict |\n' "$2"
		printf '|---|---|---|\n| 2026-01-01 | so | none |\n'
	} >"$root/rules/X-01.md"
	snapshot >"$world/before"
	bounded check
	status 1
	out "rules/X-01.md:11:1: error[QMS-R00"
	is "$(problems)" "${3:-1}"
	is "$(bounded check --rules; problems)" "${4:-0}"
	nothing_written
	rm "$root/rules/X-01.md"
}
rule "stops a rule that makes a long text" \
	"SELECT printf('%.*c', 800000000, 'x') AS path, 'a' AS key"
rule "stops a rule that makes large bytes" \
	"SELECT hex(zeroblob(900000000)) AS path, 'a' AS key"
rule "stops a rule that makes a text longer and longer" \
	"SELECT replace(replace(replace(replace(replace(hex, 'a', hex), 'a', hex),
 'a', hex), 'a', hex), 'a', hex) AS path, 'a' AS key
FROM (SELECT 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' AS hex)"
rule "stops a rule that never ends" \
	"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
SELECT 'a' AS path, count(*) AS key FROM n"
rule "stops a rule that looks at everything with everything" \
	"SELECT 'a' AS path, count(*) AS key
FROM clause AS a, clause AS b, clause AS c, clause AS d, clause AS e"
rule "stops a rule that gathers too much" \
	"SELECT DISTINCT a.vi || b.vi || c.vi || d.vi AS path, 'a' AS key
FROM clause AS a, clause AS b, clause AS c, clause AS d ORDER BY 1 DESC"
rule "stops a rule that finds everything wrong" \
	"SELECT a.path AS path, 'a' AS key
FROM clause AS a, clause AS b, clause AS c, clause AS d" 2
rule "stops a rule that deletes" "DELETE FROM file"
rule "stops a rule that inserts" "INSERT INTO meta VALUES ('a', 'b')"
rule "stops a rule that writes behind its SELECT" \
	"SELECT 'a' AS path, 'b' AS key; DROP TABLE file"
rule "stops a rule that opens another database" \
	"ATTACH '$world/evil.db' AS evil"
rule "stops a rule that writes a database" "VACUUM INTO '$world/evil.db'"
rule "stops a rule that changes settings" "PRAGMA user_version = 3"
rule "stops a rule that loads a program" \
	"SELECT load_extension('x') AS path, 'a' AS key"
rule "stops a rule that reads what is not shown" \
	"SELECT sql AS path, 'a' AS key FROM sqlite_master"
rule "stops a rule that asks the clock" \
	"SELECT 'a' AS path, CURRENT_DATE AS key"
rule "stops a rule that asks the clock by a function" \
	"SELECT 'a' AS path, date('now') AS key"
rule "stops a rule that asks the clock by a number" \
	"SELECT 'a' AS path, julianday('now') AS key"
rule "stops a rule that throws dice" \
	"SELECT 'a' AS path, random() AS key"
it "wrote no other database"
[ ! -e "$world/evil.db" ] || complain "it did"

# ---- a folder of Markdown ----

it "has one problem for each text without front matter, and a way in"
mkdir "$root/cu"
for name in 'Quy trình tiếp công dân' QT-70 'Biểu mẫu (cũ)'; do
	printf '# %s\n\nNội dung cũ.\n\n- một\n- hai\n' "$name" \
		>"$root/cu/$name.md"
	cp "$root/cu/$name.md" "$root/$documents/"
done
snapshot >"$world/before"
bounded check "$documents"
status 1
is "$(problems)" 3
is "$(grep -c 'error\[QMS-D009\]' "$world/out")" 3
is "$(grep -c 'help:.*qms new .* --from' "$world/out")" 3
bounded check
is "$(problems)" 3
nothing_written
rm "$root/$documents/QT-70.md" "$root/$documents"/*' '*

it "says the same of a folder beside the documents"
bounded check cu
status 1
is "$(problems)" 3
is "$(grep -c 'help:.*qms new .* --from' "$world/out")" 3

it "takes a text in by the command that the problem names"
lan
bounded new procedure --title "Tiếp công dân" \
	--from "$root/cu/Quy trình tiếp công dân.md"
status 0
out QT-13
grep -q 'Nội dung cũ' "$root/$documents/QT-13.md" || complain "text lost"

it "does not take a mistyped file for a clean one"
bounded check khong-co
status 6
