/* The pack's own grammar in words for people.
 *
 * A condition is taken apart at `or`, `and` and its comparison; what each part names is asked of the compiler of expressions itself.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/sheets/phrase.h"
#include "base/number.h"
#include "exercise/live.h"
#include "exercise/observable.h"
#include <math.h>
#include <string.h>

enum { DEPTH_MAX = 8, DAYS_MAX = 100000, MINUTE = 60, HOUR = 3600, DAY = 86400 };
enum { INDEX = (1 << 24) - 1, CLASS = ~INDEX };

gz_status gz_phrase_open(gz_phrase *phrase, gz_pack *pack, gz_pack_language language, gz_error *err)
{
	*phrase = (gz_phrase){.pack = pack, .language = language};
	return gz_catalogue_open_room(&phrase->words, gz_pack_language_code(language), &pack->arena, err);
}

void gz_phrase_close(gz_phrase *phrase)
{
	gz_catalogue_close(&phrase->words);
}

/* ---- small pieces ---------------------------------------------------------------------------------------------- */
static const char *kept(const char *made)
{
	return made == NULL ? "" : made;
}

static const char *say(gz_phrase *p, const char *key)
{
	return gz_catalogue_text(&p->words, key, NULL, 0);
}

static const char *say_what(gz_phrase *p, const char *key, const char *what)
{
	const gz_catalogue_value value = {"what", what, 0};
	return gz_catalogue_text(&p->words, key, &value, 1);
}

static const char *say_two(gz_phrase *p, const char *key, const char *name, const char *text, const char *what)
{
	const gz_catalogue_value values[] = {{name, text, 0}, {"what", what, 0}};
	return gz_catalogue_text(&p->words, key, values, 2);
}

static const char *number_text(gz_phrase *p, double x)
{
	char text[32];
	gz_number_format(x, text);
	if (p->language != GZ_PACK_EN)
		for (char *c = text; *c != '\0'; c++)
			*c = *c == '.' ? ',' : *c;
	return kept(gz_arena_strdup(&p->pack->arena, text));
}

/* So many of something, 1 in the form of 1. */
static const char *counted(gz_phrase *p, const char *key, int64_t n)
{
	const gz_catalogue_value value = {"n", NULL, (double)n};
	return gz_catalogue_text(&p->words, key, &value, 1);
}

/* "1 day 6 hours"; of the scenario where its clock counts. */
static const char *span_words(gz_phrase *p, int64_t seconds, bool scenario)
{
	static const struct { const char *key; int64_t unit; } units[] = {{"room.cue.days", DAY}, {"room.cue.hours", HOUR}, {"room.cue.minutes", MINUTE}, {"room.cue.seconds", 1}};
	const char *all = "";
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
		const int64_t n = seconds / units[i].unit;
		seconds %= units[i].unit;
		if (n > 0)
			all = kept(gz_arena_printf(&p->pack->arena, "%s%s%s", all, all[0] ? " " : "", counted(p, units[i].key, n)));
	}
	if (all[0] == '\0')
		all = counted(p, "room.cue.minutes", 0);
	return scenario ? say_what(p, "room.cue.scenario", all) : all;
}

static const char *span_text(gz_phrase *p, const gz_pack_span *span)
{
	return span_words(p, span->seconds, span->scenario);
}

/* "0:44" of the exercise, or the day and hour of the scenario. */
static const char *time_text(gz_phrase *p, const gz_pack_span *at)
{
	const int64_t second = at->scenario ? p->pack->start_second + at->seconds : at->seconds;
	const int64_t hours = at->scenario ? second % DAY / HOUR : second / HOUR;
	const char *clock = kept(gz_arena_printf(&p->pack->arena, "%d:%02d", (int)hours, (int)(second % HOUR / MINUTE)));
	if (!at->scenario)
		return clock;
	const int64_t day = second / DAY + 1;
	const gz_catalogue_value values[] = {{"day", NULL, (double)day}, {"time", clock, 0}};
	return gz_catalogue_text(&p->words, "room.cue.moment", values, 2);
}

