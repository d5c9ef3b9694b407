/* A plain sheet that is read, printed or sent: the same parts as text for a terminal, or as one page of HTML without anything from outside.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/paper/paper.h"
#include "text/utf8.h"
#include <assert.h>
#include <string.h>

enum { WIDTH = 100, COLUMN_MAX = 46 };

static const char style[] =
	"body{font:16px/1.45 system-ui,sans-serif;max-width:64rem;margin:1.5rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}"
	"h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:1.8rem;border-bottom:1px solid #999}"
	"table{border-collapse:collapse;width:100%;margin:.6rem 0;font-size:.92rem}th,td{border:1px solid #999;padding:.25rem .5rem;"
	"text-align:start;vertical-align:top;overflow-wrap:break-word}th{background:#eee}.strong{font-weight:600;border-inline-start:4px solid #8a3b00;"
	"padding:.3rem .8rem}.note{color:#555;font-size:.88rem}dl{margin:.35rem 0}dt{font-weight:600}dd{margin:0;margin-inline-start:1.2rem;white-space:pre-wrap}ul{margin:.25rem 0}"
	"dd,p,li,h1,h2,td.long{overflow-wrap:anywhere}@media screen and (max-width:40rem){thead{position:absolute;inset-inline-start:-99rem}tr{display:block;border:1px solid #999;margin:.5rem 0;"
	"padding:.2rem .6rem}td{display:block;border:0;padding:.15rem 0;overflow-wrap:anywhere}td:empty{display:none}td:first-child{font-weight:600}"
	"td:not(:first-child)::before{content:attr(data-head) \": \";color:#555;font-size:.88em}}"
	"@media print{body{margin:0;max-width:none;font-size:11pt}table{font-size:9.5pt}td:empty{min-width:4.5rem}.part{break-before:page}tr{break-inside:avoid}}";

/* Whether a word has a Latin letter: an id, a name, an address, whose digits stay as they are. */
static bool latin_word(const char *word)
{
	for (const char *c = word; *c != '\0' && *c != ' ' && *c != '\n' && *c != '\t'; c++)
		if ((*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z'))
			return true;
	return false;
}

/* Digits as they are read on a page that runs from right to left: Persian ones, but for words with Latin letters and what keeps its own
 * order of signs (between U+2068 and U+2069). NULL: no memory. */
static const char *read_digits(gz_arena *arena, const char *text)
{
	char *made = gz_arena_array(arena, char, 2 * strlen(text) + 1), *out = made;
	bool latin = latin_word(text), apart = false;
	for (const char *c = text; made != NULL && *c != '\0'; c++) {
		if (strncmp(c, "\xE2\x81\xA8", 3) == 0 || strncmp(c, "\xE2\x81\xA9", 3) == 0)
			apart = (unsigned char)c[2] == 0xA8;
		if (*c >= '0' && *c <= '9' && !latin && !apart) {
			*out++ = (char)0xDB;
			*out++ = (char)(0xB0 + (*c - '0'));
		} else {
			*out++ = *c;
		}
		if (*c == ' ' || *c == '\n' || *c == '\t')
			latin = latin_word(c + 1);
	}
	if (made != NULL)
		*out = '\0';
	return made;
}

const char *gz_paper_digits(gz_paper *p, const char *text)
{
	const char *made = p->rtl ? read_digits(p->arena, text) : text;
	p->failed = p->failed || made == NULL;
	return made == NULL ? "" : made;
}

static void put_escaped(gz_paper *p, const char *text)
{
	FILE *out = p->out;
	for (const char *c = gz_paper_digits(p, text); *c != '\0'; c++) {
		switch (*c) {
		case '<': fputs("&lt;", out); break;
		case '>': fputs("&gt;", out); break;
		case '&': fputs("&amp;", out); break;
		case '"': fputs("&quot;", out); break;
		default:
			if ((unsigned char)*c >= ' ' || *c == '\n' || *c == '\t')
				fputc(*c, out);
		}
	}
}

/* Text for a terminal: control characters of what people wrote are left out, so that none can steer it. */
static void put_plain(FILE *out, const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)text[i] >= ' ' && text[i] != 0x7f)
			fputc(text[i], out);
}

static int32_t characters(const char *text, size_t n)
{
	int32_t count = 0;
	for (size_t i = 0; i < n; i++)
		count += ((unsigned char)text[i] & 0xC0) != 0x80;
	return count;
}

