/* SPDX-License-Identifier: MIT */
/*
 * The temporary views of a question: one a kind, one a list or table of it,
 * and those that span kinds. They read the slice of `file` that was known, and
 * of `entered` what was known and dated up to the day (qms-rules(5)).
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "fold.h"
#include "index_part.h"

/* q is asof, f is file. */
#define SLICE(file)							\
	" " file ".source = q.source AND " file ".first <= q.known"	\
	" AND " file ".last > q.known"
/* Statements that count, of the object of f. */
#define COUNTS(e)							\
	" " e ".object = f.object AND " e ".agency = f.agency"		\
	" AND " e ".source = q.source AND " e ".void IS NULL"		\
	" AND " e ".revoked > q.known"					\
	" AND " e ".ordinal <= q.known AND " e ".date <= q.day"
/* A document's newest version, a record's only round. */
#define NEWEST								\
	"(SELECT v.version FROM entered AS v WHERE" COUNTS("v")		\
	" GROUP BY v.version ORDER BY min(v.position) DESC LIMIT 1)"
#define LAST(column, condition)						\
	"(SELECT e." column " FROM entered AS e WHERE" COUNTS("e")	\
	" AND e.version = " NEWEST condition				\
	" ORDER BY e.position DESC LIMIT 1)"
#define STATE LAST("to_state", "")
#define SINCE LAST("date", " AND e.from_state <> e.to_state")
#define IN_FORCE(column)						\
	"(SELECT v." column " FROM version AS v WHERE v.id = f.object"	\
	" AND v.agency = f.agency AND v.in_force = 'yes')"

/* Of a statement e that issued a version, as q asks. */
#define WITHDRAWN							\
	"         (SELECT min(iif(x.effective = '', x.date, x.effective))"\
	"            FROM entered AS x"					\
	"           WHERE x.object = e.object AND x.agency = e.agency"	\
	"             AND x.version = e.version AND x.source = e.source"\
	"             AND x.issues = -1 AND x.void IS NULL"		\
	"             AND x.revoked > q.known"				\
	"             AND x.ordinal <= q.known AND x.date <= q.day)"
#define SUPERSEDED							\
	"         (SELECT min(iif(n.effective = '', n.date, n.effective))"\
	"            FROM entered AS n"					\
	"           WHERE n.object = e.object AND n.agency = e.agency"	\
	"             AND n.version <> e.version AND n.source = e.source"\
	"             AND n.issues = 1 AND n.void IS NULL"		\
	"             AND n.revoked > q.known"				\
	"             AND n.ordinal <= q.known AND n.date <= q.day"	\
	"             AND iif(n.effective = '', n.date, n.effective) <= q.day"\
	"             AND (iif(n.effective = '', n.date, n.effective),"	\
	"                  n.position) >"				\
	"                 (iif(e.effective = '', e.date, e.effective),"	\
	"                  e.position)"					\
	"             AND NOT EXISTS (SELECT 1 FROM entered AS x"	\
	"                  WHERE x.object = n.object AND x.agency = n.agency"\
	"                    AND x.version = n.version"			\
	"                    AND x.source = n.source"			\
	"                    AND x.issues = -1 AND x.void IS NULL"	\
	"                    AND x.revoked > q.known"			\
	"                    AND x.ordinal <= q.known AND x.date <= q.day"\
	"                    AND iif(x.effective = '', x.date, x.effective)"\
	"                     <= iif(n.effective = '', n.date, n.effective)))"

static const char sql_version[] =
	"CREATE TEMP VIEW version AS"
	" SELECT w.agency, w.id, w.kind, w.version, w.approved, w.effective,"
	"        w.withdrawn, w.text,"
	"        CASE WHEN w.effective <= w.day AND w.superseded IS NULL"
	"              AND (w.withdrawn IS NULL OR w.withdrawn > w.day)"
	"              AND (w.until = '' OR w.until >= w.day)"
	"             THEN 'yes' ELSE 'no' END AS in_force,"
	"        w.superseded, w.by, w.decision, w.decision_date, w.proof,"
	"        w.position"
	"   FROM (SELECT e.agency, e.object AS id, e.kind, e.version,"
	"         e.date AS approved,"
	"         iif(e.effective = '', e.date, e.effective) AS effective,"
	"         e.text, e.until, q.day, e.by, e.decision,"
	"         nullif(e.decision_date, '') AS decision_date, e.proof,"
	"         e.position,"
	"         " WITHDRAWN
	"          AS withdrawn,"
	"         " SUPERSEDED
	"          AS superseded"
	"    FROM asof AS q"
	"    JOIN entered AS e ON e.source = q.source AND e.issues = 1"
	"     AND e.void IS NULL AND e.ordinal <= q.known"
	"     AND e.revoked > q.known"
	"     AND e.date <= q.day) AS w;";

/*
 * What the file f adopts (a) and the text that was issued as that (i): of its
 * own kind, and by a statement that counts.
 */
#define ADOPTS(f)							\
	" LEFT JOIN adopting AS a ON a.fact = " f ".fact"		\
	" LEFT JOIN issued AS i ON i.object = a.object"			\
	"  AND i.agency = a.agency AND i.version = a.version"		\
	"  AND i.source = q.source AND i.first <= q.known"		\
	"  AND i.last > q.known AND i.kind = " f ".kind"		\
	"  AND EXISTS (SELECT 1 FROM entered AS e"			\
	"       WHERE e.object = i.object AND e.agency = i.agency"	\
	"         AND e.version = i.version AND e.source = q.source"	\
	"         AND e.issues = 1 AND e.void IS NULL"			\
	"         AND e.revoked > q.known"				\
	"         AND e.ordinal <= q.known)"

/* One row a version that was issued and that adopts: what, and when. */
static const char sql_adopted[] =
	"CREATE TEMP VIEW adopted AS"
	" SELECT v.agency, v.id, v.kind, v.version, v.approved, v.effective,"
	"        v.in_force, a.agency AS of_agency, a.object AS of_id,"
	"        a.version AS of_version"
	"   FROM asof AS q"
	"   JOIN version AS v"
	"   JOIN issued AS i ON i.object = v.id AND i.agency = v.agency"
	"    AND i.version = v.version AND i.source = q.source"
	"    AND i.first <= q.known AND i.last > q.known"
	"   JOIN adopting AS a ON a.fact = i.fact;";

/*
 * One row a file that adopts: what it names, what is wrong with that, which
 * version of it is in force there, which is followed here by what is in force.
 */
#define OF_FILE								\
	SLICE("g") " AND g.object = w.of_id AND g.agency = w.of_agency"