/* ---- names ----------------------------------------------------------------------------------------------------- */
static const char *text_of(gz_phrase *p, const gz_pack_text *text)
{
	return gz_live_paper(p->pack, text, p->language);
}

/* As the world names it; with fictional names, and in a language that the world lacks, as the pack does; else a number, or its own name. */
static const char *face(gz_phrase *p, const gz_words *name, const char *id, int32_t number)
{
	const gz_pack *pack = p->pack;
	const char *const own = name->en ? name->en : id, *const all[GZ_PACK_LANGUAGES] = {own, name->ru, name->tg};
	if (!pack->fictional && all[p->language])
		return all[p->language];
	for (int32_t i = 0; i < pack->n_names; i++) {
		const char *real = pack->names[i].real.in[GZ_PACK_EN];
		const size_t n = real ? strlen(own) < strlen(real) ? strlen(own) : strlen(real) : 0;
		if (n > 0 && strncmp(real, own, n) == 0 && (real[n] == '\0' || real[n] == ' ') && (own[n] == '\0' || own[n] == ' '))
			return text_of(p, pack->fictional ? &pack->names[i].fictional : &pack->names[i].real);
	}
	return pack->fictional ? counted(p, "room.cue.place", number) : own;
}

const char *gz_phrase_place(gz_phrase *p, int32_t place)
{
	const gz_world *w = &p->pack->scenario.world;
	return place < 0 || place >= w->n_places ? "" : face(p, &w->places[place].name, w->places[place].id, place + 1);
}

const char *gz_phrase_crossing(gz_phrase *p, int32_t crossing)
{
	const gz_world *w = &p->pack->scenario.world;
	return crossing < 0 || crossing >= w->n_crossings ? "" : face(p, &w->crossings[crossing].name, w->crossings[crossing].id, w->n_places + crossing + 1);
}

/* The decision that sets a measure in force names it for people. */
static const char *measure_name(gz_phrase *p, int32_t measure)
{
	for (int32_t i = 0; i < p->pack->n_decisions; i++)
		if (p->pack->decisions[i].measure == measure)
			return text_of(p, &p->pack->decisions[i].name);
	return p->pack->scenario.measures[measure].name;
}

/* ---- conditions ------------------------------------------------------------------------------------------------ */
/* A part of an expression. */
typedef struct part { const char *at; size_t n; } part;

static part trimmed(part all)
{
	while (all.n > 0 && all.at[0] == ' ') {
		all.at++;
		all.n--;
	}
	while (all.n > 0 && all.at[all.n - 1] == ' ')
		all.n--;
	return all;
}

/* Where a word or sign stands outside brackets; all.n if nowhere. */
static size_t find(part all, const char *sign)
{
	const size_t length = strlen(sign);
	int32_t depth = 0;
	for (size_t i = 0; i + length <= all.n; i++) {
		depth += (all.at[i] == '(') - (all.at[i] == ')');
		if (depth == 0 && memcmp(all.at + i, sign, length) == 0)
			return i;
	}
	return all.n;
}

static const char *copy_of(gz_phrase *p, part one)
{
	return kept(gz_arena_strndup(&p->pack->arena, one.at, one.n));
}

/* The name of a decision that an expression names, NULL: it names something else there. */
static const char *decision_text(gz_phrase *p, int32_t symbol)
{
	const int32_t index = symbol & INDEX;
	return (symbol & CLASS) == GZ_OBSERVABLE_DECISION && index < p->pack->n_decisions ? text_of(p, &p->pack->decisions[index].name) : NULL;
}

/* What is asked: a name, or a function of names, and what it names; false: arithmetic, or nothing that we know. */
typedef struct asked { int32_t call, symbol, argument; double days; } asked;

