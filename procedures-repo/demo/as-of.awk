# SPDX-License-Identifier: MIT
# as-of - agency.md or people.yaml as somebody would have written it on a day:
#
#	awk -v day=2019-05-06 -f as-of.awk agencies/so-khcn/people.yaml
#
# Who comes later is not there yet, and nobody knows who will leave when.

function value(line, key,    text) {
	if (!match(line, "[{ ,]" key ": [^,}]*"))
		return ""
	text = substr(line, RSTART, RLENGTH)
	sub(/^.*: /, "", text)
	return text
}

# First reading: who holds an office by this day, which agencies have ended.
FNR == NR {
	if ($0 ~ /office: / && value($0, "from") <= day)
		known[value($0, "person")] = 1
	if ($0 ~ /^to: /)
		last = substr($0, 5)
	next
}

/^  - \{(id|person): / {
	if ($0 ~ /emails: / && !(value($0, "id") in known))
		next
	if (value($0, "from") > day)
		next
	if (value($0, "to") > day)
		sub(/, to: [0-9-]*/, "")
}

# What a merger or a dissolution brought.
/^(to|successor): / && last > day { next }
/^basis: / && (last > day || (after != "" && day < after)) { next }
/^predecessor: / && after != "" && day < after { next }

{ print }
