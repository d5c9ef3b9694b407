/* What people do in play over real HTTP: every order of a seat, an evaluator and the control team, each as it should be and as it should
 * not; what each rank gets to see; no time, no right, no such thing, after ENDEX, in a real emergency.
 * SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "suite.h"
#include "visiting.h"

static char nfp[80], post_seat[80], border[80], evaluator[80], projector[80], cell[80];

/* A room that plays the pack, with six seats taken; the clock has not started. */
static void open_play(void)
{
	char pin[8], staff[8];
	played = "clean-water";
	setup();
	login("One", control);
	pins(pin, staff);
	join(pin, "nfp", nfp);
	join(pin, "post", post_seat);
	join(pin, "border", border);
	join(staff, "evaluator", evaluator);
	join(staff, "projector", projector);
	join(staff, "simcell", cell);
}

static const char *token_of(char who)
{
	switch (who) {
	case 'n': return nfp;
	case 'p': return post_seat;
	case 'b': return border;
	case 'e': return evaluator;
	case 'j': return projector;
	case 's': return cell;
	case 'c': return control;
	default: return NULL;
	}
}

typedef struct tried { char who; const char *order, *body; int code; const char *word; } tried;

static void try_one(const tried *t)
{
	const char *told = post(t->order, token_of(t->who), t->body);
	ck_assert_msg(code == t->code, "%c %s %s: %d %s", t->who, t->order, t->body, code, told);
	if (t->word)
		ck_assert_msg(strstr(told, t->word), "%c %s %s: %s, expected %s", t->who, t->order, t->body, told, t->word);
	if (t->code != 200)
		ck_assert_ptr_nonnull(strstr(told, "sentence"));
}

static int64_t ordered(char who, const char *body)
{
	json_t *told = json_loads(post("act", token_of(who), body), 0, NULL);
	ck_assert_int_eq(code, 200);
	const int64_t number = json_integer_value(json_object_get(told, "number"));
	json_decref(told);
	return number;
}

