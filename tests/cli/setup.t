# SPDX-License-Identifier: MIT
# setup asks an officer who knows no git, and writes all of it or nothing;
# doctor says what is wrong with a machine or a repository, and how to mend it.
. "${0%/*}/lib.sh"
unset GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
unset GIT_CONFIG_GLOBAL SSH_AUTH_SOCK SSH_CONNECTION
on_day() { GIT_COMMITTER_DATE=$1T09:00:00+07:00; export GIT_COMMITTER_DATE; }
on_day 2026-01-05
mkdir "$root"
# lines of standard input are the answers
answered() {
	printf '%s\n' "$@" >"$world/answers"
	"$qms" -C "$root" setup >"$world/out" 2>"$world/err" <"$world/answers"
	code=$?
}
nothing() {
	is "$(ls -A "$root")" ""
	[ ! -e "$HOME/.gitconfig" ] || complain "~/.gitconfig is there"
}

it "outside a system every command leads to setup"
run
status 3
err "qms setup"
run doctor
status 1
out "qms setup"

it "stops where the answers end, or at a no, and nothing is written"
answered "Nguyễn Thị Lan" lan@so.example.gov.vn 2 "Sở Y tế"
status 130
err "đã dừng, chưa ghi gì"
nothing
answered "Nguyễn Thị Lan" lan@so.example.gov.vn 2 "Sở Y tế" "" "" "" "" "" \
	"" k
status 130
nothing

it "Ctrl-C at a question leaves nothing behind"
mkfifo "$world/fifo"
env -i --default-signal=INT PATH="$PATH" HOME="$HOME" LC_ALL=C.UTF-8 \
	QMS_DATA="${QMS_DATA:-}" "$qms" -C "$root" setup \
	<"$world/fifo" >"$world/out" 2>"$world/err" &
child=$!
exec 9>"$world/fifo"
printf 'Nguyễn Thị Lan\nlan@so.example.gov.vn\n2\n' >&9
n=0
until grep -q "Tên cơ quan" "$world/err" || [ $n -ge 100 ]; do
	sleep 0.05; n=$((n + 1))
done
kill -INT $child
exec 9>&-
wait $child
code=$?
status 130
nothing

it "asks again for what does not fit"
answered "" "Nguyễn Thị Lan" "lan tại sở" lan@so.example.gov.vn 1 "" \
	"Sở Khoa học và Công nghệ" "sở/khcn" skhcn "" 99 so "Lê Quang Minh" \
	"Lê Quang Minh <minh@so.example.gov.vn>" \
	"Trần Văn Hùng <hung@so.example.gov.vn>" "" c
status 0
err "thư có dạng ten@coquan.gov.vn"
err "mã gồm chữ cái, chữ số và dấu gạch nối"
err "ghi cả thư: Họ Tên <ten@coquan.gov.vn>"
err "mô hình so"
err "ssh-keygen -t ed25519 -C lan@so.example.gov.vn"

it "ends with the next commands, which run"
for command in $(sed -n 's/^  qms \([a-z]*\)  .*/\1/p' "$world/err"); do
	"$qms" -C "$root" $command >"$world/out" 2>&1 ||
		complain "qms $command"
done
run
status 0
out "qms submit QT-01"

it "one commit, with the head and who reviews, by who he said he is"
is "$(git_ log --format='%an <%ae> %s')" \
	"Nguyễn Thị Lan <lan@so.example.gov.vn> Lập hệ thống: Hệ thống quản lý chất lượng"
run --json person list
is "$(jq -r '[.rows[] | .person + " " + .office] | join(", ")' "$world/out")" \
	"minh head, hung reviewer, lan secretary"
[ ! -e "$HOME/.gitconfig" ] || complain "~/.gitconfig is there"
run check
status 0

it "in a system that is there it says who one is"
git clone -q "$root" "$world/bản sao"
root2=$root
root="$world/bản sao"
run
status 2
err "qms setup --officer"
run setup --no-input --officer "Trần Văn Hùng <hung@so.example.gov.vn>"
status 0
err "bạn là hung của skhcn"
run tasks
status 0
is "$(git_ config user.email)" hung@so.example.gov.vn
answered "Lê Quang Minh" minh@so.example.gov.vn 2
status 0
is "$(git config --global user.email)" minh@so.example.gov.vn
run setup --no-input --officer "Ai Đó <ai@x.vn>"
status 7
rm "$HOME/.gitconfig"

