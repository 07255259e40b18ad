/* SPDX-License-Identifier: MIT */
/*
 * options - the command line against the option tables (getopt_long behind
 * one table a command). No abbreviations; options may stand anywhere before
 * "--".
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "qms/csv.h"
#include "qms/file.h"
#include "qms/unicode.h"

enum { MOST_OPTIONS = 64 };

const struct option_row global_options[] = {
	{ "directory", 'C', { "THƯ-MỤC", "DIR" },
	    { "làm như thể đang đứng ở thư mục này",
	      "act as if started in this directory" } },
	{ "agency", 0, { "CƠ-QUAN", "AGENCY" },
	    { "cơ quan được nói đến", "the agency that is meant" } },
	{ "lang", 0, { "vi|en", "vi|en" }, { "ngôn ngữ", "language" } },
	{ "as-of", 0, { "NGÀY", "DAY" },
	    { "hỏi về ngày này, với những gì đã biết khi đó",
	      "ask about this day, with what was known then" } },
	{ "known", 0, { "NGÀY|now|COMMIT", "DAY|now|COMMIT" },
	    { "với những gì đã biết đến lúc này",
	      "with what was known at that time" } },
	{ "json", 0, { NULL, NULL }, { "in ra JSON", "print JSON" } },
	{ "csv", 0, { NULL, NULL }, { "in ra CSV", "print CSV" } },
	{ "quiet", 'q', { NULL, NULL }, { "không nói gì thêm", "say less" } },
	{ "verbose", 'v', { NULL, NULL }, { "nói nhiều hơn", "say more" } },
	{ "dry-run", 0, { NULL, NULL },
	    { "chỉ xem sẽ làm gì, không ghi", "judge, but write nothing" } },
	{ "no-input", 0, { NULL, NULL },
	    { "không hỏi và không mở trình soạn thảo",
	      "never ask, open no editor" } },
	{ "help", 'h', { NULL, NULL }, { "cách dùng", "how to use it" } },
	{ 0 }
};

/* Global rows, then those of the command. */
static const struct option_row *
row_at(const struct command *command, int index)
{
	int global = (int)(sizeof(global_options) /
	    sizeof(global_options[0])) - 1;

	if (index < global)
		return &global_options[index];
	if (command == NULL || command->options == NULL ||
	    command->options[index - global].name == NULL)
		return NULL;
	return &command->options[index - global];
}

static int
fill_tables(struct option *table, char *letters,
    const struct command *command)
{
	const struct option_row *row;
	int count;

	*letters++ = ':';	/* tells a missing argument from a bad option */
	for (count = 0; count < MOST_OPTIONS &&
	    (row = row_at(command, count)) != NULL; count++) {
		table[count].name = row->name;
		table[count].has_arg = row->argument[0] != NULL;
		table[count].flag = NULL;
		table[count].val = 256 + count;
		if (row->letter != 0) {
			*letters++ = row->letter;
			if (row->argument[0] != NULL)
				*letters++ = ':';
		}
	}
	memset(&table[count], 0, sizeof(table[count]));
	*letters = '\0';
	return count;
}

/* getopt_long would take --da for --date; a script must not rely on that. */
static bool
is_whole_name(const struct option *table, const char *argument)
{
	size_t size = strcspn(argument, "=");

	for (; table->name != NULL; table++)
		if (strlen(table->name) == size &&
		    strncmp(table->name, argument, size) == 0)
			return true;
	return false;
}

static void
add_value(struct cli *cli, const struct option_row *row, const char *value)
{
	struct cli_value *added;

	added = qms_push(&cli->arena, cli->values, cli->value_count,
	    cli->value_room);
	added->option = row;
	added->value = value == NULL ? "" : value;
}

static int
index_of_letter(const struct command *command, int letter)
{
	const struct option_row *row;
	int i;

	for (i = 0; (row = row_at(command, i)) != NULL; i++)
		if (row->letter == letter)
			return i;
	return -1;
}

/* What follows the name of a command, or comes before it (command NULL). */
static const struct qms_error *
parse(struct cli *cli, const struct command *command, int argc, char **argv,
    int *next)
{
	struct option table[MOST_OPTIONS + 1];
	char letters[3 * MOST_OPTIONS + 3], name[3] = "-?";
	int found, index;
	const char *word;

	letters[0] = '+';	/* stop at the first operand */
	(void)fill_tables(table, letters + (command == NULL), command);
	optind = 0;
	opterr = 0;
	for (;;) {
		word = optind == 0 ? argv[1] : argv[optind];
		found = getopt_long(argc, argv, letters, table, NULL);
		if (found == -1)
			break;
		if (found == '?' || found == ':') {
			name[1] = (char)optopt;
			if (optopt == 0 || optopt >= 256 || optopt < 0)
				word = argv[optind - 1];
			else
				word = name;
			return qms_fail(found == ':' ? QMS_M_U003 : QMS_M_U002,
			    word, command == NULL ? "" : command->name);
		}
		if (found >= 256) {
			index = found - 256;
			if (word != NULL && strncmp(word, "--", 2) == 0 &&
			    !is_whole_name(table, word + 2))
				return qms_fail(QMS_M_U002, word,
				    command == NULL ? "" : command->name);
		} else {
			index = index_of_letter(command, found);
		}
		add_value(cli, row_at(command, index), optarg);
	}
	*next = optind;
	return NULL;
}

