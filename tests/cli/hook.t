# SPDX-License-Identifier: MIT
# hook - pushes as people make them, by SSH and by HTTP: what verify would find
# does not come in, everything else does, and whoever is refused is told what to
# do.
. "${0%/*}/lib.sh"
. "${0%/*}/servers.sh"
new_system
on 2026-01-06
issued QT-01
lan
given new training --title "Nhận thức ISO" --set provider="Chi cục" \
	--set topic=awareness
given act DT-2026-01 hold
base=$root
shared="$world/kho chung.git"

# push WHO VIA [ARGUMENT…]: as the code, and in $world/out; from $root
push() {
	"$2_url" "$1"
	shift 2
	[ $# -gt 0 ] || set -- main
	git_ push "$url" "$@" >"$world/out" 2>&1 </dev/null
	code=$?
}
taken() { [ "$code" -eq 0 ] || complain "the push is refused"; }
refused() {
	[ "$code" -ne 0 ] || complain "the push is taken"
	out "remote: "
	for word; do out "$word"; done
}
# A shared repository with that history, and a clone of it.
clone() {
	rm -rf "$world/copy"
	git clone -q "$base" "$world/copy"
	root=$world/copy
}
share() {
	rm -rf "$shared"
	git init -q --bare "$shared"
	"$qms" hook install "$shared" 2>"$world/err" || complain "install"
	git -C "$base" push -q "$shared" main 2>/dev/null || complain "share"
	clone
}
tip() { git -C "$shared" rev-parse main; }
# All that is said of the days until today, there and in a clone.
past() {
	for day in 2026-01-05 2026-01-06 2026-01-07; do
		"$qms" -C "$1" --json --as-of $day list
		"$qms" -C "$1" --json --as-of $day log QT-01
		"$qms" -C "$1" --json --as-of $day status
	done 2>&1
}
unchanged() {
	is "$(tip)" "$before"
	past "$shared" | cmp -s - "$world/past" || complain "the past differs"
	is "$(git -C "$shared" count-objects -v | grep -v size)" "$objects"
	[ -z "$(find "$shared" -name 'tmp_objdir*' -o -name '*-journal')" ] ||
		complain "something is left behind"
}
remember() {
	before=$(tip)
	past "$shared" >"$world/past"
	objects=$(git -C "$shared" count-objects -v | grep -v size)
}

git init -q --bare "$shared"
serve "$shared"

it "is installed, and serves main"
git -C "$shared" symbolic-ref HEAD refs/heads/master
run hook install "$shared"
status 0
is "$(cat "$shared/HEAD")" "ref: refs/heads/main"
[ -x "$shared/hooks/pre-receive" ] || complain "no hook"
is "$(git -C "$shared" config receive.fsckObjects)" true

it "wants the branch that it serves first"
push lan ssh main:khac
refused H011 "git push origin HEAD:main"

it "takes the first push, and others read it without a work tree"
push lan ssh
taken
out "remote: qms: đã xác minh"
run list procedure --json
cp "$world/out" "$world/wanted"
root=$shared
run list procedure --json
cmp -s "$world/wanted" "$world/out" || complain "list differs"
run verify
status 0
run check
status 0
run new procedure --title "Không có chỗ"
status 3
err "git clone"
root=$base

for via in ssh http; do
	it "takes what is honest: $via"
	share
	${via}_url hung
	rm -rf "$world/other"
	git clone -q "$url" "$world/other" 2>"$world/err" ||
		complain "clone"
	root=$world/other
	on 2026-01-07
	lan
	given submit QT-02
	push lan $via
	taken
	is "$(tip)" "$(git_ rev-parse main)"
	run -q verify
	status 0

	it "refuses a merge the wrong way round, and says how to mend it: $via"
	root=$world/copy
	remember
	given new procedure --title "Quy trình khác"
	push lan $via
	[ "$code" -ne 0 ] || complain "git takes what does not go on"
	${via}_url lan
	git_ pull -q --no-rebase --no-edit "$url" main 2>"$world/err" ||
		complain "pull"
	push lan $via
	refused H003 "hợp nhất ngược chiều"
	unchanged
	push lan $via -o lang=en main
	refused H003 "wrong way round"
	# the very commands that it says, as far as the push
	mend=$(sed -n 's/.*: \(git reset --keep .*\) && git push\..*/\1/p' \
		"$world/out")
	[ -n "$mend" ] || complain "no command"
	(cd "$root" && sh -c "$mend") >"$world/err" 2>&1 || complain "$mend"
	push lan $via
	taken
	is "$(git_ rev-parse HEAD^1)" "$before"
	run -q verify
	status 0
	past "$shared" | cmp -s - "$world/past" && complain "nothing came in"
done

it "takes the same by rebase"
share
on 2026-01-07
root=$base; given submit QT-03
push lan http
taken
root=$world/copy
given submit QT-04
http_url lan
git_ pull -q --rebase "$url" main 2>"$world/err" || complain "pull"
push lan http
taken
git -C "$base" pull -q "$root" main
git -C "$base" reset -q --hard HEAD~2

it "drops no commit, deletes no main branch, takes no replacements"
share
remember
git_ reset -q --hard HEAD~2
given new procedure --title "Viết lại"
push lan ssh --force main
refused H002 "làm mất 2 lần ghi"
push lan http :main
refused H001
push lan ssh main:refs/replace/$before
refused H004
unchanged

it "lets other branches and tags come and go"
push lan ssh main:khac
taken
push lan ssh HEAD~:refs/heads/khac --force
taken
push lan http HEAD:refs/tags/v1
taken
push lan http :refs/tags/v1 :khac
taken
is "$(tip)" "$before"
past "$shared" | cmp -s - "$world/past" || complain "the past differs"

it "judges the branch by whatever name it is pushed"
git -C "$shared" symbolic-ref refs/heads/chinh refs/heads/main
push lan ssh --force main:chinh
refused H002

# ---- the verdict is that of verify ----

statement=$(git -C "$base" ls-files | grep 'acts/QT-01/1.0-approve')
issued_text=agencies/so/issued/QT-01/1.0/text.md
record=agencies/so/records/2026/training/DT-2026-01.md
share
# spoil SENTENCE: a clone to do harm in
spoil() {
	it "$1"
	clone
	on 2026-01-07
	lan
}
# verdict 0|5 [PATH]: verify says so there, and the push ends so, as PATH's fault
verdict() {
	git_ add -A
	git_ diff --cached --quiet || git_ commit -qm 'sửa'
	run verify
	status $1
	[ $1 -eq 0 ] || out "$2: error[QMS-"
	for via in ssh http; do
		remember
		push lan $via
		if [ $1 -eq 0 ]; then
			taken
			git -C "$shared" update-ref refs/heads/main "$before"
		else
			refused "$2: error[QMS-"
			unchanged
		fi
	done
}

spoil "a statement that is dropped"
git_ rm -q "$statement"
verdict 5 "$statement"

spoil "a statement that is dropped and comes back"
git_ rm -q "$statement"
git_ commit -qm 'dọn dẹp'
git_ revert --no-edit HEAD >/dev/null
verdict 5 "$statement"

spoil "a statement that is altered"
sed -i 's/^comment:.*/comment: "khác"/' "$root/$statement"
verdict 5 "$statement"

spoil "an issued text that is altered"
echo 'thêm một dòng' >>"$root/$issued_text"
verdict 5 "$issued_text"

spoil "an issued text that no decision issued"
mkdir -p "$root/agencies/so/issued/QT-03/1.0"
cp "$root/agencies/so/documents/QT-03.md" \
	"$root/agencies/so/issued/QT-03/1.0/text.md"
verdict 5 agencies/so/issued/QT-03/1.0/text.md

spoil "a closed record that is altered"
sed -i 's/Chi cục/Tổng cục/' "$root/$record"
verdict 5 "$record"

spoil "a withdrawal that a merge drops"
minh
merged_away withdraw QT-01 --decision 500/QĐ-SKHCN --file "$world/QD.pdf"
verdict 5 "$dropped"

spoil "an honest merge"
git_ switch -qc khac
given submit QT-03
git_ switch -q main
given new procedure --title "Quy trình khác"
git_ merge -q -m 'hợp nhất' khac
verdict 0

spoil "a working text that is edited by hand"
echo 'Thêm.' >>"$root/agencies/so/documents/QT-03.md"
verdict 0

spoil "a fault that was there before is not the pusher's"
git_ rm -q "$statement"
git_ commit -qm 'dọn dẹp'
git_ push -q "$shared" main:khac 2>/dev/null
git -C "$shared" update-ref refs/heads/main refs/heads/khac
given submit QT-03
push lan ssh
taken
out H015
echo 'thêm một dòng' >>"$root/$issued_text"
git_ commit -qam 'sửa'
push lan ssh
refused "$issued_text: error[QMS-"
no_out "$statement"

# ---- clocks ----

it "takes no commit of tomorrow's morrow, and says how to mend it"
share
on 2026-01-07
lan
echo >>"$root/agencies/so/documents/QT-05.md"
GIT_COMMITTER_DATE=2036-01-01T09:00:00+07:00 git_ commit -qam 'đồng hồ sai'
remember
push lan ssh
refused H006 "01/01/2036"
unchanged
mend=$(sed -n 's/.*: \(git rebase [^&]*\) && git push.*/\1/p' "$world/out")
[ -n "$mend" ] || complain "no command"
(cd "$root" && sh -c "$mend") >"$world/err" 2>&1 || complain "$mend"
push lan ssh
taken

it "tells who pushes late"
given new procedure --title "Làm ở xã"
on 2026-01-30
push lan http
taken
out H016
out "07/01/2026"

# ---- who may write where ----

it "lets each write where the list lets him, by key and by password"
share
on 2026-01-07
lan
printf 'pusher,writes,from,to\nlan,so,,\nminh,*,,\nhung,so,,2026-01-06\n' \
	>"$root/trust/pushers.csv"
given trust --update
run check
status 0
push hung ssh
taken
given new procedure --title "Quy trình của sở"
remember
for via in ssh http; do
	push hung $via
	refused H007 hung agencies/so/
	push thu $via
	refused H007 thu
done
unchanged
push lan http
taken
given new procedure --title "Quy trình khác của sở"
push minh ssh
taken
given agency add xa --name "Ủy ban nhân dân xã" --kind UBND_XA
push lan ssh
refused H007 agencies/xa/
push minh http
taken

it "looks at each commit, whatever the last one puts right"
lan
cp "$root/agencies/xa/agency.md" "$world/kept"
echo 'x' >>"$root/agencies/xa/agency.md"
git_ commit -qam 'sửa'
cp "$world/kept" "$root/agencies/xa/agency.md"
git_ commit -qam 'trả lại'
push lan ssh
refused H007 agencies/xa/agency.md
git_ reset -q --hard HEAD~2

it "leaves somebody who can change the list"
for list in 'lan,so,,' 'minh,*,,2026-01-01' 'minh,*,x,' ',*,,' '"minh'; do
	printf 'pusher,writes,from,to\n%s\n' "$list" >"$root/trust/pushers.csv"
	git_ commit -qam 'danh sách'
	push minh ssh
	refused H009
	git_ reset -q --hard HEAD~
done
git_ rm -q trust/pushers.csv
git_ commit -qm 'bỏ danh sách'
given trust --update
push minh ssh
taken
given --agency so new procedure --title "Ai cũng ghi được"
push thu http
taken

# ---- hostile ----

it "stays where the system is"
share
remember
mkdir "$root/khac"
cp "$root/qms.yaml" "$root/khac"
git_ add -A
git_ commit -qm 'hệ thống thứ hai'
push lan ssh
taken					# the one at the top is meant
git_ rm -q qms.yaml
git_ commit -qm 'dời đi'
push lan ssh
refused H010
git_ mv khac/qms.yaml qms.txt
git_ commit -qm 'bỏ'
push lan ssh
refused H010

it "sees a bomb before it goes off"
share
remember
tree=$(git_ rev-parse HEAD:agencies/so/documents)
for level in 1 2 3 4 5 6 7; do
	tree=$(awk -v tree="$tree" 'BEGIN {
		for (i = 100; i < 200; i++)
			printf "040000 tree %s\t%d\n", tree, i }' </dev/null |
		git_ mktree)
