# SPDX-License-Identifier: MIT
# same - what was recorded does not depend on where it is read: every answer in
# JSON is the same, byte for byte, in other time zones and locales, in clones
# that git makes otherwise, and whatever git is told by its environment.
. "${0%/*}/lib.sh"
new_system
new_keys minh
given key add minh --key "$keys/minh"
base=$root

# A history with something of everything: versions by key and by decision, a
# withdrawal, a closed record, a merge, and two statements that do not count.
on 2026-01-06
issued QT-01 QT-02 BM-01
lan; given submit QT-03 QT-04
hung; given review QT-03 QT-04
minh; given approve QT-03 --key "$keys/minh"
given withdraw QT-02 --decision 9/QĐ-SKHCN --file "$world/QD.pdf"
lan; given new training --title "Nhận thức ISO" --set provider="Chi cục" \
	--set topic=awareness
given act DT-2026-01 hold
on 2026-01-07
git_ switch -qc khác
given submit QT-05
git_ switch -q main
given new procedure --title "Quy trình khác"
given submit QT-05
git_ merge -q -m gộp khác
on 2026-01-08
minh
given approve QT-04 --key "$keys/minh"
statement=$(git_ ls-files | grep 'acts/QT-04/1.0-approve.*yaml$')
sed 's/^date: .*/date: "2026-01-07"/' "$root/$statement" >"$world/forged"
forged=${statement%-*}-$(sha256sum "$world/forged" | cut -c 1-16).yaml
cp "$world/forged" "$root/$forged"
cp "$root/$statement.sig" "$root/$forged.sig"
git_ add -A
git_ commit -qm 'ghi thêm'
unset GIT_COMMITTER_DATE GIT_AUTHOR_DATE

# answers DIRECTORY: to everything that can be asked of what was recorded
objects='QT-01 QT-02 QT-04 QT-05 DT-2026-01'
answers() {
	{
		ask "$1" verify
		ask "$1" verify --lang en
		for day in 2026-01-06 2026-01-07 2026-01-08; do
			ask "$1" list --all --as-of $day
			ask "$1" status --all --as-of $day
		done
		ask "$1" trust
		ask "$1" key list
		ask "$1" person list --as-of 2026-01-08
		for object in $objects; do
			ask "$1" show --as-of 2026-01-08 $object
			ask "$1" log $object
		done
		ask "$1" search "quy trình" --as-of 2026-01-08
	} >"$world/answers" 2>&1
}
ask() {
	directory=$1
	shift
	echo "== $*"
	"$qms" -C "$directory" "$@" --json </dev/null 2>/dev/null
	echo "= $?"
}
# same DIRECTORY: the answers there, index and cache made anew
same() {
	answers "$1"
	cmp -s "$world/wanted" "$world/answers" || {
		complain "answers differ"
		diff "$world/wanted" "$world/answers" | head -n 12 |
			cut -c 1-300 | sed 's/^/#   /'
	}
}

it "has a history with versions, keys, a merge, records and what is void"
answers "$root"
cp "$world/answers" "$world/wanted"
grep -q '"proof": *"key"' "$world/wanted" || complain "no key"
grep -q "$forged" "$world/wanted" || complain "nothing is convicted"
is "$(sed -n '2,/^= /s/^= //p' "$world/wanted" | head -n 1)" 5
is "$(grep "^= " "$world/wanted" | sed 1,2d | sort -u)" "= 0"
: >"$world/out"

for zone in UTC Asia/Ho_Chi_Minh America/Los_Angeles Pacific/Kiritimati; do
	it "is the same in the time zone $zone"
	rm -rf "$root/.git/qms" "$HOME/.cache"
	(TZ=$zone; export TZ; answers "$root")
	cmp -s "$world/wanted" "$world/answers" || complain "answers differ: $(
	    diff "$world/wanted" "$world/answers" | head -n 4 | cut -c 1-300)"
done

# Whether the machine has them or not.
for locale in C C.UTF-8 vi_VN.UTF-8 tr_TR.UTF-8; do
	it "is the same in the locale $locale"
	rm -rf "$root/.git/qms" "$HOME/.cache"
	(LC_ALL=$locale LANG=$locale LANGUAGE=${locale%%.*}
	export LC_ALL LANG LANGUAGE
	answers "$root")
	cmp -s "$world/wanted" "$world/answers" || complain "answers differ: $(
	    diff "$world/wanted" "$world/answers" | head -n 4 | cut -c 1-300)"