/* Bytes of `text` that fill a line of at most `width` characters, ending at a blank where there is one; *next where the following begins. */
static size_t line_of(const char *text, int32_t width, size_t *next)
{
	size_t blank = 0, i = 0, length = strlen(text);
	int32_t count = 0;
	while (i < length && text[i] != '\n' && count < width) {
		size_t step = gz_utf8_next(text + i, length - i, NULL);
		if (text[i] == ' ')
			blank = i;
		i += step > 0 ? step : 1;
		count++;
	}
	if (i < length && text[i] != '\n' && text[i] != ' ' && blank > 0)
		i = blank;
	*next = i < length && (text[i] == ' ' || text[i] == '\n') ? i + 1 : i;
	return i;
}

/* Wrapped text, `lead` before the first line, as many blanks before the others. */
static void put_wrapped(FILE *out, const char *lead, const char *text)
{
	int32_t indent = characters(lead, strlen(lead));
	fputs(lead, out);
	for (bool first = true; first || *text != '\0'; first = false) {
		size_t next, n = line_of(text, WIDTH - indent, &next);
		if (!first)
			fprintf(out, "%*s", (int)indent, "");
		put_plain(out, text, n);
		fputc('\n', out);
		text += next;
	}
}

static void element(gz_paper *p, const char *open, const char *text, const char *close)
{
	fputs(open, p->out);
	put_escaped(p, text);
	fputs(close, p->out);
}

static void put_underlined(gz_paper *p, const char *text, char line)
{
	put_plain(p->out, text, strlen(text));
	fputc('\n', p->out);
	for (int32_t i = characters(text, strlen(text)); i > 0; i--)
		fputc(line, p->out);
	fputc('\n', p->out);
}

void gz_paper_begin(gz_paper *paper, const char *title)
{
	if (!paper->html) {
		put_underlined(paper, title, '=');
		return;
	}
	fprintf(paper->out, "<!doctype html>\n<html lang=\"%s\"%s>\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>", paper->language, paper->rtl ? " dir=\"rtl\"" : "");
	put_escaped(paper, title);
	fprintf(paper->out, "</title>\n<style>%s</style>\n</head>\n<body>\n<main>\n", style);
	element(paper, "<h1>", title, "</h1>\n");
}

gz_status gz_paper_end(gz_paper *paper, gz_error *err)
{
	if (paper->html)
		fputs("</main>\n</body>\n</html>\n", paper->out);
	if (paper->failed)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	if (ferror(paper->out))
		return gz_error_set(err, GZ_ERR_IO, NULL, 0, 0, "the output could not be written");
	return GZ_OK;
}

void gz_paper_heading(gz_paper *paper, const char *text)
{
	if (paper->html) {
		element(paper, "<h2>", text, "</h2>\n");
		return;
	}
	fputc('\n', paper->out);
	put_underlined(paper, text, '-');
}

void gz_paper_part(gz_paper *paper, const char *text)
{
	if (paper->html)
		element(paper, "<h2 class=\"part\">", text, "</h2>\n");
	else
		gz_paper_heading(paper, text);
}

void gz_paper_line(gz_paper *paper, const char *text)
{
	if (paper->html)
		element(paper, "<p>", text, "</p>\n");
	else
		put_wrapped(paper->out, "", text);
}

void gz_paper_strong(gz_paper *paper, const char *text)
{
	if (paper->html)
		element(paper, "<p class=\"strong\">", text, "</p>\n");
	else
		put_wrapped(paper->out, "> ", text);
}

void gz_paper_note(gz_paper *paper, const char *text)
{
	if (paper->html)
		element(paper, "<p class=\"note\">", text, "</p>\n");
	else
		put_wrapped(paper->out, "", text);
}

void gz_paper_item(gz_paper *paper, const char *text)
{
	if (paper->html)
		element(paper, "<ul><li>", text, "</li></ul>\n");
	else
		put_wrapped(paper->out, "- ", text);
}

void gz_paper_pair(gz_paper *paper, const char *label, const char *value)
{
	if (paper->html) {
		element(paper, "<dl><dt>", label, "</dt>");
		element(paper, "<dd>", value, "</dd></dl>\n");
		return;
	}
	put_plain(paper->out, label, strlen(label));
	put_wrapped(paper->out, ": ", value);
}

const char *gz_paper_cite(gz_paper *paper, const char *citation, bool at_hand)
{
	const char *marked = at_hand ? citation : gz_arena_printf(paper->arena, "%s\xC2\xA0\xE2\x80\xA0", citation); /* a dagger */
	paper->failed = paper->failed || marked == NULL;
	return marked == NULL ? "" : marked;
}

/* ---- tables ------------------------------------------------------------------------------------------------ */

