/* The rules that are data: conditions, lists of Annex 2, clocks, questions, scales, items. Read from the tables of the folder rules/.
 *
 * Everything that a person wrote into law or guidance stands there with its source, its date, and whether that text was read; nothing of
 * it is compiled in. References between rows are indices, -1 none. All texts lie in the arena given.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_RULES_H
#define GZ_RULES_H
#include "base/arena.h"
#include "base/mistakes.h"
#include "text/csv.h"
#include <stdbool.h>
#include <stdint.h>

/* How far the source was read: the official or publisher's text; as a paper or another body quotes it; not at hand; ours. */
typedef enum gz_rule_read { GZ_RULE_OFFICIAL, GZ_RULE_PAPER, GZ_RULE_RECALLED, GZ_RULE_OWN, GZ_RULE_READS } gz_rule_read;

/* What every row has. */
typedef struct gz_rule {
	const char *id;
	const char *in[4];          /* wording: en, ru, tg; prs of what the exercise room says */
	const char *source, *date;  /* citation; its date, "" not known */
	gz_rule_read read;
} gz_rule;

typedef struct gz_rule_country { gz_rule rule; int32_t zone; const char *law; } gz_rule_country; /* minutes east of UTC */
typedef struct gz_rule_condition { gz_rule rule; bool syndrome; } gz_rule_condition;
/* One case is a signal; country -1: everywhere, from a general list. */
typedef struct gz_rule_notifiable { gz_rule rule; int32_t country, condition; } gz_rule_notifiable;
typedef enum gz_rule_scope { GZ_RULE_CONVEYANCE, GZ_RULE_DAY } gz_rule_scope;
/* So many persons with one syndrome in one conveyance, or at one place on one day; condition -1: any syndrome. */
typedef struct gz_rule_cluster { gz_rule rule; gz_rule_scope scope; int32_t condition, persons; } gz_rule_cluster;
typedef struct gz_rule_version { gz_rule rule; int32_t adopted, in_force; const char *changed; } gz_rule_version; /* days since 1970 */
/* A disease of the lists of Annex 2: always notified, or always taken through the algorithm. */
typedef struct gz_rule_listing { gz_rule rule; int32_t version, condition; bool always; } gz_rule_listing;
typedef struct gz_rule_question { gz_rule rule; int32_t parent; const char *reference; } gz_rule_question;
/* hours or months from the step `from` to the step `to`. for_notification: runs only where the event is to be notified. */
typedef struct gz_rule_clock { gz_rule rule; int32_t from, to, hours, months; bool for_notification; const char *citation; } gz_rule_clock;
/* Whole days from a step to another; to -1: to the last of the actions. */
typedef struct gz_rule_interval { gz_rule rule; int32_t from, to, days; } gz_rule_interval;
typedef struct gz_rule_action { gz_rule rule; int32_t step; } gz_rule_action;
typedef enum gz_rule_scale { GZ_RULE_LIKELIHOOD, GZ_RULE_CONSEQUENCE, GZ_RULE_CONFIDENCE, GZ_RULE_LEVEL, GZ_RULE_SCALES } gz_rule_scale;
enum { GZ_RULE_RANKS = 8, GZ_RULE_QUESTIONS = 64, GZ_RULE_STEPS = 64, GZ_RULE_FIELDS = 32 };
/* What a notice says; levels: bit 0 post, 1 competent authority, 2 National IHR Focal Point. */
typedef struct gz_rule_field { gz_rule rule; uint32_t levels; const char *citation; } gz_rule_field;
typedef enum gz_rule_part { GZ_RULE_ALWAYS, GZ_RULE_EVENTS, GZ_RULE_DESIGNATION, GZ_RULE_NATIONAL, GZ_RULE_PARTS } gz_rule_part;
typedef struct gz_rule_item { gz_rule rule; gz_rule_part part; const char *reference; } gz_rule_item;

