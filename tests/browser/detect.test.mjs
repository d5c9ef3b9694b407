// The page of unusual counts as its reader meets it: opened from the disk in Chromium, in three languages, on a wide and on a narrow
// screen, by keyboard, and printed. Run by meson with GUZAR (the program) and GUZAR_SOURCE (the repository) set.
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { axe, guzar, launch, openPage, text } from './page.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'guzar-detect-'));
const found = path.join(folder, 'found', 'report.html'), plain = path.join(folder, 'plain', 'report.html'), scanned = path.join(folder, 'scanned', 'report.html');
let browser;

const open = (...how) => openPage(browser, ...how);

const DAY = 86400000, WEEKS = 260, FIRST = Date.UTC(2021, 11, 6);
const dayOf = (t) => new Date(FIRST + 7 * t * DAY).toISOString().slice(0, 10);

/** Counts with a season, no chance: two outbreaks, a silent place, a late one, a short history. */
function region() {
  const lines = ['date,place,disease,count,reported'];
  const places = ['TJK-vakhsh', 'Panj', 'Kulob', 'TJK-rudaki', 'Khujand', 'TJK-isfara', 'Sughd', 'TJK-gbao', 'Hisor', 'Vose', 'Nowhere <b>'];
  for (const [p, place] of places.entries()) for (const [d, disease] of ['measles', 'cholera', 'rash & fever'].entries()) {
    for (let t = place === 'Vose' ? WEEKS - 40 : 0; t < WEEKS; t++) {
      const usual = 4 + d + p % 3 + 3 * Math.cos((t % 52) / 52 * 2 * Math.PI) * (d === 0 ? 1 : 0.4), turn = (t * 7 + p * 3 + d) % 5 - 2;
      let count = Math.max(0, Math.round(usual + turn));
      if (place === 'TJK-vakhsh' && d === 0 && t > WEEKS - 4) count += 12 + 6 * (t - WEEKS + 4);
      if (place === 'Sughd' && d === 1 && t === WEEKS - 1) count = 19;
      const silent = place === 'Khujand' && t > WEEKS - 3, late = place === 'Kulob' && t === WEEKS - 1;
      lines.push([dayOf(t), place, disease, silent ? '' : count, silent ? 'no' : new Date(FIRST + 7 * (t + 1) * DAY + (late ? 12 : 2) * DAY).toISOString().slice(0, 10)].join(','));
    }
  }
  return lines.join('\n') + '\n';
}

/** Many series of places that nobody knows, without a signal to map. */
function many() {
  const lines = ['date,place,count'];
  for (let p = 0; p < 900; p++) for (let t = 0; t < 160; t++) lines.push([dayOf(t + 20), `place ${p}`, (t * 7 + p) % 6].join(','));
  return lines.join('\n') + '\n';
}

