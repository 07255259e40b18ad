# SPDX-License-Identifier: MIT
# section - the words below one heading: awk -v name='Kế hoạch' -f section.awk F
/^## / { inside = (substr($0, 4) == name); next }
inside { print }
