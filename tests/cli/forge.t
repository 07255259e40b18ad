# SPDX-License-Identifier: MIT
# forge - one approval, signed by the head's own key, and everything that
# somebody who has this key and plain git might make of it: verify convicts the
# file; and the honest twin of the same operation counts.
. "${0%/*}/lib.sh"
new_system
new_keys minh nam khac
minh_key=$keys/minh

# Two agencies with the same head, the same key and the same documents.
given person add nam --name "Vũ Hải Nam" --email nam@so.example.gov.vn \
	--office deputy-head
given key add minh --key "$minh_key"
given key add nam --key "$keys/nam"
given agency add xa --name "UBND xã Vân Khê" --kind UBND_XA --model so \
	--from 2026-01-05
cp "$root/agencies/so/people.yaml" "$root/agencies/so/signers" \
	"$root/agencies/xa/"
given --agency xa trust --update
on 2026-01-06
lan; given submit so/QT-05 so/QT-06 xa/QT-05
hung; given review so/QT-05 so/QT-06 xa/QT-05
on 2026-01-08
reviewed=$(git_ rev-parse HEAD)

# approval BRANCH AGENCY/ID WORDS…: the genuine one, on a branch of its own
approval() {
	git_ switch -q -C "$1" "$reviewed"
	name=$1 object=$2
	shift 2
	given approve "$object" --comment "Đồng ý ban hành" "$@"
	eval "$name=\$(git_ diff --name-only HEAD~ HEAD | grep 'yaml\$')"
}
minh
approval genuine so/QT-05 --key "$minh_key"
approval other so/QT-06 --key "$minh_key"
approval of_xa xa/QT-05 --key "$minh_key"
as "Vũ Hải Nam" nam@so.example.gov.vn
approval for_head so/QT-05 --key "$keys/nam" --capacity KT.
minh
text=agencies/so/issued/QT-05/1.0/text.md
git_ switch -q main

# ---- the bench ----

# value KEY FILE
value() { sed -n "s/^$1: \"\\(.*\\)\".*/\\1/p" "$2" | head -n 1; }
# lay BRANCH: what the approval on that branch added, uncommitted
lay() {
	git_ reset -q --hard "$reviewed"
	git_ clean -qfd
	git_ checkout -q "$1" -- .
	eval "statement=\$$1"
}
# sign FILE [KEY]: beside it
sign() {
	rm -f "$1.sig"
	ssh-keygen -q -Y sign -n qms -f "${2:-$minh_key}" "$1" 2>/dev/null ||
		complain "ssh-keygen does not sign"
}
# remade FILTER…: the statement through it, named by what it then says, and by
# its hash, signed by the genuine key
remade() {
	"$@" <"$root/$statement" >"$world/remade"
	git_ rm -qf --cached "$statement" "$statement.sig"
	rm "$root/$statement" "$root/$statement.sig"
	statement=agencies/$(value agency "$world/remade")/acts/$(
	    value id "$world/remade")/$(
	    value version "$world/remade")-$(value act "$world/remade")-$(
	    value by "$world/remade")-$(
	    sha256sum "$world/remade" | cut -c 1-16).yaml
	mkdir -p "$root/${statement%/*}"
	cp "$world/remade" "$root/$statement"
	sign "$root/$statement" "$key"
}
record() {
	git_ add -A
	git_ commit -q --allow-empty -m "${1:-phê duyệt}"
}
# convicted PATH: verify says so, and that it is this file
convicted() {
	run verify --lang en --json
	status 5
	json 'any(.problems[]; .path == $path and .severity == "error")' \
		--arg path "$1"
}
counts() {
	run verify
	status 0
	run show "$(value agency "$root/$statement")/$(
	    value id "$root/$statement")" --json
	json '[.. | .in_force? // empty] | index($v) != null' \
		--arg v "$(value version "$root/$statement")"
}

# forged SENTENCE BRANCH FILTER…; honest likewise
key=$minh_key
forged() {
	it "convicts $1"
	lay "$2"
	shift 2
	remade "$@"
	record
	convicted "$statement"
	key=$minh_key
}
honest() {
	it "takes $1"
	lay "$2"
	shift 2
	remade "$@"
	record
	counts
	key=$minh_key
}
set_to() {	# KEY VALUE
	sed "s|^$1: .*|$1: \"$2\"|"
}
both() {	# KEY VALUE KEY VALUE
	set_to "$1" "$2" | set_to "$3" "$4"
}

# ---- signed anew with genuine keys: what it says ----

honest "the same statement, signed again and committed by plain git" genuine cat
honest "other words in it" genuine set_to comment "Đã đọc kỹ"
forged "another agency of the same head" genuine set_to agency xa
honest "that agency's own" of_xa cat
forged "another document" genuine set_to id QT-06
honest "that document's own" other cat
forged "another system" genuine set_to system "$(echo x | sha256sum |
	cut -c 1-64)"