static const char sql_adoption[] =
	"CREATE TEMP VIEW adoption AS"
	" SELECT w.agency, w.id, w.kind, w.path, w.line, w.key, w.state,"
	"        w.of_agency, w.of_id, w.of_version,"
	"        CASE WHEN w.of_id = '' THEN 'unknown'"
	"             WHEN w.of_agency IN ('', w.agency) THEN 'own'"
	"             WHEN NOT EXISTS (SELECT 1 FROM file AS g"
	"                   WHERE" OF_FILE ") THEN 'unknown'"
	"             WHEN NOT EXISTS (SELECT 1 FROM file AS g"
	"                   WHERE" OF_FILE " AND g.kind = w.kind)"
	"                  THEN 'kind'"
	"             WHEN w.of_version = '' THEN 'no-version'"
	"             WHEN w.base IS NULL THEN 'not-approved'"
	"             WHEN EXISTS (SELECT 1 FROM adopting AS x"
	"                   WHERE x.fact = w.base) THEN 'adopter'"
	"             WHEN EXISTS (SELECT 1 FROM version AS v"
	"                   WHERE v.id = w.of_id AND v.agency = w.of_agency"
	"                     AND v.version = w.of_version"
	"                     AND v.withdrawn <= w.day) THEN 'withdrawn'"
	"             END AS fault,"
	"        (SELECT d.of_version FROM adopted AS d"
	"          WHERE d.id = w.id AND d.agency = w.agency"
	"            AND d.in_force = 'yes' AND d.of_id = w.of_id"
	"            AND d.of_agency = w.of_agency) AS follows,"
	"        (SELECT v.version FROM version AS v"
	"          WHERE v.id = w.of_id AND v.agency = w.of_agency"
	"            AND v.in_force = 'yes') AS offered,"
	"        (SELECT v.effective FROM version AS v"
	"          WHERE v.id = w.of_id AND v.agency = w.of_agency"
	"            AND v.in_force = 'yes') AS offered_from"
	"   FROM (SELECT f.agency, f.object AS id, f.kind, f.path, a.line,"
	"                a.key, a.agency AS of_agency, a.object AS of_id,"
	"                a.version AS of_version, i.fact AS base, q.source,"
	"                q.known, q.day,"
	"                coalesce(" STATE ", k.first) AS state"
	"           FROM asof AS q CROSS JOIN adopting AS n"
	"           JOIN file AS f ON f.fact = n.fact AND" SLICE("f")
	"           JOIN known_kind AS k ON k.id = f.kind"
	ADOPTS("f") ") AS w JOIN asof AS q ON q.source = w.source;";

static const char sql_statement[] =
	"CREATE TEMP VIEW statement AS"
	" SELECT e.agency, e.object AS id, e.version, e.kind, e.act, e.by,"
	"        e.office, e.date, nullif(e.effective, '') AS effective,"
	"        nullif(e.until, '') AS until,"
	"        nullif(e.result, '') AS result,"
	"        nullif(e.decision, '') AS decision,"
	"        nullif(e.decision_date, '') AS decision_date, e.proof,"
	"        e.recorded_by, e.recorded AS entered,"
	"        iif(e.revoked <= q.known, '" QMS_FOLD_REVOKED "', e.void) AS void,"
	"        e.path, e.text,"
	"        e.capacity, e.from_state, e.to_state, e.comment, e.sha256,"
	"        e.position,"
	"        (SELECT min(c.date)"
	"           FROM checkpoint AS c"
	"          WHERE c.source = e.source AND c.agency IN ('', e.agency)"
	"            AND c.through >= e.ordinal AND c.ordinal <= q.known"
	"            AND c.revoked > q.known)"
	"          AS known_by"
	"   FROM asof AS q"
	"   JOIN entered AS e ON e.source = q.source"
	"    AND e.ordinal <= q.known AND e.date <= q.day;";

/* A version is that of its writers from the commit on that issued it. */
static const char sql_author[] =
	"CREATE TEMP VIEW author AS"
	" SELECT w.agency, w.object AS id,"
	"        CASE WHEN w.version <> '' AND EXISTS (SELECT 1"
	"              FROM entered AS e"
	"             WHERE e.object = w.object AND e.agency = w.agency"
	"               AND e.version = w.version AND e.source = w.source"
	"               AND e.issues = 1 AND e.void IS NULL"
	"               AND e.revoked > q.known"
	"               AND e.ordinal <= q.known)"
	"             THEN w.version ELSE '' END AS version,"
	"        w.person, w.email"
	"   FROM asof AS q"
	"   JOIN writer AS w ON w.source = q.source"
	"    AND w.ordinal <= q.known;";

static const char sql_file_name[] =
	"CREATE TEMP VIEW file_name AS"
	" SELECT f.kind, f.agency, f.path, f.object AS id, n.name, n.row"
	"   FROM asof AS q"
	"   JOIN file AS f ON" SLICE("f")
	"   JOIN fact_name AS n ON n.fact = f.fact;";

#define TARGET_AGENCY "iif(x.agency = '', f.agency, x.agency)"
#define TARGET(g)							\
	SLICE(g) " AND (x.to_kind = '' OR x.to_kind = " g ".kind)"	\
	" AND (" g ".agency IN ('', " TARGET_AGENCY ")"			\
	" OR " g ".object = " g ".agency)"

/*
 * Found is also what may be there: a reference to a broken file, to a list
 * that cannot be read, or to a kind that is not known is not reported again.
 */
static const char sql_reference[] =
	"CREATE TEMP VIEW reference AS"
	" SELECT f.path, f.agency, f.object AS id, f.kind, x.key, x.row,"
	"        x.line, x.to_kind, " TARGET_AGENCY " AS target_agency,"
	"        x.target, x.version AS target_version,"
	"        CASE WHEN (EXISTS (SELECT 1 FROM file AS g"
	"               WHERE g.object = x.target AND" TARGET("g") ")"
	"           OR EXISTS (SELECT 1 FROM fact_name AS n"
	"                JOIN file AS g ON g.fact = n.fact"
	"               WHERE n.name = x.target AND" TARGET("g") ")"
	"           OR EXISTS (SELECT 1 FROM known_kind AS k"
	"                JOIN file AS g ON g.kind = k.id"
	"                JOIN fact AS b ON b.id = g.fact AND (b.broken = 1"
	"                  OR NOT EXISTS (SELECT 1 FROM fact_name AS m"
	"                      WHERE m.fact = b.id))"
	"               WHERE k.id = x.to_kind AND k.named = 1"
	"                 AND" TARGET("g") ")"
	"           OR (x.to_kind <> '' AND NOT EXISTS (SELECT 1"
	"                FROM known_kind AS k WHERE k.id = x.to_kind)))"
	"          AND (x.version = '' OR EXISTS (SELECT 1"
	"                FROM entered AS e"
	"               WHERE e.object = x.target"
	"                 AND e.agency = " TARGET_AGENCY
	"                 AND e.version = x.version AND e.source = q.source"
	"                 AND e.issues = 1 AND e.void IS NULL"
	"                 AND e.revoked > q.known"
	"                 AND e.ordinal <= q.known))"
	"          THEN 'yes' ELSE 'no' END AS found"
	"   FROM asof AS q"
	"   JOIN file AS f ON" SLICE("f")
	"   JOIN fact_reference AS x ON x.fact = f.fact;";

static const char sql_mention[] =
	"CREATE TEMP VIEW mention AS"
	" SELECT f.path, f.agency, f.object AS id, f.kind, x.key, x.row,"
	"        x.line, x.type, " TARGET_AGENCY " AS target_agency, x.target"
	"   FROM asof AS q"
	"   JOIN file AS f ON" SLICE("f")
	"   JOIN fact_mention AS x ON x.fact = f.fact;";

/*
 * What issued texts refer to, whatever the working text says by now; with what
 * they adopt, where they have no list of their own. (+: the source, of which
 * there is one, is no way to find anything.)
 */
static const char sql_citation[] =
	"CREATE TEMP VIEW citation AS"
	" SELECT e.agency, e.object AS id, e.kind, e.version, x.key, x.row,"
	"        x.to_kind, iif(x.agency = '', e.agency, x.agency)"
	"         AS target_agency, x.target, x.version AS target_version,"
	"        (SELECT min(f.path) FROM file AS f"
	"          WHERE f.object = e.object AND f.agency = e.agency"
	"            AND" SLICE("f") ") AS path,"
	"        iif(e.effective = '', e.date, e.effective) AS effective,"
	"        " WITHDRAWN " AS withdrawn, " SUPERSEDED " AS superseded"
	"   FROM asof AS q CROSS JOIN fact_reference AS x"
	"  CROSS JOIN issued AS i CROSS JOIN entered AS e"
	"  WHERE i.fact IN (SELECT x.fact UNION ALL"
	"          SELECT a.fact FROM issued AS s"
	"            JOIN adopting AS a ON a.object = s.object"
	"             AND a.agency = s.agency AND a.version = s.version"
	"           WHERE s.fact = x.fact"
	"             AND instr(a.own, ' ' || x.key || ' ') = 0)"
	"    AND +i.source = q.source AND i.first <= q.known"
	"    AND i.last > q.known AND e.object = i.object"
	"    AND e.agency = i.agency AND e.version = i.version"
	"    AND e.source = q.source AND e.issues = 1 AND e.void IS NULL"
	"    AND e.revoked > q.known"
	"    AND e.ordinal <= q.known AND e.date <= q.day;";

