# SPDX-License-Identifier: MIT
# stage - a record as it was when it was begun: the sections that its later acts
# write are still empty, a table has its head only.
#
#	awk -v later='Nguyên nhân|Kế hoạch' -v without=conclusion -f stage.awk F

function put(line) {
	print line
	blank = line == ""
}

BEGIN {
	n = split(later, name, "|")
	for (i = 1; i <= n; i++)
		empty[name[i]] = 1
}
/^---$/ { fence++ }
fence == 1 && without != "" && index($0, without ": ") == 1 { next }
/^## / {
	if (inside && !blank)
		put("")
	inside = substr($0, 4) in empty
	rows = 0
	put($0)
	next
}
inside && /^\|/ && ++rows <= 2 {
	if (rows == 1)
		put("")
	put($0)
	next
}
inside { next }
{ put($0) }