static bool ask(gz_phrase *p, part one, asked *out)
{
	const gz_expr *expr = NULL;
	const char *text = copy_of(p, one), *open = strchr(text, '('), *comma = strrchr(text, ',');
	int32_t n_calls = 0, n_symbols = 0;
	*out = (asked){.call = -1, .symbol = -1, .argument = -1, .days = NAN};
	if (text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.")] != (open ? '(' : '\0') ||
		(open && strchr(text, ')') != text + strlen(text) - 1) || gz_observable_compile(p->pack, text, &expr, NULL) != GZ_OK)
		return false;
	const int32_t *calls = gz_expr_calls(expr, &n_calls), *symbols = gz_expr_symbols(expr, &n_symbols);
	if (n_calls != (open != NULL) || n_symbols < 1 || n_symbols > 2)
		return false;
	*out = (asked){.call = open ? calls[0] : -1, .symbol = symbols[0], .argument = symbols[n_symbols - 1], .days = NAN};
	if (comma && open && calls[0] < GZ_OBSERVABLE_BEDS) {
		const char *span = kept(gz_arena_strndup(&p->pack->arena, comma + 1, strlen(comma + 1) - 1));
		return gz_expr_compile(&p->pack->arena, span, NULL, &expr, NULL) == GZ_OK && gz_expr_constant(expr, &out->days) && out->days >= 0 && out->days < DAYS_MAX;
	}
	return true;
}

static const char *in_place(gz_phrase *p, const char *key, const asked *a, const char *what)
{
	const char *name = (a->argument & CLASS) == GZ_OBSERVABLE_CROSSING ? gz_phrase_crossing(p, a->argument & INDEX) :
		gz_phrase_place(p, a->call == GZ_OBSERVABLE_TRUTH ? a->argument & INDEX : a->symbol & INDEX);
	const char *days = isnan(a->days) ? "" : span_words(p, (int64_t)(a->days * DAY), false);
	const gz_catalogue_value values[] = {{"place", name, 0}, {"span", days, 0}, {"what", what, 0}};
	return gz_catalogue_text(&p->words, key, values, 3);
}

static const char *stream_text(gz_phrase *p, const asked *a)
{
	const char *name = a->call < p->pack->scenario.n_streams ? p->pack->scenario.streams[a->call].name : "reported";
	return strcmp(name, "reported") == 0 ? in_place(p, "room.cue.reported", a, "") : in_place(p, "room.cue.stream", a, name);
}

static const char *truth_text(gz_phrase *p, const asked *a)
{
	static const char *const quantities[GZ_OBSERVABLE_QUANTITIES] = {"room.cue.infections", "room.cue.prevalence", "room.cue.deaths", "room.cue.present"};
	const int32_t quantity = a->symbol & INDEX;
	if ((a->symbol & CLASS) != GZ_OBSERVABLE_QUANTITY || quantity >= GZ_OBSERVABLE_QUANTITIES + p->pack->scenario.n_streams)
		return NULL;
	return quantity < GZ_OBSERVABLE_QUANTITIES ? in_place(p, quantities[quantity], a, "") :
		in_place(p, "room.cue.true", a, p->pack->scenario.streams[quantity - GZ_OBSERVABLE_QUANTITIES].name);
}

/* The quantity that is compared, NULL where it is none. */
static const char *quantity_text(gz_phrase *p, const asked *a)
{
	if (a->call < 0)
		return a->symbol == GZ_OBSERVABLE_DAY ? say(p, "room.cue.day") : a->symbol == GZ_OBSERVABLE_HOUR ? say(p, "room.cue.hour") :
			a->symbol == GZ_OBSERVABLE_EX ? say(p, "room.cue.ex") : NULL;
	if (a->call < GZ_OBSERVABLE_BEDS)
		return stream_text(p, a);
	const char *decision = decision_text(p, a->symbol);
	switch (a->call) {
	case GZ_OBSERVABLE_BEDS: return in_place(p, "room.cue.beds", a, "");
	case GZ_OBSERVABLE_UNTRACED: return in_place(p, "room.cue.untraced", a, "");
	case GZ_OBSERVABLE_QUEUE: return in_place(p, "room.cue.queue", a, "");
	case GZ_OBSERVABLE_LEFT: return decision ? say_what(p, "room.cue.left", decision) : NULL;
	case GZ_OBSERVABLE_TRUTH: return truth_text(p, a);
	default: return NULL;
	}
}

