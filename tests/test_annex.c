/* The Annex 2 form over real HTTP: what the rules make of it stands in the log; a wrong disease is refused with the nearest name; the
 * rules are kept in the exercise's file.
 * SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "suite.h"
#include "visiting.h"

static char nfp[80];

static void open_play(void)
{
	char pin[8], staff[8];
	played = "clean-water";
	setup();
	login("One", control);
	pins(pin, staff);
	join(pin, "nfp", nfp);
	good("clock", control, "{\"act\":\"start\"}");
	good("clock", control, "{\"act\":\"pause\"}");
}

/* The result of the last form of a view, to be let go. */
static json_t *result_of(const char *token)
{
	json_t *view = state(token), *forms = json_object_get(view, "forms"), *last = json_array_get(forms, json_array_size(forms) - 1);
	ck_assert_ptr_nonnull(last);
	json_t *result = json_incref(json_object_get(last, "result"));
	json_decref(view);
	ck_assert_ptr_nonnull(result);
	return result;
}

static const char *sent(const char *token, const char *fields, const char *more)
{
	char body[1024];
	snprintf(body, sizeof body, "{\"act\":\"form\",\"form\":\"annex2\",\"fields\":{%s}%s}", fields, more);
	return post("act", token, body);
}

static const char *text_of(const json_t *result, const char *key)
{
	const char *text = json_string_value(json_object_get(result, key));
	return text ? text : "";
}

static int64_t whole_of(const json_t *result, const char *key)
{
	return json_integer_value(json_object_get(result, key));
}

typedef struct judged { const char *fields, *decision, *listing; int yes, no, unknown; bool open; const char *contradicts; } judged;
/* The four answers as the form sends them. */
#define ALL(serious, unusual, spread, trade) "\"serious\":\"" serious "\",\"unusual\":\"" unusual "\",\"spread\":\"" spread "\",\"trade\":\"" trade "\""

/* By Annex 2: a disease of the first list always, else two of the four answered yes. */
static const judged JUDGED[] = {
	{"\"condition\":\"cholera\"," ALL("yes", "no", "yes", "no"), "notify", "algorithm", 2, 2, 0, false, NULL},
	{"\"condition\":\"cholera\"," ALL("yes", "unknown", "no", "no"), "reassess", "algorithm", 1, 2, 1, true, NULL},
	{"\"condition\":\"cholera\"," ALL("yes", "no", "no", "no"), "reassess", "algorithm", 1, 3, 0, false, NULL},
	{"\"condition\":\"smallpox\"," ALL("no", "no", "no", "no"), "always", "always", 0, 4, 0, false, NULL},
	{"\"condition\":\"smallpox\"", "always", "always", 0, 0, 4, false, NULL},
	{"\"condition\":\"measles\"," ALL("yes", "yes", "yes", "yes"), "notify", "", 4, 0, 0, false, NULL},
	{"\"event\":\"many ill\"", "reassess", "", 0, 0, 4, true, NULL},
	{"\"condition\":\"\",\"serious\":\"\"," "\"spread\":\"yes\"", "reassess", "", 1, 0, 3, true, NULL},
	/* questions below others: one yes completes what is not known; an answer that does not fit them is told */
	{"\"condition\":\"cholera\",\"serious\":\"unknown\",\"many\":\"yes\",\"spread\":\"yes\"", "notify", "algorithm", 2, 0, 2, false, NULL},
	{"\"condition\":\"cholera\",\"serious\":\"no\",\"many\":\"yes\",\"spread\":\"yes\"", "reassess", "algorithm", 1, 1, 2, true, "serious"},
	{"\"condition\":\"cholera\",\"trade\":\"no\",\"asked\":\"yes\"", "reassess", "algorithm", 0, 1, 3, true, "trade"},
};

static void judge(const judged *j)
{
	const char *told = sent(nfp, j->fields, "");
	ck_assert_msg(code == 200, "%s: %s", j->fields, told);
	json_t *result = result_of(nfp), *of_control = result_of(control);
	ck_assert_msg(json_equal(result, of_control), "%s", j->fields);
	ck_assert_str_eq(text_of(result, "decision"), j->decision);
	ck_assert_str_eq(text_of(result, "listing"), j->listing);
	ck_assert_int_eq(whole_of(result, "n_yes"), j->yes);
	ck_assert_int_eq(whole_of(result, "n_no"), j->no);
	ck_assert_int_eq(whole_of(result, "n_unknown"), j->unknown);
	ck_assert_int_eq(json_is_true(json_object_get(result, "open")), j->open);
	const json_t *contradicts = json_object_get(result, "contradicts");
	ck_assert_uint_eq(json_array_size(contradicts), j->contradicts != NULL);
	if (j->contradicts)
		ck_assert_str_eq(json_string_value(json_array_get(contradicts, 0)), j->contradicts);
	/* the pack is played in May 2027, after the amendments of 2024 came into force */
	ck_assert_str_eq(text_of(result, "version"), "2024");
	if (strcmp(j->decision, "reassess") != 0) {
		ck_assert_int_eq(whole_of(result, "due"), whole_of(result, "assessed") + 24 * 3600);
		ck_assert_int_eq(whole_of(result, "hours"), 24);
		ck_assert_str_eq(text_of(result, "article"), "IHR Article 6(1)");
	} else {
		ck_assert_ptr_null(json_object_get(result, "due"));
	}
	json_decref(result);
	json_decref(of_control);
}