static const char sql_object[] =
	"CREATE TEMP VIEW object AS"
	" SELECT f.kind, f.agency, f.object AS id, f.path,"
	"        CASE WHEN t.title <> '' THEN t.title"
	"             ELSE coalesce((SELECT b.title FROM asof AS r" 
	"              JOIN file AS g ON g.path = f.path"
	"               AND g.source = r.source AND g.first = f.first"
	"              JOIN adopting AS a ON a.fact = g.fact"
	"              JOIN issued AS i ON i.object = a.object"
	"               AND i.agency = a.agency AND i.version = a.version"
	"               AND i.kind = g.kind AND i.source = r.source"
	"               AND i.first <= r.known AND i.last > r.known"
	"              JOIN fact AS b ON b.id = i.fact), '') END AS title,"
	"        k.class,"
	"        CASE WHEN k.first <> '' THEN coalesce(" STATE ", k.first) END"
	"         AS state,"
	"        CASE WHEN k.class = 'document' THEN " IN_FORCE("version")
	"         END AS version,"
	"        CASE WHEN k.first <> '' THEN " SINCE " END AS since,"
	"        CASE WHEN k.class = 'document' THEN " IN_FORCE("effective")
	"         END AS effective,"
	"        t.broken, t.sha256, f.first AS changed"
	"   FROM asof AS q"
	"   JOIN file AS f ON" SLICE("f")
	"   JOIN fact AS t ON t.id = f.fact"
	"   JOIN known_kind AS k ON k.id = f.kind;";

static const char sql_person[] =
	"CREATE TEMP VIEW person AS"
	" SELECT p.agency, p.id, p.name FROM people_persons AS p;";
static const char sql_no_person[] =
	"CREATE TEMP VIEW person AS"
	" SELECT '' AS agency, '' AS id, '' AS name WHERE 0;";

static const char sql_office[] =
	"CREATE TEMP VIEW office AS"
	" SELECT o.agency, o.person, o.office, o.unit,"
	"        coalesce(o.\"from\", '1900-01-01') AS first,"
	"        coalesce(o.\"to\", '2999-12-31') AS last"
	"   FROM people_offices AS o;";
static const char sql_no_office[] =
	"CREATE TEMP VIEW office AS"
	" SELECT '' AS agency, '' AS person, '' AS office, '' AS unit,"
	"        '' AS first, '' AS last WHERE 0;";

/*
 * Who read which version: by an own statement, or by a list that a statement
 * of its dissemination names and that is still as it was named.
 */
#define ACKNOWLEDGED							\
	" SELECT e.agency, e.object AS id, e.kind, e.version,"		\
	"        e.by AS person, e.date AS day, 'acknowledge' AS how,"	\
	"        e.path, e.position"					\
	"   FROM asof AS q"						\
	"   JOIN entered AS e ON e.source = q.source"			\
	"    AND e.act = 'acknowledge' AND e.void IS NULL"		\
	"    AND e.revoked > q.known"					\
	"    AND e.ordinal <= q.known AND e.date <= q.day"
static const char sql_reading[] =
	"CREATE TEMP VIEW reading AS"
	ACKNOWLEDGED
	" UNION ALL"
	" SELECT e.agency, e.object, e.kind, e.version, t.person, e.date,"
	"        e.result, t.path, e.position"
	"   FROM asof AS q"
	"   JOIN entered AS e ON e.source = q.source"
	"    AND e.act = 'disseminate' AND e.files <> ''"
	"    AND e.void IS NULL AND e.ordinal <= q.known"
	"    AND e.revoked > q.known"
	"    AND e.date <= q.day"
	"   JOIN file AS f ON" SLICE("f") " AND f.agency = e.agency"
	"    AND f.path = substr(e.files, 66, instr(e.files, char(10)) - 66)"
	"   JOIN fact AS x ON x.id = f.fact"
	"    AND x.sha256 = substr(e.files, 1, 64)"
	"   JOIN attendance AS t ON t.path = f.path"
	"    AND t.agency = e.agency AND t.signed = 'yes';";
static const char sql_acknowledged[] =
	"CREATE TEMP VIEW reading AS" ACKNOWLEDGED ";";

#define FIRST "max(coalesce(r.\"from\", '1900-01-01'),"			\
	" coalesce(a.\"from\", '1900-01-01'))"
#define UNTIL "min(coalesce(r.\"to\", '2999-12-31'),"			\
	" coalesce(a.\"to\", '2999-12-31'))"

/* A rule without `applies` is for every agency. */
static const char sql_obliged[] =
	"CREATE TEMP VIEW obliged AS"
	" SELECT r.id AS rule, a.agency, " FIRST " AS first, " UNTIL " AS last"
	"   FROM rule AS r JOIN agency AS a"
	"  WHERE r.\"use\" IN ('obligation', 'indicator') AND " FIRST " <= " UNTIL
	"    AND (NOT EXISTS (SELECT 1 FROM rule_applies AS p"
	"              WHERE p.parent = r.id)"
	"      OR EXISTS (SELECT 1 FROM rule_applies AS p"
	"              WHERE p.parent = r.id AND p.value IN ('all', a.kind)));";
static const char sql_no_obliged[] =
	"CREATE TEMP VIEW obliged AS"
	" SELECT '' AS rule, '' AS agency, '' AS first, '' AS last WHERE 0;";

/*
 * Who is in which population, from when to when: who is named, with the days
 * that stand there; else who is of its kinds or obliged as it says; never who
 * is left out. An agency is in nothing before it exists or after it ended.
 */
#define EVER_FROM(text) "coalesce(" text ".\"from\", '1900-01-01')"
#define EVER_TO(text) "coalesce(" text ".\"to\", '2999-12-31')"
static const char sql_population_member[] =
	"CREATE TEMP VIEW population_member AS"
	" SELECT w.owner, w.population, w.agency, w.first, w.last, w.why"
	"   FROM (SELECT p.agency AS owner, p.id AS population, a.agency,"
	"                max(" EVER_FROM("p") ", " EVER_FROM("a") ","
	"                    " EVER_FROM("m") ") AS first,"
	"                min(" EVER_TO("p") ", " EVER_TO("a") ","
	"                    " EVER_TO("m") ") AS last, 'named' AS why"
	"           FROM population AS p"
	"           JOIN population_members AS m ON m.agency = p.agency"
	"            AND m.parent = p.id"
	"           JOIN agency AS a ON a.agency = m.member"
	"         UNION ALL"
	"         SELECT p.agency, p.id, a.agency,"
	"                max(" EVER_FROM("p") ", " EVER_FROM("a") ","
	"                    " EVER_FROM("k") "),"
	"                min(" EVER_TO("p") ", " EVER_TO("a") ","
	"                    " EVER_TO("k") "),"
	"                iif(p.obligation IS NULL, 'kind', 'obligation')"
	"           FROM population AS p"
	"           JOIN agency_kind AS k ON p.obligation IS NULL"
	"             OR p.obligation = k.obligation"
	"           JOIN agency AS a ON a.kind = k.code"
	"          WHERE iif(EXISTS (SELECT 1 FROM population_kinds AS n"
	"                     WHERE n.agency = p.agency AND n.parent = p.id),"
	"                    EXISTS (SELECT 1 FROM population_kinds AS n"
	"                     WHERE n.agency = p.agency AND n.parent = p.id"
	"                       AND n.value = k.code),"
	"                    p.obligation IS NOT NULL)"
	"            AND NOT EXISTS (SELECT 1 FROM population_members AS m"
	"                     WHERE m.agency = p.agency AND m.parent = p.id"
	"                       AND m.member = a.agency)) AS w"
	"  WHERE w.first <= w.last"
	"    AND NOT EXISTS (SELECT 1 FROM population_excluded AS x"
	"             WHERE x.agency = w.owner AND x.parent = w.population"
	"               AND x.excluded = w.agency);";
