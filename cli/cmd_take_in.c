/* SPDX-License-Identifier: MIT */
/*
 * take-in - what was signed elsewhere comes back: each file is one commit, or
 * is refused with the reason. Signatures of the same statement that lie in
 * several files are put together.
 */
#include <string.h>

#include "commands.h"
#include "qms/file.h"
#include "qms/witness.h"
#include "requests.h"

struct incoming {
	const char *file;
	struct qms_requests requests;
	bool *merged;			/* into an earlier file */
	bool read;
};

/* Signatures go to the first that brings the statement. */
static void
merge(struct cli *cli, struct incoming *in, struct qms_map *first)
{
	const struct qms_request_part *part;
	struct qms_request *request, *other;
	size_t i, j;

	in->merged = qms_arena_alloc(&cli->arena, (in->requests.count + 1) *
	    sizeof(*in->merged));
	for (i = 0; i < in->requests.count; i++) {
		request = &in->requests.items[i];
		other = qms_map_get(first, request->statement.sha256);
		if (other == NULL) {
			qms_map_put(&cli->arena, first,
			    request->statement.sha256, request);
			continue;
		}
		in->merged[i] = true;
		for (j = 0; j < request->count; j++) {
			part = &request->parts[j];
			if (part->what == QMS_REQUEST_SIGNATURE ||
			    part->what == QMS_REQUEST_CERTIFICATE)
				qms_request_set(other, &cli->arena,
				    part->what, part->name, part->bytes);
		}
	}
}

/* What it is called in the history. */
static const char *
subject_of(struct cli *cli, const struct qms_statement *s)
{
	struct qms_found found;

	if (strcmp(s->act, QMS_WITNESS_ACT) == 0)
		return qms_arena_format(&cli->arena, "Mốc xác nhận số %s",
		    s->version);
	if (strcmp(s->act, "trust") == 0)
		return qms_arena_format(&cli->arena,
		    "Thay đổi danh mục tin cậy số %s", s->version);
	if (qms_system_find(&found, cli->system, s->agency, s->id) != NULL)
		return qms_arena_format(&cli->arena, "%s: %s", s->act, s->id);
	return qms_arena_format(&cli->arena, "%s: %s", qms_kind_act_name(
	    found.kind, s->act, cli->system->language), s->id);
}

static const struct qms_error *
take_file(size_t *taken, struct cli *cli, struct incoming *in)
{
	struct qms_change *change = qms_change_new(cli->system);
	const struct qms_error *err = NULL;
	struct qms_request *request;
	struct qms_oid made;
	const char *subject = "";
	size_t i;

	*taken = 0;
	for (i = 0; err == NULL && i < in->requests.count; i++) {
		request = &in->requests.items[i];
		if (in->merged[i] || qms_store_has(cli->system->newest,
		    request->path))
			continue;
		err = qms_change_take(change, request);
		if ((*taken)++ == 0)
			subject = subject_of(cli, &request->statement);
		else
			subject = qms_arena_format(&cli->arena, "%s, %s",
			    subject, request->statement.id);
	}
	if (err == NULL && *taken > 0)
		err = qms_change_commit(&made, change, subject,
		    cli->dry_run);
	qms_change_free(change);
	return err;
}

/* The files after one that is refused are taken all the same. */
static void
take(struct cli *cli, struct incoming *in)
{
	const struct qms_error *err;
	size_t taken;

	err = take_file(&taken, cli, in);
	if (err == NULL && taken > 0)
		say(cli, "%s: %sđã nhận %zu ghi nhận",
		    "%s: %s%zu statements taken in", in->file, cli->dry_run ?
		    pick(cli, "(thử) ", "(dry run) ") : "", taken);
	if (err == NULL && taken == 0)
		say(cli, "%s: đã có trong kho, không nhận lần nữa",
		    "%s: it is there already, nothing to take in", in->file);
	if (err == NULL)
		return;
	if (cli->exit == QMS_EXIT_DONE)
		cli->exit = qms_error_exit(err);
	say(cli, "%s: không nhận", "%s: not taken in", in->file);
	print_error(cli, err);
}

COMMAND(take_in)
{
	const struct qms_error *err = NULL;
	struct qms_map first = { 0 };
	struct incoming *in;
	int i;

	in = qms_arena_alloc(&cli->arena, (size_t)cli->operand_count *
	    sizeof(*in));
	for (i = 0; err == NULL && i < cli->operand_count; i++) {
		in[i].file = cli->operands[i];
		err = requests_read(&in[i].read, &in[i].requests, cli,
		    in[i].file);
		if (err == NULL && in[i].read)
			merge(cli, &in[i], &first);
	}
	for (i = 0; err == NULL && i < cli->operand_count; i++)
		if (in[i].read)
			take(cli, &in[i]);
	return err;
}