/* What is or is not: a milestone reached, a decision ordered or in force; NULL where it is none. */
static const char *fact_text(gz_phrase *p, const asked *a, bool holds)
{
	const char *decision = decision_text(p, a->symbol);
	if (decision && (a->call == GZ_OBSERVABLE_ORDERED || a->call == GZ_OBSERVABLE_INFORCE))
		return say_what(p, a->call == GZ_OBSERVABLE_ORDERED ? holds ? "room.cue.ordered" : "room.cue.unordered" : holds ? "room.cue.inforce" : "room.cue.outforce", decision);
	if (a->call < 0 && a->symbol < p->pack->n_milestones)
		return say_what(p, holds ? "room.cue.reached" : "room.cue.unreached", text_of(p, &p->pack->milestones[a->symbol].name));
	return NULL;
}

/* A clock that is past a moment, or not yet there; NULL: no clock is asked. */
static const char *clock_text(gz_phrase *p, const asked *a, char sign, double value)
{
	const int64_t unit = a->symbol == GZ_OBSERVABLE_DAY ? DAY : a->symbol == GZ_OBSERVABLE_HOUR ? HOUR : a->symbol == GZ_OBSERVABLE_EX ? 1 : 0;
	if (a->call >= 0 || unit == 0 || (sign != '<' && sign != '>') || !(value >= 0 && value < 1e6))
		return NULL;
	const gz_pack_span span = {.seconds = (int64_t)(value * (double)unit), .scenario = unit != 1, .given = true};
	const gz_catalogue_value time = {"time", time_text(p, &span), 0};
	return gz_catalogue_text(&p->words, sign == '>' ? "room.cue.since" : "room.cue.until", &time, 1);
}

static const struct { const char *sign, *key; } comparisons[] = { /* those of two signs first */
	{">=", "room.cue.ge"}, {"<=", "room.cue.le"}, {"==", "room.cue.eq"}, {"!=", "room.cue.ne"}, {">", "room.cue.gt"}, {"<", "room.cue.lt"}};

/* One comparison, or one fact; NULL where no sentence fits. */
static const char *comparison_text(gz_phrase *p, part all)
{
	asked a;
	for (size_t i = 0; i < sizeof comparisons / sizeof comparisons[0]; i++) {
		const size_t at = find(all, comparisons[i].sign), length = strlen(comparisons[i].sign);
		if (at == all.n)
			continue;
		const part right = trimmed((part){all.at + at + length, all.n - at - length});
		const char *bound = copy_of(p, right);
		const gz_expr *expr = NULL;
		double value = NAN;
		if (!ask(p, trimmed((part){all.at, at}), &a) || gz_expr_compile(&p->pack->arena, bound, NULL, &expr, NULL) != GZ_OK || !gz_expr_constant(expr, &value))
			return NULL;
		const bool least = comparisons[i].sign[0] == '>', none = value == 0 && strcmp(comparisons[i].sign, "==") == 0;
		const char *fact = none || value == 1 || (value == 0 && least) || comparisons[i].sign[0] == '!' ? fact_text(p, &a, !none) : NULL;
		const char *clock = fact ? fact : clock_text(p, &a, comparisons[i].sign[0], value);
		const char *what = clock ? clock : quantity_text(p, &a);
		return clock || !what ? what : say_two(p, comparisons[i].key, "n", bound, what);
	}
	return ask(p, all, &a) ? fact_text(p, &a, true) : NULL;
}