done
tree=$({ git_ ls-tree HEAD; printf '040000 tree %s\tz\n' "$tree"; } |
	git_ mktree)
bomb=$(git_ commit-tree -p HEAD -m 'bom' "$tree")
started=$(date +%s)
push lan ssh $bomb:main
refused H013
[ $(($(date +%s) - started)) -lt 60 ] || complain "it takes too long"
unchanged

it "gives up in time"
(sleep 20 >"$world/pipe.err" & echo $! >"$world/sleeper"; sleep 3) |
	GIT_DIR=$shared "$qms" hook pre-receive --seconds=1 \
	>"$world/out" 2>"$world/err"
is $? 7
err H012
kill "$(cat "$world/sleeper")" 2>/dev/null

it "says who calls it when nobody else should"
echo 'main' | GIT_DIR=$shared "$qms" hook pre-receive >"$world/out" \
	2>"$world/err"
is $? 2
err H017
run hook post-receive
status 2

it "lets one of two who push at once come first"
share
rm -rf "$world/other"
git clone -q "$base" "$world/other"
lan
root=$world/other; given new procedure --title "Một"
root=$world/copy; given new procedure --title "Hai"
ssh_url lan
for dir in copy other; do
	(git -C "$world/$dir" push "$url" main >"$world/$dir.log" 2>&1
	echo $? >"$world/$dir.code") &
	pids="${pids-} $!"