/* Before STARTEX nobody plays. */
START_TEST(test_before_the_start)
{
	static const tried cases[] = {
		{'n', "act", "{\"act\":\"decide\",\"decision\":\"open\"}", 409, "started"}, {'n', "act", "{\"act\":\"form\",\"form\":\"sitrep\",\"fields\":{\"a\":1}}", 409, "started"},
		{'c', "inject", "{\"act\":\"send\",\"inject\":\"43\"}", 409, "started"}, {'c', "phase", "{\"do\":\"next\"}", 409, "started"},
		{'e', "observe", "{\"kind\":\"gap\"}", 409, "started"}, {'c', "send", "{\"text\":\"welcome\"}", 200, NULL},
		{'c', "inject", "{\"act\":\"hold\",\"inject\":\"2\"}", 200, NULL},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		try_one(&cases[i]);
	same_as_log();
}
END_TEST

START_TEST(test_orders_good_and_bad)
{
	static const tried cases[] = {
		/* decisions */
		{'n', "act", "{\"act\":\"decide\",\"decision\":\"close\"}", 409, "reasons"}, {'n', "act", "{\"act\":\"decide\",\"decision\":\"close\",\"reasons\":7}", 400, "body"},
		{'p', "act", "{\"act\":\"decide\",\"decision\":\"close\",\"reasons\":\"x\"}", 409, "authority"}, {'n', "act", "{\"act\":\"decide\",\"decision\":\"fly\"}", 409, "decision"},
		{'n', "act", "{\"act\":\"decide\"}", 400, "body"}, {'n', "act", "{\"act\":\"fly\"}", 400, "body"}, {'n', "act", "{}", 400, "body"},
		{'n', "act", "{\"act\":\"decide\",\"decision\":\"open\",\"reply_to\":99999}", 409, "message"}, {'n', "act", "{\"act\":\"lift\",\"order\":99999}", 409, "order"},
		{'e', "act", "{\"act\":\"decide\",\"decision\":\"open\"}", 409, "rank"}, {'j', "act", "{\"act\":\"decide\",\"decision\":\"open\"}", 409, NULL},
		{'c', "act", "{\"act\":\"decide\",\"decision\":\"open\"}", 409, "rank"}, {'-', "act", "{\"act\":\"decide\",\"decision\":\"open\"}", 401, "nobody"},
		{'n', "confirm", "{\"order\":1}", 403, "rank"}, {'c', "confirm", "{\"order\":1}", 409, "order"}, {'c', "confirm", "{}", 400, "body"},
		{'c', "refuse", "{\"order\":1}", 400, "body"}, {'c', "refuse", "{\"order\":1,\"reason\":\"no\"}", 409, "order"}, {'e', "refuse", "{\"order\":1,\"reason\":\"no\"}", 403, "rank"},
		/* reasons are words: not blanks of any script, marks of direction, dashes */
		{'n', "act", "{\"act\":\"decide\",\"decision\":\"close\",\"reasons\":\"\"}", 409, "reasons"}, {'n', "act", "{\"act\":\"decide\",\"decision\":\"close\",\"reasons\":\" \\u00a0\\u200b\\u200f\"}", 409, "reasons"},
		{'n', "act", "{\"act\":\"decide\",\"decision\":\"restrict\",\"reasons\":\"-\"}", 409, "reasons"}, {'n', "act", "{\"act\":\"decide\",\"decision\":\"restrict\",\"reasons\":\"... \\u061f\\u2014\"}", 409, "reasons"},
		{'c', "act", "{\"act\":\"decide\",\"decision\":\"close\",\"reasons\":\".\",\"seat\":\"nfp\",\"at\":0}", 409, "reasons"},
		/* forms, answers, actions */
		{'n', "act", "{\"act\":\"form\",\"form\":\"sitrep\",\"fields\":{\"known\":\"one ill\",\"n\":1,\"sure\":true}}", 200, NULL},
		{'n', "act", "{\"act\":\"form\",\"form\":\"poem\",\"fields\":{\"a\":1}}", 409, "form"}, {'n', "act", "{\"act\":\"form\",\"form\":\"case\",\"fields\":{}}", 409, "form"},
		{'n', "act", "{\"act\":\"form\",\"form\":\"case\",\"fields\":[1]}", 400, "body"}, {'n', "act", "{\"act\":\"form\",\"form\":\"case\",\"fields\":{\"a\":{}}}", 409, "form"},
		{'n', "act", "{\"act\":\"answer\",\"phase\":\"table\",\"question\":0,\"text\":\"x\"}", 409, "phase"},
		{'n', "act", "{\"act\":\"answer\",\"phase\":\"moon\",\"question\":0,\"text\":\"x\"}", 409, "phase"}, {'n', "act", "{\"act\":\"answer\",\"phase\":\"table\",\"text\":\"x\"}", 400, "body"},
		{'n', "act", "{\"act\":\"answer\",\"phase\":\"table\",\"question\":9,\"text\":\"x\"}", 409, "question"},
		{'b', "act", "{\"act\":\"done\",\"action\":\"1.isolate\",\"text\":\"by hand\"}", 200, NULL}, {'b', "act", "{\"act\":\"done\",\"action\":\"1.isolate\"}", 409, "action"},
		{'n', "act", "{\"act\":\"done\",\"action\":\"1.tell_post\"}", 409, "authority"}, {'n', "act", "{\"act\":\"done\",\"action\":\"1.dance\"}", 409, "action"},
		{'e', "act", "{\"act\":\"done\",\"action\":\"1.isolate\"}", 200, NULL}, {'c', "undone", "{\"action\":\"1.isolate\"}", 200, NULL}, {'c', "undone", "{\"action\":\"1.isolate\"}", 409, "action"},
		{'e', "undone", "{\"action\":\"1.isolate\"}", 403, "rank"}, {'c', "act", "{\"act\":\"done\",\"action\":\"1.isolate\"}", 200, NULL},
		/* entered for somebody */
		{'c', "act", "{\"act\":\"decide\",\"decision\":\"open\",\"seat\":\"nfp\"}", 400, "body"}, {'c', "act", "{\"act\":\"decide\",\"decision\":\"open\",\"seat\":\"nfp\",\"at\":99999999}", 409, "at"},
		{'c', "act", "{\"act\":\"decide\",\"decision\":\"open\",\"seat\":\"nfp\",\"at\":0}", 200, NULL}, {'c', "act", "{\"act\":\"decide\",\"decision\":\"open\",\"seat\":\"moon\",\"at\":0}", 409, "role"},
		{'c', "act", "{\"act\":\"decide\",\"decision\":\"open\",\"seat\":\"evaluator\",\"at\":0}", 409, "role"}, {'c', "send", "{\"text\":\"by phone\",\"to\":[\"post\"],\"seat\":\"customs\",\"at\":0}", 200, NULL},
		{'c', "act", "{\"act\":\"decide\",\"decision\":\"message\",\"seat\":\"district\",\"at\":0}", 200, NULL},
		{'n', "act", "{\"act\":\"decide\",\"decision\":\"message\"}", 409, "\"ordered\""}, {'n', "act", "{\"act\":\"decide\",\"decision\":\"message\"}", 409, "\"district\""}, /* by whom */
		{'c', "act", "{\"act\":\"decide\",\"decision\":\"message\",\"seat\":\"district\",\"at\":0}", 409, "lift that order first"},
		{'n', "send", "{\"text\":\"x\",\"to\":[\"post\"],\"seat\":\"border\",\"at\":0}", 200, NULL}, /* a seat speaks for itself, whatever it says */
		/* messages */
		{'n', "send", "{\"text\":\"to you and control\",\"to\":[\"post\",\"control\"]}", 200, NULL}, {'n', "send", "{\"text\":\"x\",\"to\":[\"nfp\"]}", 409, "role"},
		{'n', "send", "{\"text\":\"x\",\"to\":[\"moon\"]}", 409, "role"}, {'n', "send", "{\"text\":\" \",\"to\":[\"post\"]}", 409, "text"}, {'n', "send", "{\"to\":[\"post\"]}", 400, "body"},
		{'n', "send", "{\"body\":{\"en\":\"x\"},\"to\":[\"post\"]}", 400, "body"}, {'n', "send", "{\"text\":\"x\",\"from\":{\"en\":\"WHO\"},\"to\":[\"post\"]}", 400, "body"},
		{'j', "send", "{\"text\":\"x\",\"to\":[\"post\"]}", 409, "rank"}, {'n', "send", "{\"text\":\"x\",\"to\":[\"post\"],\"reply_to\":99999}", 409, "message"},
		{'c', "send", "{\"subject\":{\"en\":\"News\"},\"body\":{\"en\":\"x\",\"ru\":\"y\"},\"from\":{\"en\":\"A journalist\"},\"to\":[\"nfp\"]}", 200, NULL},
		{'c', "send", "{\"text\":\"x\",\"body\":{\"en\":\"x\"}}", 400, "body"}, {'c', "send", "{\"body\":{\"en\":7}}", 400, "body"}, {'c', "send", "{\"body\":{}}", 409, "text"},
		/* the script */
		{'c', "inject", "{\"act\":\"hold\",\"inject\":\"3\"}", 200, NULL}, {'c', "inject", "{\"act\":\"hold\",\"inject\":\"3\"}", 409, "inject"}, {'c', "inject", "{\"act\":\"release\",\"inject\":\"3\"}", 200, NULL},
		{'c', "inject", "{\"act\":\"release\",\"inject\":\"3\"}", 409, "inject"}, {'c', "inject", "{\"act\":\"skip\",\"inject\":\"4\"}", 200, NULL}, {'c', "inject", "{\"act\":\"shift\",\"inject\":\"5\",\"ms\":60000}", 200, NULL},
		{'c', "inject", "{\"act\":\"shift\",\"inject\":\"5\"}", 400, "body"}, {'c', "inject", "{\"act\":\"shift\",\"inject\":\"5\",\"ms\":0}", 409, "inject"},
		{'c', "inject", "{\"act\":\"edit\",\"inject\":\"6\",\"body\":{\"en\":\"To ${name.crossing}: come.\"}}", 200, NULL}, {'c', "inject", "{\"act\":\"edit\",\"inject\":\"6\"}", 409, "text"},
		{'c', "inject", "{\"act\":\"edit\",\"inject\":\"6\",\"body\":{\"en\":\"${truth(infections, TJK-khatlon)}\"}}", 409, "text"}, {'c', "inject", "{\"act\":\"edit\",\"inject\":\"6\",\"body\":{\"en\":\"${moon}\"}}", 409, "text"},
		{'c', "inject", "{\"act\":\"hold\",\"inject\":\"99\"}", 409, "inject"}, {'c', "inject", "{\"act\":\"send\",\"inject\":\"99\"}", 409, "inject"}, {'c', "inject", "{\"act\":\"send\"}", 400, "body"},
		{'c', "inject", "{\"act\":\"fly\",\"inject\":\"3\"}", 400, "body"}, {'n', "inject", "{\"act\":\"hold\",\"inject\":\"3\"}", 403, "rank"}, {'n', "inject", "{\"act\":\"send\",\"inject\":\"43\"}", 403, "rank"},
		{'c', "inject", "{\"act\":\"send\",\"inject\":\"43\"}", 200, NULL},
		/* evaluation, milestones, phases */
		{'e', "observe", "{\"kind\":\"strength\",\"task\":\"T1.1\",\"text\":\"at once\"}", 200, NULL}, {'e', "observe", "{\"kind\":\"good\"}", 409, "kind"}, {'e', "observe", "{\"kind\":\"gap\",\"task\":\"T9\"}", 409, "task"},
		{'e', "observe", "{\"kind\":\"gap\",\"at\":99999999}", 409, "at"}, {'e', "observe", "{}", 400, "body"}, {'n', "observe", "{\"kind\":\"gap\"}", 409, "rank"}, {'c', "observe", "{\"kind\":\"neutral\"}", 200, NULL},
		{'c', "milestone", "{\"milestone\":\"confirmed\",\"value\":1}", 200, NULL}, {'c', "milestone", "{\"milestone\":\"confirmed\",\"value\":1}", 409, "milestone"}, {'c', "milestone", "{\"milestone\":\"moon\",\"value\":1}", 409, "milestone"},
		{'e', "milestone", "{\"milestone\":\"confirmed\",\"value\":0}", 409, "authority"}, {'n', "milestone", "{\"milestone\":\"confirmed\",\"value\":0}", 409, "rank"},
		{'c', "phase", "{\"do\":\"extend\",\"ms\":60000}", 200, NULL}, {'c', "phase", "{\"do\":\"extend\"}", 409, "phase"}, {'c', "phase", "{\"do\":\"leap\"}", 409, "phase"}, {'c', "phase", "{}", 400, "body"},
		{'n', "phase", "{\"do\":\"next\"}", 403, "rank"}, {'c', "release", "{\"phase\":\"table\",\"question\":0,\"shown\":true}", 409, "phase"}, {'c', "release", "{\"phase\":\"table\",\"question\":0}", 400, "body"},
	};
	good("clock", control, "{\"act\":\"start\"}");
	good("clock", control, "{\"act\":\"pause\"}");
	usleep(300000); /* the first inject goes out */
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		try_one(&cases[i]);
	same_as_log();
}
END_TEST

/* An order waits, is confirmed or refused, comes into force after its lead, is lifted. */
START_TEST(test_an_order_s_way)
{
	char body[96];
	good("clock", control, "{\"act\":\"start\"}");
	good("clock", control, "{\"act\":\"pause\"}");
	const int64_t first = ordered('n', "{\"act\":\"decide\",\"decision\":\"close\",\"reasons\":\"spread\",\"legal\":\"Article 43\"}");
	post("act", nfp, "{\"act\":\"decide\",\"decision\":\"close\",\"reasons\":\"again\"}");
	ck_assert_int_eq(code, 409); /* it waits already */
	snprintf(body, sizeof body, "{\"order\":%lld,\"reason\":\"too early\"}", (long long)first);
	good("refuse", control, body);
	const int64_t second = ordered('n', "{\"act\":\"decide\",\"decision\":\"close\",\"reasons\":\"now\"}");
	snprintf(body, sizeof body, "{\"order\":%lld}", (long long)second);
	good("confirm", control, body);
	post("confirm", control, body);
	ck_assert_int_eq(code, 409);
	json_t *view = state(nfp), *orders = json_object_get(view, "orders");
	ck_assert_uint_eq(json_array_size(orders), 2);
	ck_assert_str_eq(json_string_value(json_object_get(json_array_get(orders, 0), "reason")), "too early");
	ck_assert_str_eq(json_string_value(json_object_get(json_array_get(orders, 1), "status")), "ordered");
	ck_assert(json_is_false(json_object_get(json_array_get(orders, 1), "in_force"))); /* six hours of lead */
	json_decref(view);
	view = state(border); /* what is not in force nobody else can know */
	ck_assert_uint_eq(json_array_size(json_object_get(view, "orders")), 0);
	json_decref(view);
	good("clock", control, "{\"act\":\"step\",\"value\":2100000}");
	view = state(border);
	json_t *seen = json_array_get(json_object_get(view, "orders"), 0);
	ck_assert_str_eq(json_string_value(json_object_get(seen, "decision")), "close");
	ck_assert_ptr_null(json_object_get(seen, "reasons"));
	json_decref(view);
	snprintf(body, sizeof body, "{\"act\":\"lift\",\"order\":%lld}", (long long)second);
	post("act", post_seat, body);
	ck_assert_int_eq(code, 409);
	good("act", nfp, body);
	view = state(border);
	ck_assert_uint_eq(json_array_size(json_object_get(view, "orders")), 0);
	json_decref(view);
	same_as_log();
}
END_TEST

static json_t *last_form(void)
{
	json_t *view = state(nfp), *forms = json_object_get(view, "forms"), *fields = json_incref(json_object_get(json_array_get(forms, json_array_size(forms) - 1), "fields"));
	json_decref(view);
	return fields;
}

/* Numbers are understood in the digits of the keyboard that wrote them; where a number is meant nothing else is taken. */
START_TEST(test_digits_of_other_scripts)
{
	char pin[8], staff[8], spoken[64] = "", body[192], mine[80];
	good("clock", control, "{\"act\":\"start\"}");
	good("act", nfp, "{\"act\":\"form\",\"form\":\"forecast\",\"fields\":{\"what\":\"\u06f1\u06f2\",\"low\":\"\u06f1\u06f2\",\"middle\":\"\u0661\u066c\u0662\u0663\u0664\",\"high\":\"\u06f1 \u06f2\u06f3\u06f4\u066b\u06f5\"}}");
	json_t *fields = last_form();
	ck_assert_int_eq(json_integer_value(json_object_get(fields, "low")), 12);
	ck_assert_int_eq(json_integer_value(json_object_get(fields, "middle")), 1234);
	ck_assert(json_real_value(json_object_get(fields, "high")) == 1234.5);
	ck_assert_str_eq(json_string_value(json_object_get(fields, "what")), "\u06f1\u06f2"); /* a text stays as it was written */
	json_decref(fields);
	static const tried cases[] = {
		{'n', "act", "{\"act\":\"form\",\"form\":\"case\",\"fields\":{\"place\":\"x\",\"age\":\"\u0664\u0660\"}}", 200, NULL}, {'n', "act", "{\"act\":\"form\",\"form\":\"case\",\"fields\":{\"age\":\"forty\"}}", 409, "number"},
		{'n', "act", "{\"act\":\"form\",\"form\":\"sitrep\",\"fields\":{\"cases\":\"1,000\"}}", 409, "number"}, {'n', "act", "{\"act\":\"form\",\"form\":\"sitrep\",\"fields\":{\"cases\":\"\"}}", 409, "number"},
		{'n', "act", "{\"act\":\"form\",\"form\":\"sitrep\",\"fields\":{\"cases\":true}}", 409, "number"}, {'n', "act", "{\"act\":\"form\",\"form\":\"sitrep\",\"fields\":{\"cases\":1e999}}", 400, "json"},
		{'n', "act", "{\"act\":\"form\",\"form\":\"forecast\",\"fields\":{\"low\":\"\u06f9\",\"high\":\"\u06f8\"}}", 409, "forecast"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		try_one(&cases[i]);
	pins(pin, staff);
	for (size_t i = 0; i < 6; i++)
		snprintf(spoken + 2 * i, sizeof spoken - 2 * i, "\xdb%c", 0xb0 + (pin[i] - '0'));
	snprintf(body, sizeof body, "{\"pin\":\"%s\",\"seat\":\"customs\"}", spoken);
	good("join", NULL, body);
	keep_token(mine);
	same_as_log();
}
END_TEST

/* How often an inject has been sent; what the script sends meanwhile does not count. */
static size_t sent(const char *inject)
{
	json_t *view = state(control);
	const json_t *message;
	size_t i, n = 0;
	json_array_foreach(json_object_get(view, "messages"), i, message) {
		const char *of = json_string_value(json_object_get(message, "inject"));
		n += of && strcmp(of, inject) == 0;
	}
	json_decref(view);
	return n;
}

/* What was asked again because the answer was lost is done once: sending now, new PINs, coming in. */
START_TEST(test_asked_again)
{
	char pin[8], staff[8], later[8], body[128], first[160], a[80], b[80];
	good("clock", control, "{\"act\":\"start\"}");
	good("clock", control, "{\"act\":\"pause\"}");
	snprintf(first, sizeof first, "%s", post("inject", control, "{\"act\":\"send\",\"inject\":\"43\",\"once\":\"m1\"}"));
	ck_assert_int_eq(code, 200);
	ck_assert_str_eq(post("inject", control, "{\"act\":\"send\",\"inject\":\"43\",\"once\":\"m1\"}"), first);
	ck_assert_uint_eq(sent("43"), 1);
	good("inject", control, "{\"act\":\"send\",\"inject\":\"43\",\"once\":\"m2\"}"); /* meant */
	ck_assert_uint_eq(sent("43"), 2);
	/* two facilitators who press at once: the other one's has happened already */
	post("inject", control, "{\"act\":\"send\",\"inject\":\"43\",\"count\":1}");
	ck_assert_int_eq(code, 409);
	ck_assert_ptr_nonnull(strstr(answer, "\"gone\""));
	good("inject", control, "{\"act\":\"send\",\"inject\":\"43\",\"count\":2}");
	good("phase", control, "{\"do\":\"next\",\"phase\":\"gate\"}");
	post("phase", control, "{\"do\":\"next\",\"phase\":\"gate\"}");
	ck_assert_int_eq(code, 409);
	ck_assert_ptr_nonnull(strstr(answer, "\"begun\""));
	good("seat", control, "{\"act\":\"pin\",\"once\":\"m3\"}");
	pins(pin, staff);
	good("seat", control, "{\"act\":\"pin\",\"once\":\"m3\"}");
	pins(later, staff);
	ck_assert_str_eq(pin, later);
	snprintf(body, sizeof body, "{\"pin\":\"%s\",\"seat\":\"customs\",\"once\":\"m4\"}", pin);
	good("join", NULL, body);
	keep_token(a);
	good("join", NULL, body);
	keep_token(b);
	post("read", a, "{\"message\":1,\"act\":\"read\"}");
	ck_assert_int_eq(code, 401); /* the token whose answer was lost is nobody's */
	good("leave", b, "{}");
	json_t *view = state(control);
	ck_assert(json_is_false(json_object_get(json_object_get(json_object_get(view, "seats"), "customs"), "joined"))); /* it was one device */
	json_decref(view);
	same_as_log();
}
END_TEST

/* Answers at the table: each for itself until they are released. */
START_TEST(test_round_the_table)
{
	good("clock", control, "{\"act\":\"start\"}");
	good("clock", control, "{\"act\":\"jump\",\"value\":3060000}");
	good("act", nfp, "{\"act\":\"answer\",\"phase\":\"table\",\"question\":1,\"text\":\"first thought\"}");
	good("act", nfp, "{\"act\":\"answer\",\"phase\":\"table\",\"question\":1,\"text\":\"second thought\"}");
	json_t *view = state(border), *phase = json_object_get(view, "phase");
	ck_assert_str_eq(json_string_value(json_object_get(phase, "id")), "table");
	ck_assert_uint_eq(json_array_size(json_object_get(phase, "questions")), 4);
	ck_assert_uint_eq(json_array_size(json_object_get(view, "released")), 0);
	json_decref(view);
	good("release", control, "{\"phase\":\"table\",\"question\":1,\"shown\":true}");
	view = state(projector);
	json_t *released = json_object_get(view, "released");
	ck_assert_uint_eq(json_array_size(released), 1);
	ck_assert_str_eq(json_string_value(json_object_get(json_array_get(released, 0), "text")), "second thought");
	json_decref(view);
	good("release", control, "{\"phase\":\"table\",\"question\":1,\"shown\":false}");
	view = state(projector);
	ck_assert_uint_eq(json_array_size(json_object_get(view, "released")), 0);
	json_decref(view);
	same_as_log();
}
END_TEST

START_TEST(test_nothing_in_an_emergency_or_after_the_end)
{
	static const tried real[] = {
		{'n', "act", "{\"act\":\"decide\",\"decision\":\"open\"}", 409, "emergency"}, {'n', "act", "{\"act\":\"form\",\"form\":\"sitrep\",\"fields\":{\"a\":1}}", 409, "emergency"},
		{'c', "inject", "{\"act\":\"send\",\"inject\":\"43\"}", 409, "emergency"}, {'c', "phase", "{\"do\":\"next\"}", 409, "emergency"}, {'c', "send", "{\"text\":\"to the gate\"}", 200, NULL},
	};
	static const tried ended[] = {
		{'n', "act", "{\"act\":\"decide\",\"decision\":\"open\"}", 409, "ended"}, {'b', "act", "{\"act\":\"done\",\"action\":\"1.isolate\"}", 409, "ended"},
		{'c', "inject", "{\"act\":\"send\",\"inject\":\"43\"}", 409, "ended"}, {'c', "inject", "{\"act\":\"hold\",\"inject\":\"9\"}", 409, "ended"}, {'c', "phase", "{\"do\":\"next\"}", 409, "ended"},
		{'c', "act", "{\"act\":\"done\",\"action\":\"1.isolate\"}", 200, NULL}, {'e', "observe", "{\"kind\":\"gap\",\"text\":\"written up later\"}", 200, NULL},
		{'c', "release", "{\"phase\":\"gate\",\"question\":0,\"shown\":true}", 409, "question"},
	};
	good("clock", control, "{\"act\":\"start\"}");
	good("clock", control, "{\"act\":\"emergency\"}");
	for (size_t i = 0; i < sizeof real / sizeof *real; i++)
		try_one(&real[i]);
	good("clock", control, "{\"act\":\"start\"}");
	good("clock", control, "{\"act\":\"end\"}");
	for (size_t i = 0; i < sizeof ended / sizeof *ended; i++)
		try_one(&ended[i]);
	same_as_log();
}
END_TEST

/* What a player's screens hold nothing of: the script, what is expected, other tables. */
START_TEST(test_what_players_do_not_see)
{
	static const char *const hidden[] = {"\"inject\"", "\"why\"", "\"variant\"", "1.isolate", "Recognise and isolate", "\"actions\"", "\"plan\"", "\"next\"", "\"load\"", "\"traffic\"",
		"\"entries\"", "\"network\"", "contingency", "latrine"};
	static const char *const doors[] = {"/api/script", "/api/world", "/api/msel", "/api/paper?kind=script", "/api/log", "/api/tasks", "/api/replay"};
	good("clock", control, "{\"act\":\"start\"}");
	good("clock", control, "{\"act\":\"pause\"}");
	usleep(300000);
	const char *seen = ask("GET", "/api/state", border, "");
	ck_assert_ptr_nonnull(strstr(seen, "A driver is ill"));
	ck_assert_ptr_nonnull(strstr(seen, "\"due\":")); /* that something is due, not what */
	ck_assert_ptr_nonnull(strstr(seen, "\"asks\":[[\"done\"],[\"reply\",\"message\"]]")); /* of which kind, action by action */
	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
		ck_assert_msg(!strstr(seen, hidden[i]), "a player sees %s", hidden[i]);
	seen = ask("GET", "/api/role", border, "");
	ck_assert_int_eq(code, 200);
	ck_assert_ptr_null(strstr(seen, "Recognise and isolate"));
	for (size_t i = 0; i < sizeof doors / sizeof *doors; i++) {
		ask("GET", doors[i], border, "");
		ck_assert_msg(code == 403, "%s: %d", doors[i], code);
		ask("GET", doors[i], NULL, "");
		ck_assert_int_eq(code, 401);
	}
	ask("GET", "/api/tasks", evaluator, "");
	ck_assert_int_eq(code, 200);
	ck_assert_ptr_nonnull(strstr(ask("GET", "/api/script", control, ""), "latrine"));
	ck_assert_ptr_nonnull(strstr(ask("GET", "/api/role?seat=border", control, ""), "You guard the gate"));
	json_t *card = json_loads(ask("GET", "/api/role", post_seat, ""), 0, NULL), *traces = json_array_get(json_object_get(card, "decisions"), 0);
	ck_assert_str_eq(json_string_value(json_object_get(traces, "id")), "trace"); /* alone it changes nothing: its card says what it needs */
	ck_assert_uint_eq(json_array_size(json_object_get(traces, "finders")), 3);
	json_decref(card);
	ask("GET", "/api/role?seat=moon", control, "");
	ck_assert_int_eq(code, 404);
}
END_TEST

/* Who gets a message sees who else has it. */
START_TEST(test_who_else_has_it)
{
	good("clock", control, "{\"act\":\"start\"}");
	good("clock", control, "{\"act\":\"pause\"}");
	good("send", nfp, "{\"text\":\"to three\",\"to\":[\"border\",\"post\",\"control\"]}");
	good("send", control, "{\"text\":\"to everybody\"}");
	const char *seen = ask("GET", "/api/state", border, "");
	ck_assert_ptr_nonnull(strstr(seen, "\"text\":\"to three\",\"to\":[\"border\",\"post\",\"control\"]"));
	ck_assert_ptr_nonnull(strstr(seen, "\"text\":\"to everybody\",\"to\":[]"));
	/* and where nobody sits, so that nobody waits for an answer from there */
	json_t *view = json_loads(seen, 0, NULL), *role;
	size_t i;
	int empty = 0;
	json_array_foreach(json_object_get(view, "roles"), i, role) {
		empty += strcmp(json_string_value(json_object_get(role, "id")), "customs") == 0 && json_is_false(json_object_get(role, "joined"));
		ck_assert_ptr_null(json_object_get(role, "online"));
	}
	ck_assert_int_eq(empty, 1);
	json_decref(view);
}
END_TEST

/* The simulation cell speaks as those whom the pack gives it; who gets it sees the persona, control sees who typed. */
START_TEST(test_the_simulation_cell_speaks_as_others)
{
	static const tried cases[] = {
		{'s', "send", "{\"text\":\"Is it cholera?\",\"to\":[\"border\"],\"persona\":\"journalist\",\"channel\":\"phone\"}", 200, NULL},
		{'s', "send", "{\"text\":\"x\",\"to\":[\"border\"],\"persona\":\"minister\"}", 409, "persona"}, {'s', "send", "{\"text\":\"x\",\"to\":[\"border\"],\"persona\":\"king\"}", 409, "persona"},
		{'s', "send", "{\"text\":\"x\",\"to\":[\"border\"],\"persona\":\"journalist\",\"channel\":\"pigeon\"}", 409, "channel"},
		{'s', "send", "{\"text\":\"x\",\"to\":[],\"persona\":\"journalist\"}", 409, "role"}, {'s', "send", "{\"text\":\"x\",\"to\":[\"border\"],\"from\":{\"en\":\"The king\"}}", 400, "body"},
		{'s', "send", "{\"text\":\"in its own name\",\"to\":[\"border\"]}", 200, NULL}, {'b', "send", "{\"text\":\"x\",\"to\":[\"post\"],\"persona\":\"journalist\"}", 409, "rank"},
		{'e', "send", "{\"text\":\"x\",\"to\":[\"post\"],\"persona\":\"journalist\"}", 409, "rank"}};
	good("clock", control, "{\"act\":\"start\"}");
	good("clock", control, "{\"act\":\"pause\"}");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		try_one(&cases[i]);
	const char *seen = ask("GET", "/api/state", border, "");
	ck_assert_ptr_nonnull(strstr(seen, "Is it cholera?"));
	ck_assert_ptr_nonnull(strstr(seen, "A journalist"));
	ck_assert_ptr_nonnull(strstr(seen, "Telephone"));
	ck_assert_ptr_null(strstr(seen, "The minister's office"));
	seen = ask("GET", "/api/state", control, "");
	ck_assert_ptr_nonnull(strstr(seen, "\"persona\":\"journalist\""));
	ck_assert_ptr_nonnull(strstr(seen, "\"seat\":\"simcell\""));
	seen = ask("GET", "/api/role", cell, "");
	ck_assert_ptr_nonnull(strstr(seen, "\"personas\":[{\"id\":\"journalist\""));
	ck_assert_ptr_null(strstr(seen, "\"minister\""));
	ck_assert_ptr_null(strstr(ask("GET", "/api/role", border, ""), "\"personas\""));
	ck_assert_ptr_nonnull(strstr(ask("GET", "/api/msel?format=csv", control, ""), "Is it cholera?")); /* of the story, so in the list as run */
	same_as_log();
}
END_TEST

START_TEST(test_the_program_s_own_name)
{
	static const char *const names[] = {"machine", "Machine", " GUZAR ", "nfp", "Border"}; /* or that of a role */
	char body[160];
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(body, sizeof body, "{\"password\":\"%s\",\"name\":\"%s\"}", password, names[i]);
		ck_assert_msg(strstr(post("login", NULL, body), "take another") != NULL, "%s", names[i]);
		ck_assert_int_eq(code, 409);
	}
	snprintf(body, sizeof body, "{\"password\":\"%s\",\"name\":\"%041d\"}", password, 1);
	post("login", NULL, body);
	ck_assert_int_eq(code, 400); /* not somebody else's name in place of one that is too long */
}
END_TEST

START_TEST(test_the_list_as_run)
{
	good("clock", control, "{\"act\":\"start\"}");
	good("clock", control, "{\"act\":\"pause\"}");
	usleep(300000);
	ck_assert_ptr_nonnull(strstr(ask("GET", "/api/msel?format=csv", control, ""), "A driver is ill"));
	ck_assert_ptr_nonnull(strstr(answer, "msel-as-run.csv"));
	ck_assert_ptr_nonnull(strstr(ask("GET", "/api/msel?format=csv&language=ru", control, ""), "Водитель болен"));
	ck_assert_int_eq(strncmp(ask("GET", "/api/msel?format=xlsx", control, ""), "PK", 2), 0);
	json_t *rows = json_loads(ask("GET", "/api/msel", control, ""), 0, NULL);
	ck_assert_uint_gt(json_array_size(rows), 40);
	json_decref(rows);
	ask("GET", "/api/msel?format=doc", control, "");
	ck_assert_int_eq(code, 404);
	static const char *const paper[] = {"roles", "injects", "script", "observers"};
	for (int i = 0; i < 4; i++) {
		char door[64];
		snprintf(door, sizeof door, "/api/paper?kind=%s&language=tg", paper[i]);
		ck_assert_ptr_nonnull(strstr(ask("GET", door, control, ""), "<html lang=\"tg\""));
		ck_assert_ptr_nonnull(strstr(answer, "МАШҚ"));
	}
	ask("GET", "/api/paper?kind=walls", control, "");
	ck_assert_int_eq(code, 404);
}
END_TEST

/* A room without a pack is as it was: no script, and nothing breaks. */
START_TEST(test_without_a_pack)
{
	static const tried cases[] = {{'c', "inject", "{\"act\":\"send\",\"inject\":\"1\"}", 409, "inject"}, {'c', "inject", "{\"act\":\"hold\",\"inject\":\"1\"}", 409, "inject"},
		{'c', "phase", "{\"do\":\"next\"}", 409, NULL}, {'c', "milestone", "{\"milestone\":\"m\",\"value\":1}", 409, NULL}, {'c', "undone", "{\"action\":\"1.x\"}", 409, NULL}};
	static const char *const doors[] = {"/api/script", "/api/world", "/api/known", "/api/msel", "/api/tasks", "/api/map", "/api/role"};
	close_all();
	unlink(path);
	played = NULL;
	serve();
	login("One", control);
	good("clock", control, "{\"act\":\"start\"}");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		try_one(&cases[i]);
	for (size_t i = 0; i < sizeof doors / sizeof *doors; i++) {
		ask("GET", doors[i], control, "");
		ck_assert_msg(code == 404, "%s: %d", doors[i], code);
	}
	same_as_log();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("turn");
	TCase *c = tcase_create("turn");
	tcase_set_timeout(c, 240);
	tcase_add_checked_fixture(c, open_play, teardown);
	tcase_add_test(c, test_before_the_start);
	tcase_add_test(c, test_orders_good_and_bad);
	tcase_add_test(c, test_an_order_s_way);
	tcase_add_test(c, test_round_the_table);
	tcase_add_test(c, test_digits_of_other_scripts);
	tcase_add_test(c, test_asked_again);
	tcase_add_test(c, test_nothing_in_an_emergency_or_after_the_end);
	tcase_add_test(c, test_what_players_do_not_see);
	tcase_add_test(c, test_who_else_has_it);
	tcase_add_test(c, test_the_simulation_cell_speaks_as_others);
	tcase_add_test(c, test_the_program_s_own_name);
	tcase_add_test(c, test_the_list_as_run);
	tcase_add_test(c, test_without_a_pack);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
