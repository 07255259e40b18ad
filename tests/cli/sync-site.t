# SPDX-License-Identifier: MIT
# Agencies with a repository of their own, in what the province shows: counted
# by their own answers, marked when they are old or do not verify, and asked
# once for each commit and question.
. "${0%/*}/lib.sh"
province=$root
site=$world/site

own() {
	root=$world/kho/$1
	mkdir -p "$world/kho"
	as "Thư ký $1" "thu-ky@$1.example.gov.vn"
	given init "Hệ thống quản lý chất lượng xã $1" --agency "$1" \
		--name "UBND xã $1" --kind UBND_XA --model xa
	given person add chu-tich --name "Chủ tịch $1" \
		--email "chu-tich@$1.example.gov.vn" --office head
	root=$province
	lan
	given agency add "$1" --name "UBND xã $1" --kind UBND_XA --parent so \
		--from 2026-01-01
}
within() { # agency, command…: in its own repository
	root=$world/kho/$1
	shift
	as "Thư ký ${root##*/}" "thu-ky@${root##*/}.example.gov.vn"
	run "$@"
	root=$province
	lan
}
root_of() {
	within "$1" --json trust
	jq -r '.rows[0].sha256' "$world/out"
}
pin() {
	{
		echo owner,url,root,from,to
		cat
	} >"$root/trust/repositories.csv"
	given trust --update
}
make_site() { given site --output "$site" "$@"; }
answers() { ls -i "$root"/.git/qms/answers/"$1"/*.csv; }
# what the site's data says of an agency
shown() { cp "$site/status.json" "$world/out"; json ".agencies[] |
	select(.agency == \"$1\") | $2"; }
page() { grep -qF -- "$2" "$site/$1" || complain "no \"$2\" in $1"; }
no_page() { ! grep -qF -- "$2" "$site/$1" || complain "\"$2\" in $1"; }

new_system
for xa in xa-a xa-b xa-c xa-d; do own $xa; done
a=$(root_of xa-a) b=$(root_of xa-b)

it "a site without such agencies says nothing of repositories"
make_site
no_page index.html "Kho riêng"
fails test -e "$site/repositories.html"

it "before it is fetched, nothing is known of an agency, and that is said"
pin <<EOF
xa-a,$world/kho/xa-a,SHA256:$a,,
xa-b,$world/kho/xa-b,SHA256:$b,,
xa-c,$world/kho/xa-c,SHA256:$a,,
EOF
make_site
shown xa-a '.verdict == "unknown" and .repository == "never" and
	.obligations == []'
page index.html "3 trong 3 kho riêng"
page agencies/xa-a/index.html "Chưa biết: kho riêng"
page agencies/xa-a/index.html "Lấy kho về bằng lệnh qms sync."

it "a fetch without a commit makes anew what shows it"
run sync
status 5
make_site
shown xa-a '.repository == "verified" and .fetched == "2026-01-05" and
	.stale == "no" and .verdict != "unknown"'
shown xa-d '.repository == null'
page index.html "1 trong 3 kho riêng"

it "it is shown with the obligations that it tells of itself"
for xa in xa-a xa-b; do
	within $xa --json status
	cp "$world/out" "$world/own.json"
	cp "$site/status.json" "$world/out"
	json ".agencies[] | select(.agency == \"$xa\") | .obligations |
		map([.rule, .period, .due, .done, .verdict]) | sort ==
		(\$own[0].rows | map([.rule, .period, .due, .done, .verdict]) |
		sort)" --slurpfile own "$world/own.json"
done
page agencies/xa-a/index.html "lấy về ngày 05/01/2026, đã xác minh"

it "the home page counts all as the province's answer does"
run --json status --all
met=$(jq '[.rows[].met] | add' "$world/out")
missing=$(jq '[.rows[].missing] | add' "$world/out")
page index.html "<span class=\"number\">$met</span> <span class=\"label\">đã thực hiện"
page index.html "<span class=\"number\">$missing</span> <span class=\"label\">chưa thực hiện"

it "one that another root leads to is marked, with what to do"
shown xa-c '.repository == "unverified" and .verdict == "unknown"'
page repositories.html "không xác minh được"
page repositories.html "Đối chiếu gốc tin cậy với văn bản bàn giao"
page agencies/xa-c/index.html "QMS-S101"

it "the public edition tells the state, and no more of it"
given site --public --output "$world/public"
grep -qF "không xác minh được" "$world/public/repositories.html" ||
	complain "no state"
fails grep -rqF "QMS-S101" "$world/public"
fails grep -rqF "trust/repositories.csv, rồi" "$world/public"

it "all of it is there in English"
given --lang en site --output "$world/english"
for text in "Own repository" "1 of 3 agencies"; do
	grep -qF "$text" "$world/english/index.html" || complain "no $text"
done
grep -qF "Compare the root of trust" "$world/english/repositories.html" ||
	complain "no advice"

it "nobody is asked twice: what did not change is not opened again"
run --json status --all
answers xa-a >"$world/a"
answers xa-b >"$world/b"
run --json status --all
cp "$world/out" "$world/first"
make_site
answers xa-a | cmp -s - "$world/a" || complain "xa-a was asked again"
# not even the index of its repository is opened
rm -f "$root"/.git/qms/index-*.db
run --json status --all
ok cmp "$world/out" "$world/first"
is "$(ls "$root"/.git/qms/index-*.db 2>/dev/null)" ""

it "after one changed, only that one is asked, and only its pages are made"
on 2026-01-06
within xa-a submit QT-01
run --json sync xa-a xa-b
json '[.rows[] | select(.commits_walked > 0) | .agency] == ["xa-a"]'
make_site
answers xa-b | cmp -s - "$world/b" || complain "xa-b was asked again"
answers xa-a | cmp -s - "$world/a" && complain "xa-a was not asked"
touch "$world/mark"
make_site
is "$(find "$site" -newer "$world/mark" -type f ! -name .qms-site)" ""

it "an answer that was tampered with or cut short is asked anew"
run --json status --all
cp "$world/out" "$world/first"
for file in "$root"/.git/qms/answers/xa-a/*.csv; do
	printf 'what,rule\nanswer' >"$file"
done
run --json status --all
status 0
ok cmp "$world/out" "$world/first"
for file in "$root"/.git/qms/answers/xa-a/*.csv; do
	head -c 200 "$file" >"$file.x"
	mv "$file.x" "$file"
done
run --json status --all
ok cmp "$world/out" "$world/first"

it "where nothing can be written, the answer is the same"
rm -rf "$root/.git/qms/answers"
touch "$root/.git/qms/answers"
run --json status --all
status 0
ok cmp "$world/out" "$world/first"
rm "$root/.git/qms/answers"

it "indicators count it by what it says of itself, or in the whole only"
run --json indicator --by agency
status 0
cp "$world/out" "$world/province"
for xa in xa-a xa-b; do
	within $xa --json indicator --by agency
	json ".rows | map(select(.group == \"$xa\") | [.indicator, .part,
		.whole]) == (\$all[0].rows | map(select(.group == \"$xa\") |
		[.indicator, .part, .whole]))" \
		--slurpfile all "$world/province"
done
cp "$world/province" "$world/out"
json 'every(.rows[] | select(.group == "xa-c"); .part == 0)'

it "what was not fetched for long is stale on every page that shows it"
on 2026-03-01
make_site
shown xa-a '.stale == "yes"'
page index.html "đã xác minh, đã cũ"
page agencies/xa-a/index.html "đã xác minh, đã cũ"
page index.html "3 kho cần xử lý"

it "a history that was rewritten keeps its figures, and is marked"
given sync xa-a xa-b
git -C "$world/kho/xa-a" reset -q --hard HEAD~1
within xa-a submit QT-03
run sync xa-a
status 5
out "Yêu cầu cơ quan giải trình"
make_site
shown xa-a '.repository == "rewritten" and (.obligations | length) > 0'
page agencies/xa-a/index.html "lịch sử bị viết lại"
