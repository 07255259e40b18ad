# SPDX-License-Identifier: MIT
# For tests/cli/actions.t and tests/oracle/actions.t: the system that a random
# history is built on, the history, and what the program says of it.

actions_begin() {
	new_system
	sed -i 's/^  - {id: van-phong.*/&\n  - {id: ke-hoach, name: Phòng Kế hoạch}/' \
		"$root/agencies/so/agency.md"
	git_ commit -qam "Thêm phòng"
	issued QT-01
	lan
	"$oracle" people | awk '
		NR == FNR {
			if (!seen[$1]++)
				persons = persons "  - {id: " $1 ", name: " \
					$1 "}\n"
			offices = offices "  - {person: " $1 ", office: " $2 \
				($3 == "-" ? "" : ", unit: " $3) \
				", from: " $4 ($5 == "-" ? "" : ", to: " $5) \
				"}\n"
			next
		}
		/^offices:/ { printf "%s", persons }
		{ print }
		END { printf "%s", offices }
	' - "$root/agencies/so/people.yaml" >"$world/people"
	cp "$world/people" "$root/agencies/so/people.yaml"
	git_ commit -qam 'người'
	given trust --update --agency so
	for row in au1: au2:2026-03-31 au4: au5: all: boss: hung:; do
		given new training --title "Lớp" --id "DT-${row%%:*}" \
			--set provider=TĐC --set topic=internal-audit
		[ -z "${row#*:}" ] || given edit "DT-${row%%:*}" \
			--set "valid_until=${row#*:}"
		given table "DT-${row%%:*}" attendees set 1 \
			"person=${row%%:*}" result=đạt
		given act "DT-${row%%:*}" hold
	done
	git_ config gc.auto 0
	system=$("$qms" -C "$root" trust --json | jq -r '.rows[0].sha256')
	start=$(date -d 2026-01-06 +%s)
}
# actions_history STEPS: what the oracle says is in $world/o.*
actions_history() {
	"$oracle" history "$seed" "$1" "$(git_ rev-parse HEAD)" "$system" \
		"$start" "$world/o" >"$world/stream" 2>"$world/err"
	git_ fast-import --quiet --force --done <"$world/stream" \
		>"$world/ok" 2>&1 && git_ reset -q --hard main
	unset GIT_COMMITTER_DATE GIT_AUTHOR_DATE
}
# actions_entered: what the program says, in the order of its judgement
actions_entered() {
	"$qms" -C "$root" index --quiet
	sqlite3 -separator '	' "$root/.git/qms/index.db" "
	SELECT path, coalesce(void, '-') FROM entered
	 WHERE object GLOB 'X-*' ORDER BY position" >"$world/entered"
}
