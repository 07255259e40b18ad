/* SPDX-License-Identifier: MIT */
/*
 * command - what a command of qms is: a row of the table in main.c, its
 * options, what it needs, and a function that runs when that is there.
 *
 * Data goes to stdout through cli->out or report.h, talk to stderr through
 * say(). A command returns an error, or sets cli->exit, and never exits.
 */
#ifndef QMS_CLI_COMMAND_H
#define QMS_CLI_COMMAND_H

#include "qms/system.h"

/* An option; argument NULL makes it a switch. Last row: { 0 }. */
struct option_row {
	const char *name;		/* "as-of" */
	char letter;			/* 0: none */
	const char *argument[QMS_LANGUAGES];	/* "NGÀY", "DAY"; NULL: switch */
	const char *help[QMS_LANGUAGES];
};

enum command_need {
	NEED_NOTHING,
	NEED_SYSTEM,		/* a quality system, opened, index up to date */
	NEED_WRITE		/* also: who I am; refuses --as-of */
};

struct cli;

struct command {
	const char *name;
	const char *group;		/* "start", "look", "documents", … */
	enum command_need need;
	const struct option_row *options;	/* NULL: none of its own */
	const char *operands[QMS_LANGUAGES];	/* "ID…", NULL: none */
	int least, most;			/* operands; most -1: any */
	const char *summary[QMS_LANGUAGES];
	const struct qms_error *(*run)(struct cli *cli);
};

struct cli_value {
	const struct option_row *option;
	const char *value;		/* "" for a switch */
};

struct cli {
	struct qms_arena arena;
	struct qms_environment environment;
	struct qms_system *system;	/* NULL unless needed */
	enum qms_language language;
	const char *directory;		/* -C, "." */
	bool json, csv, quiet, verbose, dry_run, no_input;
	const struct command *command;
	const char **operands;
	int operand_count;
	struct cli_value *values;
	size_t value_count, value_room;
	struct qms_buffer out;		/* printed on stdout at the end */
	enum qms_exit exit;
};

/* The table, in the order of help; last row has no name. */
extern const struct command commands[];
extern const struct option_row global_options[];

/* Value of an option, NULL if not given (the last one if given twice). */
const char *cli_option(const struct cli *cli, const char *name);
bool cli_has(const struct cli *cli, const char *name);
/* All values of an option that may be repeated. */
struct qms_strings cli_options(struct cli *cli, const char *name);
/* A day, written 2026-11-22 or 22/11/2026; missing gives other. */
const struct qms_error *cli_day(qms_day *day, struct cli *cli,
	const char *name, qms_day other);
/* dd/mm/yyyy for a person; what is no day stays as it is. */
const char *cli_shown_day(struct cli *cli, const char *iso);
/* The day asked about: --as-of, else today. */
qms_day cli_today(const struct cli *cli);

/* --known; a day as people write it is a day there too. NULL: not given. */
const char *cli_known(struct cli *cli);

/*
 * Where this agency keeps a repository of its own that was fetched and
 * verified, the command goes on in that: it is cli->system from here on, asked
 * the same. agency may be NULL.
 */
const struct qms_error *cli_enter(struct cli *cli, const char *agency);

/* For the part of a command that writes: the past is not written. */
const struct qms_error *cli_must_be_now(const struct cli *cli);

/* The agency meant by --agency or the directory. */
const struct qms_error *cli_agency(const char **agency, struct cli *cli);
/* The caller's person id in an agency; a failure that says what to do. */
const struct qms_error *cli_me(const char **person, struct cli *cli,
	const char *agency);

/*
 * What the shared repository has that is not here, as git last saw it, and what
 * was merged the wrong way round; with unsent also what is here only.
 */
void cli_tell_shared(struct cli *cli, bool unsent);

/* A state in words; a version that was approved is in force, or not yet. */
const char *cli_state(const struct cli *cli, const struct qms_kind *kind,
	const char *state, const char *in_force);
/* An office or a proof in words; itself where there are none. */
const char *cli_office(const struct cli *cli, const char *office);
const char *cli_proof(const struct cli *cli, const char *proof);

/* Talk: one line on stderr, in the chosen language; -q silences it. */
void say(const struct cli *cli, const char *vi, const char *en, ...)
	__attribute__((format(printf, 2, 4), format(printf, 3, 4)));
const char *pick(const struct cli *cli, const char *vi, const char *en)
	__attribute__((format_arg(2), format_arg(3)));
bool colours(void);			/* stderr and stdout may be coloured */

/* Parses argv; the command is in cli->command. (options.c) */
const struct qms_error *options_parse(struct cli *cli, int argc, char **argv);
/* The command of a name or a Vietnamese alias; NULL if none. */
const struct command *command_find(struct cli *cli, const char *name);
/* The name most like it, for "did you mean"; NULL if none is near. */
const char *command_near(const char *name);
/* From the column where the line is, broken between words; ends the line. */
void write_wrapped(struct qms_buffer *out, struct qms_text text, int column);
/* Of a command: its usage, and for init the models that there are. */
void help_write(struct cli *cli, const struct command *command);
void init_models_write(struct cli *cli);
/* cmd_init.c: "Họ Tên <thư>" apart; "SKHCN" of "Sở Khoa học và Công nghệ". */
bool person_split(struct cli *cli, const char *text, const char **name,
	const char **email);
char *init_initials(struct cli *cli, const char *name);
void usage_write(struct qms_buffer *out, const struct command *command,
	enum qms_language language);

/* The world outside: clock, directories, identity. (environment.c) */
const struct qms_error *environment_fill(struct qms_environment *environment,
	struct qms_arena *arena);

/* What went wrong, on stderr. (main.c) */
void print_error(struct cli *cli, const struct qms_error *error);

/* terminal.c */
struct qms_json;
/* As the array "problems" of an object that is begun. */
void problems_json(struct cli *cli, struct qms_json *json,
	const struct qms_problems *problems);
void problems_write(struct cli *cli, struct qms_problems *problems);
const struct qms_error *edit_text(struct qms_text *edited, struct cli *cli,
	struct qms_text text, const char *name);
void page_out(struct cli *cli);
/* One line that answers a question; now, when it is empty. */
const char *ask_line(struct cli *cli, const char *vi, const char *en,
	const char *now);
bool interactive(void);			/* a person sits at both ends */
int screen_width(void);			/* of stdout; 0: it is no screen */

#define COMMAND(name) const struct qms_error *cmd_##name(struct cli *cli)

#endif
