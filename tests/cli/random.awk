# SPDX-License-Identifier: MIT
# random - a stream for git fast-import: so many random commits on main, the
# same for the same seed. Reads the paths that are there.
#
#	git ls-files | awk -v seed=1 -v commits=50 -v from=SHA -v time=SECONDS \
#		-f random.awk | git fast-import
#
# Edits, new files, faults, deletions, records, lists, people nobody knows,
# kinds that change, branches that are merged, now and then what may not change.

function random(n) {			# 0 to n - 1
	state = state * 16807 % 2147483647
	return state % n
}
function pick(list,    parts, n) {
	n = split(list, parts, "|")
	return parts[random(n) + 1]
}
function words(n,    text) {
	while (n-- > 0)
		text = text (text == "" ? "" : " ") pick("tiếp|nhận|hồ sơ|" \
		    "đăng ký|đánh giá|kết quả|thẩm định|lãnh đạo|một cửa")
	return text
}
function data(text) { return "data <<KẾT\n" text "\nKẾT\n" }
function put(path, text) {
	changes = changes "M 100644 inline " path "\n" data(text)
	here[path] = 1
}
function drop(path) {
	changes = changes "D " path "\n"
	delete here[path]
}
function id(prefix, n) { return sprintf("%s-%02d", prefix, n) }

# fault is the number of what is wrong with it; 0 to 3 nothing
function procedure(path, n, fault,    text) {
	text = "---\nschema: qms/procedure/1\ntitle: " words(4) "\n" \
	    "role: " (fault == 4 ? "xyz" : "internal") "\n" \
	    (fault == 5 ? "khac: 1\n" : "") \
	    (fault == 6 ? "title: hai lần\n" : "") \
	    "review_months: " (random(24) + 1) "\n" \
	    "forms: [" id("BM", random(30) + 1) "]\n" \
	    "clauses: [\"8." random(9) "\"]\n" \
	    "related: [" id("QT", random(40) + 1) "]\n---\n\n## Mục đích\n\n" \
	    words(20) " [xem](QT-0" (random(9) + 1) ".md)\n" \
	    (fault == 7 ? "\n<b>đậm</b>\n" : "") \
	    (fault == 8 ? "" : "\n## Phạm vi\n\n" words(9) "\n") \
	    "\n## Trình tự thực hiện\n\n" \
	    "| Bước | Trình tự | Trách nhiệm | Thời gian |\n|---|---|---|---|\n"
	for (n = 1; n < 3 + random(4); n++)
		text = text "| " n " | " words(3) " | " words(2) " | " \
		    random(9) " |\n"
	put(path, text "\n## Hồ sơ lưu\n\n| TT | Hồ sơ | Nơi lưu | " \
	    "Thời gian lưu |\n|---|---|---|---|\n| 1 | " words(2) \
	    " | Văn phòng | 5 năm |\n")
}
function form(path) {
	put(path, "---\nschema: qms/form/1\ntitle: " words(3) "\n---\n\n" \
	    "| TT | " words(1) " |\n|---|---|\n| 1 | " words(2) " |\n")
}
function finding(path) {
	put(path, "---\nschema: qms/finding/1\ntitle: " words(4) "\n" \
	    "source: " pick("internal-audit|complaint|late") "\n" \
	    "grade: " pick("KPH-nhe|KPH-nang|khong-co") "\n" \
	    "clause: \"" pick("8.5.1|9.2|7.5.3|99.9") "\"\n" \
	    "unit: van-phong\nauditor: " pick("thu|lan|ai") "\n" \
	    "document: " id("QT", random(20) + 1) "@1.0\n" \
	    "day: 2026-0" (random(9) + 1) "-1" random(10) "\n---\n\n" \
	    "## Mô tả\n\n" words(12) "\n\n## Bằng chứng\n\n" words(5) "\n")
}
function action(path) {
	put(path, "---\nschema: qms/action/1\ntitle: " words(4) "\n" \
	    "finding: " id("PH-2026", random(20) + 1) "\nowner: " \
	    pick("hung|lan|thu") "\ndue: 2026-" pick("03|06|09") "-15\n" \
	    "---\n\n" words(5) "\n")
}
function list(    text, n) {
	text = "code,name,field,level,decision,decision_date,status,from," \
	    "to,days,online"
	for (n = 1; n < 3 + random(6); n++)
		text = text "\n1.00" random(10000) "," words(4) "," words(1) \
		    ",so,1/QĐ-UBND,2026-01-02,current,2026-01-10,," \
		    random(30) ",no"
	put("agencies/so/tthc.csv", text)
}
function kind(path) {
	# a key more, or a name: every file of the kind is read anew
	put(path, kinds[path] "# " words(2))
}
function legal(n) {
	put("law/documents/" n "-2026-ND-CP.yaml", \
	    "schema: qms/legal/1\nnumber: " n "/2026/NĐ-CP\ntype: nghị định\n" \
	    "title: " words(5) "\nissuer: Chính phủ\ndate: 2026-01-0" \
	    (random(9) + 1) "\neffective: 2026-02-0" (random(9) + 1) \
	    "\nsource: " words(1) "\nconfirmed: " pick("yes|no"))
}