static const char sql_no_population_member[] =
	"CREATE TEMP VIEW population_member AS"
	" SELECT '' AS owner, '' AS population, '' AS agency, '' AS first,"
	"        '' AS last, '' AS why WHERE 0;";

/* ---- reported figures ---- */

/*
 * What a row of reported figures names, one row a name: parts and base may
 * hold several ids. A recursive expression has the name of its view, by which
 * db.c knows it for ours.
 */
static const char sql_figure_link[] =
	"CREATE TEMP VIEW figure_link AS"
	" WITH f AS MATERIALIZED"
	"  (SELECT agency, parent, path, row, id, parts, numerator, base,"
	"          excluded, within, target FROM reported_figures_figures),"
	" named AS"
	"  (SELECT agency, parent, path, row, id, 'parts' AS key, parts AS ids"
	"     FROM f WHERE parts IS NOT NULL"
	"   UNION ALL SELECT agency, parent, path, row, id, 'numerator',"
	"                    numerator FROM f WHERE numerator IS NOT NULL"
	"   UNION ALL SELECT agency, parent, path, row, id, 'base', base"
	"               FROM f WHERE base IS NOT NULL"
	"   UNION ALL SELECT agency, parent, path, row, id, 'excluded',"
	"                    excluded FROM f WHERE excluded IS NOT NULL"
	"   UNION ALL SELECT agency, parent, path, row, id, 'within', within"
	"               FROM f WHERE within IS NOT NULL"
	"   UNION ALL SELECT agency, parent, path, row, id, 'target', target"
	"               FROM f WHERE target IS NOT NULL),"
	" figure_link(agency, parent, path, row, id, key, \"to\", rest) AS"
	"  (SELECT agency, parent, path, row, id, key, '',"
	"          trim(replace(ids, ',', ' ')) || ' '"
	"     FROM named"
	"   UNION ALL"
	"   SELECT agency, parent, path, row, id, key,"
	"          substr(rest, 1, instr(rest, ' ') - 1),"
	"          ltrim(substr(rest, instr(rest, ' ') + 1))"
	"     FROM figure_link WHERE rest <> '')"
	" SELECT agency, parent, path, row, id, key, \"to\""
	"   FROM figure_link WHERE \"to\" <> '';";
static const char sql_no_figure_link[] =
	"CREATE TEMP VIEW figure_link AS SELECT '' AS agency, '' AS parent,"
	" '' AS path, 0 AS row, '' AS id, '' AS key, '' AS \"to\" WHERE 0;";

/*
 * The value of each row, of a fraction with its whole, and the sum of its
 * parts; a row that is not printed has the sum of its parts as its value, and
 * stands for them where it is a part itself, three times one in another.
 */
static const char sql_figure[] =
	"CREATE TEMP VIEW figure AS"
	" WITH f AS MATERIALIZED"
	"  (SELECT agency, parent, path, row, line, id, printed, unit, measure,"
	"          \"from\", \"to\", population, parts, parts_are, numerator,"
	"          base, excluded, within, target, indicator"
	"     FROM reported_figures_figures),"
	" link AS MATERIALIZED"
	"  (SELECT path, id, \"to\" FROM figure_link WHERE key = 'parts'),"
	" derived AS MATERIALIZED"
	"  (SELECT k.path, k.id, k.\"to\" FROM link AS k"
	"     JOIN f ON f.path = k.path AND f.id = k.id"
	"    WHERE f.printed IS NULL),"
	" summed AS"
	"  (SELECT l.path, l.id AS total,"
	"          number_sum(number_value(g.printed)) AS value,"
	"          number_sum(number_whole(g.printed)) AS whole,"
	"          max(number_value(g.printed)) AS largest,"
	"          max(number_decimals(g.printed)) AS decimals,"
	"          count(*) AS count,"
	"          sum(g.id IS NOT NULL AND g.printed IS NULL) AS empty,"
	"          min(number_bound(g.printed) = 'exact') AS exact"
	"     FROM link AS l"
	"     LEFT JOIN derived AS a ON a.path = l.path AND a.id = l.\"to\""
	"     LEFT JOIN derived AS b ON b.path = a.path AND b.id = a.\"to\""
	"     LEFT JOIN derived AS c ON c.path = b.path AND c.id = b.\"to\""
	"     LEFT JOIN f AS g ON g.path = l.path"
	"      AND g.id = coalesce(c.\"to\", b.\"to\", a.\"to\", l.\"to\")"
	"    GROUP BY l.path, l.id)"
	" SELECT f.agency, f.parent, f.path, f.row, f.line, f.id, f.printed,"
	"        f.unit, f.measure, f.\"from\", f.\"to\", f.population,"
	"        f.parts, f.parts_are, f.numerator, f.base, f.excluded,"
	"        f.within, f.target, f.indicator,"
	"        iif(f.printed IS NULL, s.value, number_value(f.printed))"
	"         AS value,"
	"        iif(f.printed IS NULL, s.whole, number_whole(f.printed))"
	"         AS whole,"
	"        number_decimals(f.printed) AS decimals,"
	"        coalesce(number_unit(f.printed), '') AS percent,"
	"        coalesce(number_bound(f.printed), 'exact') AS bound,"
	"        s.value AS sum, s.whole AS sum_whole, s.largest,"
	"        s.decimals AS sum_decimals, s.count AS sum_count,"
	"        s.exact AS sum_exact, s.empty AS sum_empty,"
	"        coalesce(r.code, r.title) AS source"
	"   FROM f"
	"   JOIN reported_figures AS r ON r.path = f.path"
	"   LEFT JOIN summed AS s ON s.path = f.path AND s.total = f.id;";
static const char sql_no_figure[] =
	"CREATE TEMP VIEW figure AS SELECT '' AS agency, '' AS parent,"
	" '' AS path, 0 AS row, 0 AS line, '' AS id, '' AS printed,"
	" '' AS unit, '' AS measure, '' AS \"from\","
	" '' AS \"to\", '' AS population, '' AS parts, '' AS parts_are,"
	" '' AS numerator, '' AS base, '' AS excluded, '' AS within,"
	" '' AS target, '' AS indicator, 0 AS value, 0 AS whole,"
	" 0 AS decimals, '' AS percent, '' AS bound, 0 AS sum,"
	" 0 AS sum_whole, 0 AS largest, 0 AS sum_decimals, 0 AS sum_count,"
	" 0 AS sum_exact, 0 AS sum_empty, '' AS source WHERE 0;";

/*
 * The two numbers of a percentage, and how many the rate leaves out: of rows
 * that name one base. Without a numerator the base is a fraction, and both
 * are its own.
 */
static const char sql_figure_rate[] =
	"CREATE TEMP VIEW figure_rate AS"
	" WITH g AS MATERIALIZED"
	"  (SELECT path, row, id, printed, value, whole, percent, numerator,"
	"          base, excluded, \"from\", \"to\" FROM figure)"
	" SELECT f.path, f.row, f.id, coalesce(f.numerator, f.base) AS part_id,"
	"        f.base AS whole_id, coalesce(n.value, b.value) AS part,"
	"        coalesce(b.whole, b.value) AS whole, x.value AS excluded,"
	"        n.\"from\" AS part_from, n.\"to\" AS part_to,"
	"        b.\"from\" AS whole_from, b.\"to\" AS whole_to"
	"   FROM g AS f"
	"   CROSS JOIN g AS b ON b.path = f.path AND b.id = f.base"
	"   LEFT JOIN g AS n ON n.path = f.path AND n.id = f.numerator"
	"   LEFT JOIN g AS x ON x.path = f.path AND x.id = f.excluded"
	"  WHERE number_whole(f.printed) IS NULL AND +b.percent = ''"
	"    AND iif(f.numerator IS NULL, b.whole, n.value) IS NOT NULL"
	"    AND coalesce(n.percent, '') = ''"
	"    AND coalesce(number_unit(f.printed), '%') = '%';";
