# SPDX-License-Identifier: MIT
# retroactive - where keys guard who holds which office, what is recorded later
# does not reach back: not an office, not a key, whatever clock and date say.
. "${0%/*}/lib.sh"
new_keys lan minh moi nam
lan
on 2026-01-05
it "has a system behind its officer's key"
given init "Hệ thống quản lý chất lượng" --agency so \
	--name "Sở Khoa học và Công nghệ" --model so --key "$keys/lan"
given person add hung --name "Trần Văn Hùng" --office reviewer \
	--email hung@so.example.gov.vn --key "$keys/lan"
given person add minh --name "Lê Quang Minh" --office head \
	--email minh@so.example.gov.vn --key "$keys/lan"
given key add minh --key "$keys/minh" --sign "$keys/lan"
on 2026-01-06
given submit QT-01 QT-02
hung; given review QT-01 QT-02
on 2026-02-10
lan
given person add nam --name "Vũ Hải Nam" --office deputy-head \
	--from 2026-01-01 --email nam@so.example.gov.vn --key "$keys/lan"
given key add minh --from 2026-01-05 --key "$keys/moi" --sign "$keys/lan"
run verify
status 0
reviewed=$(git_ rev-parse HEAD)

# backdated BY ARGS…: refused by the program; then the act of today is altered
# and signed again by plain git, with the clock of that day too
backdated() {
	wanted=$1 key=$2
	shift 2
	run "$@" --date 2026-01-07 --key "$key"
	status 7
	err "[QMS-$wanted]"
	is "$(git_ rev-parse HEAD)" "$reviewed"
	given "$@" --key "$key"
	old=$(git_ diff --name-only HEAD~1 HEAD | grep 'yaml$')
	git_ reset -q --soft "$reviewed"
	sed 's/^date: .*/date: "2026-01-07"/' "$root/$old" >"$world/made"
	new=${old%-*}-$(sha256sum "$world/made" | cut -c 1-16).yaml
	git_ rm -q --cached "$old" "$old.sig"
	rm "$root/$old" "$root/$old.sig"
	cp "$world/made" "$root/$new"
	ssh-keygen -q -Y sign -n qms -f "$key" "$root/$new" 2>/dev/null
	git_ add -A
	on 2026-01-07
	git_ commit -qm 'phê duyệt'
	on 2026-02-10
	run verify
	status 5
	out "$new: error[QMS-$wanted]"
	run list procedure --json
	json '.rows[] | select(.id == "QT-01") | (.version // "") == ""'
	git_ reset -q --hard "$reviewed"
}

it "an office given for days before approves nothing of those days"
given key add nam --from 2026-01-01 --key "$keys/nam" --sign "$keys/lan"
reviewed=$(git_ rev-parse HEAD)
as "Vũ Hải Nam" nam@so.example.gov.vn
backdated S115 "$keys/nam" approve QT-01 --capacity KT.

it "dated on the day on which it is recorded it does"
given approve QT-02 --capacity KT. --key "$keys/nam"
run verify
status 0
git_ reset -q --hard "$reviewed"

it "a key enrolled for days before signs nothing of those days"
minh
backdated S115 "$keys/moi" approve QT-01
given approve QT-01 --key "$keys/moi"
run verify
status 0
git_ reset -q --hard "$reviewed"

it "a key that was known signs what is recorded late"
given approve QT-01 --date 2026-01-07 --key "$keys/minh"
run verify
status 0