static const char *condition_text(gz_phrase *p, part all, int32_t depth)
{
	static const struct { const char *word, *key; } joints[] = {{" or ", "room.cue.or"}, {" and ", "room.cue.and"}};
	all = trimmed(all);
	for (size_t i = 0; i < 2 && depth < DEPTH_MAX; i++) {
		const size_t at = find(all, joints[i].word), length = strlen(joints[i].word);
		if (at == all.n)
			continue;
		const gz_catalogue_value values[] = {{"a", condition_text(p, (part){all.at, at}, depth + 1), 0},
			{"b", condition_text(p, (part){all.at + at + length, all.n - at - length}, depth + 1), 0}};
		return gz_catalogue_text(&p->words, joints[i].key, values, 2);
	}
	if (all.n > 2 && all.at[0] == '(' && find((part){all.at, all.n - 1}, ")") == all.n - 1 && depth < DEPTH_MAX)
		return kept(gz_arena_printf(&p->pack->arena, "(%s)", condition_text(p, (part){all.at + 1, all.n - 2}, depth + 1)));
	asked a;
	const bool negated = all.n > 4 && memcmp(all.at, "not ", 4) == 0;
	const char *made = negated ? ask(p, trimmed((part){all.at + 4, all.n - 4}), &a) ? fact_text(p, &a, false) : NULL : comparison_text(p, all);
	return made ? made : copy_of(p, all);
}

const char *gz_phrase_condition(gz_phrase *p, const gz_expr *condition)
{
	const char *text = gz_expr_text(condition);
	return condition_text(p, (part){text, strlen(text)}, 0);
}

/* ---- triggers -------------------------------------------------------------------------------------------------- */
bool gz_phrase_timed(const gz_pack_trigger *t)
{
	return t->kind == GZ_PACK_AT && !t->every.given && t->most == 0;
}

static const char *after_text(gz_phrase *p, const gz_pack_trigger *t)
{
	static const char *const keys[] = {"room.cue.after.inject", "room.cue.after.decision", "room.cue.after.milestone"};
	static const char *const at_once[] = {"room.cue.once.inject", "room.cue.once.decision", "room.cue.once.milestone"};
	const gz_pack *pack = p->pack;
	const int32_t which = (int32_t)t->kind - GZ_PACK_AFTER_INJECT;
	const char *what = t->of < 0 ? t->of_name : which == 0 ? pack->injects[t->of].id : text_of(p, which == 1 ? &pack->decisions[t->of].name : &pack->milestones[t->of].name);
	return t->at.seconds > 0 ? say_two(p, keys[which], "span", span_text(p, &t->at), what) : say_what(p, at_once[which], what);
}

static const char *when_text(gz_phrase *p, const gz_pack_trigger *t)
{
	const char *what = say_what(p, "room.cue.when", t->when ? gz_phrase_condition(p, t->when) : "");
	return t->lasts.given ? say_two(p, "room.cue.for", "span", span_words(p, t->lasts.seconds, true), what) : what;
}

/* The inject for whose missed action this one is kept ready. */
static const char *contingency_text(gz_phrase *p, int32_t inject)
{
	for (int32_t i = 0; i < p->pack->n_injects; i++)
		if (p->pack->injects[i].contingency == inject) {
			const gz_catalogue_value value = {"inject", p->pack->injects[i].id, 0};
			return gz_catalogue_text(&p->words, "room.inject.unless", &value, 1);
		}
	return say(p, "room.inject.hand");
}