done
for pid in $pids; do wait "$pid"; done
sum=$(($(cat "$world/copy.code") + $(cat "$world/other.code")))
[ $sum -eq 1 ] || complain "$sum of them are refused"
root=$shared
run verify
status 0
root=$world/copy

# ---- the hook itself ----

it "pins the root, from the first push on"
rm -rf "$shared"
git init -q --bare "$shared"
run hook install "$shared" --root SHA256:0000 --branch trunk
status 0
is "$(cat "$shared/HEAD")" "ref: refs/heads/trunk"
push lan ssh main:trunk
refused S101
run trust --json
pin=$(jq -r '.rows[0].sha256' "$world/out")
run hook install "$shared" --root "SHA256:$pin"
status 0
push lan ssh main:trunk
taken

it "leaves the hook of somebody else alone"
rm -rf "$shared"
git init -q --bare "$shared"
printf '#!/bin/sh\nexit 0\n' >"$shared/hooks/pre-receive"
run hook install "$shared"
status 7
err "hook pre-receive"
is "$(cat "$shared/hooks/pre-receive")" "$(printf '#!/bin/sh\nexit 0\n')"
mkdir "$shared/hooks/pre-receive.d"
run hook install "$shared"
status 0
[ -x "$shared/hooks/pre-receive.d/qms" ] || complain "not beside it"
run hook install "$shared"
status 0
git -C "$shared" config core.hooksPath /khac
run hook install "$shared"
status 3
err /khac