done

it "is the same in a clone"
git clone -q "$base" "$world/clone"
same "$world/clone"

it "is the same in a clone whose line ends git changes"
git clone -q -c core.autocrlf=true -c core.eol=crlf "$base" "$world/crlf"
git config --file "$HOME/.gitconfig" core.autocrlf true
git config --file "$HOME/.gitconfig" core.attributesFile "$HOME/attributes"
echo '* text eol=crlf' >"$HOME/attributes"
(
	GIT_CONFIG_GLOBAL=$HOME/.gitconfig
	export GIT_CONFIG_GLOBAL
	same "$world/crlf"
	git clone -q "$base" "$world/crlf2"
	same "$world/crlf2"
	exit $failed
) || failed=1
rm "$HOME/.gitconfig" "$HOME/attributes"

it "is the same in a clone of a clone that was packed anew"
git clone -q --no-local "$base" "$world/packed"
git -C "$world/packed" gc -q --aggressive --prune=now
same "$world/packed"

it "is the same in a linked work tree"
git_ worktree add -q "$world/cây" -b cây main
same "$world/cây"
git_ worktree remove --force "$world/cây"

it "is the same in a directory below, and by another name of it"
mkdir -p "$root/ghi chú/sâu"
same "$root/ghi chú/sâu"
ln -s "$base" "$world/liên-kết"
same "$world/liên-kết"
rm -r "$root/ghi chú" "$world/liên-kết"

it "is the same in a bare clone"
git clone -q --bare "$base" "$world/bare.git"
same "$world/bare.git"

it "does not listen to what the environment tells git"
git init -q "$world/trống"
(
	GIT_DIR=$world/trống/.git
	GIT_WORK_TREE=$world/trống
	GIT_INDEX_FILE=$world/nosuch
	GIT_OBJECT_DIRECTORY=$world/trống/.git/objects
	GIT_ALTERNATE_OBJECT_DIRECTORIES=$world/packed/.git/objects
	GIT_NAMESPACE=khác
	GIT_COMMON_DIR=$world/trống/.git
	GIT_REPLACE_REF_BASE=refs/khác
	GIT_GRAFT_FILE=$world/grafts
	GIT_CEILING_DIRECTORIES=$world
	GIT_DISCOVERY_ACROSS_FILESYSTEM=false
	GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.worktree
	GIT_CONFIG_VALUE_0=$world/trống
	git -C "$base" rev-parse HEAD HEAD~3 >"$world/grafts"
	export GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY \
		GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_NAMESPACE \
		GIT_COMMON_DIR GIT_REPLACE_REF_BASE GIT_GRAFT_FILE \
		GIT_CEILING_DIRECTORIES GIT_DISCOVERY_ACROSS_FILESYSTEM \
		GIT_CONFIG_COUNT GIT_CONFIG_KEY_0 GIT_CONFIG_VALUE_0
	same "$base"
	exit $failed
) || failed=1

it "is the same when other branches, tags and notes are there"
git_ tag v1 HEAD~2
git_ branch "main2" HEAD~2
git_ notes add -m 'ghi chú' HEAD 2>/dev/null
git_ update-ref refs/qms/khác HEAD~1
same "$base"

it "is the same when git is told to show other commits and files"
git clone -q "$base" "$world/thay"
(
	cd "$world/thay" || exit 1
	git replace HEAD~1 HEAD~3
	git replace "$(git rev-parse "HEAD:$statement")" \
		"$(git rev-parse "HEAD:$forged")"
)
same "$world/thay"

# ---- clones that lack what must be read are told from a false history ----

# lacking SENTENCE CODE ARGUMENTS OF CLONE…
lacking() {
	it "$1"
	code_wanted=$2
	shift 2
	rm -rf "$world/part"
	git clone -q "$@" "file://$base" "$world/part" 2>/dev/null
	for question in verify list "log QT-01" "show QT-01"; do
		"$qms" -C "$world/part" $question >"$world/out" \
			2>"$world/err" </dev/null
		code=$?
		status 3
		err "[QMS-$code_wanted]"
		err "help:"
	done
}
git_ config uploadpack.allowFilter true
lacking "says of a shallow clone how it becomes whole" G021 --depth 1
lacking "says so of a partial clone" G022 --filter=blob:none
lacking "says so of a clone without trees" G022 --filter=tree:0
