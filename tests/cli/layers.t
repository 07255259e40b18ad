# SPDX-License-Identifier: MIT
# A module includes only what stands above it in the list of qms/system.h, and
# each foreign library is behind one module.
. "${0%/*}/lib.sh"

order=$(sed -n '/LAYERS/,/\*\//p' "$top/qms/system.h" | sed -n 's/^ \*	//p' |
	tr '\n' ' ')

# the list names a module by its main header; parts (index_walk.c) follow it
rank() {
	n=0
	for word in $order; do
		n=$((n + 1))
		case $1 in
		"$word"|"${word}"_*) echo $n; return;;
		esac
	done
	echo 0
}

it "every module of the library stands in the list of layers"
for file in "$top"/qms/*.c; do
	name=$(basename "$file" .c)
	[ "$(rank "$name")" -gt 0 ] || complain "$name is in no layer"
done

it "a module includes only what stands above it"
for file in "$top"/qms/*.c "$top"/qms/*.h; do
	name=$(basename "$file"); name=${name%.*}
	mine=$(rank "$name")
	for other in $(sed -n 's/^#include "\([a-z_0-9]*\)\.h".*/\1/p' "$file"); do
		[ "$(rank "$other")" -le "$mine" ] ||
			complain "$name includes $other"
	done
done

only() {
	pattern=$1; shift
	for file in $(grep -lE "#include <($pattern)" "$top"/qms/*.[ch] \
		"$top"/cli/*.[ch] "$top"/web/*.[ch] 2>/dev/null); do
		name=$(basename "$file"); name=${name%.*}
		case " $* " in
		*" ${name%%_*} "*) ;;
		*) complain "$name includes $pattern";;
		esac
	done
}
it "each foreign library is behind one module"
only 'git2' git
only 'cmark' markdown
only 'sqlite3' db
only 'libxml/' xml
only 'yaml\.h' yaml
only 'unicode/' unicode
only 'nettle/' digest signature certificate
only 'openssl/' certificate
only 'zlib' loose
only 'xlsxwriter' workbook

it "the library never prints, exits, or asks for clock, environment, randomness"
for file in "$top"/qms/*.c; do
	found=$(grep -nE '(^|[^a-z_])(printf|fprintf|puts|perror|exit|getenv|time|clock_gettime|gettimeofday|localtime|rand|random|getrandom|gethostname)\(' "$file" |
		grep -v '^[0-9]*:[ 	]*\*' | grep -v snprintf)
	[ -z "$found" ] || complain "$(basename "$file"): $found"
done

it "a text becomes HTML in the files that write HTML, nowhere else"
for file in "$top"/qms/*.c "$top"/cli/*.c "$top"/web/*.c; do
	case ${file#"$top"/} in
	qms/template.c|qms/official.c|qms/report_write.c|web/values.c|web/svg.c|web/chart.c| \
	web/page_form.c) continue ;;
	esac
	! grep -q 'html_written' "$file" ||
		complain "$(basename "$file") calls html_written"
done
