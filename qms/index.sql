-- SPDX-License-Identifier: MIT
-- index - what the files of every commit of the first-parent line say.
-- A view of the repository: delete it and it is made again. Nothing here is
-- migrated; another `format` means: build anew.
--
-- Time. `ordinal` numbers the commits of a source's first-parent line from 1.
-- A row is true from its commit `first` until before `last` (9e18: still).
-- The temporary table `asof` (a row a source) says what was known and which day
-- is asked about; the views below, one a kind, and the rules see only that.

CREATE TABLE meta (
	key TEXT PRIMARY KEY, value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One repository each; 1 is the one the command runs in.
CREATE TABLE source (
	id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
	tip TEXT NOT NULL, ordinal INTEGER NOT NULL
) STRICT;

CREATE TABLE line (			-- first-parent commits
	source INTEGER NOT NULL, ordinal INTEGER NOT NULL,
	id TEXT NOT NULL,
	time INTEGER NOT NULL,		-- committer's, seconds since 1970 UTC
	day TEXT NOT NULL,		-- recorded: running maximum of plausible
	plausible INTEGER NOT NULL,	-- 0: later than the clock allowed
	author TEXT NOT NULL, subject TEXT NOT NULL,
	due_soon INTEGER NOT NULL,	-- days; from qms.yaml, as is `offset`
	offset INTEGER NOT NULL,	-- minutes east of the time zone
	PRIMARY KEY (source, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE kind_text (		-- kinds/ from commit to commit
	source INTEGER NOT NULL, path TEXT NOT NULL, text TEXT NOT NULL,
	first INTEGER NOT NULL, last INTEGER NOT NULL,
	PRIMARY KEY (source, path, first)
) STRICT, WITHOUT ROWID;

CREATE TABLE kind_file (		-- a kind file as it once stood
	id INTEGER PRIMARY KEY, kind TEXT NOT NULL, blob TEXT NOT NULL,
	UNIQUE (kind, blob)
) STRICT;

CREATE TABLE fact (			-- a blob, read once as its kind says
	id INTEGER PRIMARY KEY,
	blob TEXT NOT NULL, kind_file INTEGER NOT NULL,
	schema TEXT NOT NULL,		-- the value of its schema key
	title TEXT NOT NULL, broken INTEGER NOT NULL,
	sha256 TEXT NOT NULL,		-- of the raw bytes
	UNIQUE (blob, kind_file)
) STRICT;
-- and for each kind "row_<kind>" (fact, row, line, <columns>), and
-- "row_<kind>:<list>" for its lists and tables; `row` counts from 1 the rows
-- of a list, a table or a CSV file, else it is 0. A column is "t_<key>" when
-- it holds text, "n_<key>" when it holds numbers.

CREATE TABLE fact_problem (
	fact INTEGER NOT NULL,
	line INTEGER NOT NULL, col INTEGER NOT NULL,
	code TEXT NOT NULL, a1 TEXT, a2 TEXT, a3 TEXT, a4 TEXT
) STRICT;
CREATE INDEX fact_problem_fact ON fact_problem (fact);

CREATE TABLE fact_reference (		-- what a file refers to
	fact INTEGER NOT NULL, row INTEGER NOT NULL, line INTEGER NOT NULL,
	key TEXT NOT NULL,		-- 'link' for a Markdown link
	to_kind TEXT NOT NULL,		-- '' any
	agency TEXT NOT NULL, target TEXT NOT NULL, version TEXT NOT NULL
) STRICT;
CREATE INDEX fact_reference_fact ON fact_reference (fact);
CREATE INDEX fact_reference_target ON fact_reference (target);
CREATE INDEX fact_reference_agency ON fact_reference (agency)
 WHERE agency <> '';

CREATE TABLE fact_mention (		-- persons and units named; blanks left
	fact INTEGER NOT NULL, row INTEGER NOT NULL, line INTEGER NOT NULL,
	key TEXT NOT NULL,
	type TEXT NOT NULL,		-- 'person', 'unit', 'blank'
	agency TEXT NOT NULL, target TEXT NOT NULL
) STRICT;
CREATE INDEX fact_mention_fact ON fact_mention (fact);

CREATE TABLE fact_name (		-- names that others may refer to it by
	fact INTEGER NOT NULL, name TEXT NOT NULL, row INTEGER NOT NULL
) STRICT;
CREATE INDEX fact_name_name ON fact_name (name);
CREATE INDEX fact_name_fact ON fact_name (fact);

CREATE TABLE adopting (			-- facts that adopt an issued text
	fact INTEGER PRIMARY KEY,
	key TEXT NOT NULL, line INTEGER NOT NULL,
	agency TEXT NOT NULL, object TEXT NOT NULL, version TEXT NOT NULL,
	own TEXT NOT NULL		-- lists, tables, maps it has, " a b "
) STRICT;
CREATE INDEX adopting_object ON adopting (object, agency);

CREATE TABLE issued (			-- issued texts as facts, from … to
	source INTEGER NOT NULL, kind TEXT NOT NULL,
	agency TEXT NOT NULL, object TEXT NOT NULL, version TEXT NOT NULL,
	fact INTEGER NOT NULL,
	first INTEGER NOT NULL, last INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX issued_object ON issued (object, agency, version, source,
	first);
CREATE INDEX issued_fact ON issued (fact);

CREATE TABLE file (			-- a path with one content, from … to
	source INTEGER NOT NULL, kind TEXT NOT NULL, path TEXT NOT NULL,
	agency TEXT NOT NULL, object TEXT NOT NULL,
	fact INTEGER NOT NULL,
	first INTEGER NOT NULL, last INTEGER NOT NULL
) STRICT;
CREATE INDEX file_slice ON file (kind, last, first);
CREATE INDEX file_agency ON file (agency, kind, last);
CREATE UNIQUE INDEX file_path ON file (path, source, first);
CREATE INDEX file_object ON file (object, agency, last);
CREATE INDEX file_fact ON file (fact);

CREATE TABLE entered (			-- statements in the order of judgement
	position INTEGER PRIMARY KEY,
	source INTEGER NOT NULL, ordinal INTEGER NOT NULL,
	sha256 TEXT NOT NULL, path TEXT NOT NULL,
	agency TEXT NOT NULL, object TEXT NOT NULL, version TEXT NOT NULL,
	kind TEXT NOT NULL,		-- '' when the object has no known kind
	act TEXT NOT NULL, from_state TEXT NOT NULL, to_state TEXT NOT NULL,
	issues INTEGER NOT NULL,	-- 1: makes a version; -1: ends one
	final INTEGER NOT NULL,		-- 1: to_state is final
	void TEXT,			-- NULL valid, else why: code or rule id
	void_argument TEXT,		-- up to four, each ended by a newline
	by TEXT NOT NULL, office TEXT NOT NULL, capacity TEXT NOT NULL,
	delegation TEXT NOT NULL, date TEXT NOT NULL,
	effective TEXT NOT NULL, until TEXT NOT NULL, result TEXT NOT NULL,
	decision TEXT NOT NULL, decision_date TEXT NOT NULL,
	decision_sha256 TEXT NOT NULL, recorded_by TEXT NOT NULL,
	proof TEXT NOT NULL, text TEXT NOT NULL, authors TEXT NOT NULL,
	prev TEXT NOT NULL, comment TEXT NOT NULL,	-- prev, authors: by ' '
	files TEXT NOT NULL,		-- SHA-256, space, path, newline for each
	recorded TEXT NOT NULL,		-- line.day at ordinal
	keys TEXT NOT NULL,		-- that signed it: fingerprints, by ' '
	-- of a trust statement: who signed, by ' ', and whose signatures were
	-- needed: '' nobody's, 'own', 'system', 'reroot'
	signers TEXT NOT NULL, guard TEXT NOT NULL,
	-- it counts before this commit only: its key turned out to be in other
	-- hands; 9e18: it still counts
	revoked INTEGER NOT NULL DEFAULT 9000000000000000000,
	revoked_by TEXT NOT NULL DEFAULT ''	-- key, newline, since, newline
) STRICT;
CREATE INDEX entered_object ON entered (object, agency, version, position);
CREATE INDEX entered_agency ON entered (agency, issues);
CREATE INDEX entered_sha256 ON entered (sha256);
CREATE INDEX entered_keys ON entered (keys) WHERE keys <> '';
CREATE INDEX entered_issues ON entered (issues, object, agency, position)
 WHERE issues <> 0;

CREATE TABLE checkpoint (		-- that count; what they say was known
	source INTEGER NOT NULL,
	ordinal INTEGER NOT NULL,	-- where it entered
	agency TEXT NOT NULL,		-- '' all
	number INTEGER NOT NULL,
	through INTEGER NOT NULL,	-- ordinal of the commit witnessed
	date TEXT NOT NULL, by TEXT NOT NULL,
	principal TEXT NOT NULL,	-- the witness, as trust/signers says
	sha256 TEXT NOT NULL,
	key TEXT NOT NULL,		-- fingerprint
	revoked INTEGER NOT NULL DEFAULT 9000000000000000000,
	PRIMARY KEY (source, agency, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE writer (			-- who wrote what, for separation of duties
	source INTEGER NOT NULL, ordinal INTEGER NOT NULL,
	agency TEXT NOT NULL, object TEXT NOT NULL,
	version TEXT NOT NULL,		-- '' until a version is issued
	person TEXT NOT NULL,		-- '' when the identity is unknown
	email TEXT NOT NULL,		-- '' for an author stated
	commit_id TEXT NOT NULL
) STRICT;
CREATE INDEX writer_object ON writer (object, agency, version);

CREATE TABLE violation (		-- of history; verify exits 5
	source INTEGER NOT NULL, ordinal INTEGER NOT NULL,
	commit_id TEXT NOT NULL, path TEXT NOT NULL,
	code TEXT NOT NULL, argument TEXT NOT NULL
) STRICT;

-- Folded text; rowid is fact.id. A fact stays when its file is gone, until
-- there are too many such: what is found is looked for in `file` anyway.
CREATE TABLE searched (
	fact INTEGER PRIMARY KEY
) STRICT;
CREATE VIRTUAL TABLE search USING fts5 (
	title, body, content='', tokenize='ascii', columnsize=0
);

-- How many rows an index finds for one value, by experience: without it SQLite
-- believes that each finds ten, and reads the whole slice of a kind for each
-- reference. The same numbers for every repository: the same ways to answer.
-- (noskipscan: where the first column is not asked for, an index is no help.)
ANALYZE main.sqlite_schema;
INSERT INTO main.sqlite_stat1 (tbl, idx, stat) VALUES
	('source', NULL, '1'),
	('line', 'line', '30000 30000 1 noskipscan'),
	('fact', 'sqlite_autoindex_fact_1', '100000 1 1 noskipscan'),
	('adopting', 'adopting_object', '10000 100 100 noskipscan'),
	('issued', 'issued_fact', '10000 2 noskipscan'),
	('issued', 'issued_object', '10000 20 4 2 2 1 noskipscan'),
	('file', 'file_fact', '100000 2 noskipscan'),
	('file', 'file_path', '100000 10 10 1 noskipscan'),
	('file', 'file_object', '100000 200 10 2 noskipscan'),
	('file', 'file_slice', '100000 10000 2000 100 noskipscan'),
	('file', 'file_agency', '100000 1000 100 20 noskipscan'),
	('entered', 'entered_object', '100000 200 5 3 1 noskipscan'),
	('entered', 'entered_agency', '100000 1000 500 noskipscan'),
	('entered', 'entered_sha256', '100000 1 noskipscan'),
	('checkpoint', 'checkpoint', '100 100 50 1 noskipscan'),
	('writer', 'writer_object', '100000 200 5 3 noskipscan'),
	('fact_reference', 'fact_reference_fact', '1000000 15 noskipscan'),
	('fact_reference', 'fact_reference_target', '1000000 600 noskipscan'),
	('fact_mention', 'fact_mention_fact', '100000 5 noskipscan'),
	('fact_name', 'fact_name_fact', '100000 20 noskipscan'),
	('fact_name', 'fact_name_name', '100000 10 noskipscan'),
	('fact_problem', 'fact_problem_fact', '100000 5 noskipscan');
ANALYZE main.sqlite_schema;