typedef struct gz_rules {
	gz_rule_country *countries; int32_t n_countries;
	gz_rule_condition *conditions; int32_t n_conditions;
	gz_rule *steps; int32_t n_steps;
	gz_rule_notifiable *notifiables; int32_t n_notifiables;
	gz_rule_cluster *clusters; int32_t n_clusters;
	gz_rule_version *versions; int32_t n_versions;
	gz_rule_listing *listings; int32_t n_listings;
	gz_rule_question *questions; int32_t n_questions;
	gz_rule_clock *clocks; int32_t n_clocks;
	gz_rule_interval *intervals; int32_t n_intervals;
	gz_rule_action *actions; int32_t n_actions;
	gz_rule scales[GZ_RULE_SCALES][GZ_RULE_RANKS]; int32_t n_scale[GZ_RULE_SCALES];
	int32_t matrix[GZ_RULE_RANKS][GZ_RULE_RANKS]; /* [likelihood][consequence] -> level, -1 none */
	gz_rule_field *fields; int32_t n_fields;
	gz_rule_item *items; int32_t n_items;
	gz_rule *citations; int32_t n_citations; /* what a source, a reference or a law is called in each language */
	gz_rule *words; int32_t n_words; /* columns of the tables that people fill in, and what may stand there: id in English; several rows of one id say the same */
} gz_rules;

typedef enum gz_rules_table {
	GZ_RULES_COUNTRIES, GZ_RULES_CONDITIONS, GZ_RULES_STEPS, GZ_RULES_NOTIFIABLE, GZ_RULES_CLUSTERS, GZ_RULES_VERSIONS, GZ_RULES_ANNEX2,
	GZ_RULES_QUESTIONS, GZ_RULES_CLOCKS, GZ_RULES_TIMELINESS, GZ_RULES_SCALES, GZ_RULES_RISK, GZ_RULES_NOTICE, GZ_RULES_CAPACITY,
	GZ_RULES_CITATIONS, GZ_RULES_WORDS, GZ_RULES_TABLES
} gz_rules_table;

/* The name of a table's file, without .csv. */
const char *gz_rules_file(gz_rules_table table);
/* Whether rules are whole without this table: those of one's own, or kept before there was one. */
bool gz_rules_optional(gz_rules_table table);
/* Reads the tables out of `folder`. GZ_ERR_INPUT with every mistake told. */
gz_status gz_rules_load(gz_rules *rules, gz_arena *arena, const char *folder, gz_mistakes *mistakes);
/* The same from tables in memory [GZ_RULES_TABLES], which must outlive the rules. */
gz_status gz_rules_read(gz_rules *rules, gz_arena *arena, const gz_csv *tables, gz_mistakes *mistakes);

/* The wording in "en", "ru" or "tg"; English where there is none. */
const char *gz_rules_say(const gz_rule *rule, const char *language);
/* A source, reference or law as the tables have it (in English), in the language; itself where there is no other wording. */
const char *gz_rules_cite(const gz_rules *rules, const char *text, const char *language);
/* Whether a text is the English word, or says the same in Russian or Tajik; capitals and blanks do not matter. */
bool gz_rules_means(const gz_rules *rules, const char *text, const char *word);
/* What a word is called in "ru" or "tg"; itself where there is no other. */
const char *gz_rules_word(const gz_rules *rules, const char *word, const char *language);
/* The index of the condition, country or item of capacity of this id or of this name in English, Russian or Tajik; -1 none. */
int32_t gz_rules_condition_called(const gz_rules *rules, const char *name);
int32_t gz_rules_country_called(const gz_rules *rules, const char *name);
int32_t gz_rules_item_called(const gz_rules *rules, const char *name);
/* Index by id, -1 none. */
int32_t gz_rules_country(const gz_rules *rules, const char *id);
int32_t gz_rules_condition(const gz_rules *rules, const char *id);
int32_t gz_rules_step(const gz_rules *rules, const char *id);
int32_t gz_rules_question(const gz_rules *rules, const char *id);
int32_t gz_rules_field(const gz_rules *rules, const char *id);
int32_t gz_rules_item(const gz_rules *rules, const char *id);
int32_t gz_rules_clock(const gz_rules *rules, const char *id);
/* The id of the table nearest to a mistyped one, NULL none; for countries, conditions, steps, questions, notice and capacity. */
const char *gz_rules_near(const gz_rules *rules, gz_rules_table table, const char *id);
int32_t gz_rules_scale(const gz_rules *rules, gz_rule_scale scale, const char *id);
/* The version of the Regulations in force on a day, -1 before the first. */
int32_t gz_rules_version(const gz_rules *rules, int32_t day);
#endif
