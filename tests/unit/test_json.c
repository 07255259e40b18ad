/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "qms/json.h"

static struct qms_buffer out;
static struct qms_json json;

static int
start(void **state)
{
	qms_buffer_clear(&out);
	qms_json_init(&json, &out, false);
	return 0;
}

static int
end(void **state)
{
	qms_buffer_free(&out);
	return 0;
}

static void
writes_an_object_a_line(void **state)
{
	qms_json_object(&json, NULL);
	qms_json_string(&json, "id", "QT-01");
	qms_json_string(&json, "due", NULL);
	qms_json_array(&json, "acts");
	qms_json_integer(&json, NULL, INT64_MIN);
	qms_json_flag(&json, NULL, true);
	qms_json_object(&json, NULL);
	qms_json_end_object(&json);
	qms_json_end_array(&json);
	qms_json_flag(&json, "closed", false);
	qms_json_end_object(&json);
	qms_json_array(&json, NULL);
	qms_json_end_array(&json);
	assert_string_equal(out.data,
	    "{\"id\":\"QT-01\",\"due\":null,"
	    "\"acts\":[-9223372036854775808,true,{}],\"closed\":false}\n"
	    "[]\n");
}

static void
indents_when_pretty(void **state)
{
	qms_json_init(&json, &out, true);
	qms_json_object(&json, NULL);
	qms_json_integer(&json, "a", 1);
	qms_json_array(&json, "b");
	qms_json_end_array(&json);
	qms_json_array(&json, "c");
	qms_json_integer(&json, NULL, 2);
	qms_json_integer(&json, NULL, 3);
	qms_json_end_array(&json);
	qms_json_end_object(&json);
	assert_string_equal(out.data,
	    "{\n  \"a\": 1,\n  \"b\": [],\n  \"c\": [\n    2,\n    3\n  ]\n}\n");
}

static void
escapes_what_a_script_or_a_terminal_would_read(void **state)
{
	qms_json_string(&json, NULL, "\"\\\n\t\r\x01\x7f</script>\xe2\x80\xa8"
	    "\xe2\x80\xa9 Đã ký \xff");
	assert_string_equal(out.data, "\"\\\"\\\\\\n\\t\\u000d\\u0001\\u007f"
	    "\\u003c/script>\\u2028\\u2029 Đã ký \xef\xbf\xbd\"");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(writes_an_object_a_line,
		    start, end),
		cmocka_unit_test_setup_teardown(indents_when_pretty,
		    start, end),
		cmocka_unit_test_setup_teardown(
		    escapes_what_a_script_or_a_terminal_would_read,
		    start, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
