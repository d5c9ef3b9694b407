// Pack A played from the comms check to ENDEX in Chromium: a facilitator, four players and an evaluator in six contexts, and the projector.
// Replies, forms, an order refused, one confirmed that closes the bridge, answers round the table, a quick inject, an entry by proxy, a way
// back, a real emergency, a device that comes back, exports read back. Run by meson with GUZAR and GUZAR_SOURCE set; GUZAR_SHOTS names a
// folder for pictures.
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';

const source = process.env.GUZAR_SOURCE ?? path.resolve('.'), shots = process.env.GUZAR_SHOTS;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'guzar-play-'));
let browser, server, base, password, control, wall, nfp, surveillance, post, district, evaluator;
const all = () => [control, wall, nfp, surveillance, post, district, evaluator];

before(async () => {
  server = spawn(process.env.GUZAR ?? 'guzar', ['serve', path.join(folder, 'play.guzar'), '--pack', path.join(source, 'packs/clean-water'), '--port', '0'],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, GUZAR_LIBRARY: source } });
  await new Promise((resolve, reject) => {
    let said = '';
    server.on('error', reject).stdout.on('data', (bytes) => {
      said += bytes;
      if (!said.includes('Ctrl-C')) return;
      base = /(http:\/\/127\.0\.0\.1:\d+)\/control/.exec(said)[1];
      password = /Password:\s+(\S+)/.exec(said)[1];
      resolve();
    });
  });
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
});
after(async () => {
  await browser?.close();
  server?.kill('SIGKILL');
  fs.rmSync(folder, { recursive: true, force: true });
});

function watched(page) {
  page.setDefaultTimeout(20000);
  page.wrong = [];
  page.on('console', (m) => { if (['error', 'warning'].includes(m.type())) page.wrong.push(m.text()); });
  page.on('pageerror', (e) => page.wrong.push(e.message));
  page.on('request', (r) => { if (!r.url().startsWith(base) && !r.url().startsWith('data:')) page.wrong.push(`asked for ${r.url()}`); });
  return page;
}
async function device(width, locale) {
  return watched(await (await browser.newContext({ viewport: { width, height: 800 }, locale })).newPage());
}
async function seat(width, locale, pin, role) {
  const page = await device(width, locale);
  await page.goto(`${base}/?pin=${pin}`);
  await page.locator(`input[value="${role}"]`).check();
  await page.locator('button.main').click();
  await page.locator('.play').waitFor();
  return page;
}
const shot = async (page, name) => { if (shots) await page.screenshot({ path: path.join(shots, `play-${name}.png`), fullPage: true }); };
const press = (page, name) => page.getByRole('button', { name, exact: true }).first().click();
const tab = (page, k) => page.locator('.tabs button').nth(k).click();
const board = { glance: 0, script: 1, actions: 2, orders: 3, world: 4, answers: 5, messages: 6, seats: 7, log: 8 };
const turn = (name) => tab(control, board[name]);
const state = (page) => page.evaluate(async () => (await fetch('/api/state')).json());
/** Until the state of a page says so. */
async function until(page, holds, what) {
  for (let i = 0; i < 150; i++) {
    const s = await state(page);
    if (holds(s)) return s;
    await page.waitForTimeout(100);
  }
  throw new Error(`never: ${what}`);
}
async function clockTo(how, time, twice = false) {
  const details = control.locator('.clocks details');
  if (await details.getAttribute('open') === null) await details.locator('summary').click();
  await control.getByLabel('To the time (h:mm)').fill(time);
  await press(control, how);
  if (twice) await press(control, `Press again: ${how}`);
}
const message = (page, text) => page.locator('.message', { hasText: text }).first();

