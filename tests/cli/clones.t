# SPDX-License-Identifier: MIT
# clones - two persons with a clone each: who is second is told what happened,
# and the very commands that he is told bring him on.
. "${0%/*}/lib.sh"
. "${0%/*}/servers.sh"
new_system
on 2026-01-06
lan; given submit QT-02 QT-03
hung; given review QT-02 QT-03
base=$root
shared=$world/chung.git
git init -q --bare "$shared"
serve "$shared"

# Two clones, one and two, of what is shared.
start() {
	it "$1"
	rm -rf "$shared" "$world/one" "$world/two"
	git init -q --bare "$shared"
	"$qms" hook install "$shared" 2>"$world/err" || complain "install"
	git -C "$base" push -q "$shared" main 2>/dev/null || complain "share"
	on 2026-01-07
	http_url lan
	for clone in one two; do
		git clone -q "$url" "$world/$clone" 2>"$world/err" ||
			complain "clone"
	done
}
one() { root=$world/one; }
two() { root=$world/two; }
pushed() {
	git_ push -q >"$world/out" 2>&1 || complain "the push is refused"
}
refused() {
	! git_ push >"$world/out" 2>&1 || complain "the push is taken"
	for word; do out "$word"; done
}
pulled() { git_ pull -q "$@" >"$world/err" 2>&1 || complain "pull $*"; }
# the command that the help of a code tells, as far as ", then …"
told() {
	sed -n "/QMS-$1\]/{n;s/.*: \(git [^,;]*\).*/\1/p;}" "$world/out" \
		"$world/err" | sed 's/^remote: *//; s/ && git push\..*//' |
		head -n 1
}
do_told() {
	mend=$(told "$1")
	[ -n "$mend" ] || complain "$1 tells no command"
	(cd "$root" && sh -c "$mend") >"$world/ok" 2>&1 || {
		complain "$mend"
		cat "$world/ok"
	}
}
issue() {
	lan; given issue "$1" --decision "$2" --file "$world/QD.pdf"
}
# Another text than the one that was reviewed, approved as the same version.
issue_other() {
	minh; given act QT-02 request-changes
	sed -i 's/^## Mục đích$/&\n\nBản khác./' \
		"$root/agencies/so/documents/QT-02.md"
	lan; given submit QT-02
	hung; given review QT-02
	issue QT-02 494/QĐ-SKHCN
}

start "says what is not sent yet, and what is not here yet"
one; issue QT-03 493/QĐ-SKHCN
run
err "1 lần ghi chưa gửi lên kho chung (origin/main): git push"
pushed
run
no_err "chưa gửi"
two; lan; given submit QT-04
no_err "kho chung"
git_ fetch -q
run
err "kho chung (origin/main) có 1 lần ghi mà máy này chưa có"
run submit QT-05
err "git pull --rebase --autostash"
run --lang en check
err "has 1 commits that are not here"
run -q
is "$(cat "$world/err")" ""
pulled --rebase --autostash
run
err "2 lần ghi chưa gửi"
pushed
run -q verify
status 0

it "a system of its own is pulled so from the beginning"
is "$(git -C "$base" config pull.rebase)" true
is "$(git -C "$base" config rebase.autoStash)" true

start "the second approval of a version, by rebase, becomes the next version"
one; issue QT-02 493/QĐ-SKHCN; pushed
two; issue_other
fails git_ pull -q --rebase
run check
status 1
out "warning[QMS-G133]"
out "agencies/so/issued/QT-02/1.0/text.md: error[QMS-G134]"
no_out S093
run submit QT-04
status 3
err "[QMS-G073]"
err "git rebase --abort"
run check
do_told G134
run check
no_out "error["
lan; run submit QT-02
status 0
hung; given review QT-02
issue QT-02 495/QĐ-SKHCN
pushed
run -q verify
status 0
run list procedure --json
json '.rows[] | select(.id == "QT-02") | .version == "1.1"'
run show QT-02
out "Bản khác."
run show QT-02@1.0
no_out "Bản khác."

start "merged the wrong way round, it is told before it is pushed, and there"
one; issue QT-02 493/QĐ-SKHCN; pushed
two; issue_other
fails git_ pull -q --no-rebase --no-edit
run check
out "error[QMS-G134]"
git_ checkout -q --ours agencies/so/issued
git_ add -A
git_ commit -qm 'hợp nhất'
run verify
status 5
out "[QMS-S025]"
out "minh phê duyệt ngày 07/01/2026"
out "qms submit QT-02"
err "[QMS-G135]"
run
err "[QMS-G135]"
refused "[QMS-H003]"
run verify
# the other way round, the shared text stays
git_ branch -q giu
git_ reset -q --keep origin/main
fails git_ merge -q --no-ff giu~1
git_ checkout -q --ours agencies/so/issued
git_ add -A
git_ commit -qm 'hợp nhất'
run verify
status 5
no_err G135
out "1.0-approve-minh"
refused "[QMS-H014]" "so/QT-02@1.0"
do_told H014
lan; given submit QT-02
hung; given review QT-02
issue QT-02 495/QĐ-SKHCN
pushed
run -q verify
status 0

