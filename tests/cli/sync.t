# SPDX-License-Identifier: MIT
# sync: agencies that keep a repository of their own, and the province that
# fetches, verifies and asks each of them.
. "${0%/*}/lib.sh"
province=$root

# a commune's own system, in a repository of its own
own() {
	root=$world/kho/$1
	mkdir -p "$world/kho"
	as "Thư ký $1" "thu-ky@$1.example.gov.vn"
	given init "Hệ thống quản lý chất lượng xã $1" --agency "$1" \
		--name "UBND xã $1" --kind UBND_XA --model xa
	given person add chu-tich --name "Chủ tịch $1" \
		--email "chu-tich@$1.example.gov.vn" --office head
	root=$province
}
within() { # agency, command…: in its own repository
	root=$world/kho/$1
	shift
	as "Thư ký ${root##*/}" "thu-ky@${root##*/}.example.gov.vn"
	run "$@"
	root=$province
	lan
}
pin() { # the register as it stands after these rows
	{
		echo owner,url,root,from,to
		cat
	} >"$root/trust/repositories.csv"
	given trust --update
}
root_of() {
	within "$1" --json trust
	jq -r '.rows[0].sha256' "$world/out"
}
tip() { git_ rev-parse "refs/agencies/$1/main"; }
row() { json ".rows[] | select(.agency == \"$1\") | $2"; }

new_system
it "a system without a register has nothing to fetch"
run sync
status 0
err "trust/repositories.csv"

it "what is fetched is verified against the pinned root"
for xa in xa-a xa-b xa-c; do
	own $xa
	lan
	given agency add $xa --name "UBND xã $xa" --kind UBND_XA --parent so \
		--from 2026-01-01
done
a=$(root_of xa-a) b=$(root_of xa-b) c=$(root_of xa-c)
pin <<EOF
xa-a,$world/kho/xa-a,SHA256:$a,,
xa-b,file://$world/kho/xa-b,SHA256:$b,,
EOF
run check
status 0
run --json sync
status 0
json '.schema == "qms/sync/1"'
row xa-a '.result == "verified" and .fetched == "2026-01-05" and
	.stale == "no" and .commits_walked == 2'
row xa-b '.result == "verified"'
json '.rows | length == 2'
is "$(tip xa-a)" "$(git -C "$world/kho/xa-a" rev-parse HEAD)"
run sync
status 0
out "đã xác minh"

it "with nothing new, nothing is walked"
run --json sync
json '.rows | every(.[]; .commits_walked == 0)'

it "the province says what each says of itself"
for xa in xa-a xa-b; do
	within $xa --json status --all
	cp "$world/out" "$world/$xa.json"
done
run --json status --all
status 0
for xa in xa-a xa-b; do
	json ".rows[] | select(.agency == \"$xa\") |
		[.verdict, .met, .due_soon, .overdue, .missing, .next_due] ==
		(\$own[0].rows[0] | [.verdict, .met, .due_soon, .overdue,
		.missing, .next_due])" --slurpfile own "$world/$xa.json"
done
row xa-a '.repository == "verified" and .fetched == "2026-01-05"'
row xa-c '.repository == ""'
row so '.repository == ""'

it "after one changed, only that one is walked, and the total is the sum"
on 2026-01-06
within xa-a submit QT-01
within xa-b --json status --all
run --json sync
row xa-a '.commits_walked == 1'
row xa-b '.commits_walked == 0'
is "$(tip xa-a)" "$(git -C "$world/kho/xa-a" rev-parse HEAD)"

it "a command for such an agency goes on in its own repository"
run --agency xa-a --json list procedure
status 0
json '.rows[] | select(.id == "QT-01") | .state == "in-review"'
err "kho riêng của xa-a"
within xa-a --json status
cp "$world/out" "$world/own.json"
run --json status xa-a
json '.rows == $own[0].rows' --slurpfile own "$world/own.json"
run --lang en --agency xa-a status
err "the repository of xa-a, fetched on 06/01/2026"

it "a past day is asked there too"
run --json --as-of 2026-01-05 --agency xa-a list procedure
json '.rows[] | select(.id == "QT-01") | .state == "draft"'
run --json --as-of 2026-01-05 status --all
status 0
row xa-a '.repository == "verified"'
run --json --as-of 2026-01-06 --known "$(git_ rev-parse HEAD)" status --all
status 0

