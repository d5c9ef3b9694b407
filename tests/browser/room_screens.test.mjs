// Each screen of the room by itself, from a server that only pretends (room_fake.mjs): readable in four languages and two widths, by keyboard
// and by machine, and what every button sends. Run by meson with GUZAR_SOURCE set; GUZAR_SHOTS names a folder for pictures of the screens.
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { fake, view, w } from './room_fake.mjs';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shots = process.env.GUZAR_SHOTS, locales = { en: 'en-GB', ru: 'ru-RU', tg: 'tg-TJ', prs: 'fa-AF' };
let browser, room;

before(async () => {
  room = await fake();
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
});
after(async () => {
  await browser?.close();
  room?.close();
});

async function open(as, { width = 1280, locale = 'en', at = 'play', ...more } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, locale: locales[locale], ...more }), page = await context.newPage();
  page.wrong = [];
  page.on('console', (m) => { if (['error', 'warning'].includes(m.type())) page.wrong.push(m.text()); });
  page.on('pageerror', (e) => page.wrong.push(e.message));
  page.on('request', (r) => { if (!r.url().startsWith(room.base) && !r.url().startsWith('data:')) page.wrong.push(`asked for ${r.url()}`); });
  await page.goto(`${room.base}/?as=${as}&at=${at}`);
  await page.locator('.clock').waitFor();
  await page.locator({ control: '.row.now', evaluator: '.task', projector: '.wall', simcell: '.tabs button:nth-child(3)', border: '.tabs button:nth-child(4)' }[as] ?? '.tabs button:nth-child(5)').first().waitFor();
  return page;
}
const wording = (locale) => JSON.parse(fs.readFileSync(path.join(process.env.GUZAR_SOURCE ?? '.', 'web/catalogue', `${locale}.json`), 'utf8'));
const tab = (page, k) => page.locator('.tabs button').nth(k).click();
/** What the page has sent last, once it has come. */
async function soon(page, holds) {
  for (let i = 0; i < 500; i++) {
    if (await holds()) return true;
    await page.waitForTimeout(20);
  }
  return false;
}
async function sent(page, n, press) {
  const pressed = () => room.posts.filter((p) => p.name !== 'read'), had = pressed().length;
  await press();
  await soon(page, () => pressed().length >= had + n);
  return pressed().slice(had).map(({ name, body: { once, ...body } }) => { assert.match(once, /^\w{8,}$/); return { name, ...body }; });
}
async function whole(page, name, width) {
  const all = await page.evaluate(() => document.body.innerText);
  assert.doesNotMatch(all, /\broom\.[a-z]+|undefined|NaN|\{\w+\}|\[object/, name);
  const [inner, wide] = await page.evaluate(() => [document.documentElement.clientWidth, document.documentElement.scrollWidth]);
  assert.ok(wide <= inner, `${name}: ${wide} px wide on a screen of ${width}`);
  assert.deepEqual(page.wrong, [], name);
  if (shots) await page.screenshot({ path: path.join(shots, `${name.replaceAll(' ', '-')}.png`), fullPage: true });
}
async function accessible(page, name) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => (await globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })).violations
    .map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120)).join(' | ')}`));
  assert.deepEqual(found, [], name);
}

const screens = [['post', 'play', 5], ['nfp', 'table', 1], ['simcell', 'play', 3], ['control', 'play', 9], ['evaluator', 'play', 0], ['projector', 'play', 0], ['projector', 'table', 0], ...['post', 'control', 'evaluator', 'projector'].map((as) => [as, 'end', 1]), ['post', 'brief', 1], ['control', 'brief', 1], ['projector', 'brief', 1], ['nfp', 'real', 1], ['control', 'real', 1]];
for (const [as, at, n] of screens)
  test(`${as} ${{ play: 'in play', table: 'round the table', end: 'after the end', brief: 'before the start', real: 'in a real emergency' }[at]}: four languages, two widths`, async () => {
    const page = await open(as, { at });
    if (at === 'end') assert.equal(await page.locator('.hindsight li').count(), 3);
    for (const [locale, name] of [['ru', 'Русский'], ['tg', 'Тоҷикӣ'], ['prs', 'دری'], ['en', 'English']])
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 800 });
        await page.getByRole('button', { name, exact: true }).click();
        assert.equal(await page.getAttribute('html', 'dir'), locale === 'prs' ? 'rtl' : 'ltr');
        for (let k = 0; k < Math.max(1, n); k++) {
          if (n > 1) await tab(page, k);
          await whole(page, `${as} ${at === 'play' ? k : at} ${width} ${locale}`, width);
          if (locale === 'en' || locale === 'prs') await accessible(page, `${as} ${at} ${k} ${width} ${locale}`);
        }
      }
    await page.context().close();
  });

/* What has the focus: its name, whether one sees that it has it, and whether anything that stands still lies over it. */
const focused = (page) => page.evaluate(() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect(), x = Math.min(Math.max(box.left + Math.min(box.width, 40) / 2, 1), innerWidth - 1), y = Math.min(Math.max(box.top + Math.min(box.height, 30) / 2, 1), innerHeight - 1), over = document.elementFromPoint(x, y);
  one.dataset.n ??= String(globalThis.counted = (globalThis.counted ?? 0) + 1);
  return { n: one.dataset.n, name: (one.getAttribute('aria-label') ?? one.labels?.[0]?.innerText ?? one.innerText ?? '').trim(), ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2, hidden: Boolean(over) && over !== one && !one.contains(over) && !over.contains(one) && !over.closest('label')?.contains(one) ? over.className || over.tagName : '' };
});
async function tabTo(page, name, most = 120) {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    const one = await focused(page);
    if (one && (typeof name === 'string' ? one.name === name : name.test(one.name))) return one;
  }
  throw new Error(`Tab never came to ${name}`);
}
for (const [as, width, tabs] of [['post', 360, 5], ['post', 1280, 5], ['control', 1280, 9], ['control', 360, 9], ['evaluator', 360, 0], ['simcell', 360, 3]])
  test(`${as} ${width}: Tab leads through everything, seen and not covered, and out again`, async () => {
    const page = await open(as, { width });
    for (let k = 0; k < Math.max(1, tabs); k++) {
      if (tabs) await tab(page, k);
      await page.evaluate(() => { document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex'); scrollTo(0, 0); document.querySelectorAll('[data-n]').forEach((one) => delete one.dataset.n); });
      const seen = new Map();
      let out = false;
      for (let i = 0; i < 300 && !out; i++) {
        await page.keyboard.press('Tab');
        const one = await focused(page);
        out = !one || (seen.has(one.n) && seen.size > 5);
        if (out || !one) break;
        seen.set(one.n, one);
        assert.ok(one.ring, `${as} ${k} ${width}: one does not see that ${one.name} has the focus`);
        assert.equal(one.hidden, '', `${as} ${k} ${width}: ${one.name} lies under ${one.hidden}`);
      }
      assert.ok(out && seen.size > 5, `${as} ${k}: ${seen.size} places, and no way out`);
      const left = await page.evaluate(() => [...document.querySelectorAll('button:not(:disabled):not([tabindex="-1"]), a[href], input, select, textarea, summary')].filter((one) => one.checkVisibility({ contentVisibilityAuto: true }) && one.getClientRects().length > 0 && !one.dataset.n && one.type !== 'radio').map((one) => one.innerText || one.name || one.tagName));
      assert.deepEqual(left, [], `${as} ${k} ${width}: Tab never comes there`);
    }
    await page.context().close();
  });

test('an answer that is lost is told; said again, after a reload, too, it has the same mark, and another word another one', async () => {
  const page = await open('post', { width: 360 }), marks = [];
  await page.route('**/api/send', (r) => { marks.push(r.request().postDataJSON().once); return marks.length === 1 ? r.abort() : r.continue(); });
  await page.getByRole('button', { name: 'Reply', exact: true }).first().click();
  await page.locator('.message textarea').fill('Two drove on.');
  for (const again of [true, false]) {
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    if (again) { await page.getByText('No answer.').waitFor(); await page.reload(); }
  }
  await page.locator('.message textarea').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Reply', exact: true }).first().click();
  await page.locator('.message textarea').fill('Two drove on.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.locator('.message textarea').waitFor({ state: 'detached' });
  assert.deepEqual([marks.length, marks[0] === marks[1], marks[1] === marks[2]], [3, true, false]);
  await page.context().close();
});

test('the facilitator sees the end coming on a phone, too, and after it nothing that would be refused', async () => {
  const page = await open('control', { width: 360 });
  assert.ok(!await page.locator('.phases').isVisible());
  room.more('control', (view) => ({ ...view, phase: { ...view.phase, index: 6 } }));
  await page.locator('.phases').getByRole('button', { name: 'ENDEX: end the exercise' }).waitFor();
  await page.context().close();
  const after = await open('control', { at: 'end' });
  await after.getByRole('heading', { name: 'What each order changed' }).waitFor();
  for (const name of ['Send now', 'Hold', 'Confirm', 'Refuse'])
    assert.equal(await after.locator('.glance').getByRole('button', { name, exact: true }).count(), 0, name);
  await after.context().close();
});

test('the facilitator can press only what is taken now, and reads why not; to begin before all can read asks twice', async () => {
  for (const [at, why, script, ticks] of [['end', 'ENDEX: the exercise is over', false, true], ['real', 'REAL, NOT EXERCISE', true, false], ['brief', 'Briefing', true, false]]) {
    const page = await open('control', { at });
    await tab(page, 1);
    const row = page.locator('tr[data-inject]').first();
    await row.focus();
    await page.keyboard.press('Enter');
    await page.locator('.inject .tools').getByText(why).waitFor();
    const able = async (name) => page.locator('.inject .tools').getByRole('button', { name, exact: true }).isEnabled();
    assert.deepEqual([await able('Send now'), await able('Skip'), await able('Edit')], [false, script, script], at);
    await tab(page, 2);
    assert.equal(await page.locator('.milestones button').first().isEnabled(), ticks, at);
    await tab(page, 3);
    await page.locator('[aria-labelledby=h-proxy] [role=group]').getByRole('button', { name: 'Form' }).click();
    await page.locator('[aria-labelledby=h-proxy] form').getByText(why).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Enter', exact: true }).isEnabled(), false, at);
    await page.context().close();
  }
  const page = await open('control', { at: 'brief' }), start = () => page.locator('.row.now .main').click();
  assert.deepEqual(await sent(page, 0, start), []);
  await page.getByText('No answer yet: ').first().waitFor();
  assert.deepEqual(await sent(page, 1, start), [{ name: 'clock', act: 'start' }]);
  await page.context().close();
});

test('what was too much at once stays, is told, and goes again by itself', async () => {
  const page = await open('post', { width: 360 }), marks = [];
  await page.route('**/api/send', (r) => {
    marks.push(r.request().postDataJSON().once);
    return marks.length < 3 ? r.fulfill({ status: 429, contentType: 'application/json', body: '{"error":"often","sentence":"x","wait":700}' }) : r.continue();
  });
  await page.getByRole('button', { name: 'Reply', exact: true }).first().click();
  await page.locator('.message textarea').fill('Two drove on.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('Too much was sent at once.').waitFor();
  assert.equal(await page.locator('.message textarea').inputValue(), 'Two drove on.');
  await page.locator('.message textarea').waitFor({ state: 'detached' });
  await page.getByText('Too much was sent at once.').waitFor({ state: 'detached' });
  assert.deepEqual([marks.length, new Set(marks).size], [3, 1]);
  await page.context().close();
});

for (const width of [360, 1280])
  test(`what was done or refused is in sight wherever one has scrolled to, and covers neither the ribbon nor the focus: ${width} px`, async () => {
    const page = await open('nfp', { width, at: 'table' });
    await page.setViewportSize({ width, height: 740 });
    for (const refused of [true, false]) {
      await page.unroute('**/api/act');
      if (refused) await page.route('**/api/act', (r) => r.fulfill({ status: 409, contentType: 'application/json', body: '{"error":"question","sentence":"x"}' }));
      await page.locator('.table textarea').last().fill('The ministry.');
      await page.locator('.table button').last().evaluate((one) => { one.scrollIntoView(); scrollBy(0, -40); });
      assert.ok(await page.evaluate(() => scrollY > 100));
      await page.locator('.table button').last().and(page.locator(':enabled')).waitFor();
      await page.locator('.table button').last().focus();
      await page.keyboard.press('Enter');
      /* measured at the moment when it is there: what is confirmed goes after four seconds */
      const seen = await (await page.waitForFunction((text) => {
        const one = [...document.querySelectorAll('.top [role=status]')].at(-1);
        if (!one?.innerText.includes(text)) return null;
        const ribbon = document.querySelector('.ribbon').getBoundingClientRect(), told = one.getBoundingClientRect();
        return { ribbon: ribbon.y, under: told.y - ribbon.y - ribbon.height, end: told.y + told.height, bare: document.elementFromPoint(told.left + 20, told.top + 10) === one };
      }, refused ? 'This question is not on the table now' : "Your table's answer is kept")).jsonValue();
      assert.ok(seen.ribbon >= 0 && seen.under >= -1 && seen.end < 300 && seen.bare, JSON.stringify(seen));
      if (refused) assert.equal((await focused(page)).hidden, '');
    }
    await page.context().close();
  });

test('a player and a facilitator play without a mouse', async () => {
  const page = await open('post', { width: 360 });
  await tabTo(page, 'Reply');
  await page.keyboard.press('Enter');
  assert.ok(await soon(page, async () => (await focused(page))?.name === 'Text'), 'one may write at once');
  await page.keyboard.type('Two drove on.');
  await tabTo(page, 'Surveillance service, headquarters and laboratory');
  await page.keyboard.press('Space');
  await tabTo(page, 'Send');
  const [reply] = await sent(page, 1, () => page.keyboard.press('Enter'));
  assert.deepEqual([reply.text, reply.to], ['Two drove on.', ['control', 'surveillance']]);
  assert.ok(await soon(page, async () => await focused(page) !== null), 'the focus does not fall off the page');
  await tabTo(page, /^Decide/);
  await page.keyboard.press('Enter');
  await tabTo(page, /^Trace contacts/);
  await page.keyboard.press('Enter');
  assert.ok(await soon(page, async () => /^Reasons/.test((await focused(page))?.name)));
  await page.keyboard.type('They ate from one pot.');
  await tabTo(page, 'Order now');
  const [order] = await sent(page, 1, () => page.keyboard.press('Enter'));
  assert.deepEqual([order.act, order.decision, order.reasons], ['decide', 'trace', 'They ate from one pot.']);
  await page.context().close();

  const facilitator = await open('control');
  await tabTo(facilitator, 'Pause');
  assert.deepEqual(await sent(facilitator, 1, () => facilitator.keyboard.press('Enter')), [{ name: 'clock', act: 'pause' }]);
  await tabTo(facilitator, 'Send now: 18');
  assert.deepEqual(await sent(facilitator, 1, () => facilitator.keyboard.press('Enter')), [{ name: 'inject', inject: '18', act: 'send', count: 0 }]);
  await tabTo(facilitator, 'Refuse because');
  await facilitator.keyboard.type('Weigh a hygiene stop');
  await tabTo(facilitator, 'Refuse');
  assert.deepEqual(await sent(facilitator, 1, () => facilitator.keyboard.press('Enter')), [{ name: 'refuse', order: 61, reason: 'Weigh a hygiene stop' }]);
  await facilitator.context().close();
});

test('strong contrast is clean too, and no first page is large', async (t) => {
  t.diagnostic(`page, script and style: ${room.bytes} bytes as sent`);
  assert.ok(room.bytes > 20000 && room.bytes < 300000, `${room.bytes} bytes`);
  for (const as of ['post', 'control']) {
    const page = await open(as, { contrast: 'more', forcedColors: 'none' });
    await accessible(page, `${as} contrast`);
    await page.context().close();
  }
});

test('a form goes to roles besides the control team; who gets it reads it where messages come, in the order in which it is asked', async () => {
  const page = await open('post', { width: 360 });
  await tab(page, 3);
  await page.getByRole('button', { name: 'Additional measure' }).click();
  assert.match(await page.locator('form .note').first().innerText(), /A reminder, not an order.*48 hours.*Article 43/);
  for (const [name, text] of [['Which measure', 'Close the crossing'], ['In force since', '4 May'], ['Public health reasons', 'Ill drivers.'], ['Scientific information', 'Two tests.'], ['Milder measures', 'Too few people.']]) await page.getByLabel(name).fill(text);
  await page.locator('.others summary').click();
  await page.getByLabel('Ministry of Health').check();
  const [form] = await sent(page, 1, () => page.getByRole('button', { name: 'Send the form' }).click());
  assert.deepEqual([form.form, form.to, form.fields.measure, form.fields.milder], ['article43', ['nfp'], 'Close the crossing', 'Too few people.']);
  assert.ok(await soon(page, async () => !await page.getByLabel('Ministry of Health').isChecked()), 'the next one goes where one says');
  await page.context().close();
  const house = await open('surveillance', { width: 360 }), got = house.locator('#m-41');
  assert.match(await got.locator('.from').first().innerText(), /Sanitary and quarantine post/);
  assert.equal(await got.locator('h3').innerText(), 'Suspected case');
  assert.deepEqual(await got.locator('dt').allInnerTexts(), ['Place', 'Age', 'Sex', 'Signs', 'Sample taken?']);
  await house.context().close();
  const focal = await open('nfp', { width: 360 });
  assert.match(await focal.locator('.message', { hasText: 'What shall become of the crossing?' }).locator('.from').nth(1).innerText(), /^To: you; Surveillance service[^;]*; Border Troops[^;]*; Customs/);
  await tab(focal, 3);
  await focal.getByRole('button', { name: 'Additional measure' }).click();
  assert.deepEqual(await focal.locator('#ordered option').evaluateAll((all) => all.map((one) => one.value)), ['Hygiene stop for drivers']);
  await focal.context().close();
});

test('what an order answers is kept while one looks elsewhere; a message of one\'s own begins without a receiver', async () => {
  const page = await open('post', { width: 360 });
  await page.locator('.message.waits').first().getByRole('button', { name: 'Decide' }).click();
  const about = page.locator('.about'), told = await about.innerText();
  await page.getByRole('button', { name: 'Trace contacts' }).click();
  await page.getByLabel('Reasons').fill('Two drove on.');
  await tab(page, 1);
  await tab(page, 2);
  assert.equal(await about.innerText(), told);
  const [order] = await sent(page, 1, () => page.getByRole('button', { name: 'Order now' }).click());
  assert.equal(typeof order.reply_to, 'number');
  assert.ok(await soon(page, async () => await about.count() === 0), 'it is answered');
  await tab(page, 0);
  await page.getByRole('button', { name: 'Write a message' }).click();
  await page.getByLabel('Text').fill('Is anybody there?');
  assert.match(await page.locator('form .row .note').innerText(), /To/);
  assert.equal(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled(), true);
  await page.context().close();
});

test('a player answers: in words, by phone, by order, by form, at the table', async () => {
  const page = await open('post', { width: 360 });
  const first = page.locator('.message.waits').first();
  await first.getByRole('button', { name: 'Reply' }).click();
  await first.locator('textarea').fill('Two names, one number; sent to surveillance.');
  await first.getByLabel('Surveillance service').check();
  const [reply] = await sent(page, 1, () => first.getByRole('button', { name: 'Send' }).click());
  assert.deepEqual([reply.name, reply.to, typeof reply.reply_to], ['send', ['control', 'surveillance'], 'number']);
  await first.getByRole('button', { name: 'Done by phone' }).click();
  const [done] = await sent(page, 1, () => first.getByRole('button', { name: 'It is done' }).click());
  assert.deepEqual([done.name, done.act, done.reply_to], ['act', 'done', reply.reply_to]);
  await first.getByRole('button', { name: 'Decide' }).click();
  await page.getByRole('button', { name: 'Trace contacts' }).click();
  await page.getByLabel('Reasons').fill('Two drove on.');
  const [order] = await sent(page, 1, () => page.getByRole('button', { name: 'Order now' }).click());
  assert.deepEqual([order.act, order.decision, order.reasons, order.reply_to], ['decide', 'trace', 'Two drove on.', reply.reply_to]);
  await tab(page, 3);
  await page.getByRole('button', { name: 'Suspected case' }).click();
  await page.getByRole('textbox', { name: 'Place *' }).fill('Gate');
  await page.getByRole('textbox', { name: 'Age' }).fill('۳۴');
  await page.getByLabel('Signs *').fill('Watery stools');
  const [form] = await sent(page, 1, () => page.getByRole('button', { name: 'Send the form' }).click());
  assert.deepEqual([form.act, form.form, form.fields], ['form', 'case', { place: 'Gate', age: 34, symptoms: 'Watery stools' }]);
  await page.getByRole('button', { name: 'Annex 2' }).click();
  await page.getByLabel('Disease or cause').selectOption('cholera');
  await page.getByLabel('The event in one or two sentences').fill('One driver ill.');
  for (const [name, value] of [['Is the public health impact of the event serious?', 'yes'], ['Is the event unusual or unexpected?', 'unknown'], ['Is there a significant risk of international spread?', 'yes'], ['Is there a significant risk of restrictions', 'no'], ['Our conclusion: should WHO be notified?', 'yes']])
    await page.getByLabel(name).selectOption(value);
  await page.getByText('Questions that help to answer').first().click();
  await page.getByLabel('Are there many cases or deaths').selectOption('no');
  await page.getByLabel('Why *').fill('Two of four.');
  const [annex] = await sent(page, 1, () => page.getByRole('button', { name: 'Send the form' }).click());
  assert.deepEqual(annex.fields, { condition: 'cholera', event: 'One driver ill.', serious: 'yes', unusual: 'unknown', spread: 'yes', trade: 'no', notify: 'yes', why: 'Two of four.', many: 'no' });
  assert.deepEqual(page.wrong, []);
  await page.context().close();

  const focal = await open('nfp', { width: 360 });
  await tab(focal, 3);
  const verdict = await focal.locator('.verdict').first().innerText();
  assert.match(verdict, /Annex 2 asks for a notification: 2 of 4 are yes.*IHR Article 6\(1\)/);
  assert.match(verdict, /Within 24 hours of the assessment: by 4 May, 18:\d\d \(22 h left\)/);
  assert.match(verdict, /Does not fit the questions below it: Is the public health impact of the event serious\?/);
  assert.match(verdict, /not an order/);
  await focal.context().close();
  const facilitator = await open('control');
  await tab(facilitator, 5);
  for (const one of await facilitator.locator('.page details summary').all()) await one.click();
  const all = await facilitator.locator('.page').innerText();
  assert.match(all, /The team says no; the answers give otherwise/);
  assert.match(all, /The team says no; the answers give the same/);
  assert.match(all, /What is not known yet could change this: Is the event unusual or unexpected\?/);
  await facilitator.context().close();

  const table = await open('nfp', { width: 360, at: 'table' });
  await table.locator('.table > ol > li').nth(1).locator('textarea').fill('The ministry; WHO within 48 hours.');
  const [answer] = await sent(table, 1, () => table.locator('.table > ol > li').nth(1).getByRole('button').click());
  assert.deepEqual([answer.act, answer.phase, answer.question, answer.text], ['answer', 'table', 1, 'The ministry; WHO within 48 hours.']);
  await table.context().close();
});

test('the questions of Annex 2 are cited in the language of the reader; where they are not, in English', async () => {
  for (const [locale, tag, cited] of [['ru', 'ru', /приложение 2: Международные медико-санитарные правила/], ['tg', 'tg', /замимаи 2: Қоидаҳои байналмилалии/], ['prs', 'en', /Annex 2: International Health Regulations/]]) {
    const page = await open('nfp', { locale }), words = wording(locale);
    await tab(page, 3);
    await page.getByRole('button', { name: words['room.form.annex2'] }).click();
    await page.getByText(words['room.annex2.sources']).click();
    const list = page.locator(`details:has(summary:text-is("${words['room.annex2.sources']}")) ul`);
    assert.match(await list.innerText(), cited);
    assert.equal(await list.getAttribute('lang'), tag);
    assert.deepEqual(page.wrong, []);
    await page.context().close();
  }
});

test('a form that was sent lists its fields as the form does, whatever the order in which they were kept', async () => {
  for (const [as, k, name] of [['nfp', 3, 'Annex 2'], ['control', 5, 'Annex 2']]) {
    const page = await open(as);
    await tab(page, k);
    const one = page.locator('details', { has: page.locator('.filled') }).filter({ hasText: name }).first();
    if (await one.getAttribute('open') === null) await one.locator('summary').first().click();
    const said = await one.locator('.filled dt').allInnerTexts();
    assert.deepEqual(said, ['Disease or cause, if one is named', 'The event in one or two sentences', 'Is the public health impact of the event serious?', 'Are there many cases or deaths for this place, time or population?', 'Is the event unusual or unexpected?',
      'Is there a significant risk of international spread?', 'Is there a significant risk of restrictions on international travel or trade?', 'Our conclusion: should WHO be notified?', 'Why']);
    await page.context().close();
  }
  const page = await open('post');
  room.more('post', (view) => ({ ...view, forms: [{ number: 95, ex: 60000, seat: 'post', form: 'sitrep', fields: { needed: 'Salts.', old: 'x', deaths: 0, cases: 3, known: 'Three ill.', done: 'Isolated.' } }] }));
  await tab(page, 3);
  await page.locator('.side details', { has: page.locator('.filled') }).locator('summary').click();
  assert.deepEqual(await page.locator('.side .filled dt').allInnerTexts(), ['What is known', 'Ill, as reported', 'Deaths, as reported', 'What has been done', 'What is needed', 'old']);
  await page.context().close();
});

test('what was written outlives a reload and the back button, seat by seat, and is gone once sent', async () => {
  const page = await open('post', { width: 360 }), reply = page.locator('.message.waits textarea');
  const again = async () => { await page.reload(); await page.locator('.tabs button:nth-child(5)').waitFor(); };
  await page.locator('.message.waits').first().getByRole('button', { name: 'Reply' }).click();
  await reply.fill('Half of what is to be said');
  await page.getByLabel('Surveillance service').check();
  await tab(page, 2);
  await page.getByRole('button', { name: 'Trace contacts' }).click();
  await page.getByLabel('Reasons').fill('Two drove on.');
  await tab(page, 3);
  await page.getByRole('button', { name: 'Suspected case' }).click();
  await page.getByRole('textbox', { name: 'Place *' }).fill('Gate');
  await page.goBack();
  await page.getByRole('heading', { name: 'Decide' }).waitFor();
  assert.equal(await page.getByLabel('Reasons').inputValue(), 'Two drove on.');
  await again();
  assert.equal(await page.getByLabel('Reasons').inputValue(), 'Two drove on.', 'the same part of the page, and what was written there');
  await page.goForward();
  assert.equal(await page.getByRole('textbox', { name: 'Place *' }).inputValue(), 'Gate');
  await page.goBack();
  await page.goBack();
  assert.equal(await reply.inputValue(), 'Half of what is to be said');
  assert.ok(await page.getByLabel('Surveillance service').isChecked());
  await page.goto(`${room.base}/?as=border&at=play`);
  await page.locator('.tabs button:nth-child(4)').waitFor();
  assert.equal(await page.locator('textarea').count(), 0, 'another seat has its own');
  await page.goto(`${room.base}/?as=post&at=play`);
  assert.equal(await reply.inputValue(), 'Half of what is to be said');
  await sent(page, 1, () => page.locator('.message.waits').getByRole('button', { name: 'Send' }).click());
  await reply.waitFor({ state: 'detached' });
  await again();
  assert.equal(await page.locator('textarea').count(), 0);
  assert.doesNotMatch(await page.evaluate(() => Object.values(sessionStorage).join()), /Half of/);
  await page.context().close();

  const table = await open('nfp', { width: 360, at: 'table' }), answer = table.locator('.table > ol > li').nth(1).locator('textarea');
  await answer.fill('The ministry.');
  await table.reload();
  assert.equal(await answer.inputValue(), 'The ministry.');
  await sent(table, 1, () => table.locator('.table > ol > li').nth(1).getByRole('button').click());
  assert.ok(await soon(table, async () => !/The ministry/.test(await table.evaluate(() => Object.values(sessionStorage).join()))), 'once it is acknowledged');
  await table.reload();
  assert.equal(await answer.inputValue(), '');
  await table.context().close();
});

test('what an order or a form answers stays while one looks elsewhere, by tabs, back or a reload, and is gone once it is sent', async () => {
  const page = await open('nfp', { width: 360 }), select = page.getByLabel('This answers'), chosen = () => select.evaluate((one) => one.selectedOptions[0].textContent);
  for (const [way, k, about] of [['Decide', 2, 'What shall become of the crossing?'], ['Form', 3, 'The first call']]) {
    await tab(page, 0);
    await page.locator('.message.waits', { hasText: about }).getByRole('button', { name: way, exact: true }).click();
    if (way === 'Decide') await page.getByRole('button', { name: 'Leave the crossing open' }).click();
    assert.match(await chosen(), new RegExp(about.replace('?', '.')));
    await tab(page, 1);
    await page.getByRole('heading', { name: 'Known' }).waitFor();
    await tab(page, k);
    assert.match(await chosen(), new RegExp(about.replace('?', '.')), 'whoever has looked elsewhere');
    await page.goBack();
    await page.goBack();
    await tab(page, k);
    assert.match(await chosen(), new RegExp(about.replace('?', '.')), 'whoever has gone back');
    await page.reload();
    await page.locator('.tabs button:nth-child(5)').waitFor();
    assert.match(await chosen(), new RegExp(about.replace('?', '.')), 'whoever has loaded the page again');
    if (way === 'Form') { await page.getByRole('button', { name: 'Situation report' }).click(); await page.getByLabel('What is known').fill('One ill.'); }
    const [body] = await sent(page, 1, () => page.getByRole('button', { name: way === 'Form' ? 'Send the form' : 'Put it on record', exact: true }).click());
    assert.equal(body.reply_to, view('nfp').messages.find((m) => m.subject?.en === about).number);
    assert.ok(await soon(page, async () => !(await page.evaluate(() => Object.keys(sessionStorage).some((key) => key.endsWith(' answering'))))), 'once it is acknowledged');
    await page.reload();
    await page.locator('.tabs button:nth-child(5)').waitFor();
    if (way === 'Decide') await page.getByRole('button', { name: 'Leave the crossing open' }).click();
    assert.ok(await soon(page, async () => await chosen() === 'no message'), 'the next one answers nothing by itself');
  }
  await page.context().close();
});

test('what was due first stands on top, late or not, and no card moves while one is answered', async () => {
  const page = await open('nfp', { width: 360 }), order = () => page.locator('.message.waits h3').allInnerTexts(), both = ['The first call', 'What shall become of the crossing?'];
  let later = false;
  await page.route('**/api/events', (r) => {
    const now = view('nfp');
    if (later) now.messages.find((m) => m.subject?.en === both[0]).due = 70 * 60000;
    return r.fulfill({ contentType: 'text/event-stream', body: `retry: 100\nevent: state\ndata: ${JSON.stringify(now)}\n\n` });
  });
  await page.reload();
  await page.locator('.message.waits').nth(1).waitFor();
  assert.deepEqual(await order(), both);
  assert.match(await page.locator('.message.waits').nth(0).innerText(), /late by 3:\d\d/);
  assert.match(await page.locator('.message.waits').nth(1).innerText(), /time left 9:\d\d/);
  await page.locator('.message.waits').nth(1).getByRole('button', { name: 'Reply' }).click();
  later = true;
  await page.getByText(/time left 42:\d\d/).waitFor();
  assert.deepEqual(await order(), both);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.locator('.message.waits').first().getByText(both[1]).waitFor();
  assert.deepEqual(await order(), [...both].reverse());
  await page.context().close();
});

test('who writes to a role that nobody has taken is told so', async () => {
  const page = await open('post', { width: 360 }), first = page.locator('.message.waits').first(), told = first.getByText(/^Nobody has come in as:/);
  await first.getByRole('button', { name: 'Reply' }).click();
  await first.getByLabel('Surveillance service').check();
  assert.equal(await told.count(), 0);
  await first.locator('.others summary').click();
  await first.getByLabel('District authority and district epidemiologist (empty)').check();
  assert.match(await told.innerText(), /^Nobody has come in as: District authority and district epidemiologist\. /);
  await page.context().close();
});

test('a message without a title is named by its first words, none of them cut', async () => {
  const page = await open('nfp', { width: 360 }), text = 'From the post: the doctor is with him, a case form has gone, the sample leaves at 09:40 by the car of the district hospital.';
  await page.route('**/api/events', (r) => {
    const now = view('nfp');
    now.messages.push({ number: 900, ex: 1000, to: ['nfp'], from: null, text, seat: 'post', seen: 'done' });
    return r.fulfill({ contentType: 'text/event-stream', body: `retry: 60000\nevent: state\ndata: ${JSON.stringify(now)}\n\n` });
  });
  await page.reload();
  assert.equal(await page.locator('#m-900 summary strong').innerText(), 'From the post: the doctor is with him, a case form has gone, the…');
  await page.context().close();
});

test('a message says which kind of answer it asks for, and opens that form', async () => {
  const page = await open('post', { width: 360 }), first = page.locator('.message.waits').first();
  assert.match(await first.locator('.asks').innerText(), /^Expected of you:\s+Form “Suspected case” or Reply\s+Write a message\s+Decide$/);
  assert.deepEqual(await first.locator('.ways .asked').allInnerTexts(), ['Reply', 'Decide', 'Form']);
  await first.getByRole('button', { name: 'Form' }).click();
  await page.getByRole('textbox', { name: 'Place *' }).fill('Gate');
  await page.getByLabel('Signs *').fill('Watery stools');
  const [form] = await sent(page, 1, () => page.getByRole('button', { name: 'Send the form' }).click());
  assert.deepEqual([form.form, typeof form.reply_to], ['case', 'number']);
  await page.context().close();
  const focal = await open('nfp', { width: 360 });
  await tab(focal, 3);
  await focal.getByRole('button', { name: 'Annex 2' }).click();
  await tab(focal, 0);
  await focal.locator('.message.waits').first().getByRole('button', { name: 'Form' }).click();
  assert.equal(await focal.getByRole('button', { name: 'Annex 2' }).getAttribute('aria-pressed'), 'true', 'either does');
  await focal.context().close();
});

test('on a phone nothing has to stay under the bar at the bottom, and dates below a chart do not touch, in four languages', async () => {
  const inside = (page) => page.evaluate(() => [...document.querySelectorAll('.chart .axis text')].map((one) => { const box = one.getBoundingClientRect(), frame = one.closest('svg').getBoundingClientRect(); return [Math.round(box.left - frame.left), Math.round(frame.right - box.right), box.left, box.right]; }));
  for (const locale of Object.keys(locales)) {
    const page = await open('nfp', { width: 360, at: 'table', locale }), low = () => page.evaluate(() => document.querySelector('.tabs').getBoundingClientRect().top);
    await page.setViewportSize({ width: 360, height: 740 });
    for (const k of [0, 1, 2]) {
      await page.evaluate(() => scrollTo(0, 0));
      await page.locator('.table textarea').nth(k).focus();
      const button = await page.locator('.table form button').nth(k).boundingBox();
      assert.ok(button.y + button.height <= await low(), `${locale}: whoever writes sees the button`);
    }
    await page.evaluate(() => scrollTo(0, 1e6));
    const last = await page.locator('footer summary').boundingBox();
    assert.ok(last.y + last.height + 8 <= await low(), `${locale}: the end of the page`);
    for (const days of [9, 14, 30, 75]) {
      await page.route('**/api/known', async (r) => { const known = await (await r.fetch()).json(); for (const p of known.places) p.reported.reported = Array.from({ length: days }, (_, k) => k % 7); await r.fulfill({ json: { ...known, first: '2027-09-03' } }); });
      await page.reload();
      await tab(page, 1);
      await page.locator('.chart').waitFor();
      const all = await inside(page);
      assert.ok(all.length >= 2, `${locale} ${days}: ${all.length} dates`);
      all.forEach(([left, right, from], k) => assert.ok(left >= 0 && right >= 0 && (k === 0 || from >= all[k - 1][3] + 4), `${locale} ${days}: ${JSON.stringify(all)}`));
      await page.unroute('**/api/known');
    }
    await page.context().close();
  }
});

test('the simulation cell speaks as somebody of the story, and control sees who typed', async () => {
  const page = await open('simcell', { width: 360 });
  await tab(page, 1);
  await page.getByLabel('Who speaks').selectOption('who');
  await page.getByLabel('By what').selectOption('mail');
  await page.getByText('Others (6)').click();
  await page.getByRole('checkbox', { name: 'Surveillance service, headquarters and laboratory' }).check();
  await page.getByLabel('Text').fill('Please verify within 24 hours.');
  assert.deepEqual(await sent(page, 1, () => page.getByRole('button', { name: 'Send', exact: true }).click()), [{ name: 'send', persona: 'who', to: ['surveillance'], text: 'Please verify within 24 hours.', channel: 'mail' }]);
  assert.deepEqual(page.wrong, []);
  await page.context().close();
  const focal = await open('nfp'), heard = await focal.locator('.message', { hasText: 'Is it cholera on the bridge?' }).innerText();
  assert.match(heard, /A journalist.*Telephone/);
  assert.doesNotMatch(heard, /Simulation cell/);
  await focal.context().close();
  const facilitator = await open('control');
  await tab(facilitator, 6);
  assert.match(await facilitator.locator('.page').innerText(), /A journalist \(typed by: Simulation cell/);
  await facilitator.context().close();
});

test('an order that needs reasons is not sent without; one that was refused says why', async () => {
  const page = await open('nfp');
  await tab(page, 2);
  await page.getByRole('button', { name: 'Close the crossing' }).click();
  const reasons = page.getByLabel('Reasons'), give = page.locator('.decision .main'), had = room.posts.filter((p) => p.name === 'act').length;
  for (const text of ['', ' – ']) {
    await reasons.fill(text);
    await give.click();
    await page.locator('.field', { has: reasons }).getByText('Write the reasons first, in words').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'TEXTAREA', 'one may write them at once');
  }
  assert.equal(room.posts.filter((p) => p.name === 'act').length, had);
  await reasons.fill('One.');
  assert.equal(await page.locator('.at-field').count(), 0);
  await page.getByText('Takes force when the control team has confirmed it.').waitFor();
  await give.click();
  assert.equal(await give.getAttribute('aria-label'), 'Press again: Order now', 'the gravest orders do not go by one press');
  assert.equal(room.posts.filter((p) => p.name === 'act').length, had);
  const [order] = await sent(page, 1, () => give.click());
  assert.deepEqual([order.act, order.decision, order.reasons], ['decide', 'close', 'One.']);
  await page.locator('#h-decide:focus').waitFor();
  assert.ok(await page.evaluate(() => document.activeElement.getBoundingClientRect().top >= 0 && document.activeElement.getBoundingClientRect().bottom < innerHeight), 'how it stands is in sight');
  await page.getByText('No milder measure was weighed').waitFor();
  await page.getByText('Waits for confirmation').waitFor();
  await page.getByText('In force since 3 May, 17:00').waitFor();
  await page.context().close();
});

test('an order may be given for some days; who may order nothing sees what is in force, and until when', async () => {
  const page = await open('nfp', { width: 360 }), days = page.getByLabel('For how many days?'), give = page.locator('.decision .main');
  await tab(page, 2);
  await page.getByRole('button', { name: 'Close the crossing' }).click();
  await page.getByLabel('Reasons').fill('One.');
  const had = room.posts.filter((p) => p.name === 'act').length;
  for (const wrong of ['0', '0.01', '400', 'three']) {
    await days.fill(wrong);
    await give.click();
    await page.locator('.field', { has: days }).locator('.at-field').waitFor();
  }
  assert.equal(room.posts.filter((p) => p.name === 'act').length, had);
  await days.fill('3');
  await give.click();
  const [order] = await sent(page, 1, () => give.click());
  assert.deepEqual([order.decision, order.hours], ['close', 72]);
  await page.getByRole('button', { name: 'Leave the crossing open' }).click();
  assert.equal(await days.count(), 0, 'what is put on record only has no end');
  await page.context().close();

  const gate = await open('border', { width: 360 });
  let ended = false;
  await gate.route('**/api/events', (r) => {
    const now = view('border');
    now.orders = [{ number: 52, seat: 'nfp', decision: 'hygiene', name: now.orders[0]?.name ?? { en: 'Hygiene stop' }, status: 'ordered', in_force: true, from_sim: 35400, lifted_sim: ended ? 36000 : 35400 + 72 * 3600 }];
    return r.fulfill({ contentType: 'text/event-stream', body: `retry: 100\nevent: state\ndata: ${JSON.stringify(now)}\n\n` });
  });
  await gate.reload();
  await tab(gate, 1);
  await gate.getByText('In force since 3 May, 17:00 · until 6 May, 17:00').waitFor();
  ended = true;
  await gate.getByText('Ended 3 May, 17:10').waitFor();
  await gate.context().close();
});

test('what was done by phone stays to be read, what is on record is not lifted, a minute is a minute of those who play', async () => {
  const page = await open('nfp', { width: 360 });
  await page.route('**/api/events', (r) => {
    const now = view('nfp'), about = now.messages.find((m) => m.inject === undefined && m.seat === undefined);
    Object.assign(about, { due: undefined, asks: undefined, seen: 'read', done: [{ ex: 60000, text: 'The ward knows.' }] });
    now.clock.speed = 2;
    now.orders.push({ number: 70, ex: 60000, seat: 'nfp', decision: 'open', name: { en: 'Leave it open' }, status: 'ordered', from_sim: 35400, record: true });
    return r.fulfill({ contentType: 'text/event-stream', body: `retry: 60000\nevent: state\ndata: ${JSON.stringify(now)}\n\n` });
  });
  await page.reload();
  await page.getByText('1 minute = 2 h').waitFor();
  const card = page.locator('details.message', { has: page.getByText('The ward knows.') });
  await card.locator('summary').click();
  assert.match(await card.locator('.own').innerText(), /^0:01:00 Done by phone\. The ward knows\.$/);
  await tab(page, 2);
  const kept = page.locator('.orders li', { hasText: 'Leave it open' });
  assert.match(await kept.innerText(), /On record since 3 May, 17:00$/);
  await page.context().close();
});

test('round the table, the other parts of the page begin at their top', async () => {
  const page = await open('nfp', { width: 360, at: 'table' }), back = page.getByRole('button', { name: 'Round the table', exact: true });
  await page.locator('.table textarea').first().fill('Half of it.');
  await tab(page, 1);
  assert.equal(await page.locator('.table').count(), 0);
  await back.click();
  assert.equal(await page.locator('.table textarea').first().inputValue(), 'Half of it.');
  await page.context().close();
});

test('many orders in force stand on the wall without running off it, the newest on top', async () => {
  for (const [at, width, height] of [['play', 1280, 720], ['play', 1024, 768], ['play', 1920, 1080]]) {
    const page = await open('projector', { width, at, locale: 'ru' });
    await page.setViewportSize({ width, height });
    await page.route('**/api/events', (r) => { const now = view('projector', at); now.orders = Array.from({ length: 14 }, (_, k) => ({ ...now.orders[0], number: 100 + k, from_sim: 30000 + 600 * k })); return r.fulfill({ contentType: 'text/event-stream', body: `retry: 100\nevent: state\ndata: ${JSON.stringify(now)}\n\n` }); });
    await page.reload();
    await page.locator('.in-force .rest').waitFor();
    const list = await page.locator('.in-force').boundingBox(), rows = await page.locator('.in-force li').allInnerTexts();
    assert.ok(list.y + list.height <= height, `${at} ${width}: ${list.y + list.height}`);
    assert.match(rows[0], /17:40/);
    assert.match(rows.at(-1), /^\+10:/);
    if (shots) await page.screenshot({ path: path.join(shots, `wall-full-${at}-${width}.png`) });
    await page.context().close();
  }
});

test('a date in a Dari sentence reads from right to left: the day, the month, the hour', async () => {
  const page = await open('post', { width: 360, locale: 'prs' });
  await tab(page, 2);
  const at = await page.locator('.orders .state').first().evaluate((one) => ['۳', '۲۳:۵۰'].map((part) => { const node = one.firstChild, k = node.data.search(new RegExp(`(?<![\\d:۰-۹])${part}(?![\\d:۰-۹])`)), range = document.createRange(); range.setStart(node, k); range.setEnd(node, k + part.length); return range.getBoundingClientRect().x; }));
  assert.ok(at[0] > at[1], at.join(' '));
  await page.context().close();
});

test('in Dari what is read has Persian digits; ids, PINs and what is typed keep those that are typed', async () => {
  for (const [as, at, tabs] of [['post', 'play', 5], ['control', 'play', 9], ['evaluator', 'play', 0], ['projector', 'play', 0], ['nfp', 'table', 0]]) {
    const page = await open(as, { locale: 'prs', at });
    for (let k = 0; k < Math.max(1, tabs); k++) {
      if (tabs) await tab(page, k);
      const left = await page.evaluate(() => {
        const found = [], all = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
        while (all.nextNode()) {
          const of = all.currentNode, text = of.data.replace(/\u2068[^\u2069]*\u2069/g, (put) => /\p{L}/u.test(put) && !/[\u0600-\u06ef]/.test(put) ? '' : put) /* what somebody wrote in another language has its own digits */, dari = /[\u0600-\u06ef]/.test(text) || !/\p{L}/u.test(text);
          if (dari && !of.parentElement.closest('.id, .box, .number, .pin, .address, .join-line, code, textarea') && text.split(/[\s\u2066-\u2069]+/).some((word) => /[0-9]/.test(word) && !/[A-Za-z]/.test(word))) found.push(text);
        }
        return found;
      });
      assert.deepEqual(left, [], `${as} ${at} ${k}`);
      for (const value of await page.locator('input').evaluateAll((all) => all.map((one) => one.value + one.placeholder))) assert.doesNotMatch(value, /[۰-۹]/);
    }
    if (as === 'control') for (const [k, what] of [[0, '.number'], [1, '.script th.id'], [7, '.pins .pin']]) { await tab(page, k); assert.match(await page.locator(what).first().innerText(), /\d/); }
    assert.match(await page.locator('.time').first().innerText(), /^[۰-۹]:[۰-۹]{2}:[۰-۹]{2}$/);
    await page.context().close();
  }
});

test('in a Dari text only the digits of Dari become Persian: names and foreign words keep theirs', async () => {
  const texts = [['لاری GZ-202 از Kunduz رسید، 3 نفر و 12 بکس.', 'لاری GZ-202 از Kunduz رسید، ۳ نفر و ۱۲ بکس.'], ['فورمهٔ Annex 2 را تا 14:30 بفرستید.', 'فورمهٔ Annex 2 را تا ۱۴:۳۰ بفرستید.'], ['مادهٔ 43 IHR (2005): 48 ساعت', 'مادهٔ ۴۳ IHR (2005): ۴۸ ساعت'],
    ['Please wait 48 hours at gate 3. چرا پل 2 بسته است؟', 'Please wait 48 hours at gate 3. چرا پل ۲ بسته است؟'], ['(Kunduz، Imam Sahib). 214 بیمار · 10 cases', '(Kunduz، Imam Sahib). ۲۱۴ بیمار · 10 cases'], ['Приложение 2 و 7 نفر', 'Приложение 2 و ۷ نفر']];
  const page = await open('nfp', { width: 360, locale: 'prs' });
  room.more('nfp', (view) => ({ ...view, messages: texts.map(([text], k) => ({ number: 200 + k, ex: 60000, to: ['nfp'], seat: 'post', seen: 'read', text })) }));
  await page.locator('#m-205').waitFor();
  for (const [k, [, seen]] of texts.entries()) assert.equal(await page.locator(`#m-${200 + k} .text`).textContent(), seen);
  assert.match(await page.locator('#m-200 .when').textContent(), /^۰:۰۱:۰۰$/);
  await page.context().close();
});

