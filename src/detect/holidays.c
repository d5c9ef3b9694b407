/* Days on which few people go to a doctor or report: fixed holidays, Navruz and the two Eids.
 *
 * Fixed days: public holidays of Tajikistan (Labour Code and the Law on holidays; the primary texts were not at hand). Eids: first days
 * of Shawwal and tenth days of Dhu al-Hijja by the Umm al-Qura calendar, an astronomical calculation, as in the Unicode CLDR /
 * ICU calendar "islamic-umalqura"; where the moon is sighted the day may differ by one.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "detect/holidays.h"
#include "base/date.h"

/* month * 100 + day */
static const int16_t FIXED[] = {
	101,      /* New Year */
	308,      /* International Women's Day */
	321, 322, /* Navruz */
	509,      /* Victory Day */
	627,      /* National Unity Day */
	909,      /* Independence Day */
	1106,     /* Constitution Day */
};

/* year * 10000 + month * 100 + day */
static const int32_t EIDS[] = {
	/* Eid al-Fitr (Idi Ramazon) */
	20051103, 20061023, 20071013, 20081001, 20090920, 20100910, 20110830, 20120819, 20130808, 20140728, 20150717, 20160706, 20170625,
	20180615, 20190604, 20200524, 20210513, 20220502, 20230421, 20240410, 20250330, 20260320, 20270309, 20280226, 20290214, 20300204,
	20310124, 20320114, 20330103, 20331223, 20341212, 20351201, 20361119, 20371109, 20381029, 20391019, 20401007, 20410927, 20420916,
	20430905, 20440824, 20450814,
	/* Eid al-Adha (Idi Qurbon) */
	20050121, 20060110, 20061231, 20071220, 20081208, 20091127, 20101116, 20111106, 20121026, 20131015, 20141004, 20150923, 20160911,
	20170901, 20180821, 20190811, 20200731, 20210720, 20220709, 20230628, 20240616, 20250606, 20260527, 20270516, 20280505, 20290424,
	20300413, 20310402, 20320322, 20330312, 20340301, 20350219, 20360208, 20370127, 20380116, 20390105, 20391226, 20401215, 20411204,
	20421123, 20431112, 20441101, 20451021};

bool gz_holidays_has(int32_t day)
{
	int32_t year, month, of_month;
	gz_date_civil(day, &year, &month, &of_month);
	for (unsigned i = 0; i < sizeof FIXED / sizeof *FIXED; i++)
		if (FIXED[i] == month * 100 + of_month)
			return true;
	for (unsigned i = 0; i < sizeof EIDS / sizeof *EIDS; i++)
		if (EIDS[i] == year * 10000 + month * 100 + of_month)
			return true;
	return false;
}

void gz_holidays_mark(int32_t first, int32_t period, int32_t n, bool *holiday)
{
	for (int32_t t = 0; t < n; t++) {
		holiday[t] = false;
		for (int32_t d = 0; d < period && !holiday[t]; d++)
			holiday[t] = gz_holidays_has(first + t * period + d);
	}
}
