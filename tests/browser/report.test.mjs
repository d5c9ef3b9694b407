// The report as its reader meets it: opened from the disk in Chromium, in three languages, on a wide and on a narrow screen, by keyboard,
// and printed. Run by meson with GUZAR (the program) and GUZAR_SOURCE (the repository) set.
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { axe, guzar, launch, openPage, source, text } from './page.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'guzar-report-'));
const report = path.join(folder, 'run', 'report.html'), comparison = path.join(folder, 'compare', 'report.html');
let browser;

const open = (...how) => openPage(browser, ...how);

before(async () => {
  const demo = path.join(source, 'scenarios', 'demo.yaml'), without = path.join(folder, 'without.yaml');
  fs.writeFileSync(without, fs.readFileSync(demo, 'utf8').replace(/^measures:\n(?:[ #].*\n|\n)*/m, '').replace(/^title:.*$/m, 'title: Without measures'));
  guzar('run', demo, '-o', path.join(folder, 'run'), '--replicates', '12', '--days', '60', '--quiet');
  guzar('compare', without, demo, '-o', path.join(folder, 'compare'), '--replicates', '6', '--days', '40', '--quiet');
  browser = await launch();
});
after(async () => {
  await browser?.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

test('the page is small, and asks for nothing', async () => {
  assert.ok(fs.statSync(report).size < 1.5e6, `report.html has ${fs.statSync(report).size} bytes`);
  const page = await open(report);
  await page.waitForTimeout(300);
  assert.deepEqual(page.wrong, []);
  assert.equal(await page.locator('link, img, iframe, script[src]').count(), 0);
  await page.context().close();
});

test('it opens in the language of the reader, unless the run was told another', async () => {
  for (const [locale, lang, word] of [['ru-RU', 'ru', /Холера/], ['tg', 'tg', /Вабо/], ['fr-FR', 'en', /Cholera/]]) {
    const page = await openPage(browser, report, 1280, { locale });
    assert.equal(await page.getAttribute('html', 'lang'), lang);
    assert.match(await text(page, 'h1'), word);
    await page.context().close();
  }
  const told = path.join(folder, 'told', 'report.html');
  guzar('run', path.join(source, 'scenarios', 'demo.yaml'), '-o', path.dirname(told), '--replicates', '2', '--days', '5', '--language', 'en', '--quiet');
  const page = await openPage(browser, told, 1280, { locale: 'ru-RU' });
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  await page.context().close();
});

/** A world of one's own without shapes, as a scenario of a few lines. */
function ownWorld() {
  const world = path.join(folder, 'own');
  fs.mkdirSync(world, { recursive: true });
  fs.writeFileSync(path.join(world, 'places.csv'), 'id;name_ru;parent;population;lat;lon\nA;Северия;;;;\nA-1;Чинорский район;A;84 500;38,1;70,1\nA-2;Оченьдлинноеназваниегородабезединогопробела;A;9 000;38,6;70,2\nB;Югория;;;;\nB-1;г. Бозор;B;210 000;37,4;70,2\n');
  fs.writeFileSync(path.join(world, 'crossings.csv'), 'id;name_ru;type;near;far;lat;lon\nmost;Мост «Дружба»;road;A-1;B-1;38;70,1\n');
  fs.writeFileSync(path.join(world, 'flows.csv'), 'id;from;to;via;per_day;stay\nx;B-1;A-1;most;120,5;2 d\n');
  const scenario = path.join(folder, 'own.yaml');
  fs.writeFileSync(scenario, 'guzar: 1\ntitle: Своя граница\nstart: 2027-06-01\ndays: 30\nreplicates: 5\nworld: own\ndisease: measles\nbegin:\n- {place: B-1, compartment: I, people: 500}\n');
  return scenario;
}

test('odd results are told as what they are: nobody infected, one run, one day; and places without shapes have their names', async () => {
  const scenario = ownWorld();
  const made = async (name, ...how) => {
    const file = path.join(folder, name, 'report.html');
    guzar('run', scenario, '-o', path.dirname(file), '--language', 'ru', '--quiet', ...how);
    const page = await open(file);
    await page.waitForSelector('#map .labels', { state: 'attached' });
    assert.deepEqual(page.wrong, []);
    return page;
  };
  const nobody = await made('nobody', '--set', 'begin.1.people=0');
  assert.match(await text(nobody, '#fan'), /Ни в одном расчёте никто не заражается/);
  assert.equal(await nobody.locator('#fan select').count(), 0);
  const names = await nobody.locator('#map .labels text').allTextContents();
  for (const name of ['Чинорский район', 'Оченьдлинноеназваниегородабезединогопробела', 'г. Бозор']) assert.ok(names.includes(name), `${name} is on the map`);
  await nobody.context().close();
  const day = await made('day', '--days', '1');
  assert.ok(await day.locator('#fan circle').count() > 0, 'one day is a dot');
  assert.equal(await day.locator('.strip-title').isVisible(), false);
  await day.context().close();
  const one = await made('once', '--replicates', '1');
  assert.doesNotMatch(await text(one, '.figures'), /расчётов/);
  await one.context().close();
  const wave = await made('wave', '--days', '60', '--set', 'begin.1.people=3000');
  assert.match(await text(wave, 'h1'), /«Мост „Дружба“»/);
  await wave.setViewportSize({ width: 360, height: 800 });
  await wave.waitForTimeout(300);
  assert.ok(await wave.evaluate(() => document.documentElement.scrollWidth) <= 360, 'a long word is broken');
  await wave.context().close();
});

test('no country in focus, and measures that wait for an order', async () => {
  const file = path.join(folder, 'exercise', 'report.html');
  guzar('run', path.join(source, 'packs', 'clean-water', 'scenario.yaml'), '-o', path.dirname(file), '--replicates', '4', '--days', '10', '--quiet');
  const page = await open(file);
  await page.waitForSelector('figure');
  assert.match(await page.locator('#measure').first().textContent(), /only when a running exercise orders it, ready after 6 hours/);
  assert.equal(await page.locator('select option', { hasText: 'All places together' }).count(), 1);
  assert.deepEqual(page.wrong, []);
  await page.context().close();
});

test('headline, condition and tables are there', async () => {
  const page = await open(report);
  assert.match(await text(page, 'h1'), /^Cholera (reaches|does not reach) Tajikistan .*\d/);
  assert.match(await text(page, '.condition'), /not a prediction/);
  for (const [section, least] of [['arrival', 5], ['basis', 10]]) {
    const rows = await page.locator(`#${section} tbody tr`).count();
    assert.ok(rows >= least, `${section}: ${rows} rows`);
  }
  assert.equal(await page.locator('table').count(), await page.locator('table > caption').count());
  assert.ok(await page.locator('#basis .badge.guess').count() > 0, 'estimates are marked');
  assert.equal(await page.locator('.card').count(), 4);
  assert.ok(await page.locator('#map .crossing').count() > 10);
  assert.deepEqual(page.wrong, []);
  await page.context().close();
});

test('three languages, with their letters, numbers and no key left untranslated', async () => {
  const page = await open(report);
  for (const [language, word] of [['ru', /Холера/], ['tg', /Вабо/], ['en', /Cholera/]]) {
    await page.click(`button[lang=${language}]`);
    assert.equal(await page.getAttribute('html', 'lang'), language);
    assert.match(await text(page, 'h1'), word);
    assert.equal(await page.getAttribute(`button[lang=${language}]`, 'aria-pressed'), 'true');
    const all = await page.evaluate(() => document.body.innerText);
    assert.doesNotMatch(all, /\b(say|page|map|arrival|fan|crossing|measure|basis|repeat|compare|figure)\.[a-z]+/);
    assert.doesNotMatch(all, /undefined|NaN|\{\w+\}/);
    if (language === 'tg') assert.match(all, /[ӣӯҳҷқғ]/);
    if (language !== 'en') assert.match(all, /\d,\d/);
  }
  assert.deepEqual(page.wrong, []);
  await page.context().close();
});

test('the slider moves by keyboard and the map follows', async () => {
  const page = await open(report);
  await page.focus('input.day');
  await page.keyboard.press('Home');
  const first = await text(page, '.day-text');
  assert.match(first, /^Day 0: 1 May 2027$/);
  const fills = () => page.evaluate(() => [...document.querySelectorAll('.map .area, .map .point')].map((e) => e.style.fill).join());
  const early = await fills();
  await page.keyboard.press('ArrowRight');
  assert.match(await text(page, '.day-text'), /^Day 1: /);
  assert.match(await page.getAttribute('input.day', 'aria-valuetext'), /^Day 1: /);
  await page.keyboard.press('End');
  assert.match(await text(page, '.day-text'), /^Day 59: /);
  assert.notEqual(await fills(), early);
  await page.keyboard.press('Home');
  await page.click('button.play');
  await page.locator('.day-text').first().filter({ hasNotText: first }).waitFor();
  await page.click('button.play');
  assert.deepEqual(page.wrong, []);
  await page.context().close();
});

test('choices change what is shown', async () => {
  const page = await open(report);
  await page.selectOption('#map select >> nth=0', 'prevalence');
  await page.selectOption('#map select >> nth=1', 'all');
  await page.selectOption('#map select >> nth=2', { index: 3 });
  await page.locator('.map-box.open').waitFor();
  const before = await page.locator('#arrival tbody tr').count();
  await page.check('#arrival input[type=checkbox]');
  assert.ok(await page.locator('#arrival tbody tr').count() > before, 'districts are shown');
  await page.selectOption('#arrival select', 'tenth');
  assert.match(await text(page, '#arrival caption'), /Tenth/);
  await page.selectOption('#crossing select', 'out');
  assert.deepEqual(page.wrong, []);
  await page.context().close();
});

for (const width of [360, 768, 1280]) {
  test(`nothing runs over the edge at ${width} px`, async () => {
    for (const file of [report, comparison]) {
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
  for (const file of [report, comparison]) {
    for (const [width, spoken] of [[360, ['ru']], [1280, ['en', 'tg']]]) {
      const page = await open(file, width, { reducedMotion: 'reduce' });
      await page.evaluate(axe);
      for (const language of spoken) {
        await page.click(`button[lang=${language}]`);
        await page.waitForTimeout(150);
        const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
        const serious = found.violations.filter((v) => ['serious', 'critical'].includes(v.impact));
        assert.deepEqual(serious.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html).join(' ')}`), [], `${language} at ${width}`);
      }
      await page.context().close();
    }
  }
});

test('it prints, without what only a screen can use', async () => {
  const page = await open(report);
  await page.emulateMedia({ media: 'print' });
  assert.ok(!(await page.locator('input.day').isVisible()));
  assert.ok(await page.locator('.strip').isVisible());
  assert.ok(await page.locator('.printed-day').isVisible());
  const pdf = await page.pdf({ format: 'A4', printBackground: true });
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  assert.ok((pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length >= 4);
  await page.context().close();
});

test('the comparison says what each alternative changes', async () => {
  const page = await open(comparison);
  assert.match(await text(page, 'h1'), /infections/);
  assert.equal(await page.locator('table.summary tbody tr').count(), 1);
  await page.locator('.forest').first().waitFor();
  await page.locator('#compare details > summary').first().click();
  assert.ok(await page.locator('#compare details tbody tr').count() > 5);
  assert.deepEqual(page.wrong, []);
  await page.context().close();
});