test('an order that another role has given already is told with that role, not to be lifted', async () => {
  const page = await open('nfp', { width: 360 });
  await page.route('**/api/act', (r) => r.fulfill({ status: 409, json: { error: 'ordered', sentence: 'x', seat: 'district' } }));
  await tab(page, 2);
  await page.getByRole('button', { name: 'Ask for oral cholera vaccine' }).click();
  for (let press = 0; press < 2; press++) await page.locator('.decision .main').click();
  const told = page.getByText('This is ordered already, by: District authority and district epidemiologist.', { exact: true });
  await told.waitFor();
  assert.equal(await page.getByRole('button', { name: 'Ask for oral cholera vaccine' }).getAttribute('aria-expanded'), 'true', 'the form stays where it is');
  await page.goBack();
  await told.waitFor({ state: 'detached' });
  await page.context().close();
});

test('the list of orders is read at a glance: a line each, nothing of it cut, in four languages', async () => {
  for (const locale of ['en', 'ru', 'tg', 'prs']) {
    const page = await open('nfp', { width: 360, locale });
    await tab(page, 2);
    const lines = page.locator('.decision');
    for (const one of await lines.all()) {
      const { height } = await one.boundingBox();
      assert.ok(height >= 44 && height < 110, `${locale}: ${height} px`);
    }
    assert.ok(await page.locator('.opens').evaluateAll((all) => all.every((b) => b.scrollWidth <= b.clientWidth)), locale);
    await lines.nth(0).getByRole('button').click();
    await page.getByRole('button', { name: wording(locale)['room.order.record'] }).waitFor();
    if (shots) await page.screenshot({ path: path.join(shots, `orders-${locale}.png`), fullPage: true });
    await lines.nth(0).getByRole('button').first().click();
    assert.ok(await soon(page, () => page.evaluate(() => document.activeElement.matches('.decision:first-of-type .opens[aria-expanded=false]'))), 'who puts it away is where he was');
    await page.context().close();
  }
});