before(async () => {
  fs.writeFileSync(path.join(folder, 'counts.csv'), region());
  fs.writeFileSync(path.join(folder, 'many.csv'), many());
  guzar('detect', path.join(folder, 'counts.csv'), '-o', path.join(folder, 'found'), '--last', '12', '--quiet');
  guzar('detect', path.join(folder, 'many.csv'), '-o', path.join(folder, 'plain'), '--method', 'c1', '--set', 'least_sd=1', '--control', 'fdr', '--language', 'ru', '--quiet');
  guzar('detect', path.join(folder, 'counts.csv'), '-o', path.join(folder, 'scanned'), '--method', 'scan', '--last', '2', '--quiet');
  browser = await launch();
});
after(async () => {
  await browser?.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

test('the pages are small, and ask for nothing', async () => {
  for (const file of [found, plain]) {
    assert.ok(fs.statSync(file).size < 7e5, `${file} has ${fs.statSync(file).size} bytes`);
    const page = await open(file);
    await page.waitForTimeout(300);
    assert.deepEqual(page.wrong, []);
    assert.equal(await page.locator('link, img, iframe, script[src]').count(), 0);
    await page.context().close();
  }
});

test('signals in words, courses, silence and lateness are there', async () => {
  const page = await open(found);
  assert.match(await text(page, 'h1'), /^2 unusual series among \d+ judged$/);
  assert.match(await text(page, '.signal h3'), /^measles in Vakhsh: 3\d this week, \d+–\d+ expected$/i);
  assert.match(await page.locator('.signal h3').nth(1).innerText(), /^cholera in Sughd: 19 this week, \d+–\d+ expected$/i);
  assert.equal(await page.locator('.signal').count(), 2);
  assert.equal(await page.locator('.signal .course').count(), 2);
  assert.ok(await page.locator('.signal .course .peak').count() >= 2);
  assert.equal(await page.locator('#reports table >> nth=0').locator('tbody tr').count(), 3, 'silent');
  assert.match(await text(page, '#reports tbody tr'), /Khujand.*2026-W46/s);
  assert.match(await page.locator('#reports table >> nth=1').innerText(), /Kulob[\s\S]*13/);
  assert.match(await text(page, '.figures'), /3\s+series with a short history/);
  assert.equal(await page.locator('#series .badge', { hasText: 'short history: no season' }).count(), 3);
  assert.match(await text(page, '#method'), /Noufaily et al. 2013[\s\S]*Hutwagner[\s\S]*judged by itself[\s\S]*about 0\.\d+ such alarms a week/);
  assert.equal(await page.locator('#series tbody b').count(), 0, 'names are no programs');
  assert.equal(await page.locator('table').count(), await page.locator('table > caption').count());
  assert.deepEqual(page.wrong, []);
  await page.context().close();
});

test('the map shows shapes, circles, and what it cannot show', async () => {
  const page = await open(found);
  assert.ok(await page.locator('#where .area.is-strong, #where .area.is-extreme, #where .area.is-signal').count() >= 1, 'Sughd has a shape');
  assert.ok(await page.locator('#where .point').count() >= 7);
  assert.equal(await page.locator('#where .point.is-missing').count(), 1);
  assert.match(await text(page, '#where'), /1 place has no known position/);
  assert.match(await page.getAttribute('#where .map', 'aria-label'), /Vakhsh/);
  await page.selectOption('#where select >> nth=1', { label: 'Khujand' });
  assert.match(await text(page, '.map-box.open'), /no report; last report 2026-W46/);
  const fills = () => page.evaluate(() => [...document.querySelectorAll('.map .area, .map .point')].map((e) => e.getAttribute('class')).join());
  const all = await fills();
  await page.selectOption('#where select >> nth=0', { label: 'cholera' });
  assert.notEqual(await fills(), all);
  await page.context().close();
  const without = await open(plain);
  assert.equal(await without.locator('#where .map').count(), 0);
  await without.context().close();
});

test('clusters of the scan are circles on the map, with what they stand for below, on a narrow screen and on paper', async () => {
  const page = await open(scanned, 360);
  for (const [language, words] of [['ru', /Корь: случаев 95 с 2026-W46 по 2026-W48, место: Вахшский район, ожидалось 25 \(вероятность 0,0010\)/i], ['tg', /Сурхакон: \d+ ҳолат .*Вахш.*эҳтимолият 0,001/i], ['en', /measles: \d+ cases from .*Vakhsh.*chance 0\.001/i]]) {
    await page.click(`button[lang=${language}]`);
    await page.waitForSelector('.ring-number');
    assert.match(await text(page, '.clusters ol'), words);
    assert.doesNotMatch(await text(page, 'main'), /undefined|NaN|nan\b|\{\w+\}/);
  }
  const items = await page.locator('.clusters li').count(), drawn = () => page.locator('#where .circles .ring').count();
  assert.equal(await drawn(), items);
  const rim = await page.locator('#where .ring-badge').first().boundingBox(), map = await page.locator('#where .map').boundingBox(), points = await page.locator('#where .point.is-extreme').count();
  assert.ok(points >= 1 && rim.width >= 18, 'the number can be read');
  assert.ok(rim.x >= map.x && rim.x + rim.width <= map.x + map.width && rim.y >= map.y && rim.y + rim.height <= map.y + map.height);
  assert.equal(await page.locator('#where .point.is-upper, #where .area.is-upper').count(), 0, 'the scan has no threshold for a place');
  await page.selectOption('#where select >> nth=0', { label: 'rash & fever' });
  assert.equal(await drawn(), 0);
  assert.equal(await page.locator('.clusters li').count(), 0);
  await page.selectOption('#where select >> nth=0', { label: 'measles' });
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.locator('#where .ring').first().isVisible() && await page.locator('.clusters ol').isVisible());
  assert.deepEqual(page.wrong, []);
  await page.context().close();
});

test('three languages, with their letters, names, numbers and no key left untranslated', async () => {
  const page = await open(found);
  for (const [language, word] of [['ru', /Корь, Вахш/i], ['tg', /Сурхакон, Вахш/i], ['en', /measles in Vakhsh/i]]) {
    await page.click(`button[lang=${language}]`);
    assert.equal(await page.getAttribute('html', 'lang'), language);
    assert.match(await text(page, '.signal h3'), word);
    const all = await page.evaluate(() => document.body.innerText);
    assert.doesNotMatch(all, /\b(say|page|map|detect|watch|unusual|where|reports|series|course|method|repeat|basis)\.[a-z]+/);
    assert.doesNotMatch(all, /undefined|NaN|\{\w+\}/);
    if (language === 'tg') assert.match(all, /[ӣӯҳҷқғ]/);
    if (language !== 'en') assert.match(all, /\d,\d/);
  }
  assert.match(await text(page, 'footer'), /translated by machine/);
  assert.deepEqual(page.wrong, []);
  await page.context().close();
  const russian = await open(plain);
  assert.equal(await russian.getAttribute('html', 'lang'), 'ru');
  await russian.context().close();
});

test('the table sorts, narrows and opens by keyboard', async () => {
  const page = await open(found);
  const cells = (n) => page.$$eval(`#series tbody tr:not(.opened) > :nth-child(${n})`, (c) => c.map((x) => x.textContent));
  await page.focus('button[data-key=count]');
  await page.keyboard.press('Enter');
  assert.equal(await page.getAttribute('#series th:has(button[data-key=count])', 'aria-sort'), 'descending');
  const counts = (await cells(4)).map(Number).filter(Number.isFinite);
  assert.deepEqual(counts, [...counts].sort((a, b) => b - a));
  assert.equal(await page.evaluate(() => document.activeElement?.dataset.key), 'count', 'the focus stays');
  await page.keyboard.press('Enter');
  assert.equal(await page.getAttribute('#series th:has(button[data-key=count])', 'aria-sort'), 'ascending');
  await page.focus('#series input[type=search]');
  await page.keyboard.type('vakh');
  assert.equal((await cells(2)).length, 3);
  await page.selectOption('#series select >> nth=0', { label: 'measles' });
  assert.equal((await cells(2)).length, 1);
  assert.match(await text(page, '#series .shown'), /1 of 1/);
  await page.focus('#series .opener');
  await page.keyboard.press('Enter');
  await page.locator('#series .opened .course').waitFor();
  assert.equal(await page.getAttribute('#series .opener', 'aria-expanded'), 'true');
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('#series .opened').count(), 0);
  await page.fill('#series input[type=search]', '');
  await page.selectOption('#series select >> nth=0', { index: 0 });
  await page.selectOption('#series select >> nth=1', 'missing');
  assert.equal((await cells(2)).length, 3);
  assert.deepEqual(await cells(4), ['no report', 'no report', 'no report']);
  assert.deepEqual(page.wrong, []);
  await page.context().close();
});