# SIDE: both issued QT-02, and were merged onto what is shared with this text
merged_issues() {
	one; issue QT-02 493/QĐ-SKHCN; pushed
	two; issue_other
	git_ branch -q giu
	git_ fetch -q
	git_ reset -q --keep origin/main
	fails git_ merge -q --no-ff giu
	git_ checkout -q "--$1" agencies/so/issued
	git_ add -A
	git_ commit -qm 'hợp nhất'
}
start "or the version is withdrawn, and both are history"
merged_issues ours
run verify
status 5
minh; given withdraw QT-02@1.0 --decision 496/QĐ-SKHCN --file "$world/QD.pdf"
run -q verify
status 0
pushed

start "a merge that takes the second text for the first is found"
merged_issues theirs
minh; given withdraw QT-02@1.0 --decision 496/QĐ-SKHCN --file "$world/QD.pdf"
run verify
status 5
out "agencies/so/issued/QT-02/1.0/text.md: error["
refused "agencies/so/issued/QT-02/1.0/text.md: error["

start "the same text approved twice is approved once, and nobody is to blame"
one; issue QT-02 493/QĐ-SKHCN; pushed
two; minh
given approve QT-02 --decision 493/QĐ-SKHCN --file "$world/QD.pdf" \
	--comment "ở bản sao kia"
pulled --rebase
run -q verify
status 0
git_ push >"$world/out" 2>&1 || complain "the push is refused"
out "remote: qms: nhận, nhưng cần biết:"
out "[QMS-S018]"
out "không phải sửa"
run list procedure --json
json '.rows[] | select(.id == "QT-02") | .version == "1.0"'
run log QT-02 --json
json '[.rows[] | select(.act == "approve") | .void == ""] == [true, false]'

start "what comes late does not undo what came first"
one; issue QT-02 493/QĐ-SKHCN; pushed
two; pulled --rebase
lan; given disseminate QT-02
one; on 2026-01-08
minh; given withdraw QT-02 --decision 496/QĐ-SKHCN --file "$world/QD.pdf"
pushed
on 2026-01-30
two
pulled --rebase
git_ push >"$world/out" 2>&1 || complain "the push is refused"
out "[QMS-S018]"
run -q verify
status 0
run show QT-02
out "bãi bỏ"

start "commits that arrive long after they were made are told"
two; lan; given submit QT-04
on 2026-01-30
git_ push >"$world/out" 2>&1 || complain "the push is refused"
out "[QMS-H016]"

start "two who add persons at once: the second states them again"
one; lan
given person add an --name "Vũ Thị An" --email an@so.example.gov.vn \
	--office author
pushed
two; lan
given person add binh --name "Đỗ Văn Bình" --email binh@so.example.gov.vn \
	--office author
if ! git_ pull -q --rebase >"$world/err" 2>&1; then
	run check
	out "[QMS-G133]"
	git_ diff --name-only --diff-filter=U >"$world/conflicts"
	is "$(cat "$world/conflicts")" agencies/so/people.yaml
	# both are kept
	sed -i '/^<<<<<<<\|^=======$\|^>>>>>>>/d' \
		"$root/agencies/so/people.yaml"
	git_ add -A
	GIT_EDITOR=true git_ rebase --continue >"$world/err" 2>&1 ||
		complain "rebase --continue"
fi
run verify
status 5
out "[QMS-S027]"
out "qms trust --update"
refused "[QMS-S027]"
given trust --update
run -q verify
status 0
run check
status 0
pushed
run person list
out "Vũ Thị An"
out "Đỗ Văn Bình"

# ---- squashes ----

start "a squash brings the statements, and the commits that it was made of, again"
one; git_ switch -qc viec
lan; given submit QT-04
hung; given review QT-04
git_ switch -q main
git_ merge -q --squash viec >"$world/ok" 2>&1
lan; git_ commit -q --no-edit
run -q verify
status 0
run list procedure --state reviewed
out QT-04
pushed
git_ switch -q viec
for way in "rebase main" "merge -q --no-edit main"; do
	git_ branch -qf thu viec
	git_ switch -q thu
	ok git_ $way
	run -q verify
	status 0
	run log QT-04 --json
	json '.rows | length == 2'
	git_ switch -q viec
done

start "who wrote what was squashed does not review it"
one; git_ switch -qc viec
hung
sed -i 's/^## Mục đích$/&\n\nHùng viết./' "$root/agencies/so/documents/QT-05.md"
git_ commit -qam 'sửa QT-05'
git_ switch -q main
lan
git_ merge -q --squash viec >"$world/ok" 2>&1
git_ commit -q --no-edit
given submit QT-05
hung; run review QT-05
status 7
err not-author

start "a squash that drops what was pushed is refused"
one; lan; given submit QT-04
pushed
hung; given review QT-04
git_ reset -q --soft HEAD~2
git_ commit -qm 'gộp lại'
refused "non-fast-forward"
! git_ push --force >"$world/out" 2>&1 || complain "the push is taken"
out "[QMS-H002]"
run
err "git pull --rebase"
