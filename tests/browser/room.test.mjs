// The exercise room as its people meet it: a facilitator, three players and a projector in Chromium join, start, pause, go back, get a
// message, and a real emergency; in three languages, on a wide and on a narrow screen. Run by meson with GUZAR and GUZAR_SOURCE set;
// GUZAR_SHOTS names a folder for pictures of the screens.
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'guzar-room-'));
const shots = process.env.GUZAR_SHOTS;
let browser, server, base, password, control, wall;
const players = [];

function serve() {
  return new Promise((resolve, reject) => {
    server = spawn(process.env.GUZAR ?? 'guzar', ['serve', path.join(folder, 'play.guzar'), '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    server.stdout.on('data', (bytes) => {
      said += bytes;
      if (!said.includes('Ctrl-C')) return;
      base = /(http:\/\/127\.0\.0\.1:\d+)\/control/.exec(said)[1];
      password = /Password:\s+(\S+)/.exec(said)?.[1] ?? password;
      resolve(said);
    });
    server.on('error', reject);
  });
}

/** A device of its own that collects whatever it should not do. */
async function device(width, locale = 'en-GB') {
  const context = await browser.newContext({ viewport: { width, height: 800 }, locale });
  return watched(await context.newPage());
}
function watched(page) {
  page.wrong = [];
  page.on('console', (m) => { if (['error', 'warning'].includes(m.type()) && !/40[19]/.test(m.text())) page.wrong.push(m.text()); });
  page.on('pageerror', (e) => page.wrong.push(e.message));
  page.on('request', (r) => { if (!r.url().startsWith(base) && !r.url().startsWith('data:')) page.wrong.push(`asked for ${r.url()}`); });
  return page;
}
const shot = async (page, name) => { if (shots) await page.screenshot({ path: path.join(shots, `${name}.png`), fullPage: true }); };
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