forged "no system at all" genuine set_to system ""
forged "another version" genuine set_to version 2.0
forged "no version at all" genuine set_to version ""
forged "another text" genuine set_to text "$(echo x | sha256sum |
	cut -c 1-64)"
forged "another attachment" genuine sed "s|^files: .*|files:\\
  - {path: \"agencies/so/documents/QT-05/a.png\", sha256: \"$(echo x |
	sha256sum | cut -c 1-64)\"}|"
forged "another act" genuine set_to act withdraw
forged "an act that no kind knows" genuine set_to act bless
forged "an office that is not held" genuine set_to office deputy-head
forged "no office at all" genuine set_to office ""
key=$keys/nam
honest "the deputy for the head" for_head cat
key=$keys/nam
forged "the deputy as head" for_head both office head capacity ""
key=$keys/nam
forged "the deputy without saying for whom" for_head set_to capacity TL.
forged "the head for the head" genuine set_to capacity KT.
forged "another person" genuine set_to by nam
forged "a person nobody knows" genuine set_to by ai
forged "an author who approves" genuine sed \
	's/^authors: .*/authors: ["lan", "minh"]/'
honest "another author" genuine sed 's/^authors: .*/authors: ["hung", "lan"]/'
forged "a day before the office was held" genuine set_to date 2017-12-31
forged "a day before the key was known" genuine set_to date 2026-01-04
forged "a day before it was reviewed" genuine set_to date 2026-01-05
forged "a day that is yet to come" genuine set_to date 2026-01-09
honest "an earlier day of the paper" genuine both \
	decision 12/QĐ-SKHCN decision_date 2026-01-07
forged "a proof that is none of the head's" genuine set_to proof commit
key=$keys/khac
forged "a key of nobody" genuine cat
key=$keys/nam
forged "the key of somebody else" genuine cat

# ---- signed anew with genuine keys: how it is written ----

twice() { sed '/^comment: /p'; }
more() { sed '$a note: "x"'; }
before_it() { sed '1i # ghi chú'; }
behind_it() { sed 's/^comment: .*/& # ghi chú/'; }
dos() { sed 's/$/\r/'; }
marked() { printf '\357\273\277'; cat; }
apart() {	# the same word, its marks typed apart
	sed "s/Đồng ý/$(printf 'Đồng y\314\201')/"
}
swapped() { sed '/^office: /{h;d};/^capacity: /G'; }
unended() { awk 'NR > 1 { print last } { last = $0 } END { printf "%s", last }'; }
forged "a key too many" genuine more
forged "a key that stands twice" genuine twice
forged "a key that is missing" genuine sed '/^until: /d'
forged "keys in another order" genuine swapped
forged "a comment before it" genuine before_it
forged "a comment behind a value" genuine behind_it
forged "line ends of DOS" genuine dos
forged "a mark of byte order" genuine marked
forged "letters whose marks stand apart" genuine apart
forged "no line end at the end" genuine unended
forged "a line more" genuine sed '$a\\'
forged "a space more" genuine sed 's/^until: /until:  /'
forged "quotes of another sort" genuine sed "s/^until: \"\"/until: ''/"
forged "no quotes" genuine sed 's/^comment: "\(.*\)"/comment: \1/'
forged "an escape" genuine sed 's/ý ban/\\u00fd ban/'
forged "a document of YAML before it" genuine sed '1i ---'
forged "what nobody sees" genuine sed "s/Đồng/$(printf '\342\200\256')&/"

# ---- unsigned: what plain git can do ----

# spoilt SENTENCE: a genuine approval, of which nothing is committed yet
spoilt() {
	it "convicts $1"
	lay genuine
}
flipped() {	# FILE: its middle byte is another
	size=$(wc -c <"$1")
	byte=$(dd if="$1" bs=1 skip=$((size / 2)) count=1 2>/dev/null)
	[ "$byte" = A ] && other_byte=B || other_byte=A
	printf $other_byte | dd of="$1" bs=1 seek=$((size / 2)) conv=notrunc \
		2>/dev/null
}