test('six people come in, and answer the comms check', async () => {
  control = await device(1280, 'en-GB');
  await control.goto(`${base}/control`);
  await control.getByLabel('Password').fill(password);
  await press(control, 'Log in');
  await control.getByRole('heading', { name: 'Seats' }).waitFor();
  const [pin, staff] = await control.locator('.pin').allInnerTexts();
  [nfp, surveillance, post, district, evaluator] = await Promise.all([seat(360, 'ru-RU', pin, 'nfp'), seat(1280, 'en-GB', pin, 'surveillance'), seat(360, 'tg-TJ', pin, 'post'), seat(360, 'en-GB', pin, 'district'), (async () => {
    const page = await device(360, 'en-GB');
    await page.goto(base);
    await press(page, 'I evaluate, or this screen is the projector');
    await page.getByLabel('PIN of evaluators and projector').fill(staff);
    await page.locator('input[value="evaluator"]').check();
    await press(page, 'Join');
    await page.locator('.evaluator').waitFor();
    return page;
  })()]);
  wall = watched(await control.context().newPage());
  await wall.goto(`${base}/wall`);
  await nfp.getByRole('heading', { name: 'Вводный инструктаж' }).waitFor();
  await press(control, 'Ask for a comms check');
  for (const page of [nfp, surveillance, post, district]) await page.locator('.check button').click();
  await control.getByText('Answered: 4 of 5').waitFor(); // the evaluator has not; roles that nobody sits at are told apart
  await control.getByText('No answer yet: Evaluator').waitFor();
  await control.getByText('Empty seats: 5').waitFor();
  await shot(nfp, 'briefing-ru');
  await tab(nfp, 4);
  await nfp.locator('.side .card', { hasText: 'Вы решаете за министерство' }).waitFor();
  await tab(nfp, 0);
});

test('at the gate: a form, replies, the script changed by hand, an observation in one tap', async () => {
  await turn('script');
  await control.locator('tr[data-inject="9"]').focus();
  await control.keyboard.press('h');
  await control.locator('tr[data-inject="9"] .held').waitFor();
  await control.locator('tr[data-inject="8"]').focus();
  await control.keyboard.press('e');
  await control.getByLabel('Subject').last().fill('Is it true, and is it the water?');
  await press(control, 'Keep');
  await control.getByText('(edited)').waitFor();
  await press(control, 'STARTEX: start the exercise');
  await press(control, 'Press again: STARTEX: start the exercise'); // the evaluator has not answered
  await press(control, '×60');

  await message(post, 'Дар дарвоза').waitFor();
  await control.getByRole('button', { name: 'Pause' }).click();
  await post.locator('.message.waits').first().getByRole('button', { name: 'Варақа' }).click();
  await post.getByRole('button', { name: 'Ҳолати шубҳанок' }).click();
  await post.getByRole('textbox', { name: 'Бемор дар куҷост *' }).fill('Дарвоза');
  await post.getByRole('textbox', { name: 'Аломатҳо *' }).fill('Исҳоли обакӣ, қай');
  await post.locator('form button.main').click();
  await evaluator.locator('.task', { hasText: 'T1.2' }).getByText('✓').first().waitFor();
  await tab(post, 0);
  await press(control, 'Go on');

  await surveillance.locator('.message.waits', { hasText: 'A suspicion at the crossing' }).getByRole('button', { name: 'Reply' }).click();
  await surveillance.locator('.message textarea').fill('The laboratory opens now. Send the sample by car.');
  await surveillance.getByLabel('Sanitary and quarantine post').check();
  await surveillance.locator('.others summary').click();
  await surveillance.getByLabel('Customs, shift at the crossing (empty)').check();
  await surveillance.getByText('Nobody has come in as: Customs, shift at the crossing.').waitFor();
  await surveillance.getByLabel('Customs, shift at the crossing (empty)').uncheck();
  await press(surveillance, 'Send');
  await message(post, 'The laboratory opens now').waitFor();
  await evaluator.locator('.task', { hasText: 'T1.1' }).getByRole('button', { name: 'Strength' }).click();
  await evaluator.locator('.observations .strength').waitFor();

  await message(district, 'Is it true, and is it the water?').getByRole('button', { name: 'Done by phone' }).click();
  await press(district, 'It is done');
  await until(control, (s) => s.actions['8.water_map']?.how === 'claim', 'a claim that control sees');
  await press(control, 'Pause'); // a slow machine shall not miss what follows
  if ((await state(control)).clock.ex < 14 * 60000) await clockTo('Jump forward', '0:14');
  await message(nfp, 'Первый звонок').waitFor();
  await shot(nfp, 'nfp-ru-360');
  await shot(post, 'post-tg-360');
  await turn('glance');
  await control.locator('.next li').nth(2).waitFor();
  await shot(control, 'control-glance');
});