it "one that does not answer keeps what was there, and that is said"
mv "$world/kho/xa-b" "$world/kho/away"
before=$(tip xa-b)
run --json sync
status 4
row xa-b '.result == "unreachable" and (.reason | length > 0) and
	.fetched == "2026-01-06"'
row xa-a '.result == "verified"'
is "$(tip xa-b)" "$before"
run --json status --all
row xa-b '.repository == "unreachable" and .met > 0'
mv "$world/kho/away" "$world/kho/xa-b"

it "what was not fetched for long is stale"
on 2026-02-06
run --json sync --dry-run
json '.rows[] | select(.agency == "xa-a") | .stale == "yes"'
run status --all
out "đã cũ"
given sync
run --json sync --dry-run
json '.rows | every(.[]; .stale == "no")'

it "a history that was rewritten is not taken, and nothing is lost"
on 2026-02-07
before=$(tip xa-a)
git -C "$world/kho/xa-a" reset -q --hard HEAD~1
within xa-a submit QT-03
run --json sync
status 5
row xa-a '.result == "rewritten"'
row xa-b '.result == "verified"'
is "$(tip xa-a)" "$before"
run sync xa-a
out "lịch sử bị viết lại"
run --json status --all
row xa-a '.repository == "rewritten" and .met > 0'

it "nor is one in which a statement was altered"
on 2026-02-08
before=$(tip xa-b)
within xa-b submit QT-01
file=$(cd "$world/kho/xa-b" && echo agencies/xa-b/acts/QT-01/*.yaml)
sed -i 's/^comment: .*/comment: "khác"/' "$world/kho/xa-b/$file"
git -C "$world/kho/xa-b" commit -qam x
run --json sync xa-b
status 5
row xa-b '.result == "unverified" and (.reason | contains("'"$file"'"))'
is "$(tip xa-b)" "$before"

it "nor one that another root leads to, or that is another agency's"
pin <<EOF
xa-a,$world/kho/xa-c,SHA256:$c,,
xa-b,$world/kho/xa-b,SHA256:$a,,
xa-c,$world/kho/xa-c,SHA256:$a,,
EOF
run --json sync
status 5
row xa-a '.result == "rewritten"'
row xa-b '.result == "unverified"'
row xa-c '.result == "unverified" and .commit == "" and
	(.reason | contains("QMS-S101"))'
run --json status --all
row xa-c '.verdict == "unknown" and .met == 0'
run --agency xa-c status
status 6
err "[QMS-U191]"

it "what is no repository of such a system is told, and the others go on"
git init -q "$world/kho/rong"
git -C "$world/kho/rong" commit -q --allow-empty -m x
pin <<EOF
xa-b,$world/kho/rong,SHA256:$b,,
xa-c,$world/kho/xa-c,SHA256:$c,,
EOF
run --json sync
status 5
row xa-b '.result == "rewritten"'
row xa-c '.result == "verified"'

it "a row counts from its day to its day"
pin <<EOF
xa-a,$world/kho/xa-a,SHA256:$a,,2026-02-07
xa-c,$world/kho/xa-c,SHA256:$c,2026-02-08,
EOF
run --json sync --dry-run
json '[.rows[].agency] == ["xa-c"]'
run sync xa-a
status 6
err "[QMS-U190]"

it "a register that no trust statement names leads nowhere"
cp "$root/trust/repositories.csv" "$world/register"
printf 'owner,url,root\nxa-c,%s,SHA256:%s\n' "$world/kho/xa-c" "$c" \
	>"$root/trust/repositories.csv"
git_ commit -qam x
run sync
status 5
err "[QMS-G171]"
run status --all
status 5
given trust --update
given sync

it "an address is no option and no command"
for url in "--upload-pack=touch $root/x" "ext::sh -c touch% $root/x" -x; do
	printf 'owner,url,root\nxa-c,%s,SHA256:%s\n' "$url" "$c" \
		>"$root/trust/repositories.csv"
	run check
	status 1
	out "trust/repositories.csv:2:6"
	run trust --update
	status 1
	git_ commit -qam x
	run sync
	[ "$code" -ne 0 ] || complain "it was taken"
	[ ! -e "$root/x" ] || complain "it ran"
	git_ reset -q --hard HEAD~1
done