static const char sql_no_figure_rate[] =
	"CREATE TEMP VIEW figure_rate AS SELECT '' AS path, 0 AS row,"
	" '' AS id, '' AS part_id, '' AS whole_id, 0 AS part, 0 AS whole,"
	" 0 AS excluded, '' AS part_from, '' AS part_to, '' AS whole_from,"
	" '' AS whole_to WHERE 0;";

/* ---- what ended agencies left ---- */

/*
 * Who goes on with the work of an agency that ended before the day: the
 * successor it names, else the only one that names it as predecessor; when
 * that has ended too, the one after. NULL where none is named, or several are.
 */
static const char sql_succession[] =
	"CREATE TEMP VIEW succession AS"
	" WITH e(agency, ended, next) AS (SELECT a.agency, a.\"to\","
	"        coalesce(a.successor, (SELECT iif(count(*) = 1,"
	"            min(p.agency), NULL) FROM agency_predecessor AS p"
	"          WHERE p.value = a.agency))"
	"   FROM asof AS q CROSS JOIN agency AS a"
	"  WHERE q.source = 1 AND a.\"to\" < q.day)"
	" SELECT a.agency AS of_agency,"
	"        CASE WHEN b.agency IS NULL THEN a.next"
	"             WHEN c.agency IS NULL THEN b.next"
	"             WHEN d.agency IS NULL THEN c.next END AS agency,"
	"        max(a.ended, coalesce(b.ended, ''), coalesce(c.ended, ''))"
	"         AS ended"
	"   FROM e AS a LEFT JOIN e AS b ON b.agency = a.next"
	"   LEFT JOIN e AS c ON c.agency = b.next"
	"   LEFT JOIN e AS d ON d.agency = c.next;";
static const char sql_no_succession[] =
	"CREATE TEMP VIEW succession AS"
	" SELECT '' AS of_agency, '' AS agency, '' AS ended WHERE 0;";

/*
 * What an agency that ended has left open, or in force, and who holds it: the
 * one it was handed to by name, else the successor, else nobody (NULL).
 */
#define HELD(to)							\
	"CREATE TEMP VIEW held AS"					\
	" SELECT " to " AS agency, s.of_agency, f.kind, f.object AS id,"	\
	"        f.path, coalesce(nullif(t.title, ''), f.object) AS title,"	\
	"        k.class, coalesce(" STATE ", k.first) AS state,"	\
	"        iif(k.class = 'document', " IN_FORCE("version") ", NULL)"	\
	"         AS version, s.ended"					\
	"   FROM asof AS q CROSS JOIN succession AS s"			\
	"  CROSS JOIN file AS f ON" SLICE("f") " AND f.agency = s.of_agency"	\
	"   JOIN fact AS t ON t.id = f.fact"				\
	"   JOIN known_kind AS k ON k.id = f.kind"			\
	"  WHERE q.source = 1 AND ((k.class = 'record' AND k.first <> ''"	\
	"         AND coalesce(" LAST("final", "") ", 0) = 0)"		\
	"     OR (k.class = 'document' AND " IN_FORCE("version")		\
	"         IS NOT NULL));"
static const char sql_held[] = HELD("coalesce((SELECT min(h.\"to\")"
	" FROM agency_handover AS h WHERE h.agency = s.of_agency"
	" AND h.object = f.object), s.agency)");
static const char sql_held_whole[] = HELD("s.agency");

/* ---- views of kinds ---- */

static bool
is_among(const char *name, const char *const *names, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcasecmp(name, names[i]) == 0)
			return true;
	return false;
}

/* A name that is free; NULL if it is taken. */
static const char *
free_name(struct qms_index_kinds *kinds, const char *kind, const char *list)
{
	const char *name = qms_kind_view(&kinds->arena, kind, list);
	size_t i;

	if (qms_kind_view_is_taken(name) ||
	    strncasecmp(name, "sqlite_", 7) == 0)
		return NULL;
	for (i = 0; i < kinds->view_count; i++)
		if (strcasecmp(kinds->views[i].name, name) == 0)
			return NULL;
	return name;
}

static void
list_view(struct qms_index_kinds *kinds, const struct qms_index_kind *item,
    const struct qms_index_table *table)
{
	struct qms_index_view *view;
	const char *name = free_name(kinds, item->kind->id, table->list);

	if (name == NULL)
		return;
	view = qms_push(&kinds->arena, kinds->views, kinds->view_count,
	    kinds->view_room);
	*view = (struct qms_index_view){ name, item, table };
}

/* Kinds first: `a_b` is the kind of that name, not a list of the kind `a`. */
void
qms_index_list_views(struct qms_index_kinds *kinds)
{
	const struct qms_index_kind *item;
	size_t i, n;

	for (i = 0; i < kinds->kinds->count; i++)
		if (kinds->items[i].kind->path != NULL)
			list_view(kinds, &kinds->items[i],
			    &kinds->items[i].tables[0]);
	for (i = 0; i < kinds->kinds->count; i++) {
		item = &kinds->items[i];
		for (n = 1; item->kind->path != NULL && n < item->count; n++)
			list_view(kinds, item, &item->tables[n]);
	}
}

static const struct qms_index_view *
find_view(const struct qms_index_kinds *kinds, const char *name)
{
	size_t i;

	for (i = 0; i < kinds->view_count; i++)
		if (strcasecmp(kinds->views[i].name, name) == 0)
			return &kinds->views[i];
	return NULL;
}

/* People and units are an agency's own: nobody adopts them. */
static bool
is_local(const struct qms_kind_key *key)
{
	return key->type == QMS_TYPE_PERSON || key->type == QMS_TYPE_UNIT ||
	    key->adopts;
}

/* Does an id in this column name a document of the same agency? */
static bool
is_beside(const struct qms_index_kinds *kinds, const struct qms_kind_key *key)
{
	const struct qms_kind *to = key->type != QMS_TYPE_REF ||
	    key->to == NULL ? NULL : qms_kinds_get(kinds->kinds, key->to);

	return to != NULL && to->class == QMS_CLASS_DOCUMENT;
}

static void
add_stored(struct qms_buffer *sql, const char *table,
    const struct qms_index_column *column)
{
	qms_buffer_string(sql, table);
	qms_index_name(sql, column->stored);
}

/* What stands in the adopted text, as it is meant there: `BM-15` in a text of
 * the agency so is so/BM-15 elsewhere. */
static void
add_adopted(struct qms_buffer *sql, const struct qms_index_kinds *kinds,
    const char *table, const struct qms_index_column *column)
{
	if (!is_beside(kinds, column->key)) {
		add_stored(sql, table, column);
		return;
	}
	qms_buffer_string(sql, "iif(instr(");
	add_stored(sql, table, column);
	qms_buffer_string(sql, ", '/') > 0, ");
	add_stored(sql, table, column);
	qms_buffer_string(sql, ", a.agency || '/' || ");
	add_stored(sql, table, column);
	qms_buffer_char(sql, ')');
}

/* Of an adopter what it says itself, else what the adopted text (b) says; a
 * map is said as a whole, and so is a list. */
