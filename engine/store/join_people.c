/* Of shards' stores, what is not of the audit but of people: waivers on record, recorded answers, and in which order
 * that came. Shards that began as copies of one store have the same: it is taken once. What differs is taken from each,
 * and keeps its number where that is free. */
#include "store/join.h"

/* What makes a waiver that one: not its number, and not whether it was revoked since. */
#define SAME_GRANT \
    "(m.applicant, m.subject, m.requirement, m.granted_by, m.reason, m.begins, m.until, m.granted) =" \
    " (w.applicant, w.subject, w.requirement, w.granted_by, w.reason, w.begins, w.until, w.granted)"
/* The number of an answer or a waiver in the joined store: of the one under the same number if that is the same, else
 * of the first that is; else its own if that is free, else one behind all. */
#define NUMBERED(thing, things, same) \
    "CREATE TEMP TABLE " thing "_numbers AS SELECT old," \
    " coalesce(known, most + row_number() OVER (PARTITION BY known IS NULL ORDER BY old)) AS new FROM" \
    " (SELECT w." thing " AS old, coalesce(" \
    " (SELECT m." thing " FROM main." things " m WHERE m." thing " = w." thing " AND " same ")," \
    " (SELECT min(m." thing ") FROM main." things " m WHERE " same ")," \
    " iif(w." thing " NOT IN (SELECT " thing " FROM main." things "), w." thing ", NULL)) AS known," \
    " (SELECT max(" thing ") FROM (SELECT " thing " FROM main." things " UNION ALL SELECT " thing \
    " FROM shard." things ")) AS most FROM shard." things " w)"

/* An answer is the same where it says the same, of the same person on the same day. Programs and requirements have
 * other numbers in each store: of what is in `s` it tells by name. */
#define TOLD(s, a) \
    "(SELECT group_concat(said, char(10)) FROM (SELECT p.id || ' ' || v.verdict AS said FROM " s \
    ".answer_verdicts v" \
    " JOIN " s ".programs p USING(program) WHERE v.answer = " a ".answer UNION ALL" \
    " SELECT p.id || '/' || r.id || ' ' || u.standing FROM " s ".answer_unmet u JOIN " s ".requirements r" \
    " USING(requirement) JOIN " s ".programs p USING(program) WHERE u.answer = " a ".answer ORDER BY 1))"
#define SAME_ANSWER \
    "(m.applicant, m.as_of, m.kb, m.version, m.digest) = (w.applicant, w.as_of, w.kb, w.version, w.digest)" \
    " AND " TOLD("main", "m") " IS " TOLD("shard", "w")

