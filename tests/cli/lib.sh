# SPDX-License-Identifier: MIT
# lib - the frozen world of the command-line tests, and its assertions.
#
#	. "${0%/*}/lib.sh"
#	new_system
#	it "lists the documents of the model"
#	run list procedure
#	status 0
#	out "QT-01"
#
# Each `it` is one test; it fails when any assertion below it fails.

set -u
here=$(cd "${0%/*}" && pwd)
top=$(cd "$here/../.." && pwd)
qms=${QMS:-$top/build/qms}
world=$(mktemp -d "${TMPDIR:-/tmp}/qms-test-XXXXXX")
world=$(cd "$world" && pwd -P)
sentence=
failed=0

HOME=$world/home
GIT_CONFIG_NOSYSTEM=1
GIT_CONFIG_GLOBAL=/dev/null
TZ=UTC
LC_ALL=C.UTF-8
NO_COLOR=1
PAGER=cat
export HOME GIT_CONFIG_NOSYSTEM GIT_CONFIG_GLOBAL TZ LC_ALL NO_COLOR PAGER
unset XDG_CACHE_HOME EDITOR VISUAL GIT_DIR GIT_WORK_TREE QMS_DATA
mkdir -p "$HOME"
root=$world/hệ\ thống

finish_test() {
	[ -n "$sentence" ] || return 0
	if [ $failed -eq 0 ]; then
		echo "ok - $sentence"
	else
		echo "not ok - $sentence"
	fi
	sentence=
}
finish() {
	finish_test
	rm -rf "$world"
}
trap finish EXIT
trap 'exit 1' INT TERM

it() {
	finish_test
	sentence=$1
	failed=0
}
complain() {
	failed=1
	echo "# $sentence: $*"
	[ ! -s "$world/out" ] || sed 's/^/#   out: /' "$world/out" | head -n 30
	[ ! -s "$world/err" ] || sed 's/^/#   err: /' "$world/err" | head -n 30
}

# who acts, and when (09:00 in Viet Nam)
as() {
	GIT_AUTHOR_NAME=$1 GIT_AUTHOR_EMAIL=$2
	GIT_COMMITTER_NAME=$1 GIT_COMMITTER_EMAIL=$2
	export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME \
		GIT_COMMITTER_EMAIL
}
on() {
	GIT_COMMITTER_DATE=$1T09:00:00+07:00
	GIT_AUTHOR_DATE=$GIT_COMMITTER_DATE
	export GIT_COMMITTER_DATE GIT_AUTHOR_DATE
}
lan() { as "Nguyễn Thị Lan" lan@so.example.gov.vn; }	# secretary
hung() { as "Trần Văn Hùng" hung@so.example.gov.vn; }	# reviewer
minh() { as "Lê Quang Minh" minh@so.example.gov.vn; }	# head
thu() { as "Phạm Thị Thu" thu@so.example.gov.vn; }	# auditor

run() {
	"$qms" -C "$root" "$@" >"$world/out" 2>"$world/err" </dev/null
	code=$?
}
git_() { git -C "$root" "$@"; }