it "serves a system below the top of its repository"
rm -rf "$shared" "$world/top"
git init -q --bare "$shared"
run hook install "$shared"
git init -q -b main "$world/top"
root="$world/top/hệ thống"
mkdir "$root"
lan
given init "Hệ thống" --agency so --name "Sở" --model so
push lan http
taken
given submit QT-01
push lan ssh
taken
dropped=$(git -C "$world/top" ls-files -z | tr '\0' '\n' | grep acts/QT-01/)
git -C "$world/top" rm -q "$dropped"
git -C "$world/top" commit -qm 'dọn dẹp'
push lan ssh
refused "error[QMS-S030]"
root=$shared
run -q verify
status 0

# ---- behind keys ----

new_keys lan minh khac
root=$world/guarded
on 2026-01-05
lan
given init "Hệ thống" --agency so --name "Sở" --model so \
	--key "$keys/lan"
given person add hung --name "Trần Văn Hùng" --office reviewer \
	--email hung@so.example.gov.vn --key "$keys/lan"
given person add minh --name "Lê Quang Minh" --office head \
	--email minh@so.example.gov.vn --key "$keys/lan"
given key add minh --key "$keys/minh" --sign "$keys/lan"
on 2026-01-06
lan; given submit QT-01 QT-02
hung; given review QT-01 QT-02
minh; given approve QT-01 --key "$keys/minh"
base=$root
statement=$(git_ ls-files | grep 'acts/QT-01/1.0-approve.*yaml$')