static void
add_value(struct qms_buffer *sql, const struct qms_index_kinds *kinds,
    const struct qms_index_column *column, bool list)
{
	if (list && is_beside(kinds, column->key))
		qms_buffer_string(sql, "iif(r.fact = f.fact, ");
	else if (list || is_local(column->key))
		;
	else if (column->map != NULL)
		qms_buffer_format(sql, "iif(instr(a.own, ' %s ') > 0, ",
		    column->map->key);
	else
		qms_buffer_string(sql, "coalesce(");
	add_stored(sql, "r.", column);
	if (list ? !is_beside(kinds, column->key) : is_local(column->key))
		return;
	qms_buffer_string(sql, ", ");
	add_adopted(sql, kinds, list ? "r." : "b.", column);
	qms_buffer_char(sql, ')');
}

static void
add_columns(struct qms_buffer *sql, const struct qms_index_kinds *kinds,
    const struct qms_index_kind *item, const struct qms_index_table *table,
    const char *const *own, size_t own_count)
{
	const struct qms_index_column *column;
	size_t i;

	for (i = 0; i < table->count; i++) {
		column = &table->columns[i];
		if (is_among(column->name, own, own_count))
			continue;
		qms_buffer_string(sql, ", ");
		if (item->kind->adopts != NULL)
			add_value(sql, kinds, column, table->list != NULL);
		else
			add_stored(sql, "r.", column);
		qms_buffer_string(sql, " AS ");
		qms_index_name(sql, column->name);
	}
}

/* May rows of it be those of an adopted text? */
static bool
is_adopted(const struct qms_kind *kind, const struct qms_index_table *table)
{
	return kind->adopts != NULL &&
	    (table->key == NULL || !is_local(table->key));
}

static void
add_tables(struct qms_buffer *sql, const struct qms_kind *kind,
    const struct qms_index_table *table)
{
	bool lists = table->list != NULL && is_adopted(kind, table);
	const char *at;

	/* CROSS JOIN: the slice is looked up with what asof says */
	qms_buffer_string(sql, " FROM asof AS q CROSS JOIN file AS f ON"
	    SLICE("f") " AND f.kind = '");
	for (at = kind->id; *at != '\0'; at++)	/* an id has no quotes */
		if (*at != '\'')
			qms_buffer_char(sql, *at);
	qms_buffer_string(sql, "'");
	if (lists)
		qms_buffer_string(sql, ADOPTS("f"));
	qms_buffer_string(sql, " JOIN ");
	qms_index_name(sql, table->name);
	if (lists)
		/* a list that it has of its own stands for the adopted one */
		qms_buffer_format(sql, " AS r ON r.fact = iif(i.fact IS NULL"
		    " OR instr(a.own, ' %s ') > 0, f.fact, i.fact)",
		    table->list);
	else
		qms_buffer_string(sql, " AS r ON r.fact = f.fact");
	if (kind->adopts != NULL && table->list == NULL) {
		qms_buffer_string(sql, ADOPTS("f") " LEFT JOIN ");
		qms_index_name(sql, table->name);
		qms_buffer_string(sql, " AS b ON b.fact = i.fact");
	}
	qms_buffer_char(sql, ';');
}

/* What identifies a row of a CSV file: the column others refer by. */
static const struct qms_index_column *
id_column(const struct qms_index_kind *item)
{
	const struct qms_index_table *table = &item->tables[0];
	size_t i;

	if (item->kind->format != QMS_FORMAT_CSV || table->count == 0)
		return NULL;
	for (i = 0; i < table->count; i++)
		if (qms_string_is(table->columns[i].name, item->kind->refer))
			return &table->columns[i];
	return &table->columns[0];
}

static void
add_state(struct qms_buffer *sql, const struct qms_kind *kind)
{
	qms_buffer_string(sql, ", coalesce(" STATE ", '");
	qms_buffer_string(sql, kind->first);
	qms_buffer_string(sql, "') AS state, " SINCE " AS since,"
	    " CASE WHEN " LAST("final", "") " = 1 THEN " SINCE
	    " END AS closed");
	if (kind->class == QMS_CLASS_DOCUMENT)
		qms_buffer_string(sql, ", " IN_FORCE("version") " AS version, "
		    IN_FORCE("effective") " AS effective, " IN_FORCE("text")
		    " AS issued_text");
}

/* What every view of a kind has; a key of that name does not show. Rows are of
 * CSV files, which have no acts. */
static const char *const csv_columns[] = { "agency", "id", "path", "line",
	"row" };
static const char *const act_columns[] = { "agency", "id", "path", "line",
	"state", "since", "closed", "version", "effective", "issued_text" };
static const char *const list_columns[] = { "agency", "parent", "path",
	"row", "line" };

static const char *const *
kind_columns(const struct qms_kind *kind, size_t *count)
{
	if (kind->first == NULL) {
		*count = kind->format == QMS_FORMAT_CSV ? 5 : 4;
		return csv_columns;
	}
	*count = kind->class == QMS_CLASS_DOCUMENT ? 10 : 7;
	return act_columns;
}

static void
add_kind_view(struct qms_buffer *sql, const struct qms_index_kinds *kinds,
    const char *name, const struct qms_index_kind *item)
{
	const struct qms_kind *kind = item->kind;
	const struct qms_index_column *id = id_column(item);
	bool csv = kind->format == QMS_FORMAT_CSV;
	const char *const *own;
	size_t count;

	qms_buffer_format(sql, "CREATE TEMP VIEW \"%s\" AS SELECT f.agency, ",
	    name);
	if (id == NULL) {
		qms_buffer_string(sql, "f.object");
	} else {
		qms_buffer_string(sql, "r.");
		qms_index_name(sql, id->stored);
	}
	qms_buffer_string(sql, " AS id, f.path, r.line");
	if (csv)
		qms_buffer_string(sql, ", r.row");
	own = kind_columns(kind, &count);
	add_columns(sql, kinds, item, &item->tables[0], own, count);
	if (kind->first != NULL)
		add_state(sql, kind);
	add_tables(sql, kind, &item->tables[0]);
}

static void
add_list_view(struct qms_buffer *sql, const struct qms_index_kinds *kinds,
    const char *name, const struct qms_index_kind *item, const struct qms_index_table *table)
{
	qms_buffer_format(sql, "CREATE TEMP VIEW \"%s\" AS SELECT f.agency,"
	    " f.object AS parent, f.path, r.row, %s", name,
	    !is_adopted(item->kind, table) ? "r.line" :
	    /* a line of another file is none of this one */
	    "iif(r.fact = f.fact, r.line, a.line) AS line");
	add_columns(sql, kinds, item, table, list_columns, 5);
	add_tables(sql, item->kind, table);
}

/* ---- views that span kinds ---- */

bool
qms_index_has_column(const struct qms_index *index, const char *view,
    const char *column)
{
	const struct qms_index_view *found = find_view(index->kinds, view);
	const char *const *own = list_columns;
	size_t i, count = 5;

	if (found == NULL)
		return false;
	if (found->table->list == NULL)
		own = kind_columns(found->item->kind, &count);
	if (is_among(column, own, count))
		return true;
	for (i = 0; i < found->table->count; i++)
		if (strcmp(found->table->columns[i].name, column) == 0)
			return true;
	return false;
}

static bool
has_columns(const struct qms_index *index, const char *view,
    const char *const *columns)
{
	for (; *columns != NULL; columns++)
		if (!qms_index_has_column(index, view, *columns))
			return false;
	return true;
}

static void
add_year(struct qms_buffer *sql)
{
	int year;

	qms_buffer_string(sql, "CREATE TEMP VIEW year AS WITH y(year) AS"
	    " (VALUES ");
	for (year = 2000; year < 2100; year++)
		qms_buffer_format(sql, "%s(%d)", year == 2000 ? "" : ",",
		    year);
	qms_buffer_string(sql, ") SELECT y.year AS year,"
	    " y.year || '-01-01' AS first_day, y.year || '-12-31' AS last_day"
	    " FROM asof AS q JOIN y ON y.year <= substr(q.day, 1, 4) + 0"
	    " WHERE q.source = 1;");
}

