// Opens the site in Chromium: one page of each kind, narrow and wide, light
// and dark, with and without scripts, on paper, by keyboard, and through axe;
// then walks from page to page as a reader would. With WARRAQ_SHOTS=DIR it also writes
// what it saw there.

import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';

import {
  checkAccessibility,
  checkBidiOrder,
  checkKeyboard,
  checkLayout,
  checkPrint,
  checkStillness,
  checkTools,
  mainText,
  watchShifts,
} from './browser-page.mjs';
import { walkThrough } from './browser-walk.mjs';
import { findChromium } from './chromium.mjs';
import { count, Report } from './report.mjs';
import { pickSamples } from './samples.mjs';
import { serve } from './server.mjs';
import { siteFromArguments } from './site.mjs';

const VIEWPORTS = [
  { width: 360, height: 800 },
  { width: 1440, height: 900 },
];
// Between and beyond them nothing may scroll sideways either.
const OTHER_WIDTHS = [320, 768];
const SCHEMES = ['light', 'dark'];
const TALLEST_SHOT = 3000;
const TIMEOUT = 60_000;
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const site = siteFromArguments();
const report = new Report('browser');
const executablePath = findChromium();
if (!executablePath) {
  console.error('no Chromium: install it, or name one in $CHROMIUM');
  process.exit(2);
}
const { samples, missing, kinds } = pickSamples(site);
for (const name of missing) report.fail(site.dir, undefined, `has no page of the kind ${name}`);

const shots = process.env.WARRAQ_SHOTS;
if (shots) mkdirSync(shots, { recursive: true });

const server = await serve(site);
const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
let opened = 0;
let walks = 0;
try {
  for (const viewport of VIEWPORTS) {
    // What <main> says with scripts on, by file.
    const texts = new Map();
    for (const colorScheme of SCHEMES) await openSamples(viewport, colorScheme, texts);
    await openWithoutScripts(viewport, texts);
    await walk(viewport);
  }
  for (const width of OTHER_WIDTHS) await openAtWidth(width);
} finally {
  await browser.close();
  server.close();
}
report.close(`${count(samples.length, 'page')} opened ${count(opened, 'time')}, ${count(walks, 'walk')}`);

async function openSamples(viewport, colorScheme, texts) {
  const context = await newContext({ viewport, colorScheme });
  for (const sample of samples) {
    const where = `${sample.file} (${viewport.width}px, ${colorScheme})`;
    const fail = (what) => report.fail(where, undefined, what);
    await attempt(fail, async () => {
      const page = await open(context, sample, fail);
      texts.set(sample.file, await mainText(page));
      await checkStillness(page, fail);
      await checkLayout(page, fail);
      await checkAccessibility(page, fail);
      if (sample.name === 'tags') await checkBidiOrder(page, fail);
      if (shots) await shoot(page, `${sample.name}-${viewport.width}-${colorScheme}`);
      // Last, for it moves the focus and the page.
      await checkKeyboard(page, fail);
      if (sample.name.startsWith('article') && colorScheme === 'light') await checkTools(page, fail);
      await leave(page);
    });
  }
  await context.close();
}

async function openAtWidth(width) {
  const context = await newContext({ viewport: { width, height: 800 } });
  for (const sample of samples) {
    const fail = (what) => report.fail(`${sample.file} (${width}px)`, undefined, what);
    await attempt(fail, async () => {
      const page = await open(context, sample, fail);
      await checkLayout(page, fail);
      if (sample.name.startsWith('article')) await checkPrint(page, fail);
      await leave(page);
    });
  }
  await context.close();
}

async function openWithoutScripts(viewport, texts) {
  const context = await newContext({ viewport, javaScriptEnabled: false });
  for (const sample of samples) {
    const fail = (what) => report.fail(`${sample.file} (${viewport.width}px, no JavaScript)`, undefined, what);
    await attempt(fail, async () => {
      const page = await open(context, sample, fail);
      const text = await mainText(page);
      if (text === '') fail('<main> has no text');
      else if (text !== texts.get(sample.file)) fail('<main> reads differently with JavaScript on');
      await leave(page);
    });
  }
  await context.close();
}

async function walk(viewport) {
  const context = await newContext({ viewport });
  const fail = (what) => report.fail(`walk (${viewport.width}px)`, undefined, what);
  const page = await context.newPage();
  watch(page, server.origin, fail);
  await attempt(fail, () => walkThrough(page, { site, kinds, origin: server.origin, fail }));
  walks += 1;
  await leave(page);
  await context.close();
}

// A page that cannot be used is a fault of that page, not the end of the check.
async function attempt(fail, action) {
  try {
    await action();
  } catch (error) {
    fail(error.message);
  }
}

async function newContext(options) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(TIMEOUT);
  return context;
}

async function open(context, { name, file }, fail) {
  const page = await context.newPage();
  await watchShifts(page);
  // The 404 page is shown where something is missing, however deep.
  const url = server.origin + (name === '404' ? '/missing/at/some/depth/' : site.urlOf(file).pathname);
  watch(page, url, fail);
  const response = await page.goto(url, { waitUntil: 'load' });
  const expected = name === '404' ? 404 : 200;
  if (response.status() !== expected) fail(`came with status ${response.status()}`);
  opened += 1;
  return page;
}

// Closes a page. What it was still loading, such as an image that has just come into view, is cancelled
// by that and not a fault.
async function leave(page) {
  page.removeAllListeners('requestfailed');
  await page.close();
}

// Reports what goes wrong while a page loads and is used.
function watch(page, address, fail) {
  // How often the page was left for another, and how often it had been when each request was made.
  let departures = 0;
  const madeAfter = new WeakMap();
  const isDeparture = (request) => request.isNavigationRequest() && request.frame() === page.mainFrame();
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) departures += 1;
  });
  page.on('pageerror', (error) => fail(`script error: ${error.message}`));
  page.on('console', (message) => {
    const { url } = message.location();
    // The browser also notes here that the page itself came with status 404.
    const isStatus = url === address && message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isStatus) fail(`console: ${message.text()} (${url})`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (isDeparture(request)) departures += 1;
    madeAfter.set(request, departures);
    if (!url.startsWith(`${server.origin}/`) && !url.startsWith('data:')) fail(`asks another host for ${url}`);
  });
  page.on('requestfailed', async (request) => {
    const why = request.failure()?.errorText;
    // Whoever clicks a link cancels what the page they leave was still loading; that the page was left may
    // be told a moment later.
    const isLeft = () => page.isClosed() || madeAfter.get(request) < departures;
    if (why === 'net::ERR_ABORTED') {
      for (let moments = 0; moments < 20 && !isLeft(); moments += 1) await new Promise((next) => setTimeout(next, 50));
      if (isLeft()) return;
    }
    fail(`could not load ${request.url()}: ${why}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && response.url() !== address) fail(`${response.status()} for ${response.url()}`);
  });
}

async function shoot(page, name) {
  const { width } = page.viewportSize();
  // Images further down are loaded only when they come near.
  await page.evaluate(() => {
    for (const image of document.images) image.loading = 'eager';
    return Promise.allSettled([...document.images].map((image) => image.decode()));
  });
  const full = await page.evaluate(() => document.documentElement.scrollHeight);
  const clip = { x: 0, y: 0, width, height: Math.min(full, TALLEST_SHOT) };
  await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true, clip });
}