it "everything by options, and nothing is asked"
root="$world/khác"
run setup --no-input --officer "Nguyễn Thị Lan <lan@x.example.vn>" \
	--name "Ủy ban nhân dân xã Bình Minh" --agency binh-minh \
	--head "Đỗ Văn Bình <binh@x.example.vn>"
status 0
run --json list agency
out '"Ủy ban nhân dân xã Bình Minh"'
root="$world/khác nữa"
run setup --no-input --name "Sở X"
status 2
err "--officer"
run setup --no-input --officer "Nguyễn Thị Lan <lan@x.example.vn>" \
	--name "Công ty X"
status 2
err "--model"
run setup --no-input --officer "Lan" --name "Sở X"
status 2
[ ! -e "$root/qms.yaml" ] || complain "half a system"

it "makes no key by itself; says how, or does it when asked"
run setup --no-input --officer "Nguyễn Thị Lan <lan@x.example.vn>" \
	--name "Sở Y tế" --key "$world/khóa"
status 6
err "ssh-keygen -t ed25519 -C lan@x.example.vn -f $world/khóa"
[ ! -e "$root/qms.yaml" ] || complain "half a system"
[ ! -e "$world/khóa" ] || complain "a key was made"

it "doctor: a sound machine is all well, in both languages and as JSON"
root=$root2
run doctor
status 0
out "chỉ mục lành"
run --lang en doctor
out "the index is sound"
run --json doctor
is "$(jq -r '.schema' "$world/out")" qms/doctor/1
is "$(jq -r '[.rows[] | select(.state != "ok")] | length' "$world/out")" 0
mend() {
	jq -r ".rows[] | select(.check == \"$1\") | .state + \": \" + .command" \
		"$world/out"
}

it "doctor: settings, locks, clock, agent, identity; each with what mends it"
git_ config core.autocrlf true
git_ config core.fsmonitor true
touch -d 2026-01-01 "$root/.git/index.lock"
SSH_AUTH_SOCK=/tmp/ssh-x/agent.1 SSH_CONNECTION="a b c d"
export SSH_AUTH_SOCK SSH_CONNECTION
git_ config --unset user.email
run --json doctor
status 1
is "$(mend core.autocrlf)" "warning: git config core.autocrlf false"
is "$(mend core.fsmonitor)" "warning: git config core.fsmonitor false"
is "$(mend locks)" "error: rm \"$root/.git/index.lock\""
is "$(mend agent)" "warning: unset SSH_AUTH_SOCK"
is "$(mend identity)" "error: qms setup --officer \"HỌ TÊN <THƯ>\""
unset SSH_AUTH_SOCK SSH_CONNECTION
on_day 2025-12-01
run --json doctor
is "$(mend clock)" "error: sudo timedatectl set-ntp true"
on_day 2026-01-05

it "doctor: what it says to type mends it"
run --json doctor
for command in "$(mend core.autocrlf | sed 's/^[a-z]*: //')" \
	"$(mend core.fsmonitor | sed 's/^[a-z]*: //')" \
	"$(mend locks | sed 's/^[a-z]*: //')"; do
	(cd "$root" && eval "$command") || complain "$command"
done
run setup --no-input --officer "Nguyễn Thị Lan <lan@so.example.gov.vn>"
run doctor
status 0

it "doctor: a part of a history"
git clone -q --depth 1 "file://$root" "$world/nông"
git -C "$world/nông" config user.name x
git -C "$world/nông" config user.email lan@so.example.gov.vn
root="$world/nông"
run --json doctor
is "$(mend system)" "error: git fetch --unshallow"

it "the officer's key guards the system from the beginning"
root="$world/có khóa"
ssh-keygen -q -t ed25519 -N "" -C lan -f "$world/khóa của Lan"
run setup --no-input --officer "Nguyễn Thị Lan <lan@x.example.vn>" \
	--name "Sở Y tế" --key "$world/khóa của Lan"
status 0
no_err "qms key add"
grep -q "ssh-ed25519" "$root/trust/signers" || complain "no key in trust/signers"
run verify
status 0
