# SPDX-License-Identifier: MIT
# Completion scripts: sound, and every command and option is in them.
. "${0%/*}/lib.sh"
commands=$("$qms" --lang en help | sed -n 's/^  \([a-z][a-z-]*\)  .*/\1/p')

for shell in bash zsh fish; do
	it "completion $shell names every command and option"
	"$qms" completion $shell >"$world/$shell" 2>"$world/err"
	code=$?
	status 0
	for command in $commands; do
		grep -qw -- "$command" "$world/$shell" ||
			complain "$command is not in it"
		"$qms" --lang en help "$command" |
			grep -o '^ \{2,6\}\(-., \)\{0,1\}--[a-z-]*' |
			sed 's/.*--//' >"$world/options"
		while read -r option; do
			case $shell in
			fish) grep -q -- " -l $option\( \|\$\)" \
				"$world/fish";;
			*) grep -qw -- "--$option" "$world/$shell";;
			esac || complain "$command: --$option is not in it"
		done <"$world/options"
	done

	it "$shell can read its completion"
	case $shell in
	fish) check="fish --no-execute";;
	*) check="$shell -n";;
	esac
	if command -v $shell >/dev/null; then
		ok $check "$world/$shell"
	else
		echo "# no $shell here: not tried"
	fi
done

complete() {	# words typed so far, the last one unfinished
	bash -c 'source "$0"
		COMP_WORDS=("$@")
		COMP_CWORD=$(($# - 1))
		_qms
		printf "%s\n" "${COMPREPLY[@]}"' "$world/bash" "$@" \
		>"$world/out" 2>"$world/err"
	code=$?
}

it "bash completes commands"
complete qms sub
status 0
out_is <<E
submit
E

it "bash completes options of the command and of every command"
complete qms --agency so review --request-
out_is <<E
--request-changes
E
complete qms review --as
out_is <<E
--as-of
E

it "bash does not offer options of other commands"
complete qms list --req
no_out --request-changes

it "a shell that is not known is a usage error"
run completion tcsh
status 2
err "bash, zsh, fish"