test('what control enters in a seat\'s name is said on its phone, and marked where it stands', async () => {
  const page = await open('nfp', { width: 360 });
  room.more('nfp', (view) => ({ ...view, orders: [...view.orders, { number: 90, ex: view.clock.ex, seat: 'nfp', decision: 'vaccine', name: { en: 'Ask for oral cholera vaccine' }, status: 'waiting', proxy: true }] }));
  await page.getByText('The control team has entered for you: Ask for oral cholera vaccine').waitFor();
  await tab(page, 2);
  await page.locator('.orders li', { hasText: 'Ask for oral cholera vaccine' }).getByText('(entered by control)').waitFor();
  await page.context().close();
});

test('once the exercise has ended nothing is pressed in vain: what was written stays, and why it does not go is said', async () => {
  const page = await open('post', { width: 360 });
  await page.locator('.message.waits').first().getByRole('button', { name: 'Reply' }).click();
  await page.getByText('Still missing: Text', { exact: true }).waitFor();
  await page.locator('.message textarea').fill('Half of it');
  assert.equal(await page.getByText('Still missing').count(), 0);
  await tab(page, 2);
  await page.getByRole('button', { name: 'Trace contacts' }).click();
  room.more('post', (view) => ({ ...view, clock: { ...view.clock, state: 'ended' } }));
  await page.locator('.decision .main:disabled').waitFor();
  await page.locator('.decision', { hasText: 'Trace contacts' }).getByText('The exercise has ended').waitFor();
  await tab(page, 0);
  assert.equal(await page.locator('.message textarea').inputValue(), 'Half of it');
  assert.equal(await page.locator('.message button:disabled').count(), 1, 'the one that would send it');
  assert.equal(await page.getByRole('button', { name: 'Reply' }).count(), 0);
  await tab(page, 3);
  await page.locator('.side form', { has: page.locator('.main:disabled') }).getByText('The exercise has ended').waitFor();
  await page.context().close();
});

