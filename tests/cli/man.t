# SPDX-License-Identifier: MIT
# The manual and README.md: as the option tables say, and every example runs.
#
# In a page, a comment before a display in EXAMPLES says what was before:
#	.\" given lan submit QT-01	somebody did it
#	.\" issued QT-01		submitted, reviewed, issued
#	.\" by hung	.\" on 2026-02-10	who types the example, and when
#	.\" file NAME WORDS		a file of one line; without words, the
#					next display is the file
#	.\" sh COMMAND			anything else
#	.\" fresh			no system yet
# README.md has them as <!-- by hung -->. Lines that begin with "$ " are typed;
# other lines are lines of the output.
. "${0%/*}/lib.sh"
pages=$top/cli/man
bin=$world/bin
mkdir "$bin"
ln -s "$qms" "$bin/qms"
QMS_DATA=${QMS_DATA:-$top}
export QMS_DATA
PATH=$bin:$PATH

commands=$("$qms" --lang en help | sed -n 's/^  \([a-z][a-z-]*\)  .*/\1/p')

it "every command has a page, and every page a command"
for command in $commands; do
	[ -f "$pages/qms-$command.1" ] || complain "no page for $command"
done
for page in "$pages"/qms-*.1; do
	name=${page##*/qms-}
	case " $(echo $commands) " in
	*" ${name%.1} "*) ;;
	*) complain "no command for $page";;
	esac
done

it "mandoc has nothing against the pages"
for page in "$pages"/*.[15]; do
	mandoc -T lint -W warning "$page" >"$world/out" 2>&1 ||
		complain "$page"
done

it "the pages have the sections that a reader looks for, without long lines"
for page in "$pages"/*.1; do
	for section in NAME SYNOPSIS DESCRIPTION "EXIT STATUS" EXAMPLES \
		"SEE ALSO"; do
		grep -q "^\.Sh $section\$" "$page" ||
			complain "$page has no $section"
	done
done

it "pages refer to pages that are there"
for page in "$pages"/*.[15]; do
	for other in $(sed -n 's/^\.\(It \)\{0,1\}Xr \(qms[a-z-]*\) \([15]\).*/\2.\3/p' \
		"$page"); do
		[ -f "$pages/$other" ] || complain "$page: $other"
	done
done

# "-m --comment WORDS", one option a line
table() {	# own|every command…
	part=$1; shift
	"$qms" --lang en help "$@" | awk -v part="$part" '
		/^Options of every command:/ { every = 1 }
		every == (part == "every") && /^ +-/ {
			line = $0
			sub(/^ */, "", line); sub(/,/, "", line)
			match(line, /--[a-z-]+(=[^ ]+( <MAIL>)?)?/)
			letter = substr(line, 1, RSTART - 1)
			sub(/ $/, "", letter)
			option = substr(line, RSTART, RLENGTH)
			sub(/=/, " ", option)
			print (letter == "" ? "" : letter " ") option
		}'
}
plain() { sed 's/"//g; s/ Ns = Ns / /; s/Ar //g; s/ [|,] / /; s/Fl \([a-zA-Z]\)/-\1/; s/Fl -/--/'; }
synopsis() {
	sed -n '/^\.Sh SYNOPSIS/,/^\.Sh DESC/s/^\.Op \(Fl .*\)/\1/p' "$1" | plain
}
listed() { sed -n 's/^\.It \(Fl .*\)/\1/p' "$1" | plain; }

it "synopsis and list of each page are the table of options"
for command in $commands; do
	page=$pages/qms-$command.1
	table own "$command" >"$world/table"
	synopsis "$page" | diff "$world/table" - >"$world/out" ||
		complain "synopsis of $command"
	listed "$page" | diff "$world/table" - >"$world/out" ||
		complain "list of $command"
done
table every list >"$world/table"
synopsis "$pages/qms.1" | diff "$world/table" - >"$world/out" ||
	complain "synopsis of qms"
listed "$pages/qms.1" | diff "$world/table" - >"$world/out" ||
	complain "list of qms"

it "operands in the synopsis are those of the table"
for command in $commands; do
	"$qms" --lang en help "$command" |
		sed -n "1s/Usage: qms $command//p" | sed 's/\[OPTION\]//' |
		tr -cs 'a-zA-Z\n' ' ' | sed 's/^ //; s/ $//' >"$world/wanted"
	sed -n '/^\.Sh SYNOPSIS/,/^\.Sh DESC/p' "$pages/qms-$command.1" |
		grep -v '^\.Sh\|^\.Nm\|^\.Op Fl' | tr -cs 'a-zA-Z' '\n' |
		grep -vx 'Ar\|Op\|Ns\|Oo\|Oc\|Cm\|' | tr '\n' ' ' |
		sed 's/ $//' >"$world/ok"
	[ "$(cat "$world/ok")" = "$(cat "$world/wanted")" ] ||
		complain "$command: $(cat "$world/ok")"