START_TEST(test_what_the_rules_make_of_it)
{
	for (size_t i = 0; i < sizeof JUDGED / sizeof *JUDGED; i++)
		judge(&JUDGED[i]);
	same_as_log();
}
END_TEST

typedef struct refused { const char *fields; int code; const char *part; } refused;
static const refused REFUSED[] = {
	{"\"condition\":\"colera\"", 409, "Did you mean cholera?"}, {"\"condition\":\"zzzzzzzzzzzz\"", 409, "other and unknown are there too\""}, {"\"condition\":7", 409, "condition"},
	{"\"condition\":\"cholera\",\"serious\":\"perhaps\"", 409, "yes, no or unknown"}, {"\"serious\":true", 409, "yes, no or unknown"}, {"\"many\":\"often\"", 409, "yes, no or unknown"},
	{"", 409, "between 1 and 100"}, {"\"event\":{}", 409, "form"},
};

START_TEST(test_what_is_refused)
{
	for (size_t i = 0; i < sizeof REFUSED / sizeof *REFUSED; i++) {
		const char *told = sent(nfp, REFUSED[i].fields, "");
		ck_assert_msg(code == REFUSED[i].code && strstr(told, REFUSED[i].part), "%s: %d %s", REFUSED[i].fields, code, told);
	}
	json_t *view = state(nfp);
	ck_assert_uint_eq(json_array_size(json_object_get(view, "forms")), 0);
	json_decref(view);
	same_as_log();
}
END_TEST

START_TEST(test_too_long)
{
	char *body = malloc(400000);
	snprintf(body, 400000, "{\"act\":\"form\",\"form\":\"annex2\",\"fields\":{\"condition\":\"cholera\",\"event\":\"%0*d\"}}", 4001, 1);
	ck_assert_ptr_nonnull(strstr(post("act", nfp, body), "4000 bytes"));
	ck_assert_int_eq(code, 409);
	snprintf(body, 400000, "{\"act\":\"form\",\"form\":\"annex2\",\"fields\":{\"condition\":\"%0*d\"}}", 3999, 1);
	ck_assert_ptr_nonnull(strstr(post("act", nfp, body), "no such condition"));
	ck_assert_int_eq(code, 409);
	/* a name that is told in part is not cut within a letter */
	ck_assert_ptr_nonnull(strstr(sent(nfp, "\"condition\":\"xхолерахолерахолерахолерахолерахолерахолера\"", ""), "no such condition"));
	ck_assert_int_eq(code, 409);
	snprintf(body, 400000, "{\"act\":\"form\",\"form\":\"annex2\",\"fields\":{\"event\":\"%0*d\"}}", 300000, 1);
	post("act", nfp, body);
	ck_assert_int_eq(code, 413);
	free(body);
}
END_TEST

/* Nobody writes a result but the room; what was assessed on the telephone counts from then; other forms have none. */
START_TEST(test_who_says_so)
{
	good("act", nfp, "{\"act\":\"form\",\"form\":\"annex2\",\"fields\":{\"serious\":\"no\",\"result\":\"notify\"},\"result\":{\"decision\":\"notify\"}}");
	json_t *result = result_of(nfp);
	ck_assert_str_eq(text_of(result, "decision"), "reassess");
	json_decref(result);
	good("clock", control, "{\"act\":\"jump\",\"value\":2100000}"); /* 35 min: in the phase in which one minute is an hour */
	sent(control, "\"condition\":\"cholera\"," ALL("yes", "yes", "no", "no"), ",\"seat\":\"nfp\",\"at\":600000");
	ck_assert_int_eq(code, 200);
	result = result_of(nfp);
	ck_assert_int_eq(whole_of(result, "assessed"), 600); /* the first phase is second by second */
	ck_assert_int_eq(whole_of(result, "due"), 600 + 24 * 3600);
	json_decref(result);
	sent(nfp, "\"condition\":\"cholera\"," ALL("yes", "yes", "no", "no"), "");
	json_t *view = state(nfp);
	const int64_t sim = whole_of(json_object_get(view, "clock"), "sim");
	json_decref(view);
	result = result_of(nfp);
	ck_assert_int_gt(sim, 3600);
	ck_assert_int_eq(whole_of(result, "assessed"), sim); /* paused: the clock stands */
	json_decref(result);
	good("act", nfp, "{\"act\":\"form\",\"form\":\"case\",\"fields\":{\"serious\":\"yes\",\"condition\":\"colera\"}}");
	view = state(nfp);
	const json_t *forms = json_object_get(view, "forms");
	ck_assert_ptr_null(json_object_get(json_array_get(forms, json_array_size(forms) - 1), "result"));
	json_decref(view);
	same_as_log();
}
END_TEST

