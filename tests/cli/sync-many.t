# SPDX-License-Identifier: MIT
# A province of separate repositories: after one changed, only that one is
# walked and asked, and the totals are the sums of what each says of itself.
# make check-long does it with 300 repositories of 100 documents each.
. "${0%/*}/lib.sh"
many=${QMS_REPOSITORIES:-12}
documents=${QMS_DOCUMENTS:-5}
province=$root

all() { seq -f "xa-%03g" "$many"; }
within() { # agency, command…: in its own repository
	root=$world/kho/$1
	shift
	as "Thư ký ${root##*/}" "thu-ky@${root##*/}.example.gov.vn"
	run "$@"
	root=$province
	lan
}
# a repository with so many documents, some of them sent for review
own() {
	as "Thư ký $1" "thu-ky@$1.example.gov.vn"
	root=$world/kho/$1
	given init "Hệ thống quản lý chất lượng xã $1" --agency "$1" \
		--name "UBND xã $1" --kind UBND_XA
	mkdir -p "$root/agencies/$1/documents"
	awk -v n="$documents" -v to="$root/agencies/$1/documents" '
		{ line[NR] = $0 }
		END {
			for (d = 1; d <= n; d++) {
				file = sprintf("%s/QT-%03d.md", to, d)
				for (i = 1; i <= NR; i++) {
					text = line[i]
					if (text ~ /^title: /)
						text = "title: Quy trình nội bộ số " d
					print text >file
				}
				close(file)
			}
		}' "$world/template.md"
	git_ add -A
	git_ commit -q -m "Soạn thảo"
	given submit 'QT-00*'
	root=$province
}
answers() { (cd "$root/.git/qms/answers" && ls -i */*.csv | sort -k 2); }
sums() { jq -s '[.[].rows[] | [.met, .due_soon, .overdue, .missing]] |
	transpose | map(add)' "$@"; }

new_system
grep -v '^code: ' "$root/agencies/so/documents/QT-01.md" >"$world/template.md"
mkdir -p "$world/kho" "$world/said"
printf 'owner,url,root\n' >"$world/register"
for xa in $(all); do
	own "$xa"
	within "$xa" --json trust
	printf '%s,%s,SHA256:%s\n' "$xa" "$world/kho/$xa" \
		"$(jq -r '.rows[0].sha256' "$world/out")" >>"$world/register"
	mkdir -p "$root/agencies/$xa"
	cp "$world/kho/$xa/agencies/$xa/agency.md" "$root/agencies/$xa"
done
lan
git_ add -A
git_ commit -q -m "Các xã"
cp "$world/register" "$root/trust/repositories.csv"
given trust --update

it "all are fetched, verified and walked once"
run --json sync
status 0
json "(.rows | length) == $many and every(.rows[];
	.result == \"verified\" and .commits_walked == 3)"

it "each has its documents"
run --agency "$(all | tail -n 1)" --json list procedure
json "(.rows | length) == $documents"

it "the totals are the sums of what each says of itself"
for xa in $(all); do
	within "$xa" --json status --all
	cp "$world/out" "$world/said/$xa.json"
	within "$xa" --json indicator --by agency
	cp "$world/out" "$world/said/$xa.indicators"
done
run --json status --all
jq '.rows |= map(select(.repository != ""))' "$world/out" >"$world/theirs"
is "$(jq '.rows | length' "$world/theirs")" "$many"
sums "$world/theirs" >"$world/total"
sums "$world"/said/*.json >"$world/sum"
ok cmp "$world/total" "$world/sum"
fails grep -q null "$world/sum"
run --json indicator --by agency
jq -s '[.[].rows[] | select(.group | startswith("xa-"))] |
	group_by(.indicator) | map([.[0].indicator, (map(.part) | add),
	(map(.whole) | add)])' "$world/out" >"$world/total"
jq -s '[.[].rows[] | select(.group | startswith("xa-"))] |
	group_by(.indicator) | map([.[0].indicator, (map(.part) | add),
	(map(.whole) | add)])' "$world"/said/*.indicators >"$world/sum"
ok cmp "$world/total" "$world/sum"
[ "$(jq length "$world/sum")" -gt 0 ] || complain "nothing is counted"

it "with nothing new, none is walked, and none is asked again"
answers >"$world/answers"
is "$(wc -l <"$world/answers")" "$many"
run --json sync
json 'every(.rows[]; .commits_walked == 0)'
run --json status --all
answers | cmp -s - "$world/answers" || complain "some were asked again"

it "after one changed, that one is walked and asked, and no other"
one=$(all | sed -n "$((many / 2 + 1))p")
within "$one" person add chu-tich --name "Chủ tịch" \
	--email "chu-tich@$one.example.gov.vn" --office head
within "$one" --json status --all
cp "$world/out" "$world/said/$one.json"
run --json sync
status 0
json "[.rows[] | select(.commits_walked > 0) | [.agency, .commits_walked]] ==
	[[\"$one\", 1]]"
run --json status --all
jq '.rows |= map(select(.repository != ""))' "$world/out" >"$world/theirs"
sums "$world/theirs" >"$world/total"
sums "$world"/said/*.json >"$world/sum"
ok cmp "$world/total" "$world/sum"
answers | diff "$world/answers" - | sed -n 's/^> *[0-9]* //p' |
	cut -d / -f 1 >"$world/again"
is "$(cat "$world/again")" "$one"
