// Weighs what a reader downloads: an article without pictures, compressed as
// hosts send it, with the theme's fonts and without; the style sheet and the
// script by themselves.

import { gzipSync } from 'node:zlib';

import { count, Report } from './report.mjs';
import { siteFromArguments } from './site.mjs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const KIB = 1024;
const WHOLE = 100 * KIB;
const WITHOUT_FONTS = 30 * KIB;
// Uncompressed: what an owner who changes them has to read.
const SHEET = 20 * KIB;
const SCRIPT = 10 * KIB;

const site = siteFromArguments();
const report = new Report('weight');
const bytes = (file) => readFileSync(join(site.dir, file));
const packed = (file) => gzipSync(bytes(file)).length;

const sheet = 'theme/style.css';
const script = 'theme/theme.js';
atMost(bytes(sheet).length, SHEET, sheet);
if (site.files.has(script)) atMost(bytes(script).length, SCRIPT, script);

// Every font but those of other scripts: an article in Arabic may be in all weights.
const fonts = [...site.files].filter((file) => /^theme\/fonts\/.*\.woff2$/.test(file) && !file.includes('latin'));
const fontsWeigh = fonts.reduce((sum, file) => sum + bytes(file).length, 0);
const common = packed(sheet) + (site.files.has(script) ? packed(script) : 0);
const articles = site.html
  .map((file) => ({ file, html: site.read(file) }))
  .filter(({ html }) => html.includes('data-kind="article"') && !/<(img|video|audio|picture)\b/.test(html));
report.require(articles.length > 0, site.dir, 'has no article without pictures');
let heaviest = 0;
for (const { file } of articles) {
  const weight = packed(file) + common;
  heaviest = Math.max(heaviest, weight);
  atMost(weight, WITHOUT_FONTS, `${file} without fonts`);
  atMost(weight + fontsWeigh, WHOLE, `${file} with fonts`);
}
report.close(
  `${count(articles.length, 'article')} weighed, the heaviest ${kib(heaviest)} KiB and ${kib(heaviest + fontsWeigh)} with fonts`,
);

function atMost(weight, most, what) {
  if (weight > most) report.fail(what, undefined, `weighs ${kib(weight)} KiB, more than ${kib(most)}`);
}

function kib(n) {
  return (n / KIB).toFixed(1);
}
