# SPDX-License-Identifier: MIT
# minutes - what was said, written into minutes or a report that qms began:
#
#	awk -f minutes.awk SAID BEGUN
#
# A row of a table keeps what qms filled in and gets what it lacks, but the
# results of an inspection are those of its team; below the lines of qms come
# those of the writer, who also writes over its hints.

function row_key(line,    cell) {
	split(line, cell, "|")
	gsub(/ /, "", cell[2])
	return section "|" cell[2]
}

FNR == 1 { section = "" }

# First reading: what was said.
FNR == NR && /^## / { section = substr($0, 4); next }
FNR == NR && /^\| ([0-9]|K-)/ {
	said[row_key($0)] = $0
	count[section]++
	next
}
FNR == NR && section != "" && $0 != "" && !/^\|/ {
	if (section in words)
		words[section] = words[section] "\n\n" $0
	else
		words[section] = $0
}
FNR == NR { next }

/^## / { section = substr($0, 4); begun = 0; print; next }
/^\| ([0-9]|K-)/ && row_key($0) in said {
	n = split($0, own, "|")
	split(said[row_key($0)], other, "|")
	line = "|"
	for (i = 2; i < n; i++) {
		first = /^\| K-/ ? other[i] : own[i]
		second = /^\| K-/ ? own[i] : other[i]
		line = line (first ~ /^ *$/ ? second : first) "|"
	}
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
	next
}
{ print }
END {
	if (section in words)
		print "\n" words[section]
}