static const char *const steps[] = {
    NUMBERED("waiver", "waivers", SAME_GRANT),
    "INSERT INTO main.waivers SELECT n.new, w.applicant, w.subject, w.requirement, w.granted_by, w.reason, "
    "w.begins,"
    " w.until, w.granted, w.revoked, w.revoked_by, w.revoked_reason FROM shard.waivers w"
    " JOIN temp.waiver_numbers n ON n.old = w.waiver WHERE n.new NOT IN (SELECT waiver FROM main.waivers) "
    "ORDER BY n.new",
    /* A number is never given twice, also where the last one was forgotten. */
    "INSERT INTO main.sqlite_sequence SELECT 'waivers', 0 WHERE NOT EXISTS"
    " (SELECT 1 FROM main.sqlite_sequence WHERE name = 'waivers')"
    " AND EXISTS (SELECT 1 FROM shard.sqlite_sequence WHERE name = 'waivers')",
    "UPDATE main.sqlite_sequence SET seq = max(seq, (SELECT coalesce(max(seq), 0) FROM shard.sqlite_sequence"
    " WHERE name = 'waivers')) WHERE name = 'waivers'",
    "INSERT INTO main.programs(id, name) SELECT id, name FROM shard.programs WHERE program IN"
    " (SELECT program FROM shard.answer_verdicts) ORDER BY program ON CONFLICT(id) DO NOTHING",
    "INSERT OR IGNORE INTO main.requirements(program, id) SELECT q.program, r.id FROM shard.requirements r"
    " JOIN shard.programs p USING(program) JOIN main.programs q ON q.id = p.id ORDER BY r.requirement",
    NUMBERED("answer", "answers", SAME_ANSWER),
    "CREATE TEMP TABLE new_answers AS SELECT old, new FROM temp.answer_numbers WHERE new NOT IN"
    " (SELECT answer FROM main.answers)",
    "INSERT INTO main.answers SELECT n.new, a.applicant, a.as_of, a.kb, a.version, a.digest FROM "
    "shard.answers a"
    " JOIN temp.new_answers n ON n.old = a.answer ORDER BY n.new",
    "INSERT INTO main.answer_verdicts SELECT n.new, q.program, v.verdict FROM shard.answer_verdicts v"
    " JOIN temp.new_answers n ON n.old = v.answer JOIN shard.programs p USING(program)"
    " JOIN main.programs q ON q.id = p.id",
    "INSERT INTO main.answer_unmet SELECT n.new, t.requirement, u.standing, w.new FROM shard.answer_unmet u"
    " JOIN temp.new_answers n ON n.old = u.answer JOIN shard.requirements r USING(requirement)"
    " JOIN shard.programs p USING(program) JOIN main.programs q ON q.id = p.id"
    " JOIN main.requirements t ON t.program = q.program AND t.id = r.id"
    " LEFT JOIN temp.waiver_numbers w ON w.old = u.waiver",
    /* Those of the first shard keep their numbers; what is new in another comes behind. */
    "INSERT INTO main.events SELECT coalesce((SELECT max(event) FROM main.events)"
    " + row_number() OVER (ORDER BY event), event), kind, number FROM"
    " (SELECT e.event, e.kind, coalesce(w.new, a.new) AS number FROM shard.events e"
    " LEFT JOIN temp.waiver_numbers w ON e.kind IN ('waiver', 'revoked') AND w.old = e.number"
    " LEFT JOIN temp.answer_numbers a ON e.kind = 'answer' AND a.old = e.number)"
    " WHERE number IS NOT NULL AND (kind, number) NOT IN (SELECT kind, number FROM main.events) ORDER BY "
    "event",
};

/* What a person must know, a line each. */
static const char notes[] =
    "SELECT group_concat(note, char(10)) FROM ("
    "SELECT 'waiver ' || old || ' for ' || w.applicant || ' has the number ' || new || ' now: another shard "
    "had'"
    " || ' given ' || old || ' to another' AS note FROM temp.waiver_numbers n JOIN shard.waivers w ON "
    "w.waiver = old"
    " WHERE old <> new UNION ALL "
    "SELECT 'waiver ' || old || ' for ' || w.applicant || iif(m.revoked IS NULL OR w.revoked IS NULL,"
    " ' is revoked in one shard and not in another: it counts as revoked',"
    " ' is revoked otherwise in another shard: what was said on ' || min(m.revoked, w.revoked) || ' counts')"
    " FROM temp.waiver_numbers n JOIN shard.waivers w ON w.waiver = old JOIN main.waivers m ON m.waiver = new"
    " WHERE (m.revoked, m.revoked_by, m.revoked_reason) IS NOT (w.revoked, w.revoked_by, w.revoked_reason))";

static const char *const last_steps[] = {
    "UPDATE main.waivers SET (revoked, revoked_by, revoked_reason) = (SELECT w.revoked, w.revoked_by, "
    "w.revoked_reason"
    " FROM shard.waivers w JOIN temp.waiver_numbers n ON n.old = w.waiver WHERE n.new = main.waivers.waiver)"
    " WHERE waiver IN (SELECT n.new FROM shard.waivers w JOIN temp.waiver_numbers n ON n.old = w.waiver"
    " JOIN main.waivers m ON m.waiver = n.new"
    " WHERE w.revoked IS NOT NULL AND (m.revoked IS NULL OR w.revoked < m.revoked))",
    "DROP TABLE temp.waiver_numbers",
    "DROP TABLE temp.answer_numbers",
    "DROP TABLE temp.new_answers",
};

preceptor_status pr_join_people(pr_store *s, pr_text *told) {
    preceptor_status status = PRECEPTOR_OK;
    for (size_t i = 0; status == PRECEPTOR_OK && i < sizeof steps / sizeof steps[0]; i++) {
        status = pr_db_run(s, steps[i]);
    }
    status = status == PRECEPTOR_OK ? pr_db_ask(s, notes, 0, &s->arena, told) : status;
    for (size_t i = 0; status == PRECEPTOR_OK && i < sizeof last_steps / sizeof last_steps[0]; i++) {
        status = pr_db_run(s, last_steps[i]);
    }
    return status;
}
