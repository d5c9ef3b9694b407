// Bundles the pages of the exercise room: node web/build-room.mjs PAGE.html SCRIPT.js.gz STYLE.css.gz
// SPDX-License-Identifier: Apache-2.0
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

/* Of the catalogues only what the room says. */
const words = { name: 'words', setup(b) {
  b.onLoad({ filter: /[/\\]catalogue[/\\]\w+\.json$/ }, (file) => {
    const all = Object.entries(JSON.parse(fs.readFileSync(file.path, 'utf8')));
    return { contents: JSON.stringify(Object.fromEntries(all.filter(([key]) => key.startsWith('room.') || ['language.name', 'months', 'date', 'date.month'].includes(key)))), loader: 'json' };
  });
} };

async function bundle(entry) {
  const out = await build({ entryPoints: [path.join(here, entry)], bundle: true, minify: true, write: false, format: 'iife', target: ['chrome100', 'firefox100', 'safari15'],
    charset: 'utf8', legalComments: 'none', logLevel: 'warning', plugins: [words],
    define: { 'process.env.NODE_ENV': '"production"', __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false' } });
  return out.outputFiles[0].text.trim();
}

/* Names and licences of what is inside, as the licences ask. */
function licences() {
  return ['@vue/runtime-dom', '@vue/runtime-core', '@vue/reactivity', '@vue/shared'].map((name) => {
    const about = JSON.parse(fs.readFileSync(require.resolve(`${name}/package.json`), 'utf8'));
    const file = path.join(path.dirname(require.resolve(`${name}/package.json`)), 'LICENSE');
    return `${about.name} ${about.version} (${about.license})\n${fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : ''}`;
  }).join('\n\n').replaceAll('*/', '* /');
}

const [, , page, script, style] = process.argv;
fs.writeFileSync(page, `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>guzar</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/room.css">
</head>
<body>
<div id="room"></div>
<noscript><p>Please allow this page's own script. Nothing is fetched from or sent to any other computer than this one's.</p></noscript>
<script src="/room.js" defer></script>
</body>
</html>
`);
fs.writeFileSync(script, gzipSync(`/* This script also contains, under their licences:\n\n${licences()}\n*/\n${await bundle('room/main.ts')}`, { level: 9, mtime: 0 }));
fs.writeFileSync(style, gzipSync(await bundle('room/style.css'), { level: 9 }));