const char *
cli_option(const struct cli *cli, const char *name)
{
	size_t i;

	for (i = cli->value_count; i > 0; i--)
		if (strcmp(cli->values[i - 1].option->name, name) == 0)
			return cli->values[i - 1].value;
	return NULL;
}

bool
cli_has(const struct cli *cli, const char *name)
{
	return cli_option(cli, name) != NULL;
}

struct qms_strings
cli_options(struct cli *cli, const char *name)
{
	struct qms_strings list = { 0 };
	size_t i;

	for (i = 0; i < cli->value_count; i++)
		if (strcmp(cli->values[i].option->name, name) == 0)
			qms_strings_add(&cli->arena, &list,
			    cli->values[i].value);
	return list;
}

static const struct qms_error *
set_globals(struct cli *cli)
{
	const char *language = cli_option(cli, "lang");

	if (cli_has(cli, "directory"))
		cli->directory = cli_option(cli, "directory");
	if (language != NULL && strcmp(language, "en") == 0)
		cli->language = QMS_EN;
	else if (language != NULL && strcmp(language, "vi") == 0)
		cli->language = QMS_VI;
	else if (language != NULL)
		return qms_fail(QMS_M_U004, language);
	cli->json = cli_has(cli, "json");
	cli->csv = cli_has(cli, "csv");
	cli->quiet = cli_has(cli, "quiet");
	cli->verbose = cli_has(cli, "verbose");
	cli->dry_run = cli_has(cli, "dry-run");
	cli->no_input = cli_has(cli, "no-input");
	return NULL;
}

/* A file of aliases: alias,command. Marks and case do not matter. */
static const char *
find_alias(struct cli *cli, const char *name)
{
	struct qms_problems problems = { .arena = &cli->arena };
	const char *found = NULL;
	struct qms_csv csv = { 0 };
	struct qms_text text;
	char *path;
	size_t i;

	path = qms_file_join(&cli->arena, cli->environment.data,
	    "schemas/aliases.csv");
	if (qms_file_read(&text, &cli->arena, path, 1 << 20) != NULL)
		return NULL;
	qms_csv_parse(&csv, &cli->arena, text, path, &problems);
	for (i = 0; i < csv.count && found == NULL; i++)
		if (csv.rows[i].count > 1 && qms_unicode_alike(
		    qms_text(csv.rows[i].cells[0]), qms_text(name)))
			found = csv.rows[i].cells[1];
	return found;
}

