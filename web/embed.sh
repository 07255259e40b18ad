#!/bin/sh
# SPDX-License-Identifier: MIT
# Writes C that holds the files named as arguments, in the order of their
# names, for web/assets.h. The same files give the same bytes.
set -eu
LC_ALL=C
export LC_ALL

echo '/* Made by web/embed.sh; do not edit. */'
echo '#include "web/assets.h"'
files=$(printf '%s\n' "$@" | sort)
n=0
for file in $files; do
	printf 'static const unsigned char file%d[] = {\n' "$n"
	od -An -v -tu1 "$file" | awk '{ gsub(/[0-9]+/, "&,"); print }'
	echo '0 };'
	n=$((n + 1))
done
echo 'const struct web_asset web_assets[] = {'
n=0
for file in $files; do
	printf '{ "%s", file%d, sizeof(file%d) - 1 },\n' "${file#web/}" "$n" \
	    "$n"
	n=$((n + 1))
done
echo '};'
printf 'const size_t web_asset_count = %d;\n' "$n"
