// Reads the site as from a USB stick: the sample, built with relative links, is opened in Chromium from its
// folder and walked by clicks: home -> article -> tag -> month -> archive -> another language, with JavaScript
// and without. Nothing may be missing that a server would send, and nothing may be said in the console.
//
// The program is $WARRAQ, else the release build of this repository.

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

import { findChromium } from './chromium.mjs';
import { count, Report } from './report.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const PROGRAM = process.env.WARRAQ || join(ROOT, 'target/release/warraq');
const TIMEOUT = 60_000;
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];

const report = new Report('folder');
const executablePath = findChromium();
if (!executablePath) {
  console.error('no Chromium: install it, or name one in $CHROMIUM');
  process.exit(2);
}

const work = mkdtempSync(join(tmpdir(), 'warraq-folder-'));
let opened = 0;
try {
  // Whatever a folder may be called: an address has to be encoded.
  const site = join(work, 'أرشيف 1');
  build(site);
  const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
  try {
    for (const javaScriptEnabled of [true, false]) await walk(browser, pathToFileURL(`${site}/`).href, javaScriptEnabled);
  } finally {
    await browser.close();
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
report.close(`${count(opened, 'page')} opened from a folder`);

function build(output) {
  const source = join(work, 'site');
  mkdirSync(source);
  for (const part of ['content', 'static']) {
    if (existsSync(join(ROOT, part))) cpSync(join(ROOT, part), join(source, part), { recursive: true });
  }
  const settings = readFileSync(join(ROOT, 'warraq.yaml'), 'utf8');
  writeFileSync(join(source, 'warraq.yaml'), `${settings}\nlinks: relative\n`);
  const { status, stdout, stderr } = spawnSync(PROGRAM, ['build', '--output', output], { cwd: source, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the sample with relative links was not built:\n${stdout}${stderr}`);
}

async function walk(browser, root, javaScriptEnabled) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 800 }, reducedMotion: 'reduce', javaScriptEnabled });
  context.setDefaultTimeout(TIMEOUT);
  const page = await context.newPage();
  const where = javaScriptEnabled ? 'from a folder' : 'from a folder, no JavaScript';
  const fail = (what) => report.fail(where, undefined, what);
  const here = () => decodeURI(page.url().slice(root.length));
  page.on('pageerror', (error) => fail(`${here()}: script error: ${error.message}`));
  page.on('console', (message) => message.type() === 'error' && fail(`${here()}: console: ${message.text()}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(root) && !url.startsWith('data:')) fail(`${here()} asks for ${url}`);
  });
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText;
    // Whoever goes on cancels what the page they leave was still loading.
    if (why !== 'net::ERR_ABORTED') fail(`could not load ${request.url()}: ${why}`);
  });

  // A page of this kind is open, with its sheet, its type and its pictures.
  const arrived = async (kind) => {
    opened += 1;
    const shown = await page.evaluate(async () => {
      for (const image of document.images) image.loading = 'eager';
      const broken = async (image) => {
        await image.decode().catch(() => {});
        return image.naturalWidth === 0 ? [image.currentSrc || image.src] : [];
      };
      const pictures = await Promise.all([...document.images].map(broken));
      await document.fonts.ready;
      const faces = [...document.fonts];
      return {
        kind: document.body.dataset.kind,
        styled: getComputedStyle(document.body).getPropertyValue('--accent') !== '',
        fonts: faces.filter(({ family, status }) => /Warraq/.test(family) && status === 'loaded').length,
        failed: faces.filter(({ status, family }) => /Warraq/.test(family) && status === 'error').map(({ family }) => family),
        pictures: document.images.length,
        broken: pictures.flat(),
        scripts: document.querySelector('.tools button:not([hidden])') !== null,
      };
    });
    if (shown.kind !== kind) throw new Error(`${here()} is a page of kind ${shown.kind}, not ${kind}`);
    if (!shown.styled) fail(`${here()} has no style sheet`);
    if (shown.fonts === 0) fail(`${here()} is not set in the theme's type`);
    for (const name of shown.failed) fail(`${here()}: the font ${name} is not loaded`);
    for (const address of shown.broken) fail(`${here()} does not show ${address}`);
    if (kind === 'article' && javaScriptEnabled && !shown.scripts) fail(`${here()}: the reader's tools are not there`);
    return shown;
  };
  // Clicks the first link in view whose address has this form.
  const click = async (form, kind) => {
    const addresses = await page
      .locator('a[href]')
      .evaluateAll((all) => all.map((a) => (a.checkVisibility() ? decodeURI(a.href) : '')));
    const index = addresses.findIndex((address) => form.test(address.slice(decodeURI(root).length)));
    if (index < 0) throw new Error(`${here()} has no link in view to a page of the kind ${kind}`);
    const from = page.url();
    await page.locator('a[href]').nth(index).click();
    await page.waitForURL((url) => url.href !== from);
    return arrived(kind);
  };

  try {
    await page.goto(`${root}index.html`);
    const home = await arrived('home');
    if (home.pictures === 0) fail('the home page shows no pictures');
    await click(/^\d{4}\/\d\d\/\d\d\/[^/]+\/index\.html$/, 'article');
    await click(/^tags\/[^/]+\/index\.html$/, 'tag');
    await page.goBack();
    await arrived('article');
    await click(/^\d{4}\/\d\d\/\d\d\/index\.html$/, 'day');
    await click(/^\d{4}\/\d\d\/index\.html$/, 'month');
    await click(/^archive\/index\.html$/, 'archive');
    await click(/^en\//, 'archive');
    const lang = await page.evaluate(() => document.documentElement.lang);
    if (!lang.startsWith('en')) fail(`${here()} is in ${lang}, not in another language`);
  } catch (error) {
    fail(error.message);
  }
  await context.close();
}
