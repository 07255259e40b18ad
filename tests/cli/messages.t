# SPDX-License-Identifier: MIT
# The catalogue of messages: whole in both languages, and all of it in use.
. "${0%/*}/lib.sh"

tab=$(printf '\t')
# one line a message: code, severity, exit, text vi, en, help vi, en; by tabs
{
	echo '#define MESSAGE(code, severity, exit, tv, te, hv, he) \'
	echo '@@code@@severity@@exit@@tv@@te@@hv@@he'
	cat "$top/qms/messages.def"
} | ${CC:-cc} -E -P - | tr '\n' ' ' | sed 's/  *@@\([A-Z][0-9][0-9][0-9]\)@@/\
\1@@/g; s/\([^\\]\)"  *"/\1/g' |
	sed "s/@@/$tab/g" | grep '^[A-Z]' >"$world/messages"

each() {	# an awk program that prints what is wrong
	awk -F '\t' "$1" "$world/messages" >"$world/wrong"
	[ ! -s "$world/wrong" ] || complain "$(cat "$world/wrong")"
}

it "the catalogue has entries of seven parts"
[ "$(wc -l <"$world/messages")" -gt 200 ] || complain "too few were read"
each 'NF != 7 { print $1, NF }'

it "no code is given twice"
each 'seen[$1]++ { print $1 }'

it "a text is there in both languages"
each '$4 !~ /^"..+" *$/ || $5 !~ /^"..+" *$/ { print $1 }'

it "Vietnamese and English are not the same text"
each '$4 == $5 && $4 ~ /[a-z][a-z]/ { print $1 }'

it "help is there in both languages or in none"
each '($6 ~ /^"" *$/) != ($7 ~ /^"" *$/) { print $1 }'

it "a text does not end with a full stop"
each '$4 ~ /[^.]\." *$/ || $5 ~ /[^.]\." *$/ { print $1 }'

# or with a command to copy, an argument, an example
it "help ends as a sentence does"
each 'function ends(s) {
	sub(/" *$/, "", s); sub(/^ *"/, "", s)
	return s == "" || s ~ /([.?!]|\{[1-4]\}|[A-Z-]+|\\"|["”])$/ ||
	    s ~ /(git|rm|qms|schema:) ([^.]|\.[a-z])*$/
}
!ends($6) { print $1, $6 } !ends($7) { print $1, $7 }'

# {2} in Vietnamese and {3} in English may be one word in two languages
it "both languages use as many arguments"
each 'function count(s,   n, i) {
	n = 0
	for (i = 1; i <= 4; i++)
		n += index(s, "{" i "}") > 0
	return n
}
count($4 $6) != count($5 $7) { print $1, $4, $5 }'

it "there are no other arguments than {1} to {4}"
each '/\{[^1-4}]*[05-9][^}]*\}/ { print $1 }'

it "every code stands in the program"
cat "$top"/qms/*.[ch] "$top"/cli/*.c "$top"/web/*.c |
	grep -oE 'QMS_M_[A-Z][0-9]{3}|"[A-Z][0-9]{3}"' |
	sed 's/QMS_M_//; s/"//g' | sort -u >"$world/used"
cut -f 1 "$world/messages" | sort >"$world/codes"
dead=$(comm -23 "$world/codes" "$world/used" | tr '\n' ' ')
[ -z "$dead" ] || complain "nothing says: $dead"

it "explain knows each code, in both languages"
for code in $(cat "$world/codes"); do
	for language in vi en; do
		"$qms" --lang $language explain "QMS-$code" >"$world/out" \
			2>"$world/err" ||
			complain "explain QMS-$code ends with $?"
		grep -q "^QMS-$code (" "$world/out" ||
			complain "explain QMS-$code says something else"
		! grep -q '{[1-4]}' "$world/out" ||
			complain "explain QMS-$code leaves an argument"
	done
done

it "explain takes a code in any case, with and without QMS-"
for code in qms-d012 D012 d012 QMS-D012; do
	"$qms" --lang en explain $code >"$world/out" 2>"$world/err"
	code=$?
	status 0
	out "QMS-D012 (error, exit status 1)"
done
