/* SPDX-License-Identifier: MIT */
/*
 * loose - checks loose git objects before libgit2 reads them (zlib; the only
 * module that includes its header). libgit2 loops for ever on one that is cut
 * short, and writes beyond its memory on one that is longer than it says.
 *
 * An object is looked at once: a stamp in the common git directory
 * (qms/loose.stamp) remembers, for each of the 256 directories, what time it
 * had when it was clean. The stamp is of one boot of the machine, since a
 * power cut is what damages objects that were whole before.
 */
#ifndef QMS_LOOSE_H
#define QMS_LOOSE_H

#include "error.h"

/*
 * common: git's common directory, ending with '/'. A directory that cannot be
 * written has its objects checked each time.
 */
const struct qms_error *qms_loose_check(const char *common);

#endif
