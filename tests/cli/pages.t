#!/bin/sh
# SPDX-License-Identifier: MIT
# What the pages of the site show, a kind of page each.
. "${0%/*}/lib.sh"

new_system
site=$world/site
page=
has() { grep -qF -- "$1" "$site/$page" || complain "no \"$1\" in $page"; }
has_no() { ! grep -qF -- "$1" "$site/$page" || complain "\"$1\" in $page"; }
count_is() {
	is "$(grep -oF -- "$1" "$site/$page" | wc -l | tr -d ' ') $1" "$2 $1"
}

# ---- the steps of a procedure in lanes ----

# QT-90 with these rows in its table of steps
steps() {
	{
		cat <<'END'
---
schema: qms/procedure/1
title: Cấp giấy phép
role: internal
---

## Mục đích

Đúng hạn.

## Phạm vi

Mọi hồ sơ.

## Trình tự thực hiện

| Bước | Trình tự | Trách nhiệm | Thời gian | Biểu mẫu | Kết quả |
|---|---|---|---|---|---|
END
		cat "$world/rows"
		cat <<'END'

## Hồ sơ lưu

| TT | Hồ sơ | Nơi lưu | Thời gian lưu |
|---|---|---|---|
| 1 | Giấy phép | Văn thư | 5 năm |
END
	} >"$root/agencies/so/documents/QT-90.md"
	git_ add -A
	git_ commit -qm "QT-90"
	run site --output "$site"
	status 0
}
page=agencies/so/id/QT-90.html

it "draws the steps of a procedure in lanes, one a role"
cat >"$world/rows" <<'END'
| 1 | Tiếp nhận hồ sơ | Bộ phận Một cửa | 0.5 |  |  |
| 2 | Thẩm định | Chuyên viên | 3 |  |  |
| 3 | Ký | Giám đốc | 1 |  |  |
| 4 | Trả kết quả | bộ phận một cửa  |  |  |  |
END
steps
count_is 'class="lane-head"' 3
count_is 'class="box"' 4
count_is 'class="box-end"' 2
count_is 'class="arrow-head"' 5

it "writes the number, the text and the time in the box of a step"
ok grep -q '<text class="badge-text"[^>]*>1</text>' "$site/$page"
has '>Tiếp nhận hồ sơ</text>'
has '>0,5 ngày làm việc</text>'

it "says the same in words to who does not see it"
has '<title id="steps-title-1">Lưu đồ</title>'
has '1. Tiếp nhận hồ sơ – Bộ phận Một cửa (0,5 ngày làm việc); 2. Thẩm'

it "breaks what is longer than a line between words, and a long word too"
cat >"$world/rows" <<'END'
| 1 | Thẩm định: tên tổ chức, lĩnh vực đăng ký, số lượng và trình độ nhân lực | Chuyên viên | 0.5 |  |  |
| 2 | Hồsơdàimộtmạchkhôngcókhoảngtrắngnàogiữacácchữcủanóviếtliềnnhauđếnhếtdòng | Giám đốc | 3 |  |  |
END
steps
fails grep -qE '<text class="svg-text"[^>]*>[^<]{50,}<' "$site/$page"
has '>Thẩm định: tên tổ chức, lĩnh vực</text>'
has '>Hồsơdàimộtmạch'

it "shows forty steps of twelve roles on sheets that A4 holds"
awk 'BEGIN { for (i = 1; i <= 40; i++)
	printf "| %d | Việc thứ %d | Chuyên viên Phòng số %d | 1 |  |  |\n",
	    i, i, i * 5 % 12 + 1 }' >"$world/rows"
steps
count_is 'class="badge"' 40
count_is '<desc id="steps-text-' "$(grep -c '<svg' "$site/$page")"
# as wide and as high as it can be read, each sheet
grep -o '<svg [^>]*' "$site/$page" | sed 's/.* width="\([0-9]*\)" height="\([0-9]*\)".*/\1 \2/' |
	while read -r width height; do
		[ "$width" -le 900 ] && [ $((height * 640)) -le \
			$((width * 920)) ] || echo "$width × $height"
	done >"$world/out"
out_is </dev/null

it "gives up lanes where nearly each step has a role of its own"
awk 'BEGIN { for (i = 1; i <= 30; i++)
	printf "| %d | Việc thứ %d | Người thứ %d | 1 |  |  |\n", i, i, i }' \
	>"$world/rows"
steps
has '>Người thứ 30'
[ "$(grep -c 'class="lane-head"' "$site/$page")" -eq \
	"$(grep -c '<svg' "$site/$page")" ] || complain "lanes"

it "shows markup in a step and in a role as text"
cat >"$world/rows" <<'END'
| 1 | `<script>alert(1)</script>` &amp; | `</svg><a onclick="x">` | 0.5 |  |  |
| 2 | Ký | Giám đốc | 3 |  |  |
END
steps
has_no '<script>alert'
has_no '</svg><a'
has '&lt;script&gt;alert(1)'

it "draws nothing of a single step"
echo '| 1 | Ký | Giám đốc | 1 |  |  |' >"$world/rows"
steps
has_no '<svg'