static const json_t *by_id(const json_t *list, const char *id)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (strcmp(text_of(json_array_get(list, i), "id"), id) == 0)
			return json_array_get(list, i);
	ck_abort_msg("%s is not there", id);
}

/* What the page asks: four questions in three languages, those below them, each with its source and how far that was read. */
START_TEST(test_what_is_asked)
{
	static const char *const four[] = {"serious", "unusual", "spread", "restrictions"}, *const languages[] = {"en", "ru", "tg", "prs"};
	json_t *form = json_loads(ask("GET", "/api/annex2", nfp, ""), 0, NULL);
	ck_assert_int_eq(code, 200);
	const json_t *questions = json_object_get(form, "questions"), *conditions = json_object_get(form, "conditions");
	for (size_t i = 0; i < 4; i++) {
		const json_t *q = by_id(questions, four[i]);
		ck_assert(json_is_null(json_object_get(q, "parent")));
		for (size_t k = 0; k < 4; k++)
			ck_assert_uint_gt(strlen(text_of(json_object_get(q, "text"), languages[k])), 10);
		for (size_t k = 0; k < 3; k++)
			ck_assert_uint_gt(strlen(text_of(json_object_get(q, "source"), languages[k])), 10);
		ck_assert_str_ne(text_of(json_object_get(q, "source"), "ru"), text_of(json_object_get(q, "source"), "en"));
		ck_assert_str_eq(text_of(q, "read"), "paper");
	}
	ck_assert_str_eq(text_of(json_object_get(by_id(questions, "serious"), "reference"), "ru"), "приложение 2, часть I");
	ck_assert_str_eq(text_of(json_object_get(by_id(questions, "serious"), "reference"), "tg"), "замимаи 2, қисми I");
	ck_assert_str_eq(text_of(by_id(questions, "restrictions"), "field"), "trade");
	ck_assert_str_eq(text_of(by_id(questions, "many"), "parent"), "serious");
	ck_assert_str_eq(text_of(by_id(questions, "many"), "read"), "recalled");
	ck_assert_str_eq(text_of(by_id(conditions, "smallpox"), "list"), "always");
	ck_assert_str_eq(text_of(by_id(conditions, "cholera"), "list"), "algorithm");
	ck_assert_str_eq(text_of(json_object_get(by_id(conditions, "cholera"), "name"), "ru"), "холера");
	ck_assert_uint_gt(strlen(text_of(json_object_get(json_object_get(form, "clock"), "text"), "prs")), 40);
	for (size_t i = 0; i < json_array_size(conditions); i++)
		ck_assert_uint_gt(strlen(text_of(json_object_get(json_array_get(conditions, i), "name"), "prs")), 2);
	for (size_t i = 0; i < json_array_size(conditions); i++)
		ck_assert_str_ne(text_of(json_array_get(conditions, i), "id"), "fever"); /* a syndrome is no disease of the lists */
	ck_assert_str_eq(text_of(json_object_get(form, "version"), "id"), "2024");
	ck_assert_int_eq(whole_of(json_object_get(form, "clock"), "hours"), 24);
	json_decref(form);
	ask("GET", "/api/annex2", NULL, "");
	ck_assert_int_eq(code, 401);
}
END_TEST

/* The file alone has the rules: opened where there is no library, forms are assessed as before. */
START_TEST(test_one_file)
{
	gz_error err = {0};
	char made[GZ_ROOM_PASSWORD];
	sent(nfp, "\"condition\":\"cholera\"," ALL("yes", "yes", "no", "no"), "");
	json_t *before = result_of(nfp);
	close_all();
	const gz_room_options o = {.path = path, .library = "/nowhere"};
	ck_assert_msg(gz_room_open(&room, &o, made, &err) == GZ_OK, "%s", err.sentence);
	api = (gz_api_room){.room = room};
	ck_assert_msg(gz_http_open(&http, &(gz_http_options){.handler = gz_api_room_handle, .context = &api}, &err) == GZ_OK, "%s", err.sentence);
	port = api.port = gz_http_port(http);
	json_t *after = result_of(nfp);
	ck_assert(json_equal(before, after));
	sent(nfp, "\"condition\":\"smallpox\"", "");
	ck_assert_int_eq(code, 200);
	json_t *again = result_of(nfp);
	ck_assert_str_eq(text_of(again, "decision"), "always");
	json_decref(before);
	json_decref(after);
	json_decref(again);
	same_as_log();
}
END_TEST

