# SPDX-License-Identifier: MIT
# reported-figures - copies of a record of figures, each with one number of one
# printed cell changed: by one up and down, and each of its digits.
#	awk -v out=DIR -v list=FILE -f reported-figures.awk RECORD
# list: copy, id of the row, which number of the cell, what it says now.

function join_number(digits, shape,   i, k, made) {
	k = length(digits)
	made = ""
	for (i = length(shape); i > 0; i--)
		made = (substr(shape, i, 1) ~ /[0-9]/ ? \
		    substr(digits, k--, 1) : substr(shape, i, 1)) made
	return substr(digits, 1, k) made
}

# one more or less, of any length
function add(digits, step,   i, d, made) {
	made = ""
	for (i = length(digits); i > 0; i--) {
		d = substr(digits, i, 1) + step
		step = d > 9 ? 1 : d < 0 ? -1 : 0
		made = (d + 10) % 10 made
	}
	return step > 0 ? "1" made : made
}

function write(line, cell, changed, id, which,   name, i) {
	name = sprintf("SL-2019-%d", 1000 + ++copies)
	for (i = 1; i <= count; i++)
		print (i == line ? changed : lines[i]) > (out "/" name ".md")
	close(out "/" name ".md")
	print name, id, which, cell > list
}

function vary(line, before, cell, after, id,   at, rest, shape, digits, i,
    which, one, head) {
	at = 1
	rest = cell
	while (match(rest, /[0-9][0-9.,]*/)) {
		shape = substr(rest, RSTART, RLENGTH)
		head = substr(cell, 1, at + RSTART - 2)
		at += RSTART + RLENGTH - 1
		rest = substr(cell, at)
		digits = shape
		gsub(/[.,]/, "", digits)
		which++
		for (i = -1; i <= length(digits); i++) {
			if (i == 0)
				one = add(digits, 1)
			else if (i < 0)
				one = digits + 0 == 0 ? "" : add(digits, -1)
			else
				one = substr(digits, 1, i - 1) \
				    (substr(digits, i, 1) + 3) % 10 \
				    substr(digits, i + 1)
			if (one == "")
				continue
			one = join_number(one, shape)
			write(line, head one rest, before head one rest after,
			    id, which)
		}
	}
}

{ lines[++count] = $0 }

END {
	for (i = 1; i <= count; i++) {
		if (lines[i] !~ /^\|/)
			continue
		n = split(lines[i], cell, / \| /)
		if (!title) {
			for (title = 1; cell[title] != "Ghi trong báo cáo"; )
				title++
			i++		# the line below the titles
			continue
		}
		sub(/^\| /, "", cell[1])
		before = "| "
		for (k = 1; k < title; k++)
			before = before cell[k] " | "
		after = ""
		for (k = title + 1; k <= n; k++)
			after = after " | " cell[k]
		if (cell[title] != "")
			vary(i, before, cell[title], after, cell[1])
	}
}