static const char *trigger_text(gz_phrase *p, int32_t inject)
{
	const gz_pack_trigger *t = &p->pack->injects[inject].trigger;
	switch (t->kind) {
	case GZ_PACK_AT: {
		const gz_catalogue_value time = {t->at.relative ? "span" : "time", t->at.relative ? span_text(p, &t->at) : time_text(p, &t->at), 0};
		return gz_catalogue_text(&p->words, t->at.relative ? "room.cue.at.phase" : "room.cue.at", &time, 1);
	}
	case GZ_PACK_AFTER_INJECT: case GZ_PACK_AFTER_DECISION: case GZ_PACK_AFTER_MILESTONE: return after_text(p, t);
	case GZ_PACK_WHEN: return when_text(p, t);
	case GZ_PACK_UNLESS: return say_two(p, "room.cue.unless", "time", time_text(p, &t->at), t->of < 0 ? t->of_name : text_of(p, &p->pack->milestones[t->of].name));
	case GZ_PACK_UNLESS_INJECT: return say_two(p, "room.cue.unless.inject", "time", time_text(p, &t->at), t->of_name);
	default: return contingency_text(p, inject);
	}
}

const char *gz_phrase_cue(gz_phrase *p, int32_t inject)
{
	const gz_pack_trigger *t = &p->pack->injects[inject].trigger;
	const char *text = trigger_text(p, inject);
	if (t->every.given)
		text = say_two(p, "room.cue.every", "span", span_text(p, &t->every), text);
	if (t->most > 1) /* once goes without saying */
		text = say_two(p, "room.cue.most", "n", number_text(p, t->most), text);
	return text;
}

/* ---- effects --------------------------------------------------------------------------------------------------- */
const char *gz_phrase_effect(gz_phrase *p, const gz_pack_effect *e)
{
	static const char *const keys[GZ_PACK_EFFECTS] = {"room.cue.import", "room.cue.reporting", "room.cue.compliance", "room.cue.leak", "room.cue.contact"};
	const gz_scenario *s = &p->pack->scenario;
	if (!p->pack->has_scenario)
		return "";
	const gz_compartment *into = e->compartment >= 0 ? &s->disease.compartments[e->compartment] : NULL;
	const char *const titles[GZ_PACK_LANGUAGES] = {into ? into->title.en : NULL, into ? into->title.ru : NULL, into ? into->title.tg : NULL};
	const char *state = titles[p->language] ? titles[p->language] : titles[GZ_PACK_EN] ? titles[GZ_PACK_EN] : into ? into->name : "";
	const gz_catalogue_value values[] = {{"size", number_text(p, e->size), 0}, {"place", gz_phrase_place(p, e->place), 0},
		{"what", e->kind == GZ_PACK_IMPORT ? state : e->measure >= 0 ? measure_name(p, e->measure) : "", 0}};
	const char *text = gz_catalogue_text(&p->words, keys[e->kind], values, 3);
	if (e->after.given && e->after.seconds > 0)
		text = say_two(p, "room.cue.later", "span", span_words(p, e->after.seconds, true), text);
	return e->lasts.given ? say_two(p, "room.cue.lasting", "span", span_words(p, e->lasts.seconds, true), text) : text;
}

/* ---- texts ----------------------------------------------------------------------------------------------------- */
const char *gz_phrase_text(gz_phrase *p, const gz_pack_text *text)
{
	const char *told = gz_pack_say(p->pack, text, p->language), *all = "";
	gz_live_piece *pieces;
	int32_t n = 0;
	if (strstr(told, "${") == NULL || gz_live_parse(p->pack, told, &pieces, &n, NULL) != GZ_OK)
		return told;
	for (int32_t i = 0; i < n; i++) {
		const gz_live_piece *one = &pieces[i];
		const char *live = one->expr ? gz_expr_text(one->expr) : NULL, *what = NULL;
		asked a;
		if (live && ask(p, trimmed((part){live, strlen(live)}), &a))
			what = quantity_text(p, &a);
		if (live)
			all = kept(gz_arena_printf(&p->pack->arena, "%s[%s]", all, what ? what : live));
		else if (one->name >= 0)
			all = kept(gz_arena_printf(&p->pack->arena, "%s%s", all, gz_pack_say(p->pack, p->pack->fictional ? &p->pack->names[one->name].fictional : &p->pack->names[one->name].real, p->language)));
		else
			all = kept(gz_arena_printf(&p->pack->arena, "%s%.*s", all, (int)one->n, one->text));
	}
	return all;
}
