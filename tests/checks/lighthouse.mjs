// Runs Lighthouse, as on a phone, over the pages that readers meet first: all
// four scores must be 100, and nothing may move while a page loads. A score
// depends on how busy the machine is, so a page that falls short is tried again.

import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import * as constants from 'lighthouse/core/config/constants.js';

import { findChromium } from './chromium.mjs';
import { count, Report } from './report.mjs';
import { pickSamples } from './samples.mjs';
import { serve } from './server.mjs';
import { siteFromArguments } from './site.mjs';

const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const TRIES = 3;
// What Lighthouse's own measure of a machine is for the phone it plays: a quarter of that of a fast desk.
const PHONE = 375;
const SLOWEST = 4;
const FLAGS = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'];

const site = siteFromArguments();
const report = new Report('lighthouse');
const chromePath = findChromium();
if (!chromePath) {
  console.error('no Chromium: install it, or name one in $CHROMIUM');
  process.exit(2);
}
const { kinds } = pickSamples(site);
// The fullest page of each kind, and the fullest article with a picture.
const fullest = [...kinds.keys()].toSorted((a, b) => site.read(b).length - site.read(a).length);
const picks = {
  home: 'index.html',
  article: fullest.find((file) => kinds.get(file) === 'article' && /<main[^]*<img/.test(site.read(file))),
  ...Object.fromEntries(['tag', 'month', 'archive'].map((kind) => [kind, fullest.find((file) => kinds.get(file) === kind)])),
};
const server = await serve(site);
const chrome = await launch({ chromePath, chromeFlags: FLAGS, logLevel: 'silent' });
let looked = 0;
let slowdown = SLOWEST;
try {
  for (const [name, file] of Object.entries(picks)) {
    if (report.require(site.files.has(file), site.dir, `has no page of the kind ${name}`)) await look({ name, file });
  }
} finally {
  chrome.kill();
  server.close();
}
report.close(`${count(looked, 'page')} looked at`);

async function look({ name, file }) {
  let faults = [];
  for (let left = TRIES; left > 0; left -= 1) {
    const found = await measure(server.origin + site.urlOf(file).pathname);
    console.log(`${name}: ${found.scores.map(([category, score]) => `${category} ${score}`).join(', ')}, shift ${found.shift}`);
    faults = found.faults;
    if (faults.length > 0) console.log(`${name}: next slowed down ${slowdown.toFixed(1)} times`);
    if (faults.length === 0) break;
  }
  looked += 1;
  for (const fault of faults) report.fail(file, undefined, fault);
}

async function measure(url) {
  const options = { port: chrome.port, output: 'json', logLevel: 'silent', onlyCategories: CATEGORIES };
  options.throttling = { ...constants.throttling.mobileSlow4G, cpuSlowdownMultiplier: slowdown };
  const { lhr } = await lighthouse(url, options);
  // A machine that is slow, or busy, is slowed down less when the page is tried again.
  slowdown = Math.max(1, Math.min(SLOWEST, lhr.environment.benchmarkIndex / PHONE));
  if (lhr.runtimeError) return { scores: [], faults: [lhr.runtimeError.message] };
  const scores = CATEGORIES.map((category) => [category, Math.round(lhr.categories[category].score * 100)]);
  const shift = lhr.audits['cumulative-layout-shift'].numericValue;
  const faults = scores.filter(([, score]) => score < 100).map(([category, score]) => {
    const short = lhr.categories[category].auditRefs
      .filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 1)
      .map(({ id }) => `${id} ${lhr.audits[id].displayValue ?? ''}`.trim());
    return `${category} is ${score}: ${short.join('; ')}`;
  });
  if (shift !== 0) faults.push(`things move while it loads: ${shift}`);
  return { scores, shift, faults };
}