test('the name of a crossing is whole on the map of a phone, and the briefing stands on the first part of the page alone', async () => {
  const page = await open('nfp', { width: 360, locale: 'ru' });
  await tab(page, 1);
  const [svg, label] = [await page.locator('.map svg').boundingBox(), await page.locator('.map text.crossing').boundingBox()];
  assert.ok(label.x >= svg.x && label.x + label.width <= svg.x + svg.width, `${label.x} to ${label.x + label.width} of ${svg.x} to ${svg.x + svg.width}`);
  await page.context().close();
  const before = await open('post', { width: 360, at: 'brief' });
  await before.locator('section.briefing').waitFor();
  await tab(before, 4);
  await before.locator('#h-role').waitFor();
  assert.equal(await before.locator('section.briefing').count(), 0);
  await before.context().close();
});

test('a comms check stays in sight until it is answered; the terms stand in the order of the reader\'s letters', async () => {
  for (const locale of ['ru', 'prs']) {
    const page = await open('nfp', { width: 360, locale });
    await page.evaluate(() => scrollTo({ top: document.body.scrollHeight }));
    room.more('nfp', (view) => ({ ...view, check: { number: 6, answered: false } }));
    await page.locator('.check button').waitFor();
    const [ask, ribbon] = [await page.locator('.check button').boundingBox(), await page.locator('.ribbon').boundingBox()];
    assert.ok(ask.y >= ribbon.y + ribbon.height && ask.y + ask.height < 400, `${locale}: at ${ask.y} px`);
    assert.deepEqual(await sent(page, 1, () => page.locator('.check button').click()), [{ name: 'check', act: 'answer', number: 6 }]);
    await page.locator('.glossary summary').click();
    const names = await page.locator('.glossary dt').allInnerTexts();
    assert.ok(names.length > 2);
    assert.deepEqual(names, [...names].sort((a, b) => a.localeCompare(b, locales[locale])));
    await page.context().close();
  }
});