static const char sql_quarter[] =
	"CREATE TEMP VIEW quarter AS WITH p(quarter, first, last) AS"
	" (VALUES (1, '-01-01', '-03-31'), (2, '-04-01', '-06-30'),"
	" (3, '-07-01', '-09-30'), (4, '-10-01', '-12-31'))"
	" SELECT y.year AS year, p.quarter AS quarter,"
	" y.year || p.first AS first_day, y.year || p.last AS last_day"
	" FROM asof AS q JOIN year AS y JOIN p"
	" ON y.year || p.first <= q.day WHERE q.source = 1;";

static const char *
person_or_none(const struct qms_index *index)
{
	static const char *const columns[] = { "id", "name", NULL };

	return has_columns(index, "people_persons", columns) ? sql_person :
	    sql_no_person;
}

static const char *
office_or_none(const struct qms_index *index)
{
	static const char *const columns[] = { "person", "office", "unit",
		"from", "to", NULL };

	return has_columns(index, "people_offices", columns) ? sql_office :
	    sql_no_office;
}

static const char *
obliged_or_none(const struct qms_index *index)
{
	static const char *const rule[] = { "use", "from", "to", NULL };
	static const char *const applies[] = { "value", NULL };
	static const char *const agency[] = { "kind", "from", "to", NULL };

	/* a library is texts for others: its agencies owe nothing */
	return !qms_git_is_grafted(index->git) &&
	    has_columns(index, "rule", rule) &&
	    has_columns(index, "rule_applies", applies) &&
	    has_columns(index, "agency", agency) ? sql_obliged :
	    sql_no_obliged;
}

static bool
has_figures(const struct qms_index *index)
{
	static const char *const report[] = { "title", "code", NULL };
	static const char *const figures[] = { "id", "content", "printed",
		"unit", "measure", "from", "to", "population", "parts",
		"parts_are", "numerator", "base", "excluded", "within",
		"target", "indicator", "note", NULL };

	return has_columns(index, "reported_figures", report) &&
	    has_columns(index, "reported_figures_figures", figures);
}

static const char *
figure_link_or_none(const struct qms_index *index)
{
	return has_figures(index) ? sql_figure_link : sql_no_figure_link;
}

static const char *
figure_or_none(const struct qms_index *index)
{
	return has_figures(index) ? sql_figure : sql_no_figure;
}

static const char *
figure_rate_or_none(const struct qms_index *index)
{
	return has_figures(index) ? sql_figure_rate : sql_no_figure_rate;
}

static const char *
population_member_or_none(const struct qms_index *index)
{
	static const char *const population[] = { "from", "to", "obligation",
		NULL };
	static const char *const kinds[] = { "value", NULL };
	static const char *const members[] = { "member", "from", "to", NULL };
	static const char *const excluded[] = { "excluded", NULL };
	static const char *const agency[] = { "kind", "from", "to", NULL };
	static const char *const kind[] = { "code", "obligation", "from",
		"to", NULL };

	return has_columns(index, "population", population) &&
	    has_columns(index, "population_kinds", kinds) &&
	    has_columns(index, "population_members", members) &&
	    has_columns(index, "population_excluded", excluded) &&
	    has_columns(index, "agency", agency) &&
	    has_columns(index, "agency_kind", kind) ? sql_population_member :
	    sql_no_population_member;
}

static const char *
succession_or_none(const struct qms_index *index)
{
	static const char *const agency[] = { "to", "successor", NULL };
	static const char *const predecessor[] = { "value", NULL };

	return has_columns(index, "agency", agency) &&
	    has_columns(index, "agency_predecessor", predecessor) ?
	    sql_succession : sql_no_succession;
}

static const char *
held_by(const struct qms_index *index)
{
	static const char *const handover[] = { "object", "to", NULL };

	return has_columns(index, "agency_handover", handover) ? sql_held :
	    sql_held_whole;
}

static const char *
reading_or_less(const struct qms_index *index)
{
	static const char *const columns[] = { "person", "signed", NULL };

	return has_columns(index, "attendance", columns) ? sql_reading :
	    sql_acknowledged;
}

/* Rows of issued texts that name who must read them. */
static size_t
add_readers(struct qms_buffer *sql, const struct qms_index_kind *item,
    size_t count)
{
	const struct qms_index_table *list = NULL;
	const struct qms_index_column *personal = NULL;
	size_t i;

	for (i = 1; i < item->count; i++)
		if (strcmp(item->tables[i].list, "readers") == 0 &&
		    item->tables[i].key != NULL &&
		    item->tables[i].key->type == QMS_TYPE_UNIT)
			list = &item->tables[i];
	if (list == NULL || item->kind->class != QMS_CLASS_DOCUMENT)
		return count;
	for (i = 0; i < item->tables[0].count; i++)
		if (strcmp(item->tables[0].columns[i].name,
		    "acknowledge") == 0)
			personal = &item->tables[0].columns[i];
	qms_buffer_format(sql, "%s SELECT i.object, i.agency, i.version,"
	    " i.source, i.first, i.last, r.t_value AS unit, %s AS how"
	    " FROM issued AS i CROSS JOIN ", count > 0 ? " UNION ALL" : "",
	    personal == NULL ? "NULL" : "b.t_acknowledge");
	qms_index_name(sql, list->name);
	qms_buffer_string(sql, " AS r ON r.fact = i.fact JOIN ");
	qms_index_name(sql, item->tables[0].name);
	qms_buffer_string(sql, " AS b ON b.fact = i.fact");
	return count + 1;
}

/* around the union of all kinds */
static const char sql_reader[] =
	"CREATE TEMP VIEW reader AS"
	" SELECT w.agency, w.id, w.kind, w.version, w.effective, w.person,"
	"        (SELECT p.name FROM person AS p WHERE p.agency = w.agency"
	"          AND p.id = w.person) AS name, w.unit, w.since,"
	"        w.personal,"
	"        (SELECT min(d.day) FROM reading AS d"
	"          WHERE d.id = w.id AND d.agency = w.agency"
	"            AND d.version = w.version AND d.person = w.person"
	"            AND (w.personal = 'no' OR d.how = 'acknowledge'))"
	"         AS read,"
	"        (SELECT min(d.path) FROM reading AS d"
	"          WHERE d.id = w.id AND d.agency = w.agency"
	"            AND d.version = w.version AND d.person = w.person"
	"            AND (w.personal = 'no' OR d.how = 'acknowledge'))"
	"         AS path"
	"   FROM (SELECT v.agency, v.id, v.kind, v.version, v.effective,"
	"                o.person, min(o.unit) AS unit,"
	"                max(v.effective, (SELECT min(n.first)"
	"                  FROM office AS n WHERE n.agency = o.agency"
	"                   AND n.person = o.person)) AS since,"
	"                iif(m.how = 'personal', 'yes', 'no') AS personal"
	"           FROM asof AS q CROSS JOIN (";
static const char sql_reader_end[] =
	") AS m"
	"           JOIN version AS v ON v.id = m.object"
	"            AND v.agency = m.agency AND v.version = m.version"
	"            AND v.in_force = 'yes'"
	"           JOIN office AS o ON o.agency = m.agency"
	"            AND m.unit IN ('all', o.unit)"
	"            AND o.first <= q.day AND o.last >= q.day"
	"          WHERE m.source = q.source AND m.first <= q.known"
	"            AND m.last > q.known"
	"          GROUP BY v.agency, v.id, v.version, o.person) AS w;";
static const char sql_no_reader[] =
	"CREATE TEMP VIEW reader AS SELECT '' AS agency, '' AS id,"
	" '' AS kind, '' AS version, '' AS effective, '' AS person,"
	" '' AS name, '' AS unit, '' AS since, '' AS personal, '' AS read,"
	" '' AS path WHERE 0;";

