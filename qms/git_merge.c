/* SPDX-License-Identifier: MIT */
#include "git_part.h"

const struct qms_error *
qms_git_merge(struct qms_text *merged, bool *clean, struct qms_arena *arena,
    struct qms_text base, struct qms_text ours, struct qms_text theirs)
{
	const struct qms_text texts[3] = { base, ours, theirs };
	git_merge_file_options options;
	git_merge_file_input inputs[3];
	git_merge_file_result result;
	int i;

	*clean = false;
	git_merge_file_options_init(&options, GIT_MERGE_FILE_OPTIONS_VERSION);
	for (i = 0; i < 3; i++) {
		git_merge_file_input_init(&inputs[i],
		    GIT_MERGE_FILE_INPUT_VERSION);
		inputs[i].ptr = texts[i].data == NULL ? "" : texts[i].data;
		inputs[i].size = texts[i].size;
		inputs[i].path = "text";
		inputs[i].mode = QMS_MODE_FILE;
	}
	if (git_merge_file(&result, &inputs[0], &inputs[1], &inputs[2],
	    &options) != 0)
		return qms_git_fail("merge");
	*clean = result.automergeable != 0;
	merged->data = qms_arena_copy(arena, result.ptr == NULL ? "" :
	    result.ptr, result.len);
	merged->size = result.len;
	git_merge_file_result_free(&result);
	return NULL;
}