status() {
	[ "$code" -eq "$1" ] || complain "exit status $code, not $1"
}
out() { grep -qF -- "$1" "$world/out" || complain "no \"$1\" on stdout"; }
err() { grep -qF -- "$1" "$world/err" || complain "no \"$1\" on stderr"; }
no_out() { ! grep -qF -- "$1" "$world/out" || complain "\"$1\" on stdout"; }
no_err() { ! grep -qF -- "$1" "$world/err" || complain "\"$1\" on stderr"; }
out_is() {
	cat >"$world/wanted"
	cmp -s "$world/wanted" "$world/out" || {
		complain "stdout differs"
		diff "$world/wanted" "$world/out" | sed 's/^/#   /'
	}
}
out_lines() {
	lines=$(wc -l <"$world/out")
	[ "$lines" -eq "$1" ] || complain "$lines lines on stdout, not $1"
}
is() { [ "$1" = "$2" ] || complain "\"$1\" is not \"$2\""; }
ok() { "$@" >"$world/ok" 2>&1 || complain "failed: $*"; }
fails() { ! "$@" >"$world/ok" 2>&1 || complain "should fail: $*"; }
# What jq says of stdout is true, each time that it says something, and it does.
# every() is all(), but not of nothing. Options of jq may follow.
json() {
	question=$1
	shift
	answer=$(jq "$@" "def every(f): length > 0 and all(f);
		def every(g; f): [g] | every(f);
		[$question] | length > 0 and all(. != null and . != false)" \
		"$world/out" 2>&1)
	[ "$answer" = true ] || complain "not so: $question ($answer)"
}
# must work, but is not what is tested
given() {
	run "$@"
	[ "$code" -eq 0 ] || complain "given: qms $*"
}

# A department with its model, four persons, on 2026-01-05.
new_system() {
	finish_test
	failed=0
	on 2026-01-05
	lan
	finish_test
	sentence=given
	given init "Hệ thống quản lý chất lượng" --agency so \
		--name "Sở Khoa học và Công nghệ" --model so
	given person add hung --name "Trần Văn Hùng" \
		--email hung@so.example.gov.vn --office reviewer
	given person add minh --name "Lê Quang Minh" \
		--email minh@so.example.gov.vn --office head
	given person add thu --name "Phạm Thị Thu" \
		--email thu@so.example.gov.vn --office auditor
	printf 'QUYẾT ĐỊNH\n' >"$world/QD.pdf"
	if [ $failed -eq 0 ]; then sentence=; fi
}

# submit, review, issue: by the right persons
reviewed() {
	lan; given submit "$@"
	hung; given review "$@"
	lan
}
issued() {
	reviewed "$@"
	given issue --decision 493/QĐ-SKHCN --file "$world/QD.pdf" "$@"
}

# A commune below the department, and three persons.
commune() {
	lan
	given agency add "$1" --name "UBND xã $1" --kind UBND_XA --parent so \
		--from 2026-01-01
	for office in secretary reviewer head; do
		given --agency "$1" person add "$office-$1" \
			--name "$office của $1" --office $office \
			--email "$office@$1.example.gov.vn"
	done
}
of() {	# agency, office
	as "$2 của $1" "$2@$1.example.gov.vn"
}
issued_of() { # agency, ids
	agency=$1; shift
	of $agency secretary; given --agency $agency submit "$@"
	of $agency reviewer; given --agency $agency review "$@"
	of $agency secretary; given --agency $agency issue \
		--decision 12/QĐ-UBND --file "$world/QD.pdf" "$@"
}
adopter() { # agency id adopts, the rest on stdin
	mkdir -p "$root/agencies/$1/documents"
	{
		printf -- '---\nschema: qms/procedure/1\nadopts: %s\n' "$3"
		cat
	} >"$root/agencies/$1/documents/$2.md"
}

# A key each, in $keys.
keys=$world/keys
new_keys() {
	mkdir -p "$keys"
	for who in "$@"; do
		ssh-keygen -q -t ed25519 -N '' -C "$who" -f "$keys/$who"
	done
}

# SENTENCE: of a fresh clone of $base, to do harm in with plain git
spoil() {
	it "$1"
	fresh_copy "$base"
}
fresh_copy() {
	rm -rf "$world/copy"
	git clone -q "$1" "$world/copy"
	root=$world/copy
}
# ARGS…: what `qms ARGS…` records is there, until a merge drops it ($dropped)
merged_away() {
	git_ switch -qc khac
	given "$@"
	dropped=$(git_ diff --name-only HEAD~ HEAD | grep 'acts/')
	git_ switch -q main
	lan
	given new procedure --title "Quy trình khác"
	git_ merge -q -s ours -m 'hợp nhất' khac
}

# Pages of the site: of $page, or of the one named first.
site=$world/site
page=
has() {
	[ $# -eq 1 ] || { page=$1; shift; }
	grep -qF -- "$1" "$site/$page" || complain "no \"$1\" in $page"
}
has_no() {
	[ $# -eq 1 ] || { page=$1; shift; }
	! grep -qF -- "$1" "$site/$page" || complain "\"$1\" in $page"
}
make_site() {
	run site --output "$site"
	status 0
}