async function accessible(page, name) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => (await globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })).violations
    .map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 100)).join(' | ')}`));
  assert.deepEqual(found, [], name);
}
async function narrow(page, name) {
  const [inner, whole] = await page.evaluate(() => [document.documentElement.clientWidth, document.documentElement.scrollWidth]);
  assert.ok(whole <= inner, `${name}: ${whole} px wide on a screen of ${inner}`);
}

before(async () => {
  await serve();
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
});
after(async () => {
  await browser?.close();
  server?.kill('SIGKILL');
  fs.rmSync(folder, { recursive: true, force: true });
});

test('the first page is small and asks for nothing outside', async () => {
  const page = await device(360);
  const bodies = [];
  page.on('response', (r) => bodies.push(r.body()));
  await page.goto(base);
  await page.getByRole('button', { name: 'Join' }).waitFor();
  const bytes = (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0);
  assert.ok(bytes > 10000 && bytes < 300000, `${bytes} bytes`);
  assert.match(await page.locator('.ribbon').innerText(), /EXERCISE/);
  await accessible(page, 'join');
  await narrow(page, 'join');
  await shot(page, 'join-360-en');
  assert.deepEqual(page.wrong, []);
  await page.context().close();
});

test('the facilitator logs in, and a wrong password is told', async () => {
  control = await device(1280);
  await control.goto(`${base}/control`);
  await control.getByLabel('Password').fill('not the one');
  await press(control, 'Log in');
  await control.getByText('This password is not the right one').waitFor();
  await control.getByLabel('Password').fill(password);
  await control.getByLabel('Name or place').fill('One');
  await press(control, 'Log in');
  await control.getByRole('heading', { name: 'Seats' }).waitFor();
  wall = watched(await control.context().newPage());
  await wall.goto(`${base}/wall`);
  await wall.getByRole('img', { name: 'Join' }).waitFor();
  assert.ok(await wall.getByRole('img', { name: 'Join' }).evaluate((i) => i.naturalWidth > 0), 'the code is drawn');
});

test('three players join by the code in two taps, in three languages', async () => {
  const pin = await control.locator('.pin').first().innerText();
  for (const [locale, width, role] of [['en-GB', 360, 'Border troops'], ['ru-RU', 360, 'Таможня'], ['tg-TJ', 360, 'Беморхонаи ноҳиявӣ']]) {
    const page = await device(width, locale);
    await page.goto(`${base}/?pin=${pin}`);
    await page.getByLabel(role).click();
    await page.locator('button.main').click();
    await page.locator('.play').waitFor();
    assert.equal(new URL(page.url()).search, '', 'the PIN leaves the address');
    players.push(page);
  }
  await control.locator('td.good', { hasText: '●' }).nth(2).waitFor();
  assert.match(await players[1].locator('.ribbon').innerText(), /УЧЕНИЕ/);
  assert.match(await players[2].locator('.ribbon').innerText(), /МАШҚ/);
});

test('a comms check turns the board green', async () => {
  await press(control, 'Ask for a comms check');
  for (const p of players) await p.locator('.check button').click();
  await control.getByText('Answered: 3 of 3').waitFor();
});

test('start, a message to all, acknowledged', async () => {
  await press(control, 'STARTEX: start the exercise');
  await press(control, '×60');
  for (const p of players) await p.locator('.clock.running').waitFor();
  await players[0].waitForFunction(() => document.querySelector('.time').textContent > '0:00:30');
  await control.locator('#text').fill('Lorry driver ill at the bridge. رانندهٔ کامیون بیمار است.');
  await press(control, 'Send → everybody');
  for (const p of players) {
    await p.getByText('Lorry driver ill').waitFor();
    await p.locator('.message button').click();
    await p.locator('.message.seen').waitFor();
  }
  await control.getByText(/everybody · ✓ 3/).waitFor();
  await wall.getByText('Lorry driver ill').waitFor();
});

test('pause, jump, and back: the message is gone and all are told', async () => {
  await press(control, 'Pause');
  for (const p of players) await p.locator('.clock.paused').waitFor();
  const stood = await players[0].locator('.time').innerText();
  await players[0].waitForTimeout(500);
  assert.equal(await players[0].locator('.time').innerText(), stood);
  await control.getByLabel('To the time (h:mm)').fill('2:00');
  await press(control, 'Jump forward');
  await players[0].getByText('2:00:00').waitFor();
  await shot(players[1], 'play-360-ru');
  await control.getByLabel('To the time (h:mm)').fill('0:00');
  await press(control, 'Go back');
  await press(control, 'Press again: Go back');
  await players[0].getByText('Back to 0:00:00').waitFor();
  for (const p of players) assert.equal(await p.locator('.message').count(), 0);
  await control.locator('tr.undone').first().waitFor();
});

test('a device comes back without being asked, also after the server was killed', async () => {
  await players[0].reload();
  await players[0].locator('.play').waitFor();
  const port = new URL(base).port;
  server.kill('SIGKILL');
  await players[0].getByText('No connection').waitFor();
  await new Promise((resolve) => {
    server = spawn(process.env.GUZAR ?? 'guzar', ['serve', path.join(folder, 'play.guzar'), '--port', port], { stdio: ['ignore', 'pipe', 'inherit'] });
    server.stdout.once('data', resolve);
  });
  await players[0].getByText('No connection').waitFor({ state: 'detached', timeout: 20000 });
  await control.getByText('No connection').waitFor({ state: 'detached', timeout: 20000 });
  for (const p of players) p.wrong.length = 0; // the lost connection itself
  control.wrong.length = wall.wrong.length = 0;
});

test('pages are readable: languages, widths, contrast, keyboard', async () => {
  await control.locator('#text').fill('A second message');
  await press(control, 'Send → everybody');
  for (const p of players) await p.getByText('A second message').waitFor();
  for (const width of [1280, 360])
    for (const [language, name] of [['ru', 'Русский'], ['tg', 'Тоҷикӣ'], ['en', 'English']]) {
      for (const [kind, page] of [['control', control], ['play', players[0]], ['wall', wall]]) {
        await page.setViewportSize({ width, height: 800 });
        await page.getByRole('button', { name }).click();
        assert.equal(await page.getAttribute('html', 'lang'), language);
        const all = await page.evaluate(() => document.body.innerText);
        assert.doesNotMatch(all, /\broom\.[a-z]+|undefined|NaN|\{\w+\}/, `${kind} ${language}`);
        await narrow(page, `${kind} ${language}`);
        await accessible(page, `${kind} ${language} ${width}`);
        await shot(page, `${kind}-${width}-${language}`);
      }
    }
  await players[0].locator('.message button').focus();
  await players[0].keyboard.press('Enter');
  await players[0].locator('.message.seen').waitFor();
});

test('a real emergency says so in every language, and is acknowledged', async () => {
  await control.setViewportSize({ width: 1280, height: 800 });
  await press(control, 'Real emergency: stop');
  await press(control, 'Press again: Real emergency: stop');
  for (const p of players) {
    const all = await p.locator('.ribbon.real').innerText();
    for (const words of ['REAL, NOT EXERCISE', 'РЕАЛЬНОЕ СОБЫТИЕ — НЕ УЧЕНИЕ', 'ВОҚЕӢ, НА МАШҚ']) assert.ok(all.includes(words), all);
    assert.equal(await p.getAttribute('html', 'data-exercise'), '', 'the watermark is gone');
    await shot(p, `emergency-${players.indexOf(p)}`);
    await accessible(p, 'emergency');
    await p.locator('.emergency button').click();
    await p.locator('.emergency .done').waitFor();
  }
  await control.locator('td', { hasText: /^✓$/ }).nth(2).waitFor();
  await shot(control, 'control-emergency');
  await press(control, 'Back to the exercise');
  for (const p of players) await p.locator('.emergency').waitFor({ state: 'detached' });
});

test('a freed seat is told to join again; the end is the end', async () => {
  await control.locator('tr', { hasText: 'Customs' }).getByRole('button').click();
  await control.locator('tr', { hasText: 'Customs' }).getByRole('button').click();
  await players[1].locator('.join').waitFor();
  await players[1].getByText('Место освобождено').waitFor();
  await press(control, 'ENDEX: end the exercise');
  await press(control, 'Press again: ENDEX: end the exercise');
  await players[0].locator('.clock.ended').waitFor();
  for (const page of [...players, control, wall]) assert.deepEqual(page.wrong, []);
});
