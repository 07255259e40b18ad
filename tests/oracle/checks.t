# SPDX-License-Identifier: MIT
# checks - that no check of the judgement is there in vain: each is taken away,
# one at a time, in a copy of the program; each time a test notices. Takes long:
# make check-guards.
. "${0%/*}/../cli/lib.sh"
build=${BUILD:-$top/build}
tests=$top/tests/cli
seed=${SEED:-1}

# Each VOID(…) becomes a statement that counts, in a copy of the source.
mkdir -p "$world/bin" "$world/qms" "$world/build"
ln -s "$top/schemas" "$world/schemas"
ln -s "$top/procedures-repo" "$world/procedures-repo"
flags="-std=c17 -O1 -w -D_GNU_SOURCE -I. -Iqms $(pkg-config --cflags \
	libgit2 libxml-2.0)"
libraries="$(pkg-config --libs libgit2 libcmark sqlite3 libxml-2.0 yaml-0.1 \
	icu-uc icu-i18n nettle hogweed zlib libcrypto) -lgmp -lm"
cd "$top" || exit 1

# noticed TEST…: one of them fails, with the program that was spoilt
noticed() {
	if ${CC:-gcc} $flags -o "$world/build/test_fold" \
	    tests/unit/test_fold.c "$world/libqms.a" $libraries -lcmocka \
	    2>"$world/err" && ! "$world/build/test_fold" >"$world/log" 2>&1
	then
		return 0
	fi
	for test in "$@"; do
		QMS=$world/build/qms STEPS=6000 SEED=$seed BUILD=$build \
		    sh "$tests/$test.t" >"$world/log" 2>&1
		if [ $? -ne 0 ] || grep -q '^not ok' "$world/log"; then
			return 0
		fi
	done
	return 1
}
it "has tests that pass while nothing is taken away"
cp "$build/libqms.a" "$world/libqms.a"
cp "$build/qms" "$world/build/qms"
! noticed oracle forge history guard key || complain "one fails: $test"

for file in ${CHECKED:-qms/fold*.c}; do
	case $file in
	*witness.c) which="witness" ;;
	*trust.c) which="guard trust key" ;;
	*proof.c) which="certificate key proofs compromised guard forge" ;;
	*known.c) which="retroactive guard" ;;
	*revoke.c) which="compromised key" ;;
	*office.c) which="delegation oracle forge" ;;
	*) which="oracle forge history" ;;
	esac
	for line in $(grep -n 'VOID(' "$file" | grep -v define |
	    cut -d : -f 1); do
		it "notices $file without the check of line $line: $(
		    sed -n "$line{s/.*VOID(//;p}" "$file" | cut -c 1-40)"
		sed "$line s/VOID(\\([^,]*\\), /PASS(\\1, /" "$file" \
			>"$world/$file"
		cp "$build/libqms.a" "$world/libqms.a"
		${CC:-gcc} $flags -D'PASS(...)=((const struct qms_error *)NULL)' \
			-c -o "$world/$(basename "$file" .c).o" \
			"$world/$file" 2>"$world/err" || complain compile
		ar r "$world/libqms.a" "$world/$(basename "$file" .c).o"
		${CC:-gcc} -o "$world/build/qms" "$build"/obj/cli/*.o \
			"$world/libqms.a" $libraries 2>"$world/err" ||
			complain link
		: >"$world/err"
		noticed $which || complain "nobody"
	done
done