test('a page of many series says what it leaves out', async () => {
  const page = await open(plain);
  await page.click('button[lang=en]');
  assert.match(await text(page, '#method'), /course is kept for the first \d+ series/);
  assert.equal(await page.locator('#series tbody tr').count(), 40);
  await page.click('#series button.more');
  assert.equal(await page.locator('#series tbody tr').count(), 900);
  await page.context().close();
});

for (const width of [360, 768, 1280]) {
  test(`nothing runs over the edge at ${width} px`, async () => {
    for (const file of [found, plain]) {
      const page = await open(file, width);
      for (const language of ['en', 'ru', 'tg']) {
        await page.click(`button[lang=${language}]`);
        await page.waitForTimeout(150);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(over <= 0, `${path.basename(path.dirname(file))}, ${language}: ${over} px too wide`);
      }
      await page.context().close();
    }
  });
}

test('axe-core finds nothing serious', async () => {
  for (const file of [found, plain, scanned]) {
    for (const [width, spoken] of [[360, ['ru']], [1280, ['en', 'tg']]]) {
      const page = await open(file, width, { reducedMotion: 'reduce' });
      await page.evaluate(axe);
      for (const language of spoken) {
        await page.click(`button[lang=${language}]`);
        await page.click('#series .opener');
        await page.waitForTimeout(150);
        const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
        const serious = result.violations.filter((v) => ['serious', 'critical'].includes(v.impact));
        assert.deepEqual(serious.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html).join(' ')}`), [], `${language} at ${width}`);
      }
      await page.context().close();
    }
  }
});

test('where the system sets the colours, pictures keep their own ground, and the language chosen is seen', async () => {
  const page = await open(found, 1280, { forcedColors: 'active', colorScheme: 'dark' });
  for (const picture of ['.signal svg.chart', '.key svg', '#where .map']) {
    assert.equal(await page.locator(picture).first().evaluate((e) => getComputedStyle(e).backgroundColor), 'rgb(255, 255, 255)', picture);
  }
  const grounds = await page.locator('.languages button').evaluateAll((all) => all.map((e) => getComputedStyle(e).backgroundColor));
  assert.equal(new Set(grounds).size, 2);
  assert.equal(await page.locator('.signal svg.chart text').first().evaluate((e) => getComputedStyle(e).fill), 'rgb(70, 83, 95)');
  await page.context().close();
});

test('it prints, without what only a screen can use', async () => {
  const page = await open(found);
  await page.emulateMedia({ media: 'print' });
  assert.ok(!(await page.locator('#series input[type=search]').isVisible()));
  assert.ok(!(await page.locator('.languages').isVisible()));
  assert.ok(await page.locator('#where .map').isVisible());
  const pdf = await page.pdf({ format: 'A4', printBackground: true });
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  assert.ok((pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length >= 3);
  await page.context().close();
});