done

it "every command is in the list of qms(1), with its Vietnamese name"
for command in $commands; do
	grep -q "^\.It Xr qms-$command 1\$" "$pages/qms.1" ||
		complain "$command"
done
for alias in $(sed -n '2,$s/,.*//p' "$top/schemas/aliases.csv"); do
	name=$(echo "$alias" | tr - ' ')
	grep -qi "($name)\$" "$pages/qms.1" || complain "$alias"
done

# ---- the examples ----

new_system
cp -a "$root" "$world/template"

# one file a step, numbered: "N.do" a comment, "N.text" a display
steps_of_page() {
	awk -v to="$world/steps/" '
	function step(kind) {
		name = sprintf("%s%03d.%s", to, ++n, kind)
		return name
	}
	/^\.Sh / { on = $0 == ".Sh EXAMPLES"; next }
	!on { next }
	/^\.\\" / { out = step("do"); print substr($0, 5) >out; close(out) }
	/^\.Bd / { out = step("text"); display = 1; printf "" >out; next }
	/^\.Ed/ { display = 0; close(out); next }
	display { gsub(/\\e/, "\\"); print >out }' "$1"
}
steps_of_readme() {
	awk -v to="$world/steps/" '
	function step(kind) { return sprintf("%s%03d.%s", to, ++n, kind) }
	/^<!-- .* -->$/ {
		out = step("do")
		sub(/^<!-- /, ""); sub(/ -->$/, ""); print >out; close(out)
	}
	/^```console$/ { out = step("text"); display = 1; next }
	/^```/ { display = 0; next }
	display { print >out }' "$1"
}

# A display of typed lines becomes a script that keeps each output apart.
script_of() {
	awk -v to="$world/said." '
	function end() {
		if (n > 0)
			printf "} >\"%s%d\" 2>&1 || echo \"line %s ends with $?\" >>\"%swrong\"\n", to, n, typed, to
	}
	/^\$ / {
		end(); n++
		typed = NR
		sub(/^\$ /, "")
		print "{ " $0
		more = /[\\|]$/
		next
	}
	more { sub(/^    /, ""); print; more = /[\\|]$/; next }
	{ print >(to n ".wanted") }
	END { end() }' "$1"
}
run_display() {
	rm -f "$world"/said.*
	script_of "$1" >"$world/script"
	(cd "$root" && sh "$world/script" </dev/null)
	[ ! -s "$world/said.wrong" ] || {
		complain "$2: $(cat "$world/said.wrong")"
		for said in "$world"/said.*[0-9]; do
			sed 's/^/#   said: /' "$said" | tail -n 5
		done
	}
	for wanted in "$world"/said.*.wanted; do
		[ -f "$wanted" ] || continue
		while IFS= read -r line; do
			grep -qxF -- "$line" "${wanted%.wanted}" || {
				complain "$2: no line \"$line\""
				sed 's/^/#   said: /' "${wanted%.wanted}" |
					head -n 12
			}
		done <"$wanted"
	done
}
run_steps() {
	rm -rf "$root"
	cp -a "$world/template" "$root"
	lan; on 2026-01-05
	who=lan file=
	for step in "$world"/steps/*; do
		case $step in
		*.text)
			if [ -n "$file" ]; then
				mkdir -p "$(dirname "$root/$file")"
				cp "$step" "$root/$file"
				file=
			else
				run_display "$step" "$1"
			fi
			continue;;
		esac
		read -r verb rest <"$step"
		case $verb in
		given) ${rest%% *}; eval "given ${rest#* }"; $who;;
		issued) eval "issued $rest"; $who;;
		by) who=$rest; $who;;
		on) on "$rest";;
		fresh) rm -rf "$root"; mkdir "$root";;
		sh) (cd "$root" && sh -c "$rest") || complain "$rest";;
		file)
			file=${rest%% *}
			[ "$file" != "$rest" ] || continue
			printf '%s\n' "${rest#* }" >"$root/$file"
			file=;;
		*) complain "$1: what is \"$verb\"?";;
		esac
	done
}

for page in "$pages"/*.[15]; do
	it "the examples of ${page##*/} run"
	rm -rf "$world/steps"
	mkdir "$world/steps"
	steps_of_page "$page"
	ls "$world"/steps/*.text >/dev/null 2>&1 || complain "there are none"
	run_steps "${page##*/}"
done

it "the commands of README.md run"
rm -rf "$world/steps"
mkdir "$world/steps"
steps_of_readme "$top/README.md"
ls "$world"/steps/*.text >/dev/null 2>&1 || complain "there are none"
run_steps README.md
