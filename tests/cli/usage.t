# SPDX-License-Identifier: MIT
# The command line itself: what is understood, what is refused and how it is
# said, languages, aliases.
. "${0%/*}/lib.sh"

it "a command that is not there is a usage error, with the one that was meant"
run --lang en lsit
status 2
err 'did you mean "list"?'
run frobnicate
status 2
err "[QMS-U001]"
err 'không có lệnh “frobnicate”'
err "  help: "

it "an option that is not there is a usage error"
run --lang en list --frobnicate
status 2
err "there is no option --frobnicate"
run --lang en list -z
status 2
err "there is no option -z"

it "names of options are not shortened"
run --lang en status --al
status 2
err "there is no option --al"

it "an option that needs a value says so"
run --lang en list --state
status 2
err "option --state needs a value"

it "a switch takes no value"
run --lang en list --all=yes
status 2

it "missing and superfluous operands are usage errors"
run --lang en show
status 2
err "show needs: ID[@VERSION]"
run --lang en show QT-01 QT-02
status 2
err 'show takes no further "QT-02"'

it "a language that is not there is a usage error"
run --lang fr list
status 2
err "không có ngôn ngữ"

it "usage errors write nothing on standard output"
out_lines 0

it "help needs no system, in both languages"
run help
status 0
out "Cách dùng: qms"
run --lang en help submit
status 0
out "Usage: qms submit [OPTION] ID…"
out "--edition"
run --lang en submit --help
out "Usage: qms submit"
run -h
status 0
out "Cách dùng: qms"

it "help keeps to 80 columns for every command, in both languages"
for language in vi en; do
	for command in $("$qms" help | sed -n 's/^  \([a-z]*\)  .*/\1/p'); do
		"$qms" --lang $language help "$command" >"$world/out"
		[ "$(wc -L <"$world/out")" -le 80 ] || complain "too wide"
	done
done

it "without a system a command says how to begin: exit status 3"
mkdir "$world/empty"
root_before=$root
root=$world/empty
run list
status 3
err "qms setup"
root=$root_before

new_system

it "a command may be called by its Vietnamese name, with or without marks"
run danh-mục policy
status 0
out "CSCL"
run danh-muc policy
out "CSCL"
run DANH-MỤC policy
out "CSCL"
run help kiểm-tra
out "qms check"

it "every alias is one of a command"
sed -n '2,$p' "$top/schemas/aliases.csv" | while IFS=, read -r alias command; do
	"$qms" help "$alias" 2>&1 | grep -q "qms $command" || echo "$alias"
done >"$world/out"
[ ! -s "$world/out" ] || complain "these are not"

it "every command but completion and the like has an alias"
for command in $("$qms" help | sed -n 's/^  \([a-z]*\)  .*/\1/p'); do
	case $command in
	completion) continue;;
	esac
	grep -q ",$command\$" "$top/schemas/aliases.csv" || complain "$command"
done

it "options stand before, between and behind operands"
run --lang en list policy --json
status 0
json '.rows | length == 1'
run list --json policy
json '.rows | length == 1'

it "behind -- everything is an operand"
run --lang en show -- --json
status 6
err '"--json"'

it "-C is where the command runs; a directory below is as good"
run -C agencies/so list policy
code_before=$code
"$qms" -C "$root/agencies/so/documents" list policy >"$world/out" \
	2>"$world/err"
code=$?
status 0
out "CSCL"

it "-q is silent, data are not"
run -q status
status 0
err_size=$(wc -c <"$world/err")
is "$err_size" 0
out "R-09"

it "days are taken as 2026-01-31 and as 31/01/2026, others are not"
run --as-of 2026-01-05 list policy
status 0
run --as-of 05/01/2026 list policy
status 0
out "CSCL"
for day in 2026-02-30 31/02/2026 2026-1-5 hôm-nay 20260105 ""; do
	run --as-of "$day" list
	status 2
done
err "[QMS-U010]"

it "commands that write refuse --as-of and --known"
run --as-of 2026-01-05 submit QT-01
status 2
err "[QMS-U013]"
run --known now edit QT-01 --set title=X
status 2

it "a clock that is none is refused"
GIT_COMMITTER_DATE=hôm-nay
run list
status 2
err "[QMS-U008]"
on 2026-01-05

it "--csv gives one header and as many columns in each row"
run --csv list procedure
status 0
out "agency,id,title,kind,version,effective,state,path,held_by"
awk -F, 'NR > 1 && !/"/ && NF != 9' "$world/out" >"$world/ok"
is "$(cat "$world/ok")" ""

it "--dry-run of every command that writes leaves the repository as it was"
before=$(git_ rev-parse HEAD)
run --dry-run submit QT-01
status 0
run --dry-run edit QT-01 --set title=X
run --dry-run new procedure --title X
run --dry-run person add an --name "An" --email an@so.example.gov.vn
run --dry-run agency add xa-a --name "Xã A" --kind UBND_XA
is "$(git_ rev-parse HEAD)" "$before"
is "$(git_ status --porcelain)" ""

it "tables leave out columns that are empty and the only agency"
run list procedure
no_out "Hiệu lực từ"
no_out "Cơ quan"
out "Trạng thái"

it "JSON has all columns, and ends with one line end"
run --json list policy
json '.schema == "qms/list/1" and (.rows[0] | has("effective"))'
is "$(tail -c 2 "$world/out" | od -An -c | tr -d ' ')" '}\n'

it "nothing depends on locale and time zone"
run --json list
cp "$world/out" "$world/first"
TZ=America/New_York LC_ALL=C LANG=tr_TR.UTF-8 "$qms" -C "$root" --json list \
	>"$world/out" 2>"$world/err"
ok cmp "$world/first" "$world/out"