void gz_paper_table(gz_paper *paper, const char *const *heads, int32_t n)
{
	assert(n > 0 && n <= GZ_PAPER_COLUMNS);
	paper->cells = NULL;
	paper->capacity = paper->n_rows = 0;
	paper->n_columns = n;
	gz_paper_row(paper, heads);
}

void gz_paper_row(gz_paper *paper, const char *const *cells)
{
	size_t n = (size_t)paper->n_columns;
	if (paper->n_rows == paper->capacity) {
		int32_t capacity = paper->capacity == 0 ? 16 : 2 * paper->capacity;
		const char **grown = gz_arena_array(paper->arena, const char *, (int64_t)capacity * paper->n_columns);
		if (grown == NULL) {
			paper->failed = true;
			return;
		}
		if (paper->n_rows > 0)
			memcpy(grown, paper->cells, sizeof *grown * n * (size_t)paper->n_rows);
		paper->cells = grown;
		paper->capacity = capacity;
	}
	for (size_t c = 0; c < n; c++) /* made texts may be NULL where memory ran out */
		paper->cells[(size_t)paper->n_rows * n + c] = cells[c] != NULL ? cells[c] : "";
	paper->n_rows++;
}

/* Whether a text has a word that a column is not to be as wide as; the longest of our own is a time with its offset. */
static bool has_long_word(const char *text)
{
	enum { WORD = 24 };
	int32_t length = 0;
	for (const char *c = text; *c != '\0'; c++) {
		length = *c == ' ' || *c == '\n' ? 0 : length + (((unsigned char)*c & 0xC0) != 0x80);
		if (length > WORD)
			return true;
	}
	return false;
}

/* On a narrow screen each row becomes a card, whose cells say their heads themselves; roles keep it a table for a screen reader. */
static void html_table(gz_paper *p)
{
	fputs("<table role=\"table\">\n", p->out);
	for (int32_t r = 0; r < p->n_rows; r++) {
		fputs(r == 0 ? "<thead role=\"rowgroup\"><tr role=\"row\">" : "<tr role=\"row\">", p->out);
		for (int32_t c = 0; c < p->n_columns; c++) {
			if (r == 0) {
				element(p, "<th scope=\"col\" role=\"columnheader\">", p->cells[c], "</th>");
				continue;
			}
			const char *text = p->cells[r * p->n_columns + c];
			fprintf(p->out, "<td role=\"cell\"%s data-head=\"", has_long_word(text) ? " class=\"long\"" : "");
			put_escaped(p, p->cells[c]);
			element(p, "\">", text, "</td>");
		}
		fputs(r == 0 ? "</tr></thead>\n<tbody role=\"rowgroup\">\n" : "</tr>\n", p->out);
	}
	fputs("</tbody>\n</table>\n", p->out);
}

/* One row on as many lines as its longest cell takes. */
static void text_row(gz_paper *p, const char *const *cells, const int32_t *widths)
{
	const char *rest[GZ_PAPER_COLUMNS];
	bool more = true;
	memcpy(rest, cells, sizeof *rest * (size_t)p->n_columns);
	while (more) {
		int32_t pending = 0;
		more = false;
		for (int32_t c = 0; c < p->n_columns; c++) {
			size_t next, n = line_of(rest[c], widths[c], &next);
			if (n > 0) {
				fprintf(p->out, "%*s", (int)pending, "");
				put_plain(p->out, rest[c], n);
				pending = 0;
			}
			pending += widths[c] - characters(rest[c], n) + 2;
			rest[c] += next;
			more = more || *rest[c] != '\0';
		}
		fputc('\n', p->out);
	}
}

static void text_table(gz_paper *p)
{
	int32_t widths[GZ_PAPER_COLUMNS] = {0};
	for (int32_t i = 0; i < p->n_rows * p->n_columns; i++) {
		int32_t n = characters(p->cells[i], strlen(p->cells[i])), *width = &widths[i % p->n_columns];
		*width = n > COLUMN_MAX ? COLUMN_MAX : n > *width ? n : *width;
	}
	for (int32_t c = 0; c < p->n_columns; c++)
		widths[c] += widths[c] == 0;
	for (int32_t r = 0; r < p->n_rows; r++)
		text_row(p, &p->cells[r * p->n_columns], widths);
}

void gz_paper_table_end(gz_paper *paper)
{
	if (paper->failed)
		return;
	if (paper->html)
		html_table(paper);
	else
		text_table(paper);
	paper->n_rows = paper->capacity = 0;
	paper->cells = NULL;
}