test('orders: one is refused with a reason, one is confirmed and closes the bridge', async () => {
  await clockTo('Jump forward', '0:25');
  await message(nfp, 'Что будет с пунктом пропуска?').getByRole('button', { name: 'Распоряжение', exact: true }).click();
  const order = async (reasons) => {
    await nfp.locator('.decision', { hasText: 'Закрыть' }).getByRole('button').first().click();
    await nfp.locator('.decision textarea').first().fill(reasons);
    await press(nfp, 'Отдать распоряжение');
    await nfp.locator('button.sure').click();
  };
  await order('Закрыть сейчас.');
  await control.getByLabel('Refuse because').fill('Which milder measure was weighed?');
  await press(control, 'Refuse');
  await nfp.getByText('Which milder measure was weighed?').waitFor();
  await order('Гигиеническая остановка взвешена: 300 фур в очереди, одной бригады не хватит.');
  await control.locator('.decision.waits').getByText('300 фур').waitFor();
  await shot(control, 'control-waiting');
  await press(control, 'Confirm');
  await nfp.locator('.orders', { hasText: 'Вступит в силу' }).waitFor();
  await press(control, 'Go on');
  await press(control, '×60'); // the phase that began at 0:25 has its own speed
  await until(nfp, (s) => s.orders.some((o) => o.decision === 'close' && o.in_force), 'the bridge is closed');
  await wall.locator('.in-force', { hasText: 'Close the crossing' }).waitFor();
  await control.getByRole('button', { name: 'Pause' }).click();
  await shot(wall, 'wall-in-force');
  await until(control, (s) => s.actions['17.decide']?.how === 'decision', 'the decision is seen as the one asked for');
});

test('a quick inject, an entry for an absent role, what is known and what is true', async () => {
  await turn('messages');
  await control.getByLabel('From whom in the story').fill('Head of the border market');
  await control.getByLabel('Subject').fill('Why is it closed?');
  await control.locator('#text').fill('Drivers say that nobody tells them anything. چرا پل بسته است؟');
  await control.getByText('To: everybody').click();
  await control.locator('.ticks').getByLabel('District authority').check();
  await press(control, 'Send → District authority and district epidemiologist');
  await message(district, 'Why is it closed?').waitFor();
  await until(control, (s) => s.messages.some((m) => m.persona === 'bazaar' && m.why === 'quick'), 'somebody of the story speaks');
  assert.equal(await message(nfp, 'Why is it closed?').count(), 0, 'only those who are named get it');

  await turn('script');
  await control.locator('tr[data-inject="43"]').focus();
  await control.keyboard.press('s');
  await message(district, 'A video from somewhere else').waitFor();
  await control.locator('tr[data-inject="9"]').focus();
  await control.keyboard.press('x');
  await control.locator('tr.skipped[data-inject="9"]').waitFor();

  await turn('orders');
  await control.getByRole('combobox', { name: 'For', exact: true }).selectOption('customs');
  await control.getByRole('combobox', { name: 'This answers' }).selectOption({ label: await control.getByRole('combobox', { name: 'This answers' }).locator('option', { hasText: 'Three hundred lorries' }).innerText() });
  await control.getByLabel('Said at (h:mm)').fill('0:26');
  await control.getByLabel('Text').last().fill('A hygiene stop in two lanes; a closure costs the fruit.');
  await press(control, 'Enter');
  await control.getByText('Entered for the role.').waitFor();
  await until(control, (s) => s.messages.some((m) => m.seat === 'customs' && m.proxy && m.at === 26 * 60000), 'the proxy entry with its own time');
  await control.getByRole('combobox', { name: 'For', exact: true }).selectOption('nfp');
  await control.getByLabel('Text').last().fill('We wait for the laboratory.');
  await press(control, 'Enter');
  await nfp.getByText('Группа управления ввела за вас: We wait for the laboratory.').waitFor();

  await turn('world');
  await control.locator('.at-world .chart').waitFor();
  await shot(control, 'control-world');
  await tab(surveillance, 1);
  await surveillance.locator('.half.side .map').waitFor();
  assert.equal(await surveillance.evaluate(async () => (await fetch('/api/world')).status), 403, 'players have no truth');
  surveillance.wrong.length = 0;
});

