# SPDX-License-Identifier: MIT
# An officer who knows no git and none of the commands goes from an empty folder
# to a version in force, a correction, a withdrawal and a change of head, by
# nothing but commands that the program itself suggests. Words in capitals are
# for him to fill in, and so are ids.
. "${0%/*}/lib.sh"
unset GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
unset GIT_CONFIG_GLOBAL SSH_AUTH_SOCK SSH_CONNECTION
clock() { GIT_COMMITTER_DATE=$1T09:00:00+07:00; export GIT_COMMITTER_DATE; }
clock 2026-01-05
root="$world/Tài liệu của Lan/Chất lượng (2026)"
mkdir -p "$root"
bin=$world/bin
mkdir "$bin"
ln -s "$qms" "$bin/qms"
QMS_DATA=${QMS_DATA:-$top}
export QMS_DATA
PATH=$bin:$PATH
cd "$root"
: >"$world/said"

# All that may be typed: commands in quotes, behind a colon, at the end of a
# line of a table, on a line of their own, and the commands that help lists.
commands_said() {
	sed -n -e 's/.*“\(qms[^”]*\)”.*/\1/p' \
		-e 's/.*: \(qms [^“:;]*\)\.\{0,1\}$/\1/p' \
		-e 's/^  \(qms\)  .*/\1/p' \
		-e 's/^  \(qms .*[^ ]\)   *[^ ].*/\1/p' -e 's/^  \(qms .*\)$/\1/p' \
		-e 's/^ *[0-9][0-9]*  .*  \(qms .*\)$/\1/p' \
		-e 's/^  \([a-z][a-z-]*\)  .*/qms \1/p' "$1" |
		sed -e 's/   .*//' -e 's/[. ]*$//'
}
# types "qms" as anybody would, or the newest suggestion that begins so, with
# words filled in: follow 'qms issue QT-01' SỐ=1/QĐ TỆP=QD.pdf
follow() {
	wanted=$1
	shift
	line=$(commands_said "$world/said" | grep -F -- "$wanted" |
		grep -x -- "$(printf %s "$wanted" | sed 's/[*.]/\\&/g')\( .*\)\{0,1\}" |
		tail -1)
	[ "$wanted" != qms ] || line=qms
	[ -n "$line" ] || {
		complain "nothing suggests \"$wanted\""
		exit 1
	}
	for word in "$@"; do
		value=$(printf %s "${word#*=}" | sed 's/[&|\\]/\\&/g')
		line=$(printf %s "$line" | sed "s|${word%%=*}|$value|")
	done
	type_ "$line"
}
type_() {
	eval "$1" >"$world/out" 2>"$world/err" <"$answers"
	code=$?
	{ echo "\$ $1"; cat "$world/out" "$world/err"; } >>"$world/said"
}
done_() { [ "$code" -eq 0 ] || complain "exit status $code: $line"; }
answers=/dev/null
printf 'QUYẾT ĐỊNH\n' >"$world/QĐ 1.pdf"
pdf="\"$world/QĐ 1.pdf\""
git_where() {
	jq -r --arg id "$1" '.rows[] | select(.id == $id) |
		.version + " " + .state' "$world/out"
}

it "an empty folder: bare qms leads to setup"
type_ qms
status 3
answers=$world/answers
printf '%s\n' "Nguyễn Thị Lan" lan@so.example.gov.vn 1 \
	"Sở Nông nghiệp và Môi trường" "" "" "" \
	"Lê Quang Minh <minh@so.example.gov.vn>" \
	"Trần Văn Hùng <hung@so.example.gov.vn>" "" c >"$answers"
follow "qms setup"
done_
answers=/dev/null

it "a version in force: submit, review, issue, make known"
follow qms
done_
follow "qms submit QT-01"
done_
follow "qms review QT-01"
done_
follow "qms issue QT-01" SỐ=12/QĐ-SNNMT TỆP="$pdf"
done_
follow "qms disseminate QT-01"
done_
run --json list procedure
is "$(git_where QT-01)" "1.0 approved"

it "a correction: shown, edited in the file that is named, issued as 1.1"
clock 2026-02-10
follow "qms list"
done_
follow "qms show MÃ" MÃ=QT-01
done_
follow "qms edit QT-01"
done_
file=$(sed -n 's/.*Sửa tệp \(.*\) rồi gõ lại.*/\1/p' "$world/err")
sed -i 's/^review_months: 12/review_months: 6/' "$file"
grep -q '^review_months: 6' "$file" || complain "the file is not as it was"
follow "qms edit QT-01"
done_
follow "qms submit QT-01"
done_
follow "qms review QT-01"
done_
follow "qms issue QT-01" SỐ=34/QĐ-SNNMT TỆP="$pdf"
done_
run --json list procedure
is "$(git_where QT-01)" "1.1 approved"

it "a change of head: who was it until when, and who is it now"
clock 2026-03-02
follow "qms help"
done_
follow "qms person"
done_
follow "qms person end" MÃ=minh CHỨC-TRÁCH=head NGÀY=28/02/2026
done_
follow "qms person add" MÃ=hoa "HỌ TÊN=Vũ Thị Hoa" \
	THƯ=hoa@so.example.gov.vn CHỨC-TRÁCH=head NGÀY=01/03/2026
done_
follow qms
done_
follow "qms submit QT-02"
done_
follow "qms review QT-02"
done_
follow "qms issue QT-02" SỐ=56/QĐ-SNNMT TỆP="$pdf"
done_
run --json log QT-02
is "$(jq -r '.rows[] | select(.act == "approve") | .by' "$world/out")" hoa

it "a withdrawal, by the new head"
clock 2026-04-01
follow "qms show MÃ" MÃ=QT-01
done_
follow "qms withdraw QT-01" SỐ=78/QĐ-SNNMT TỆP="$pdf"
done_
run --json list procedure
is "$(git_where QT-01)" " withdrawn"
run --json log QT-01
is "$(jq -r '.rows[] | select(.act == "withdraw") | .by' "$world/out")" hoa

it "all of it stands: nothing to mend, and the history verifies"
follow "qms check"
done_
run verify
status 0
is "$(git -C "$root" log --format=%ae | sort -u)" lan@so.example.gov.vn
git -C "$root" status --porcelain >"$world/out"
[ ! -s "$world/out" ] || complain "something is left uncommitted"