const struct command *
command_find(struct cli *cli, const char *name)
{
	const struct command *command;
	int tries;

	for (tries = 0; name != NULL && tries < 2; tries++) {
		for (command = commands; command->name != NULL; command++)
			if (strcmp(command->name, name) == 0)
				return command;
		name = find_alias(cli, name);
	}
	return NULL;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Letters to change, leave out, add or swap, for short names. */
static size_t
distance(const char *a, const char *b)
{
	size_t rows[3][32], i, j, best, m = strlen(a), n = strlen(b);
	size_t *row, *above, *before;

	if (m > 30 || n > 30)
		return 31;
	for (j = 0; j <= n; j++)
		rows[0][j] = j;
	for (i = 1; i <= m; i++) {
		row = rows[i % 3];
		above = rows[(i + 2) % 3];
		before = rows[(i + 1) % 3];
		row[0] = i;
		for (j = 1; j <= n; j++) {
			best = above[j - 1] + (a[i - 1] != b[j - 1]);
			best = least(best, above[j] + 1);
			best = least(best, row[j - 1] + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				best = least(best, before[j - 2] + 1);
			row[j] = best;
		}
	}
	return rows[m % 3][n];
}

const char *
command_near(const char *name)
{
	const struct command *command;
	const char *near = NULL;
	size_t best = 3, d;

	for (command = commands; command->name != NULL; command++) {
		d = distance(name, command->name);
		if (d < best) {
			best = d;
			near = command->name;
		}
	}
	return near;
}

/* What is wrong with the command line is said in the language that it asks
 * for. */
static void
find_language(struct cli *cli, int argc, char **argv)
{
	const char *value;
	int i;

	for (i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		value = strncmp(argv[i], "--lang=", 7) == 0 ? argv[i] + 7 :
		    strcmp(argv[i], "--lang") == 0 && i + 1 < argc ?
		    argv[i + 1] : "";
		if (strcmp(value, "en") == 0)
			cli->language = QMS_EN;
		else if (strcmp(value, "vi") == 0)
			cli->language = QMS_VI;
	}
}

const struct qms_error *
options_parse(struct cli *cli, int argc, char **argv)
{
	const struct qms_error *err;
	const char *name, *near;
	int next = 1, used, count = 0;
	bool literal = false;

	find_language(cli, argc, argv);
	err = parse(cli, NULL, argc, argv, &next);
	if (err)
		return err;
	name = next < argc ? argv[next++] : cli_has(cli, "help") ? "help" :
	    "tasks";
	cli->command = command_find(cli, name);
	if (cli->command == NULL) {
		near = command_near(name);
		return near == NULL ? qms_fail(QMS_M_U001, name) :
		    qms_fail(QMS_M_U006, name, near);
	}
	cli->operands = qms_arena_alloc(&cli->arena,
	    (size_t)argc * sizeof(*cli->operands));
	/* options and operands in any order, until "--" */
	while (next < argc) {
		if (!literal && argv[next][0] == '-' && argv[next][1] != '\0') {
			if (strcmp(argv[next], "--") == 0) {
				literal = true;
				next++;
				continue;
			}
			err = parse(cli, cli->command, argc - next + 1,
			    argv + next - 1, &used);
			if (err)
				return err;
			if (strcmp(argv[next + used - 2], "--") == 0)
				literal = true;
			next += used - 1;
		} else {
			cli->operands[count++] = argv[next++];
		}
	}
	cli->operand_count = count;
	err = set_globals(cli);
	if (err || cli_has(cli, "help"))
		return err;
	if (count < cli->command->least)
		return qms_fail(QMS_M_U005, cli->command->name,
		    cli->command->operands[cli->language]);
	if (cli->command->most >= 0 && count > cli->command->most)
		return qms_fail(QMS_M_U007, cli->command->name,
		    cli->operands[cli->command->most]);
	return NULL;
}

enum { WIDEST_OPTION = 34 };	/* a longer one has a line of its own */

static void
write_option(struct qms_buffer *out, const struct option_row *row,
    enum qms_language language)
{
	if (row->letter != 0)
		qms_buffer_format(out, "  -%c, --%s", row->letter, row->name);
	else
		qms_buffer_format(out, "      --%s", row->name);
	if (row->argument[language] != NULL)
		qms_buffer_format(out, "=%s", row->argument[language]);
}

enum { PAGE = 79 };	/* columns of help */

void
write_wrapped(struct qms_buffer *out, struct qms_text text, int column)
{
	struct qms_text word;
	int width, at = column;
	size_t size;

	while (text.size > 0) {
		for (size = 0; size < text.size && text.data[size] != ' ';
		    size++)
			;
		word = (struct qms_text){ text.data, size };
		width = qms_unicode_width(word);
		if (at > column && at + 1 + width > PAGE) {
			qms_buffer_format(out, "\n%*s", column, "");
			at = column;
		} else if (at > column) {
			qms_buffer_char(out, ' ');
			at++;
		}
		qms_buffer_text(out, word);
		at += width;
		size += size < text.size;
		text.data += size;
		text.size -= size;
	}
	qms_buffer_char(out, '\n');
}

/* Columns that the options take, with a gap behind them. */
static int
options_width(const struct option_row *row, enum qms_language language)
{
	struct qms_buffer left = { 0 };
	int width, widest = 0;

	for (; row->name != NULL; row++) {
		qms_buffer_clear(&left);
		write_option(&left, row, language);
		width = qms_unicode_width(qms_buffer_view(&left)) + 2;
		if (width > widest && width <= WIDEST_OPTION)
			widest = width;
	}
	qms_buffer_free(&left);
	return widest;
}

static void
write_options(struct qms_buffer *out, const struct option_row *row,
    enum qms_language language, int column)
{
	struct qms_buffer left = { 0 };
	int width;

	for (; row->name != NULL; row++) {
		qms_buffer_clear(&left);
		write_option(&left, row, language);
		width = qms_unicode_width(qms_buffer_view(&left));
		qms_buffer_text(out, qms_buffer_view(&left));
		if (width + 2 > column) {
			qms_buffer_char(out, '\n');
			width = 0;
		}
		qms_buffer_format(out, "%*s", column - width, "");
		write_wrapped(out, qms_text(row->help[language]), column);
	}
	qms_buffer_free(&left);
}

void
usage_write(struct qms_buffer *out, const struct command *command,
    enum qms_language language)
{
	int width, column = options_width(global_options, language);

	qms_buffer_format(out, "%s: qms %s%s%s%s\n\n%s\n",
	    language == QMS_VI ? "Cách dùng" : "Usage", command->name,
	    command->options == NULL ? "" :
	    language == QMS_VI ? " [TÙY-CHỌN]" : " [OPTION]",
	    command->operands[language] == NULL ? "" : " ",
	    command->operands[language] == NULL ? "" :
	    command->operands[language], command->summary[language]);
	if (command->options != NULL) {
		width = options_width(command->options, language);
		if (width > column)
			column = width;
		qms_buffer_char(out, '\n');
		write_options(out, command->options, language, column);
	}
	qms_buffer_format(out, "\n%s\n", language == QMS_VI ?
	    "Tùy chọn chung:" : "Options of every command:");
	write_options(out, global_options, language, column);
}
