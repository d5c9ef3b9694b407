/* Small pieces of the page's data: texts in three languages, rounded numbers, quantiles.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/piece.h"
#include "base/number.h"
#include "report/sentence.h"
#include <math.h>

void gz_piece_words(gz_json *j, const char *key, const gz_words *words, const char *id)
{
	if (key != NULL)
		gz_json_key(j, key);
	gz_json_object(j);
	gz_json_key_string(j, "en", words->en != NULL && words->en[0] != '\0' ? words->en : id);
	if (words->ru != NULL && words->ru[0] != '\0')
		gz_json_key_string(j, "ru", words->ru);
	if (words->tg != NULL && words->tg[0] != '\0')
		gz_json_key_string(j, "tg", words->tg);
	gz_json_end(j);
}

void gz_piece_said(gz_json *j, const char *key, const char *english)
{
	static const char *const languages[] = {"en", "ru", "tg"};
	char said[GZ_SENTENCE_SIZE];
	if (english[0] == '\0')
		return;
	gz_json_key(j, key);
	gz_json_object(j);
	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
		gz_sentences s;
		gz_error unsaid = {0};
		if (gz_sentence_open(&s, languages[i], &unsaid) == GZ_OK) {
			gz_sentence_say(&s, english, said);
			gz_json_key_string(j, languages[i], said);
		}
		gz_sentence_close(&s);
	}
	gz_json_end(j);
}

void gz_piece_number(gz_json *j, double x)
{
	double unit = 1, a = fabs(x);
	if (!isfinite(x) || a >= 1e15) {
		gz_json_number(j, x);
		return;
	}
	for (int i = 0; i < 9 && a > 0 && a * unit < 1000; i++)
		unit *= 10;
	gz_json_number(j, a < 1000 ? round(x * unit) / unit : round(x));
}

void gz_piece_key(gz_json *j, const char *key, double x)
{
	gz_json_key(j, key);
	gz_piece_number(j, x);
}

void gz_piece_quantiles(gz_json *j, const char *key, const gz_spread *spread)
{
	if (key != NULL)
		gz_json_key(j, key);
	gz_json_object(j);
	gz_json_key_integer(j, "known", spread->n_known);
	gz_piece_key(j, "mean", spread->mean);
	gz_piece_key(j, "q05", spread->q05);
	gz_piece_key(j, "q25", spread->q25);
	gz_piece_key(j, "q50", spread->q50);
	gz_piece_key(j, "q75", spread->q75);
	gz_piece_key(j, "q95", spread->q95);
	gz_json_end(j);
}

void gz_piece_spread(gz_json *j, const char *key, const double *values, int32_t n, double *scratch)
{
	gz_spread spread = gz_outcome_spread(values, n, scratch);
	gz_piece_quantiles(j, key, &spread);
}

void gz_piece_value(gz_json *j, const char *key, const gz_value *value)
{
	char text[32] = "";
	if (value != NULL && value->expr == NULL && isfinite(value->number))
		gz_number_format(value->number, text);
	gz_json_key_string(j, key, value == NULL ? NULL : value->expr != NULL ? gz_expr_text(value->expr) : text[0] != '\0' ? text : NULL);
}

void gz_piece_date(gz_json *j, const char *key, int32_t day)
{
	char text[16];
	gz_date_format(day, text);
	gz_json_key_string(j, key, text);
}

gz_status gz_piece_no_memory(gz_error *err)
{
	return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
}
