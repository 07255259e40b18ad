# SPDX-License-Identifier: MIT
# minutes - what was said at a meeting, written into the minutes that qms began:
#
#	awk -f minutes.awk SAID BEGUN
#
# A row of a table keeps what qms filled in and gets what it lacks; below the
# lines of qms come those of the secretary, who also writes over its hints.

function begin_section(name) {
	section = name
	written = begun = 0
}

function row_key(line,    cell) {
	split(line, cell, "|")
	gsub(/ /, "", cell[2])
	return section "|" cell[2]
}

# First reading: what was said.
FNR == NR && /^## / { section = substr($0, 4); next }
FNR == NR && /^\| [0-9]/ {
	said[row_key($0)] = $0
	count[section]++
	next
}
FNR == NR && section != "" && $0 != "" && !/^\|/ {
	words[section] = (section in words ? words[section] "\n\n" : "") $0
}
FNR == NR { next }

/^## / { begin_section(substr($0, 4)); print; next }
/^\| [0-9]/ && row_key($0) in said {
	split(said[row_key($0)], other, "|")
	split($0, own, "|")
	line = "|"
	for (i = 2; i in other && i < 6; i++)
		line = line (own[i] ~ /^ *$/ ? other[i] : own[i]) "|"
	print line
	next
}
/^\|---/ && section == "Kết luận" {
	print
	for (i = 1; i <= count[section]; i++)
		print said[section "|" i]
	next
}
section in words && /^- / { print; begun = 1; next }
section in words && begun && $0 == "" {
	print ""
	print words[section]
	delete words[section]
}
section in words && !begun && $0 != "" && !/^\|/ {
	print words[section]
	delete words[section]
	hint = 1
	next
}
{ print }
END {
	if (section in words)
		print "\n" words[section]
}
