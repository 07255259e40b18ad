# SPDX-License-Identifier: MIT
# decision - a small PDF that stands for a signed paper:
#
#	awk -v number=41/QD-SKHCN -v date=2019-03-22 -f decision.awk /dev/null

function put(text) { body = body text "\n" }
function object(n, text) {
	at[n] = length(body)
	put(n " 0 obj\n" text "\nendobj")
}

END {
	words = "BT /F1 14 Tf 72 770 Td (QUYET DINH so " number ") Tj 0 -24 Td (ngay " \
	    date ") Tj 0 -24 Td (Ban minh hoa - for demonstration only) Tj ET"
	put("%PDF-1.4")
	object(1, "<< /Type /Catalog /Pages 2 0 R >>")
	object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
	object(3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] " \
	    "/Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>")
	object(4, "<< /Length " length(words) " >>\nstream\n" words \
	    "\nendstream")
	object(5, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
	start = length(body)
	put("xref\n0 6\n0000000000 65535 f ")
	for (i = 1; i <= 5; i++)
		put(sprintf("%010d 00000 n ", at[i]))
	put("trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n" start "\n%%EOF")
	printf "%s", body
}
