// The exercise room over TLS, with a certificate of our own making: pages and orders come through, plain HTTP does not, the cookie is
// for TLS only, and a key that does not fit is told in a sentence. Run by meson with GUZAR set; needs openssl to make the certificate.
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'guzar-tls-'));
const at = (name) => path.join(folder, name);
const program = process.env.GUZAR ?? 'guzar';
let server, port, password;

const certificate = (name) => execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost',
  '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', at(`${name}.key`), '-out', at(`${name}.pem`)], { stdio: 'ignore' });

/** One request; resolves to {code, headers, body}. */
function ask(how, target, options = {}, body = undefined) {
  return new Promise((resolve, reject) => {
    const request = how.request(target, { ca: fs.readFileSync(at('one.pem')), ...options }, (reply) => {
      let text = '';
      reply.on('data', (bytes) => { text += bytes; });
      reply.on('end', () => resolve({ code: reply.statusCode, headers: reply.headers, body: text }));
    });
    request.on('error', reject);
    request.end(body);
  });
}
const post = (order, body) => ask(https, `https://localhost:${port}/api/${order}`, { method: 'POST',
  headers: { 'Content-Type': 'application/json', Origin: `https://localhost:${port}` } }, JSON.stringify(body));

before(async () => {
  certificate('one');
  certificate('two');
  server = spawn(program, ['serve', at('play.guzar'), '--port', '0', '--certificate', at('one.pem'), '--key', at('one.key')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said = await new Promise((resolve, reject) => {
    let text = '';
    server.stdout.on('data', (bytes) => { text += bytes; if (text.includes('Ctrl-C')) resolve(text); });
    server.on('exit', () => reject(new Error(text)));
  });
  port = /https:\/\/127\.0\.0\.1:(\d+)\/control/.exec(said)[1];
  password = /Password:\s+(\S+)/.exec(said)[1];
});
after(() => {
  server?.kill('SIGKILL');
  fs.rmSync(folder, { recursive: true, force: true });
});

test('pages come by TLS', async () => {
  const reply = await ask(https, `https://localhost:${port}/`);
  assert.equal(reply.code, 200);
  assert.match(reply.headers['content-security-policy'], /default-src 'none'|default-src 'self'/);
});
test('the cookie is for TLS only', async () => {
  const reply = await post('login', { password, name: 'A' });
  assert.equal(reply.code, 200, reply.body);
  assert.match(reply.headers['set-cookie'][0], /HttpOnly/);
  assert.match(reply.headers['set-cookie'][0], /Secure/);
  const state = await ask(https, `https://localhost:${port}/api/state`, { headers: { Cookie: reply.headers['set-cookie'][0].split(';')[0] } });
  assert.equal(JSON.parse(state.body).me.rank, 'control');
});
test('plain HTTP gets nothing', async () => {
  await assert.rejects(ask(http, `http://localhost:${port}/api/state`), 'an answer over plain HTTP');
});
test('a stranger\'s certificate is noticed', async () => {
  await assert.rejects(ask(https, `https://localhost:${port}/`, { ca: fs.readFileSync(at('two.pem')) }), /self-signed|self signed/);
});
test('a key that does not fit, or is missing, is told', () => {
  for (const [options, says] of [[['--certificate', at('one.pem'), '--key', at('two.key')], /key|certificate/], [['--certificate', at('one.pem')], /go together/],
    [['--certificate', at('none.pem'), '--key', at('one.key')], /none\.pem/]]) {
    const run = spawnSync(program, ['serve', at('other.guzar'), '--port', '0', ...options], { encoding: 'utf8', timeout: 20000 });
    assert.equal(run.status, 2, run.stdout + run.stderr);
    assert.match(run.stderr, says);
  }
});