function change(    what, path, n) {
	what = random(100)
	n = random(40) + 1
	path = "agencies/so/documents/" id("QT", n)
	if (what < 40 && n > 12)
		procedure(path ".md", n, random(9))
	else if (what < 40)
		procedure(path ".md", n, 0)
	else if (what < 50)
		form("agencies/so/documents/" id("BM", random(30) + 1) ".md")
	else if (what < 62)
		finding("agencies/so/records/2026/finding/" \
		    id("PH-2026", random(20) + 1) ".md")
	else if (what < 70)
		action("agencies/so/records/2026/action/" \
		    id("HD-2026", random(20) + 1) ".md")
	else if (what < 76)
		list()
	else if (what < 82)
		legal(random(9) + 1)
	else if (what < 86 && (path ".md") in here && n > 12)
		drop(path ".md")
	else if (what < 88)
		put("agencies/so/documents/" id("QT", 30 + random(9)) ".md", \
		    "# " words(3) "\n\n" words(9))
	else if (what < 90)
		put("ghi-chu/" random(9) ".txt", words(30))
	else if (what < 91)
		put("agencies/moi-" random(3) "/agency.md", \
		    "---\nschema: qms/agency/1\nname: " words(3) \
		    "\nkind: so\nfrom: 2026-01-01\n---\n")
	else if (what < 92)
		put("agencies/moi-" random(3) "/documents/" \
		    id("BM", random(4) + 1) ".md", "---\nschema: qms/form/1\n" \
		    "title: " words(2) "\n---\n\n" words(4))
	else if (what < 93)	# a closed record, if acts have closed it
		put("agencies/so/records/2026/training/" \
		    id("DT-2026", random(9) + 1) ".md", "---\nschema: " \
		    "qms/training/1\ntitle: " words(3) "\ntopic: other\n" \
		    "first_day: 2026-01-01\nlast_day: 2026-01-02\n" \
		    "provider: " words(1) "\n---\n\n## Nội dung\n\n" \
		    words(5) "\n\n## Người học\n\n| TT | Người học | " \
		    "Kết quả |\n|---|---|---|\n| 1 | thu | đạt |\n")
	else if (what < 94 && nissued > 0)
		put(issued[random(nissued) + 1], words(9))
	else if (what < 96 && nkinds > 0)
		kind(names[random(nkinds) + 1])
	else
		put("agencies/so/documents/MTCL.md", "---\nschema: " \
		    "qms/objectives/1\ntitle: " words(3) "\nyear: 2026\n" \
		    "---\n\n" words(9))
}
function commit(branch, first, second,    who) {
	who = pick("Nguyễn Thị Lan <lan@so.example.gov.vn>|" \
	    "Trần Văn Hùng <hung@so.example.gov.vn>|Ai Đó <ai@example.org>")
	time += random(7000)
	printf "commit refs/heads/%s\nmark :%d\n", branch, ++mark
	printf "author %s %d +0700\ncommitter %s %d +0700\n", who, \
	    time - random(90000), who, time
	printf "%s", data(words(4))
	if (first != "")
		print "from " first
	if (second != "")
		print "merge " second
	printf "%s\n", changes
	changes = ""
}

{
	here[$0] = 1
	if ($0 ~ /\/issued\//)
		issued[++nissued] = $0
	if ($0 ~ /^kinds\/(procedure|form|finding|tthc)\.yaml$/) {
		path = $0
		names[++nkinds] = path
		while ((getline line <(root "/" path)) > 0)
			kinds[path] = kinds[path] line "\n"
	}
}
END {
	state = seed * 7919 + 1
	for (i = 0; i < 9; i++)
		random(2)
	while (made < commits) {
		if (random(12) == 0 && made + 5 < commits) {
			# two branches; the merge has what both changed
			base = mark == 0 ? from : ":" mark
			change()
			change()
			kept = changes
			commit("khac", base)
			side = mark
			changes = ""
			change()
			commit("main", base)
			changes = kept
			commit("main", ":" mark, ":" side)
			made += 3
		} else {
			for (i = random(3); i >= 0; i--)
				change()
			commit("main", mark == 0 ? from : "")
			made++
		}
	}
	print "done"
}