test('round the table: one answer a table, released to the projector', async () => {
  await press(control, 'Next phase now');
  await press(control, 'Press again: Next phase now');
  await until(control, (s) => s.phase.id === 'table', 'the phase of questions');
  for (const [page, text] of [[nfp, 'Известно: один случай.'], [post, 'Маълум: як бемор.'], [district, 'Not known: the wells.'], [surveillance, 'Believed: the canal.']]) {
    await page.locator('.table, .to-table').first().waitFor();
    if (await page.locator('.to-table').count() > 0) await page.locator('.to-table').click(); /* who stands on another part of the page */
    await page.locator('.table textarea').first().fill(text);
    await page.locator('.table form button').first().click();
    await page.locator('.table .own').first().waitFor();
  }
  assert.equal(await wall.locator('.asking .answers').count(), 0, 'nothing is shown before it is released');
  await turn('answers');
  await press(control, 'Show on the projector: 1');
  await wall.getByText('Not known: the wells.').waitFor();
  await wall.getByText('Маълум: як бемор.').waitFor();
  await district.getByText('Believed: the canal.').waitFor();
  await shot(wall, 'wall-table');
  await shot(post, 'post-table-tg');
});

test('back in time: all are told, what came later is gone; a device comes back', async () => {
  await clockTo('Go back', '0:24', true);
  for (const page of [nfp, post, district, surveillance]) await page.locator('.back', { hasText: '0:24:00' }).waitFor();
  await until(nfp, (s) => s.orders.length === 0 && s.phase.id === 'day', 'no order stands');
  assert.equal(await message(district, 'Why is it closed?').count(), 0);
  assert.equal(await wall.locator('.asking').count(), 0);
  await district.reload();
  await district.locator('.played').waitFor();
  await message(district, 'Is it true, and is it the water?').waitFor();
});