/* Whoever reads Dari finds no place by its Latin letters on the map. */
START_TEST(test_places_in_dari)
{
	json_t *map = json_loads(ask("GET", "/api/map", nfp, ""), 0, NULL), *one;
	size_t i, n = 0;
	ck_assert_int_eq(code, 200);
	static const char *const lists[] = {"places", "crossings"};
	for (size_t l = 0; l < 2; l++)
		json_array_foreach(json_object_get(map, lists[l]), i, one) {
			const char *name = text_of(json_object_get(one, "name"), "prs");
			ck_assert_msg((unsigned char)name[0] >= 0xD8, "%s: %s", text_of(one, "id"), name);
			n++;
		}
	ck_assert_uint_gt(n, 10);
	json_decref(map);
}
END_TEST

/* A room of agencies alone: the day is the wall's, the clock the exercise's. */
START_TEST(test_without_a_pack)
{
	char pin[8], staff[8];
	close_all();
	unlink(path);
	played = NULL;
	serve();
	login("One", control);
	pins(pin, staff);
	join(pin, "border", nfp);
	good("clock", control, "{\"act\":\"start\"}");
	good("clock", control, "{\"act\":\"pause\"}");
	good("clock", control, "{\"act\":\"step\",\"value\":7200000}");
	sent(nfp, "\"condition\":\"cholera\"," ALL("yes", "yes", "no", "no"), "");
	ck_assert_int_eq(code, 200);
	json_t *log = json_loads(ask("GET", "/api/log?format=json", control, ""), 0, NULL); /* views of such a room have no forms */
	const json_t *result = json_object_get(json_object_get(json_array_get(log, json_array_size(log) - 1), "body"), "result");
	ck_assert_str_eq(text_of(result, "decision"), "notify");
	ck_assert_int_ge(whole_of(result, "assessed"), 7200);
	ck_assert_int_lt(whole_of(result, "assessed"), 7300);
	ck_assert_int_eq(whole_of(result, "due"), whole_of(result, "assessed") + 86400);
	json_decref(log);
	same_as_log();
}
END_TEST

/* Without rules anywhere a form is kept and has no result. Rules that cannot be read any more are taken anew. */
START_TEST(test_without_rules)
{
	gz_error err = {0};
	gz_ledger *l = NULL;
	char made[GZ_ROOM_PASSWORD], *kept = NULL;
	for (int again = 0; again < 2; again++) {
		close_all();
		ck_assert_int_eq(gz_ledger_open(&l, path, "exercise", &err), GZ_OK);
		ck_assert_int_eq(gz_ledger_set(l, "rules", again ? "{\"annex2\":\"version,list\\n\"}" : NULL, &err), GZ_OK);
		gz_ledger_close(l);
		const gz_room_options o = {.path = path, .library = again ? source_folder() : "/nowhere"};
		ck_assert_msg(gz_room_open(&room, &o, made, &err) == GZ_OK, "%s", err.sentence);
		api = (gz_api_room){.room = room};
		ck_assert_msg(gz_http_open(&http, &(gz_http_options){.handler = gz_api_room_handle, .context = &api}, &err) == GZ_OK, "%s", err.sentence);
		port = api.port = gz_http_port(http);
		sent(nfp, "\"condition\":\"smallpox\"", "");
		ck_assert_int_eq(code, 200);
		json_t *view = state(nfp), *forms = json_object_get(view, "forms");
		ck_assert_int_eq(json_object_get(json_array_get(forms, (size_t)again), "result") != NULL, again);
		json_decref(view);
		ask("GET", "/api/annex2", nfp, "");
		ck_assert_int_eq(code, again ? 200 : 404);
	}
	close_all();
	ck_assert_int_eq(gz_ledger_open(&l, path, "exercise", &err), GZ_OK);
	ck_assert_int_eq(gz_ledger_get(l, "rules", &kept, &err), GZ_OK);
	ck_assert_uint_gt(strlen(kept), 10000);
	free(kept);
	gz_ledger_close(l);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("annex");
	TCase *c = tcase_create("annex");
	tcase_set_timeout(c, 240);
	tcase_add_checked_fixture(c, open_play, teardown);
	tcase_add_test(c, test_what_the_rules_make_of_it);
	tcase_add_test(c, test_what_is_refused);
	tcase_add_test(c, test_too_long);
	tcase_add_test(c, test_who_says_so);
	tcase_add_test(c, test_what_is_asked);
	tcase_add_test(c, test_places_in_dari);
	tcase_add_test(c, test_one_file);
	tcase_add_test(c, test_without_a_pack);
	tcase_add_test(c, test_without_rules);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