for file in statement statement.sig text; do
	case $file in
	statement) what="a byte of the statement" ;;
	statement.sig) what="a byte of the signature" ;;
	text) what="a byte of the issued text" ;;
	esac
	spoilt "$what, from the first"
	path=$(case $file in
	statement) echo "$statement" ;;
	statement.sig) echo "$statement.sig" ;;
	text) echo "$text" ;;
	esac)
	flipped "$root/$path"
	record
	case $file in
	statement.sig) convicted "$statement" ;;
	*) convicted "$path" ;;
	esac

	spoilt "$what, later"
	record
	flipped "$root/$path"
	record sửa
	convicted "$path"

	spoilt "$what, mended later"
	record
	flipped "$root/$path"
	record sửa
	git_ revert --no-edit HEAD >/dev/null 2>&1
	convicted "$path"

	spoilt "what was moved: ${what#a byte of }"
	record
	mkdir -p "$root/agencies/so/acts/QT-06"
	git_ mv "$path" agencies/so/acts/QT-06/
	record chuyển
	convicted "$path"

	spoilt "what was deleted: ${what#a byte of }"
	record
	git_ rm -q "$path"
	record xóa
	convicted "$path"

	spoilt "what was deleted and restored: ${what#a byte of }"
	record
	git_ rm -q "$path"
	record xóa
	git_ revert --no-edit HEAD >/dev/null 2>&1
	[ -f "$root/$path" ] || complain "not restored"
	convicted "$path"

	spoilt "what a merge drops: ${what#a byte of }"
	record
	tip=$(git_ rev-parse HEAD)
	git_ reset -q --hard "$reviewed"
	git_ commit -q --allow-empty -m khác
	git_ checkout -q "$tip" -- .
	git_ rm -qf "$path"
	tree=$(git_ write-tree)
	git_ reset -q --hard "$(git_ commit-tree -p HEAD -p "$tip" -m gộp \
		"$tree")"
	convicted "$path"
done

spoilt "a second approval, with the signature of the first"
record
set_to comment "Lần nữa" <"$root/$statement" >"$world/remade"
second=${statement%-*}-$(sha256sum "$world/remade" | cut -c 1-16).yaml
cp "$world/remade" "$root/$second"
cp "$root/$statement.sig" "$root/$second.sig"
record
convicted "$second"

it "takes a merge that keeps them all"
lay genuine
record
tip=$(git_ rev-parse HEAD)
git_ reset -q --hard "$reviewed"
git_ commit -q --allow-empty -m khác
git_ merge -q -m gộp "$tip" >/dev/null
counts

it "takes other files that are moved, deleted, restored and altered"
lay genuine
record
mkdir "$root/ghi-chu"
echo 'Việc cần làm' >"$root/ghi-chu/1.txt"
record thêm
git_ mv ghi-chu/1.txt ghi-chu/2.txt
record chuyển
flipped "$root/ghi-chu/2.txt"
record sửa
git_ rm -q ghi-chu/2.txt
record xóa
git_ revert --no-edit HEAD >/dev/null 2>&1
counts

spoilt "a name that is not that of its bytes"
mv "$root/$statement" "$root/${statement%-*}-0123456789abcdef.yaml"
mv "$root/$statement.sig" "$root/${statement%-*}-0123456789abcdef.yaml.sig"
statement=${statement%-*}-0123456789abcdef.yaml
record
convicted "$statement"

spoilt "a statement at another document's place"
record
there=$(echo "$statement" | sed s/QT-05/QT-06/)
cp "$root/$statement" "$root/$there"
cp "$root/$statement.sig" "$root/$there.sig"
record
convicted "$there"

spoilt "a statement at another agency's place"
record
there=$(echo "$statement" | sed s,/so/,/xa/,)
mkdir -p "$root/${there%/*}"
cp "$root/$statement" "$root/$there"
cp "$root/$statement.sig" "$root/$there.sig"
record
convicted "$there"

spoilt "an issued text that nobody approved"
git_ rm -qf --cached "$statement" "$statement.sig"
rm "$root/$statement" "$root/$statement.sig"
record
convicted "$text"

spoilt "an approval without its issued text"
git_ rm -qf --cached "$text"
rm "$root/$text"
record
convicted "$statement"

spoilt "a link in its place"
mv "$root/$statement" "$root/ghi-chu.yaml"
ln -s ../../../../ghi-chu.yaml "$root/$statement"
record
convicted "$statement"

spoilt "a program in its place"
record
chmod +x "$root/$statement"
git_ update-index --chmod=+x "$statement"
git_ commit -qm quyền
run verify
[ "$code" -eq 0 ] || convicted "$statement"

# The same persons, keys, document and days, in a system of another name.
it "convicts what was signed for another system"
lay genuine
mkdir "$world/kept"
cp "$root/$statement" "$root/$statement.sig" "$root/$text" "$world/kept"
here_root=$root
root=$world/khác
on 2026-01-05
lan
given init "Hệ thống khác" --agency so --name "Sở Khoa học và Công nghệ" \
	--model so
cp "$here_root/agencies/so/people.yaml" "$here_root/agencies/so/signers" \
	"$root/agencies/so"
given trust --update
on 2026-01-06
given submit QT-05
hung; given review QT-05
is "$(sha256sum <"$root/agencies/so/documents/QT-05.md")" \
	"$(sha256sum <"$world/kept/text.md")"
on 2026-01-08
minh
replayed=$(git_ rev-parse HEAD)
mkdir -p "$root/${statement%/*}" "$root/${text%/*}"
cp "$world/kept/text.md" "$root/$text"
cp "$world"/kept/*.yaml "$world"/kept/*.sig "$root/${statement%/*}"
record
convicted "$statement"

it "takes what was signed for that system"
git_ reset -q --hard "$replayed"
git_ clean -qfd
given approve QT-05 --key "$minh_key"
run verify
status 0
root=$here_root