test('who joins is told what is missing, and a page loaded again still knows the role', async () => {
  const page = await (await browser.newContext({ viewport: { width: 360, height: 800 }, locale: 'en-GB' })).newPage(), join = page.getByRole('button', { name: 'Join', exact: true });
  await page.goto(room.base);
  await page.getByText('Still missing: PIN, Role', { exact: true }).waitFor();
  assert.ok(await join.isDisabled());
  await page.getByLabel('Customs, shift at the crossing').check();
  await page.reload();
  await page.getByText('Still missing: PIN', { exact: true }).waitFor();
  assert.ok(await page.getByLabel('Customs, shift at the crossing').isChecked());
  await page.locator('.pin').fill('482915');
  assert.ok(!await join.isDisabled());
  assert.ok(!await page.evaluate(() => JSON.stringify({ ...sessionStorage }).includes('482915')), 'the PIN is not kept');
  await page.context().close();
});

test('in Russian the first page speaks as one speaks there: the headquarters, the real event', async () => {
  const page = await (await browser.newContext({ viewport: { width: 360, height: 800 }, locale: 'ru-RU' })).newPage();
  await page.goto(room.base);
  await page.getByLabel('Служба госсанэпиднадзора, центральный аппарат и лаборатория').waitFor();
  await page.getByText('на каждом экране будет написано: РЕАЛЬНОЕ СОБЫТИЕ — НЕ УЧЕНИЕ.').waitFor();
  await page.context().close();
});

