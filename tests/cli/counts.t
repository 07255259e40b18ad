#!/bin/sh
# SPDX-License-Identifier: MIT
# How much work is done, counted: the same on every machine, however busy.
. "${0%/*}/lib.sh"

new_system
issued QT-01 QT-03
site=$world/site

# what --stats counted
count() {
	sed -n '/"work": "'"$1"'"/{n;s/.*: //;p;}' "$world/out"
}
counted() { is "$1 $(count "$1")" "$1 $2"; }
at_most() {
	[ "$(count "$1")" -le "$2" ] || complain "$1: $(count "$1"), not $2"
}
document=agencies/so/documents/QT-05.md
edit_and_commit() {
	echo "Bổ sung: $1." >>"$root/$document"
	git_ commit -qam "sửa: $1"
}

it "looks at nothing when nothing is new"
given index
run index --stats --json
status 0
counted commits_walked 0
counted trees_compared 0
counted blobs_parsed 0
counted rows_touched 0
counted statements_judged 0

it "computes no signature twice, also when the index is made anew"
new_keys minh
lan
given key add minh --key "$keys/minh"
given submit QT-02 QT-04 QT-06
hung; given review QT-02 QT-04 QT-06
minh; given approve QT-02 QT-04 QT-06 --key "$keys/minh"
lan
run index --rebuild --stats --json
counted signatures_computed 0
run verify
status 0
mv "$HOME/.cache" "$world/cache"
run index --rebuild --stats --json
counted signatures_computed 3
run index --rebuild --stats --json
counted signatures_computed 0
rm -rf "$HOME/.cache"

it "parses one blob and opens the trees above it when a document changes"
edit_and_commit một
run index --stats --json
counted commits_walked 1
counted blobs_parsed 1
# old and new of the root, agencies/, so/ and documents/, twice at most
at_most trees_compared 16
counted statements_judged 0

it "parses nothing that it has read once"
git_ revert --no-edit HEAD >/dev/null
run index --stats --json
counted commits_walked 1
counted blobs_parsed 0

it "opens the same few trees for the tenth commit as for the first"
for n in 1 2 3 4 5 6 7 8 9; do
	edit_and_commit "$n"
done
run index --stats --json
counted commits_walked 9
counted blobs_parsed 9
at_most trees_compared 144

it "does not look into a file that is of no kind"
echo "Ghi chú" >"$root/README.txt"
git_ add README.txt
git_ commit -qm "ghi chú"
run index --stats --json
counted commits_walked 1
counted blobs_parsed 0
at_most trees_compared 4

it "judges each statement of the history once"
statements=$(git_ ls-files 'trust/*.yaml' 'agencies/*/acts/*.yaml' | wc -l)
run index --rebuild --stats --json
counted statements_judged "$statements"

it "parses each blob of the history at most once"
blobs=$(git_ cat-file --batch-check --batch-all-objects | grep -c ' blob ')
at_most blobs_parsed "$blobs"

it "renders nothing when nothing changed"
given site --output "$site"
run site --output "$site" --stats --json
counted rendered 0
counted written 0
counted removed 0

it "renders a few pages when a document changes, and writes no others"
pages=$(count pages)
edit_and_commit trang
run site --output "$site" --stats --json
counted pages "$pages"
at_most rendered 6
at_most written 6

it "writes but the stamp and what names the commit for a file that no page shows"
echo "Thêm" >>"$root/README.txt"
git_ commit -qam "ghi chú nữa"
run site --output "$site" --stats --json
at_most rendered 1
at_most written 2