test('a real emergency stops it and says so; then it goes on to the end', async () => {
  await press(control, 'Real emergency: stop');
  await press(control, 'Press again: Real emergency: stop');
  for (const page of [nfp, surveillance, post, district, evaluator]) {
    assert.match(await page.locator('.ribbon.real').innerText(), /REAL, NOT EXERCISE/);
    assert.equal(await page.getAttribute('html', 'data-exercise'), '');
    await page.locator('.emergency button').click();
  }
  await shot(post, 'emergency-tg');
  await press(control, 'Back to the exercise');
  for (const page of [nfp, post]) await page.locator('.emergency').waitFor({ state: 'detached' });

  await clockTo('Jump forward', '0:25');
  const post_to = (page, what, body) => page.evaluate(async ([where, say]) => (await fetch(`/api/${where}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(say) })).status, [what, body]);
  assert.equal(await post_to(nfp, 'act', { act: 'decide', decision: 'close', reasons: 'Weighed again.' }), 200);
  const waiting = (await until(control, (s) => s.orders.some((o) => o.decision === 'close' && o.status === 'waiting'), 'the bridge is to be closed again')).orders.find((o) => o.decision === 'close');
  assert.equal(await post_to(control, 'confirm', { order: waiting.number }), 200);
  await clockTo('Jump forward', '1:13');
  await until(control, (s) => ['32', '33', '34'].every((id) => s.injects[id]?.status === 'sent'), 'the week after');
  await tab(district, 1);
  await district.locator('.half.side .bar.seen').first().waitFor();
  await shot(district, 'known-week');
  /* what was drawn before is not left behind by what is drawn anew, and no name lies on another or on a circle */
  await wall.reload(); // its map comes before what is known does
  await wall.locator('.map circle.ill').first().waitFor();
  for (const page of [wall, district]) {
    const wrong = await page.evaluate(() => {
      const box = (e) => e.getBoundingClientRect(), hit = (a, b) => a.left < b.right - 2 && b.left < a.right - 2 && a.top < b.bottom - 2 && b.top < a.bottom - 2;
      const names = [...document.querySelectorAll('.map text')].filter((e) => e.textContent), circles = [...document.querySelectorAll('.map circle')];
      return names.flatMap((a, i) => [...names.slice(i + 1), ...circles].filter((b) => hit(box(a), box(b))).map((b) => `${a.textContent} / ${b.textContent || b.tagName}`));
    });
    assert.deepEqual(wrong, []);
    assert.ok(await page.locator('.map text').count() > 5);
  }
  await turn('glance');
  await control.locator('.glance .chart .band').first().waitFor({ timeout: 60000 }); // 200 worlds follow in the background
  await shot(control, 'control-week');
});

test('one button prints everything: contents first, in the reader\'s language, nothing from outside, nothing cut', async () => {
  const languages = { Русский: ['ru', 'УЧЕНИЕ', 'Содержание'], Тоҷикӣ: ['tg', 'МАШҚ', 'Мундариҷа'], English: ['en', 'EXERCISE', 'Contents'] };
  await turn('log');
  await control.context().addInitScript(() => { window.print = () => { window.printed = (window.printed ?? 0) + 1; }; });
  for (const [name, [code, mark, contents]] of Object.entries(languages)) {
    await press(control, name);
    const [paper] = await Promise.all([control.context().waitForEvent('page'), control.locator('a.button').click()]);
    await paper.waitForFunction(() => window.printed === 1);
    assert.equal(await paper.getAttribute('html', 'lang'), code);
    assert.equal(await paper.locator('.mark').innerText(), mark);
    assert.equal(await paper.locator('h2').first().innerText(), contents);
    const all = await paper.evaluate(() => ({ text: document.body.innerText, parts: document.querySelectorAll('a.part').length, lost: [...document.querySelectorAll('.contents a')].filter((a) => !document.getElementById(a.hash.slice(1))).length, style: getComputedStyle(document.querySelector('.strip')).color }));
    assert.doesNotMatch(all.text, /\$\{|booklet\.|room\.|reported\(|inforce\(|undefined/);
    assert.deepEqual([all.parts, all.lost, all.style], [9 + 2 + 6 + 2, 0, 'rgb(176, 0, 32)'], 'nine roles, two discussions, six objectives, script and injects');
    const sheet = await paper.pdf({ preferCSSPageSize: true, printBackground: true });
    assert.ok(sheet.length > 100000);
    if (shots) fs.writeFileSync(path.join(shots, `paper-${code}.pdf`), sheet);
    await paper.close();
  }
});

test('ENDEX: the script as run and the log are read back', async () => {
  await press(control, 'ENDEX: end the exercise');
  await press(control, 'Press again: ENDEX: end the exercise');
  await nfp.locator('.clock.ended').waitFor();
  await control.getByRole('link', { name: 'Script as run (XLSX)' }).waitFor();
  await turn('glance');
  await tab(nfp, 2);
  await nfp.getByRole('button', { name: 'Что изменило каждое распоряжение' }).click(); // whole on the first part of the page, a line on the others
  for (const page of [control, wall, nfp, evaluator]) {
    await page.locator('.hindsight h2').waitFor();
    await page.locator('.hindsight progress').waitFor({ state: 'detached', timeout: 120000 });
    const lines = await page.locator('.hindsight li').allInnerTexts();
    assert.ok(lines.length > 0, 'orders were in force');
    if (await page.getAttribute('html', 'lang') === 'en')
      for (const line of lines) assert.match(line, /infections?.*\d+ with it, [\d,]+ without it/s, line);
  }
  await shot(control, 'control-hindsight');
  await shot(wall, 'wall-hindsight');
  const take = async (what) => { const reply = await control.context().request.get(`${base}/api/${what}`); assert.equal(reply.status(), 200, what); return reply.body(); };
  const csv = (await take('msel?format=csv')).toString(), rows = csv.split('\n');
  assert.match(rows[0], /^number,planned_time,.*actual_time/);
  assert.match(csv, /Is it true, and is it the water\?/, 'as it was sent, not as it was written');
  assert.match(rows.find((r) => r.startsWith('9,')), /held/i, 'going back undid the skip');
  assert.equal((await take('msel?format=xlsx')).subarray(0, 2).toString(), 'PK');
  const entries = JSON.parse((await take('log?format=json')).toString());
  assert.ok(entries.length > 60, `${entries.length} entries`);
  assert.ok(entries.some((e) => !e.in_force && e.body.decision === 'close') && entries.some((e) => e.kind === 'refuse'), 'what was undone stands in the log');
  for (const page of all()) assert.deepEqual(page.wrong, [], page.url());
});