test('the first page says how many have joined as a role, in words', async () => {
  for (const [locale, said] of [['en', 'already joined: 1'], ['ru', 'уже присоединились: 1'], ['tg', 'аллакай пайваст: 1'], ['prs', 'تا حال پیوسته‌اند: ۱']]) {
    const page = await (await browser.newContext({ viewport: { width: 360, height: 800 }, locale: locales[locale] })).newPage();
    await page.goto(room.base);
    await page.locator('.role').first().waitFor();
    assert.equal(await page.locator('.role small').first().innerText(), said);
    await page.context().close();
  }
});

test('after the end the first page says so in the reader\'s language, and the seats can still be taken', async () => {
  for (const locale of Object.keys(locales)) {
    const page = await (await browser.newContext({ viewport: { width: 360, height: 800 }, locale: locales[locale] })).newPage(), over = page.getByText(wording(locale)['room.join.over'], { exact: true });
    await page.goto(`${room.base}/?as=&at=play`);
    await page.locator('.role').first().waitFor();
    assert.equal(await over.count(), 0);
    await page.context().addCookies([{ name: 'at', value: 'end', url: room.base }]);
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await over.waitFor();
    assert.ok((await over.boundingBox()).y < 400, 'in sight at once');
    await page.locator('.role input').first().check();
    await page.locator('.pin').fill('482915');
    assert.ok(await page.locator('.join button.main').isEnabled());
    await page.context().close();
  }
});

test('on a phone the button to join is on the first screen, whatever the list of roles is long, and covers nothing that has the focus', async () => {
  for (const locale of Object.keys(locales)) {
    const page = await (await browser.newContext({ viewport: { width: 360, height: 640 }, locale: locales[locale] })).newPage(), join = page.locator('.join button.main');
    await page.goto(`${room.base}/?as=`);
    await page.locator('.role').first().waitFor();
    const box = await join.boundingBox();
    assert.ok(box.y >= 0 && box.y + box.height <= 640, `${locale}: at ${box.y} px`);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth && [...document.querySelectorAll('.role')].every((one) => one.scrollWidth <= one.clientWidth)), `${locale}: nothing is cut`);
    assert.ok(await join.evaluate((one) => one.contains(document.elementFromPoint(innerWidth / 2, one.getBoundingClientRect().top + 5))), 'nothing lies upon it');
    for (const place of ['.role input', '.link', 'a[href="/control"]']) {
      await page.locator(place).last().focus();
      assert.equal((await focused(page)).hidden, '', `${locale}: ${place}`);
    }
    await page.context().close();
  }
});

