# SPDX-License-Identifier: MIT
# random - after a thousand random edits and commits, the index and the site
# that grew with them are those made from nothing; also elsewhere, under another
# time zone and language.
. "${0%/*}/lib.sh"
new_system
site=$world/site
rounds=${ROUNDS:-20}
each=50

# Everything that the index says, row by row, without the numbers of rows that
# only it knows.
dump() {
	sqlite3 "$1/.git/qms/index.db" "
	SELECT 'SELECT ''' || m.name || ''', f.path, f.first' ||
	       (SELECT group_concat(', r.\"' || c.name || '\"', '')
	          FROM pragma_table_info(m.name) AS c
	         WHERE c.name <> 'fact') ||
	       ' FROM file AS f JOIN \"' || m.name || '\" AS r' ||
	       ' ON r.fact = f.fact;'
	  FROM sqlite_schema AS m
	 WHERE m.type = 'table' AND (m.name GLOB 'row_*'
	    OR m.name IN ('fact_problem', 'fact_mention', 'fact_reference',
		'fact_name'))
	 ORDER BY m.name" >"$world/dump.sql"
	{
		sqlite3 "$1/.git/qms/index.db" <"$world/dump.sql"
		sqlite3 "$1/.git/qms/index.db" "
		SELECT 'line', * FROM line;
		SELECT 'entered', * FROM entered;
		SELECT 'writer', * FROM writer;
		SELECT 'violation', * FROM violation;
		SELECT 'kind', * FROM kind_text;
		SELECT 'source', * FROM source;
		SELECT 'file', f.path, f.kind, f.agency, f.object, f.first,
		       f.last, t.blob, t.schema, t.title, t.broken, t.sha256,
		       k.kind, k.blob
		  FROM file AS f JOIN fact AS t ON t.id = f.fact
		  JOIN kind_file AS k ON k.id = t.kind_file;"
	} | LC_ALL=C sort
}
questions() {
	for words in 'dang ky' 'đánh giá' 'mot cua lanh dao' 'QT-01'; do
		"$qms" -C "$1" search "$words" --all --limit 100 --json
	done
	"$qms" -C "$1" list --all --json
	"$qms" -C "$1" status --all --json
	"$qms" -C "$1" check --json
	"$qms" -C "$1" verify --json
}
# what grew against what is made from nothing, in another place
same() {
	rm -rf "$world/whole" "$world/whole.site"
	git clone -q "$root" "$world/whole"
	"$qms" -C "$world/whole" index 2>"$world/err" || complain "index"
	dump "$root" >"$world/grown.rows"
	dump "$world/whole" >"$world/whole.rows"
	cmp -s "$world/grown.rows" "$world/whole.rows" || {
		complain "rows differ"
		diff "$world/whole.rows" "$world/grown.rows" | head -n 10 |
			cut -c 1-300 | sed 's/^/# /'
	}
	"$qms" -C "$world/whole" site -o "$world/whole.site" \
		>"$world/out" 2>"$world/err" || complain "site"
	diff -rq "$world/whole.site" "$site" >"$world/out" 2>&1 ||
		complain "pages differ"
}

commits() { git_ rev-list --count HEAD; }
at() {		# round N: a week each
	time=$(($(date -d 2026-01-12 +%s) + $1 * 604800))
	GIT_COMMITTER_DATE="$((time + 520000)) +0700"
	GIT_AUTHOR_DATE=$GIT_COMMITTER_DATE
}
# acts of the officer, the reviewer, the head; some are refused, which is fine
acts() {
	lan
	run submit QT-0$(($1 % 9 + 1)) BM-0$(($1 % 7 + 1))
	hung
	run review QT-0$(($1 % 9 + 1)) BM-0$(($1 % 7 + 1))
	lan
	if [ $(($1 % 3)) -eq 0 ]; then
		run issue --decision $1/QĐ-SKHCN --file "$world/QD.pdf" \
			QT-0$(($1 % 9 + 1))
	fi
	if [ $(($1 % 4)) -eq 1 ]; then
		run person office thu --office unit-head
	fi
	run new training --title "Lớp $1" --set provider="Chi cục"
	run act "DT-2026-0$(($1 % 9 + 1))" hold
	if [ $(($1 % 5)) -eq 4 ]; then
		run trust --update
	fi
}

# something that may not change any more, and will
on 2026-01-06
issued QT-01 QT-02
lan
given new training --title "Nhận thức ISO" --set provider="Chi cục" \
	--set topic=awareness
given act DT-2026-01 hold

it "grows with $rounds times $each random commits, and with acts"
round=1
while [ $round -le "$rounds" ]; do
	at $round
	git_ ls-files | awk -v seed=$round -v commits=$each -v root="$root" \
		-v from="$(git_ rev-parse HEAD)" -v time=$time \
		-f "$here/random.awk" >"$world/stream"
	git_ fast-import --quiet --done <"$world/stream" >"$world/out" \
		2>"$world/err" || complain "fast-import"
	git_ reset -q --hard
	run index
	status 0
	acts $round
	run site -o "$site"
	status 0
	if [ $((round % 5)) -eq 0 ]; then
		same
	fi
	round=$((round + 1))
done
[ "$(commits)" -ge $((rounds * each)) ] || complain "only $(commits) commits"

it "has statements, faults, records and kinds of many sorts in it"
for what in entered violation fact_problem row_finding row_action \
	row_tthc; do
	count=$(sqlite3 "$root/.git/qms/index.db" "SELECT count(*) FROM $what")
	[ "$count" -gt 4 ] || complain "$what: $count rows"
done

it "equals what is made from nothing"
same

it "gives the same answers"
questions "$root" >"$world/grown" 2>&1
questions "$world/whole" >"$world/new" 2>&1
cmp -s "$world/grown" "$world/new" || complain "answers differ"

it "makes nothing anew when nothing changed"
run index --stats --json
is "$(jq '[.rows[].count] | add' "$world/out")" 0
touch "$world/mark"
run site -o "$site" --stats --json
is "$(find "$site" -type f -newer "$world/mark" | wc -l)" 0

it "loses nothing when index and site are deleted"
rm -rf "$root/.git/qms" "$world/again.site"
run site -o "$world/again.site"
status 0
dump "$root" >"$world/again.rows"
cmp -s "$world/whole.rows" "$world/again.rows" || complain "rows differ"
diff -rq "$world/whole.site" "$world/again.site" >"$world/out" ||
	complain "pages differ"

it "is the same under another time zone and language, elsewhere"
rm -rf "$world/khác" "$world/again.site"
git clone -q "$root" "$world/khác"
for there in America/New_York Asia/Tokyo; do
	(
		TZ=$there LC_ALL=C LANG=vi_VN.UTF-8
		export TZ LC_ALL LANG
		unset GIT_COMMITTER_DATE
		cd /
		"$qms" -C "$world/khác" site -o "$world/again.site"
	) >"$world/out" 2>"$world/err" || complain "site"
	dump "$world/khác" >"$world/again.rows"
	cmp -s "$world/whole.rows" "$world/again.rows" ||
		complain "rows differ"
	diff -rq "$world/whole.site" "$world/again.site" >"$world/out" ||
		complain "pages differ"
	rm -rf "$world/khác/.git/qms" "$world/again.site"
done