/* Who must read which version in force, and since when; and whether he did. */
static void
add_reader(struct qms_buffer *sql, const struct qms_index *index)
{
	size_t count = 0, start = sql->size, i;

	qms_buffer_string(sql, sql_reader);
	for (i = 0; i < index->kinds->kinds->count; i++)
		if (index->kinds->items[i].kind->path != NULL)
			count = add_readers(sql, &index->kinds->items[i],
			    count);
	if (count > 0) {
		qms_buffer_string(sql, sql_reader_end);
		return;
	}
	sql->size = start;
	qms_buffer_string(sql, sql_no_reader);
}

/* Views that are not of one kind. */
static const struct {
	const char *name, *sql;		/* or from the kinds: */
	const char *(*choose)(const struct qms_index *index);
} built_in[] = {
	{ "adopted", sql_adopted, NULL },
	{ "adoption", sql_adoption, NULL },
	{ "author", sql_author, NULL },
	{ "citation", sql_citation, NULL },
	{ "figure", NULL, figure_or_none },
	{ "figure_link", NULL, figure_link_or_none },
	{ "figure_rate", NULL, figure_rate_or_none },
	{ "file_name", sql_file_name, NULL },
	{ "held", NULL, held_by },
	{ "mention", sql_mention, NULL },
	{ "object", sql_object, NULL },
	{ "obliged", NULL, obliged_or_none },
	{ "office", NULL, office_or_none },
	{ "person", NULL, person_or_none },
	{ "population_member", NULL, population_member_or_none },
	{ "quarter", sql_quarter, NULL },
	{ "reader", NULL, NULL },
	{ "reading", NULL, reading_or_less },
	{ "reference", sql_reference, NULL },
	{ "statement", sql_statement, NULL },
	{ "succession", NULL, succession_or_none },
	{ "version", sql_version, NULL },
	{ "year", NULL, NULL },
};

enum { BUILT_IN = sizeof(built_in) / sizeof(*built_in) };

static bool
add_built_in(struct qms_buffer *sql, const struct qms_index *index,
    const char *name)
{
	size_t i;

	for (i = 0; i < BUILT_IN; i++) {
		if (strcasecmp(built_in[i].name, name) != 0)
			continue;
		if (built_in[i].sql != NULL)
			qms_buffer_string(sql, built_in[i].sql);
		else if (built_in[i].choose != NULL)
			qms_buffer_string(sql, built_in[i].choose(index));
		else if (strcmp(built_in[i].name, "reader") == 0)
			add_reader(sql, index);
		else
			add_year(sql);
		return true;
	}
	return false;
}

static bool
add_view(struct qms_buffer *sql, const struct qms_index *index,
    const char *name)
{
	const struct qms_index_view *view;

	if (add_built_in(sql, index, name))
		return true;
	view = find_view(index->kinds, name);
	if (view == NULL)
		return false;
	if (view->table->list == NULL)
		add_kind_view(sql, index->kinds, view->name, view->item);
	else
		add_list_view(sql, index->kinds, view->name, view->item, view->table);
	return true;
}

static const struct qms_error *
is_there(bool *yes, struct qms_index *index, const char *name)
{
	const struct qms_error *err;
	struct qms_query *query;

	err = qms_db_query(&query, index->db, "SELECT 1"
	    " FROM temp.sqlite_schema WHERE name = ?1 COLLATE NOCASE");
	if (err != NULL)
		return err;
	qms_bind_text(query, 1, name);
	err = qms_step(yes, query);
	qms_done(query);
	return err;
}

static const struct qms_error *
make_view(bool *made, struct qms_index *index, const char *name)
{
	struct qms_buffer sql = {0};
	const struct qms_error *err;
	bool there;

	err = is_there(&there, index, name);
	if (err == NULL && !there && add_view(&sql, index, name)) {
		err = qms_db_run(index->db, sql.data);
		*made = err == NULL;
	}
	qms_buffer_free(&sql);
	return err;
}

/*
 * Most questions need few of some hundred views, so each is made when it is
 * first named.
 */
const struct qms_error *
qms_index_make_view(bool *made, void *closure, const char *name)
{
	struct qms_index *index = closure;
	const struct qms_error *err = NULL;
	size_t i;

	*made = false;
	if (index->kinds == NULL)
		return NULL;
	if (name != NULL)
		return make_view(made, index, name);
	for (i = 0; err == NULL && i < BUILT_IN; i++)
		err = make_view(made, index, built_in[i].name);
	for (i = 0; err == NULL && i < index->kinds->view_count; i++)
		err = make_view(made, index, index->kinds->views[i].name);
	return err;
}

static const struct qms_error *
fill_known_kinds(struct qms_index *index)
{
	static const char *const classes[] = { "data", "record", "document" };
	const struct qms_error *err = NULL;
	const struct qms_kind *kind;
	struct qms_query *query;
	size_t i;

	for (i = 0; err == NULL && i < index->kinds->kinds->count; i++) {
		kind = index->kinds->kinds->items[i];
		if (kind->path == NULL)
			continue;
		err = qms_db_query(&query, index->db, "INSERT INTO"
		    " temp.known_kind (id, class, first, named)"
		    " VALUES (?1, ?2, ?3, ?4)");
		if (err != NULL)
			return err;
		qms_bind_text(query, 1, kind->id);
		qms_bind_text(query, 2, classes[kind->class]);
		qms_bind_text(query, 3, kind->first == NULL ? "" :
		    kind->first);
		qms_bind_integer(query, 4, kind->refer != NULL ||
		    kind->format == QMS_FORMAT_CSV);
		err = qms_step_done(query);
	}
	return err;
}

static const struct qms_error *
drop_views(struct qms_index *index)
{
	struct qms_buffer sql = {0};
	const struct qms_error *err;
	struct qms_query *query;
	bool row;

	err = qms_db_query(&query, index->db, "SELECT name"
	    " FROM temp.sqlite_schema WHERE type = 'view' ORDER BY name");
	if (err != NULL)
		return err;
	while ((err = qms_step(&row, query)) == NULL && row) {
		qms_buffer_string(&sql, "DROP VIEW temp.");
		qms_index_name(&sql, qms_column_text(query, 0));
		qms_buffer_char(&sql, ';');
	}
	qms_done(query);
	if (err == NULL && sql.size > 0)
		err = qms_db_run(index->db, sql.data);
	qms_buffer_free(&sql);
	return err;
}

const struct qms_error *
qms_index_views(struct qms_index *index)
{
	const struct qms_error *err;

	if (index->views_first == index->kinds->first)
		return NULL;
	index->views_first = -1;
	err = drop_views(index);
	if (err == NULL)
		err = qms_db_run(index->db,
		    "CREATE TEMP TABLE IF NOT EXISTS known_kind ("
		    " id TEXT PRIMARY KEY, class TEXT, first TEXT,"
		    " named INTEGER);"
		    "DELETE FROM temp.known_kind");
	if (err == NULL)
		err = fill_known_kinds(index);
	if (err == NULL)
		index->views_first = index->kinds->first;
	return err;
}

const struct qms_error *
qms_index_set_asof(struct qms_index *index, int64_t known, qms_day day)
{
	const struct qms_error *err;
	struct qms_query *query;
	char text[QMS_DAY_SIZE];

	err = qms_db_run(index->db, "DELETE FROM temp.asof");
	if (err == NULL)
		err = qms_db_query(&query, index->db, "INSERT INTO temp.asof"
		    " (source, known, day, due_soon) VALUES (1, ?1, ?2, ?3)");
	if (err != NULL)
		return err;
	qms_bind_integer(query, 1, known);
	qms_bind_text(query, 2, qms_day_format(text, day));
	qms_bind_integer(query, 3, index->due_soon);
	return qms_step_done(query);
}