test('the first step back does not leave the room, nor lose a word; parts of the board are steps too', async () => {
  const page = await open('post', { width: 360 });
  await page.locator('.message.waits').first().getByRole('button', { name: 'Reply' }).click();
  await page.locator('.message textarea').fill('Half of it');
  await page.goBack();
  await page.getByText('Back once more leaves it').waitFor();
  assert.equal(await page.locator('.message textarea').inputValue(), 'Half of it');
  await tab(page, 3);
  await page.goBack();
  await page.locator('.halves.at-inbox').waitFor();
  await page.goBack();
  await page.waitForURL((url) => url.protocol === 'about:');
  await page.goForward();
  assert.equal(await page.locator('.message textarea').inputValue(), 'Half of it');
  await page.context().close();

  const board = await open('control'), at = (name) => board.locator(`.page.at-${name}`).waitFor();
  await tab(board, 6);
  await board.getByLabel('Text').fill('To all of you');
  await tab(board, 8);
  await at('log');
  await board.goBack();
  await at('messages');
  assert.equal(await board.getByLabel('Text').inputValue(), 'To all of you');
  await board.goBack();
  await at('glance');
  await board.reload();
  await at('glance');
  await tab(board, 6);
  assert.equal(await board.getByLabel('Text').inputValue(), 'To all of you', 'nor does a reload');
  await board.context().close();
});

test('numbers in Persian and Arabic digits count, and what does not fit is said at the field before it goes', async () => {
  const page = await open('nfp', { width: 360, locale: 'prs' }), box = (k) => page.locator('.side form input[inputmode=decimal]').nth(k), wrong = page.locator('.at-field');
  await tab(page, 3);
  await page.locator('.choose button').nth(3).click();
  await page.locator('.side form input').first().fill('x');
  for (const [k, text, seen] of [[0, '۵۰', '50'], [1, '٦٠٫٥', '60.5'], [2, '۱۰', '10']]) {
    await box(k).pressSequentially(text);
    assert.equal(await box(k).inputValue(), seen);
  }
  assert.equal(await wrong.count(), 1);
  assert.match(await box(2).locator('xpath=..').locator('.at-field').innerText(), /60|۶۰/);
  const had = room.posts.length;
  await page.locator('.side form button.main').click();
  assert.equal(await box(2).evaluate((one) => one === document.activeElement), true);
  await box(2).fill('1,000');
  assert.equal(await wrong.count(), 1, 'a thousand, or one?');
  await box(2).fill('-3');
  assert.equal(await wrong.count(), 1);
  await page.locator('.side form button.main').click();
  assert.equal(room.posts.slice(had).filter((p) => p.name === 'act').length, 0);
  await box(2).fill('۹۹,۵');
  assert.equal(await wrong.count(), 0);
  const [form] = await sent(page, 1, () => page.locator('.side form button.main').click());
  assert.deepEqual(form.fields, { what: 'x', low: 50, middle: 60.5, high: 99.5 });
  await page.context().close();
  const facilitator = await open('control');
  await facilitator.getByText('More about the clock').or(facilitator.locator('.clocks summary')).first().click();
  await facilitator.getByLabel('To the time (h:mm)').fill('۰:۵۰');
  assert.deepEqual(await sent(facilitator, 1, () => facilitator.getByRole('button', { name: 'Jump forward' }).click()), [{ name: 'clock', act: 'jump', value: 50 * 60000 }]);
  await facilitator.context().close();
});

test('the clock: speeds in a menu, by key too; its buttons stay where they are, whatever is written beside them', async () => {
  const page = await open('control');
  await page.locator('.menu summary').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.menu[open]').count(), 0);
  await page.keyboard.press('Enter');
  await tabTo(page, '×300', 12);
  assert.deepEqual(await sent(page, 1, () => page.keyboard.press('Enter')), [{ name: 'clock', act: 'speed', value: 300 }]);
  assert.deepEqual([await page.locator('.menu[open]').count(), (await focused(page)).name], [0, '×1 Other speeds']);
  await page.context().close();
  for (const width of [1280, 360])
    for (const locale of Object.keys(locales)) {
      const board = await open('control', { width, locale }), places = () => board.locator('.row.now button, .menu summary, .phases .row button').evaluateAll((all) => all.map((one) => { const box = one.getBoundingClientRect(); return [box.x, box.y + scrollY, box.width, box.height].map(Math.round).join(' '); }));
      if (width === 360) await board.locator('.fold').click();
      const before = await places();
      await board.locator('.phases .twice').click();
      assert.deepEqual(await places(), before, `${width} ${locale}: asked for a second press`);
      await board.route('**/api/events', (r) => { const now = view('control'), long = 'Ein sehr langer Name einer Phase '.repeat(4); Object.assign(now.clock, { state: 'paused', speed: 3600 }); Object.assign(now.phase, { name: { en: long, ru: long, tg: long, prs: long } }); return r.fulfill({ contentType: 'text/event-stream', body: `retry: 100\nevent: state\ndata: ${JSON.stringify(now)}\n\n` }); });
      await board.reload();
      await board.locator('.clock.paused').waitFor();
      if (width === 360) await board.locator('.fold').click();
      assert.deepEqual(await places(), before, `${width} ${locale}: another phase, speed and state`);
      await board.context().close();
    }
});

for (const locale of Object.keys(locales))
  test(`on a phone the facilitator's clock takes two rows, and all of it is a press away: ${locale}`, async () => {
    const page = await open('control', { width: 360, locale }), top = () => page.locator('.tabs').evaluate((one) => one.getBoundingClientRect().top + scrollY);
    assert.ok(await top() <= 215, `the page begins at ${await top()}`);
    assert.equal(await page.locator('.clocks').isVisible(), false);
    await page.locator('.fold').click();
    assert.equal(await page.locator('.fold').getAttribute('aria-expanded'), 'true');
    for (const what of ['.phases .twice', '.clocks details input', '.ends-in:not(.brief)']) assert.ok(await page.locator(what).first().isVisible(), what);
    await page.locator('.menu summary').click();
    assert.ok(await page.locator('.menu button').first().isVisible());
    const box = await page.locator('.menu > div').boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= 360, JSON.stringify(box));
    assert.deepEqual(await sent(page, 1, () => page.locator('.menu button', { hasText: locale === 'prs' ? '×۶۰' : '×60' }).last().click()).then((all) => all.map((one) => one.act)), ['speed']);
    await page.locator('.fold').click();
    assert.equal(await page.locator('.clocks').isVisible(), false);
    await page.context().close();
  });

for (const [as, width] of [['post', 360], ['post', 1280], ['control', 360], ['control', 1280], ['evaluator', 360], ['projector', 1280]])
  test(`a connection that is lost moves nothing: ${as}, ${width} px`, async () => {
    const page = await open(as, { width }), places = () => page.locator('main h1, main h2, main h3, main button, main svg').evaluateAll((all) => all.map((one) => { const box = one.getBoundingClientRect(); return [box.x, box.y + scrollY].map(Math.round).join(' '); }));
    await page.waitForTimeout(300);
    const before = await places();
    for (const what of ['events', 'state']) await page.route(`**/api/${what}`, (r) => r.abort());
    await page.evaluate(() => { const far = performance.now.bind(performance); performance.now = () => far() + 60000; });
    await page.locator('.lost').waitFor();
    assert.deepEqual(await places(), before);
    assert.ok(await page.locator('.lost').evaluate((one) => { const box = one.getBoundingClientRect(); return box.bottom <= innerHeight && box.top >= 0; }));
    await page.context().close();
  });

test('a second press has its time and its place, and is said', async () => {
  const page = await open('control', { width: 360 });
  const button = page.locator('.row.now .red');
  await button.click();
  assert.equal(await button.getAttribute('aria-label'), 'Press again: Real emergency: stop');
  assert.match(await page.locator('.top .unseen[role=status]').innerText(), /Real emergency: stop: press again within 10 seconds/);
  await button.filter({ hasText: /Press again [1-4]/ }).waitFor();
  assert.deepEqual(await sent(page, 1, () => button.click()), [{ name: 'clock', act: 'emergency' }]);
  const had = room.posts.length;
  await button.click();
  await page.keyboard.press('Escape');
  await button.click();
  assert.equal(room.posts.length, had, 'taken back');
  await page.context().close();
});

test('whom one writes to fits on a phone: the sender, control and the own house first, the others behind one line', async () => {
  const page = await open('post', { width: 360 }), names = () => page.locator('.message fieldset > .ticks .tick').allInnerTexts();
  await page.locator('.message', { hasText: 'Two of them have driven on' }).getByRole('button', { name: 'Reply' }).click();
  assert.deepEqual(await names(), ['Control team', 'Surveillance service, headquarters and laboratory']);
  assert.ok((await page.locator('.message fieldset').boundingBox()).height < 400);
  await page.locator('.others summary').click();
  await page.getByLabel('Customs').check();
  await page.locator('.others summary').click();
  assert.match(await page.locator('.others summary').innerText(), /Others \(4\): Customs/, 'whom one has ticked is in sight');
  await page.locator('.message textarea').fill('Keep the lane free.');
  const [reply] = await sent(page, 1, () => page.getByRole('button', { name: 'Send', exact: true }).click());
  assert.deepEqual(reply.to, ['control', 'customs']);
  await page.context().close();
});

