# SPDX-License-Identifier: MIT
# history - a small quality system with one of everything that a site shows:
# issued documents, a second issue with its redline, a document withdrawn, one
# in review, an audit with a finding and its action, an audit to come, training,
# a risk, results of an objective, a text that tries to break out of its page.
# For tests that have read tests/cli/lib.sh.

made() {	# option… of `new`; the new id goes to $id
	given new --no-input --date "$day" "$@"
	id=$(head -n 1 "$world/out")
}
day() { day=$1; on "$1"; }
act() { given act "$@" --date "$day"; }
binh() { as "Đỗ Thanh Bình" binh@so.example.gov.vn; }	# unit-head

history_people() {
	day 2026-01-05
	lan
	given person add binh --name "Đỗ Thanh Bình" \
		--email binh@so.example.gov.vn --office unit-head \
		--unit van-phong
}

history_documents() {
	day 2026-01-12
	issued QT-01 QT-02 QT-03 QT-06 QT-07 BM-01 BM-02 CSCL
	day 2026-02-16
	lan
	cat >"$world/section" <<-END
	Áp dụng cho mọi tài liệu, hồ sơ của Sở, kể cả tài liệu điện tử.

	| Loại tài liệu | Nơi giữ |
	|:---|---:|
	| Quy trình | Văn phòng |
	| Biểu mẫu \`BM-01\` | Văn phòng |
	END
	given edit QT-01 --section "Phạm vi=$world/section"
	given submit --edition QT-01
	hung
	given review QT-01
	lan
	given issue --decision 501/QĐ-SKHCN --file "$world/QD.pdf" QT-01
	day 2026-02-18
	minh
	given withdraw BM-02@1.0 --decision 512/QĐ-SKHCN \
		--file "$world/QD.pdf" --effective 2026-02-20
	lan
	given submit QT-04
}

history_hostile() {
	day 2026-02-19
	lan
	cat >"$world/hostile.md" <<-'END'
	## Mục đích

	<script>alert(1)</script> & "nháy" <b>đậm</b> {{title}} ]]>

	[bấm](javascript:alert(1)) <javascript:alert(1)>

	![ảnh](data:image/svg+xml;base64,PHN2Zy8+) ![](http://example.org/a.png)
	END
	given new procedure --no-input --date "$day" --id QT-90 \
		--from "$world/hostile.md" \
		--title 'Thử </title><script>alert("x")</script> & dấu'
}

history_audit() {
	day 2026-03-02
	lan
	made training --title "Đánh giá viên nội bộ" \
		--set provider="Trường Nghiệp vụ" --set first_day=2026-03-02 \
		--set last_day=2026-03-03
	cat >"$world/section" <<-END
	| TT | Người học | Kết quả | Số chứng nhận |
	|---|---|---|---|
	| 1 | thu | đạt | 07/2026 |
	| 2 | lan | đạt | 08/2026 |
	END
	given edit "$id" --section "Người học=$world/section"
	day 2026-03-04
	act "$id" hold
	day 2026-03-09
	thu
	made audit --title "Đánh giá nội bộ đợt 1 năm 2026"
	audit=$id
	act "$audit" open
	made finding --title "Chưa ghi sổ tài liệu đi" --set audit="$audit"
	finding=$id
	day 2026-03-10
	binh
	act "$finding" confirm
	thu
	act "$audit" report --set conclusion=conforms-with-findings
	minh
	act "$audit" close
	binh
	made action --title "Ghi bổ sung sổ tài liệu đi" \
		--set finding="$finding" --set owner=binh --set due=2026-03-31
	action=$id
	act "$action" confirm
}

history_improvement() {
	day 2026-03-12
	lan
	given audit plan 2026-02 --unit van-phong --document QT-01 \
		--auditor thu --until 2026-03-13
	made risk --title "Mất dữ liệu một cửa" --set unit=van-phong \
		--set owner=binh --set likelihood=4 --set impact=4 \
		--set due=2026-03-15
	for quarter in 2025-07-01/2025-09-30/97.5 2025-10-01/2025-12-31/98.4; do
		made objective --title "Hồ sơ đúng hạn" \
			--set first_day="${quarter%%/*}" \
			--set last_day="$(echo "$quarter" | cut -d/ -f2)" \
			--set value="${quarter##*/}"
	done
}

site_history() {
	new_system
	sentence=given
	failed=0
	history_people
	history_documents
	history_hostile
	history_audit
	history_improvement
	if [ $failed -eq 0 ]; then sentence=; fi
}
