// A page that guzar wrote, opened from the disk in Chromium: what the tests of pages share.
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium } from 'playwright-core';

export const source = process.env.GUZAR_SOURCE ?? path.resolve('.');
export const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export function guzar(...words) {
  const done = spawnSync(process.env.GUZAR ?? 'guzar', words, { encoding: 'utf8', env: { ...process.env, GUZAR_LIBRARY: source } });
  assert.equal(done.status, 0, done.stderr + done.stdout);
}

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });

/** A page that collects whatever it should not do. */
export async function openPage(browser, file, width = 1280, options = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, ...options });
  const page = await context.newPage();
  page.wrong = [];
  page.on('console', (m) => { if (['error', 'warning'].includes(m.type())) page.wrong.push(m.text()); });
  page.on('pageerror', (e) => page.wrong.push(e.message));
  page.on('request', (r) => { if (!r.url().startsWith('data:') && r.url() !== `file://${file}`) page.wrong.push(`asked for ${r.url()}`); });
  await page.goto(`file://${file}`);
  await page.waitForSelector('h1');
  return page;
}
export const text = (page, selector) => page.locator(selector).first().innerText();