it "takes a system that is behind keys, and pins the first that asks for them"
rm -rf "$shared"
git init -q --bare "$shared"
run trust --json
pin=$(jq -r '[.rows[] | select(.root == "yes")][0].sha256' "$world/out")
run hook install "$shared" --root "SHA256:$pin"
push lan ssh
taken

spoil "a change that who may change it has signed"
given person add thu --name "Phạm Thị Thu" --office auditor \
	--email thu@so.example.gov.vn --key "$keys/lan"
verdict 0

spoil "an office that nobody signed for"
sed -i 's/person: hung, office: reviewer/person: hung, office: head/' \
	"$root/agencies/so/people.yaml"
hung
verdict 5 agencies/so/people.yaml

spoil "settings that are laxer, unsigned"
sed -i 's/^proofs:.*/proofs: {approve: commit}/' "$root/qms.yaml"
verdict 5 qms.yaml

spoil "a key that adds itself"
given person add thu --name "Phạm Thị Thu" --office auditor \
	--email thu@so.example.gov.vn --key "$keys/lan"
added=$(git_ ls-files --with-tree=HEAD 'agencies/so/acts/trust/*-trust-*' |
	sort -t/ -k5n | tail -n 1)
git_ rm -q "${added%.sig}.sig" 2>/dev/null ||
	git_ rm -q "$(git_ diff --name-only HEAD~ HEAD | grep 'sig$')"
git_ commit -q --amend -m 'thêm' >/dev/null
run verify
status 5
remember
push lan http
refused "error[QMS-"
unchanged

spoil "an approval that is changed after it was signed"
minh; given approve QT-02 --key "$keys/minh"
signed=$(git_ diff --name-only HEAD~ HEAD | grep 'approve.*yaml$')
sed 's/^comment:.*/comment: "khác"/' "$root/$signed" >"$world/forged"
forged=${signed%-*}-$(sha256sum "$world/forged" | cut -c 1-16).yaml
mv "$root/$signed.sig" "$root/$forged.sig"
rm "$root/$signed"
cp "$world/forged" "$root/$forged"
git_ add -A
git_ commit -q --amend -m 'phê duyệt'
verdict 5 "$forged"

spoil "an approval by a key that nobody enrolled"
minh; given approve QT-02 --key "$keys/minh"
signed=$(git_ diff --name-only HEAD~ HEAD | grep 'approve.*yaml$')
rm "$root/$signed.sig"
ssh-keygen -q -Y sign -n qms -f "$keys/khac" "$root/$signed" 2>/dev/null
git_ add -A
git_ commit -q --amend -m 'phê duyệt'
verdict 5 "$signed"

spoil "an approval that is signed"
minh; given approve QT-02 --key "$keys/minh"
verdict 0

spoil "all keys made anew, and everything signed again"
rm -rf "$world/again"
root=$world/again
on 2026-01-05
lan
given init "Hệ thống" --agency so --name "Sở" --model so \
	--key "$keys/khac"
rm -rf "$world/other.git"
git init -q --bare "$world/other.git"
ok "$qms" hook install "$world/other.git" --root "SHA256:$pin"
served=$world/other.git
push lan ssh
refused "QMS-S101"
run hook install "$world/other.git"
push lan ssh
taken