test('a message that came says who else has it, all of them', async () => {
  for (const [locale, several, alone, all] of [['en', 'To: you; Surveillance service, headquarters and laboratory; Border Troops, shift at the gate; Customs, shift at the crossing', 'To: you', 'To: everybody'], ['ru', /^Кому: вам; .*центральный аппарат.*; Таможня/, 'Кому: вам', 'Кому: всем']]) {
    const page = await open('nfp', { width: 360, locale }), of = (part) => page.locator('.message', { hasText: part }).locator('.from').nth(1).textContent();
    const first = await of(w('What shall become of the crossing?')[locale]);
    if (typeof several === 'string') assert.equal(first, several);
    else assert.match(first, several);
    assert.equal(await of('Is it cholera on the bridge?'), alone);
    assert.equal(await of('Lunch is at 12:30.'), all);
    room.more('nfp', (view) => ({ ...view, messages: [{ number: 300, ex: 60000, seat: 'post', text: 'To all.', to: ['surveillance', 'border', 'customs', 'district', 'simcell', 'nfp', 'control'] }] }));
    await page.locator('#m-300').waitFor();
    assert.doesNotMatch(await of('To all.'), /simcell|\+\d/, 'none is left out, none stands as its id');
    await page.context().close();
  }
});

test('the queue at a crossing says who is counted, and as of when', async () => {
  for (const [locale, time] of [['en', '3 May, 20:00'], ['ru', '3 мая, 20:00'], ['tg', '3 май, 20:00'], ['prs', '۳ می، ۲۰:۰۰']]) {
    const page = await open('nfp', { width: 360, locale });
    await tab(page, 1);
    const said = (await page.locator('.side p.note').nth(1).textContent()).replace(/[\u2066-\u2069]/g, '');
    assert.ok(said.includes(time) && said.length > 80, said);
    await page.context().close();
  }
});

test('what has been before the eyes is read without a tap', async () => {
  const had = room.posts.length, page = await open('post', { width: 360 });
  assert.ok(await soon(page, () => room.posts.slice(had).some((p) => p.name === 'read' && p.body.act === 'read')));
  await page.context().close();
});

test('the script goes by keys: move, open, hold, skip, send, shift, edit', async () => {
  const page = await open('control');
  await tab(page, 1);
  const row = page.locator('tr[data-inject="18"]');
  await row.focus();
  for (const [key, want] of [['+', { act: 'shift', ms: 60000 }], ['-', { act: 'shift', ms: -60000 }], ['h', { act: 'hold' }], ['x', { act: 'skip' }], ['s', { act: 'send', count: 0 }]])
    assert.deepEqual(await sent(page, 1, () => page.keyboard.press(key)), [{ name: 'inject', inject: '18', ...want }]);
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.evaluate(() => document.activeElement.dataset.inject), '23');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('e');
  await page.getByLabel('Subject').last().fill('Another street');
  const [edit] = await sent(page, 1, () => page.getByRole('button', { name: 'Keep', exact: true }).click());
  assert.equal(edit.act, 'edit');
  assert.equal(edit.subject.en, 'Another street');
  assert.match(edit.subject.ru, /Улица/, 'other languages stay');
  assert.deepEqual(page.wrong, []);
  await page.context().close();
});

test('letters of the script work whatever the keyboard writes', async () => {
  const page = await open('control', { locale: 'ru' });
  await tab(page, 1);
  await page.locator('tr[data-inject="18"]').focus();
  const pressed = (key, code) => page.evaluate(([k, c]) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: k, code: c, bubbles: true, cancelable: true })), [key, code]);
  assert.deepEqual(await sent(page, 1, () => pressed('р', 'KeyH')), [{ name: 'inject', inject: '18', act: 'hold' }]);
  await page.context().close();
});

test('the script is narrowed by words, role, objective and how it stands', async () => {
  const page = await open('control'), rows = () => page.locator('tr[data-inject]').evaluateAll((all) => all.map((r) => r.dataset.inject));
  await tab(page, 1);
  const coming = await rows();
  assert.ok(coming.includes('18') && coming.includes('40') && coming.includes('24') && !coming.includes('1'));
  await page.getByRole('button', { name: 'Held or skipped' }).click();
  assert.deepEqual(await rows(), ['24']);
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await page.getByLabel('Find words').fill('FORD two');
  assert.deepEqual(await rows(), ['24'], 'bodies are searched, whatever the case');
  await page.getByLabel('Find words').fill('');
  await page.getByRole('combobox', { name: 'Role', exact: true }).selectOption('district');
  assert.deepEqual(await rows(), ['18']);
  await page.getByRole('combobox', { name: 'Role', exact: true }).selectOption('');
  await page.getByRole('combobox', { name: 'Objective', exact: true }).selectOption('O1');
  assert.equal((await rows()).length, 11);
  await page.getByText('if 1 is not done in time').waitFor();
  await page.getByRole('button', { name: 'Your additional measure' }).click();
  assert.match(await page.locator('tr.open').innerText(), /1 day of the scenario after this is ordered/);
  await page.getByText('As the pack writes it').click();
  await page.getByText('AFTER decision close + 1 d scenario', { exact: true }).waitFor();
  await page.context().close();
});

test('along the time an inject is moved by keys and by dragging, and the new time is said', async () => {
  const page = await open('control');
  await tab(page, 1);
  await page.getByRole('button', { name: 'Along the time' }).click();
  await page.locator('#line-18').focus();
  const [keys] = await sent(page, 1, async () => { for (const k of ['ArrowRight', 'ArrowRight', 'Shift+ArrowRight', 'ArrowLeft']) await page.keyboard.press(k); });
  assert.deepEqual(keys, { name: 'inject', inject: '18', act: 'shift', ms: 6 * 60000 }, 'some presses are one shift');
  assert.equal(await page.locator('.timeline + [aria-live]').innerText(), '18: 0:35:00');
  const [again] = await sent(page, 1, () => page.keyboard.press('ArrowRight'));
  assert.equal(again.ms, 60000, 'what was told is not told again');
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'line-23');
  await page.keyboard.press('PageDown');
  await page.keyboard.press('Escape');
  const had = room.posts.length, box = await page.locator('#line-23').boundingBox(), rem = 0.85 * 16;
  await page.mouse.move(box.x + 8, box.y + 8);
  await page.mouse.down();
  await page.mouse.move(box.x + 8 - 4 * rem, box.y + 8, { steps: 5 });
  assert.deepEqual(await sent(page, 1, () => page.mouse.up()), [{ name: 'inject', inject: '23', act: 'shift', ms: -4 * 60000 }]);
  assert.equal(room.posts.length, had + 1, 'what was taken back is not sent');
  assert.equal(await page.locator('.opened').count(), 0, 'a drag opens nothing');
  await page.locator('#line-1').click();
  await page.locator('.opened').getByText('like rice water').waitFor();
  for (const name of ['English', 'دری'])
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      await page.getByRole('button', { name, exact: true }).click();
      await whole(page, `control line ${width} ${name === 'English' ? 'en' : 'prs'}`, width);
      await accessible(page, `control line ${width} ${name}`);
    }
  await page.context().close();
});

test('the facilitator confirms, refuses with a reason, releases, ticks, enters for a role', async () => {
  const page = await open('control', { at: 'table' });
  const had = room.posts.length;
  await page.getByRole('button', { name: 'Refuse', exact: true }).click();
  await page.locator('.field', { hasText: 'Refuse because' }).getByText('Write the reasons first, in words').waitFor();
  assert.equal(room.posts.length, had);
  assert.deepEqual(await sent(page, 1, () => page.getByRole('button', { name: 'Confirm', exact: true }).first().click()), [{ name: 'confirm', order: 61 }]);
  await page.getByLabel('Refuse because').fill('Weigh a hygiene stop');
  assert.deepEqual(await sent(page, 1, () => page.getByRole('button', { name: 'Refuse', exact: true }).click()), [{ name: 'refuse', order: 61, reason: 'Weigh a hygiene stop' }]);
  await tab(page, 2);
  assert.deepEqual(await sent(page, 1, () => page.getByRole('button', { name: 'Tick as done' }).first().click()), [{ name: 'act', act: 'done', action: '4.crew' }]);
  await tab(page, 5);
  assert.deepEqual(await sent(page, 1, () => page.getByRole('button', { name: 'Hide again: 1' }).click()), [{ name: 'release', phase: 'table', question: 0, shown: false }]);
  await tab(page, 3);
  await page.getByRole('combobox', { name: 'For', exact: true }).selectOption('nfp');
  await page.getByRole('button', { name: 'Order', exact: true }).click();
  await page.getByRole('combobox', { name: 'What is ordered' }).selectOption('open');
  await page.getByLabel('Said at (h:mm)').fill('0:50');
  const [proxy] = await sent(page, 1, () => page.getByRole('button', { name: 'Enter', exact: true }).click());
  assert.deepEqual([proxy.act, proxy.seat, proxy.at, proxy.decision], ['decide', 'nfp', 50 * 60000, 'open']);
  const trace = await page.locator('.proxied li').first().innerText();
  for (const part of ['0:09:00', 'Customs, shift at the crossing', 'Two names, by telephone', 'entered by One at 0:20:00']) assert.ok(trace.includes(part), `${part}: ${trace}`);
  await page.context().close();
});

test('an evaluator stamps with one tap; without a connection it waits', async () => {
  const page = await open('evaluator', { width: 360 });
  const [one] = await sent(page, 1, () => page.getByRole('button', { name: 'Gap' }).first().click());
  assert.deepEqual([one.name, one.kind, one.task, one.at >= 27.6 * 60000 - 1000], ['observe', 'gap', 'T1.1', true]);
  await page.context().setOffline(true);
  const had = room.posts.length;
  await page.getByRole('button', { name: 'Strength' }).first().click();
  await page.getByText('No connection: 1 kept').first().waitFor();
  assert.equal(room.posts.length, had);
  await page.context().setOffline(false);
  await page.reload();
  await soon(page, () => room.posts.length > had);
  assert.equal(room.posts.at(-1).body.kind, 'strength');
  await page.context().close();
});
