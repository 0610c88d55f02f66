// Opens a preview (`warraq serve`) in Chromium and edits the site under it: the
// page follows, keeps its place, takes a new style without loading again, and
// shows what is wrong with a broken edit until it is mended.
//
// The program is $WARRAQ, else the release build of this repository.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

import { findChromium } from './chromium.mjs';
import { count, Report } from './report.mjs';

const PROGRAM =
  process.env.WARRAQ || join(dirname(fileURLToPath(import.meta.url)), '../../target/release/warraq');
const TIMEOUT = 60_000;
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];

const report = new Report('serve');
const executablePath = findChromium();
if (!executablePath) {
  console.error('no Chromium: install it, or name one in $CHROMIUM');
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'warraq-serve-'));
const write = (path, text) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const article = (title, text, date = '2022-01-10') => `---\ntitle: ${title}\ndate: ${date}\n---\n${text}\n`;
// Long enough to have a place to keep.
const long = (word) => Array.from({ length: 150 }, (_, n) => `${word} ${n}.`).join('\n\n');

write('warraq.yaml', 'title: صحيفة\nbase_url: https://example.org/\ntime_zone: Asia/Riyadh\n');
write('content/local/a.md', article('خبر', long('فقرة')));
write('content/local/b.md', article('خبر آخر', 'نص آخر.'));
write('static/favicon.ico', '');
write('static/theme/extra.css', 'h1 { outline-width: 1px }');

const { child, url } = await start();
const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
let looked = 0;
try {
  const context = await browser.newContext({ viewport: { width: 800, height: 600 } });
  context.setDefaultTimeout(TIMEOUT);
  const page = await context.newPage();
  const said = [];
  page.on('console', (message) => message.type() === 'error' && said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  const here = url + '2022/01/10/خبر/';
  await page.goto(here);
  await page.waitForLoadState('networkidle').catch(() => {});

  await step('an edit of the text loads the page again, at its place', async () => {
    await page.evaluate(() => scrollTo(0, 2000));
    write('content/local/a.md', article('خبر', long('جملة')));
    await page.waitForFunction(() => document.querySelector('main').textContent.includes('جملة 149'));
    await page.waitForFunction(() => Math.abs(scrollY - 2000) < 3);
  });
  await step('an edit of another article leaves the page alone', async () => {
    await mark(page);
    write('content/local/b.md', article('خبر آخر', 'نص معدل.'));
    const other = await context.newPage();
    await other.goto(url + '2022/01/10/خبر-آخر/');
    await other.waitForFunction(() => document.querySelector('main').textContent.includes('نص معدل'));
    await other.close();
    await page.waitForTimeout(500);
    await stayed(page);
  });
  await step("a change of the theme's style is seen without loading the page", async () => {
    write('static/theme/style.css', 'body { padding-block-start: 7px }');
    await page.waitForFunction(() => getComputedStyle(document.body).paddingBlockStart === '7px');
    await page.waitForFunction(() => document.querySelectorAll('link[rel=stylesheet]').length === 1);
    await stayed(page);
  });
  await step('a broken edit is told over the page, and the page stays', async () => {
    write('content/local/a.md', article('خبر', long('خطأ'), 'gestern'));
    const overlay = page.locator('warraq-faults');
    await overlay.locator('b').waitFor();
    const text = await overlay.locator('div').innerText();
    for (const part of ['bad-date', 'content/local/a.md:3:7', 'date: gestern']) {
      if (!text.includes(part)) throw new Error(`it does not say ${part}, but ${text}`);
    }
    const background = await overlay.locator('div').evaluate((box) => getComputedStyle(box).position);
    if (background !== 'fixed') throw new Error('its style is not applied');
    await stayed(page);
    const other = await context.newPage();
    await other.goto(url);
    await other.locator('main').waitFor();
    await other.locator('warraq-faults b').waitFor();
    await other.close();
  });
  await step('mended, the page is the new one and nothing is over it', async () => {
    write('content/local/a.md', article('خبر', long('صواب')));
    await page.waitForFunction(() => document.querySelector('main').textContent.includes('صواب 3'));
    await page.waitForFunction(() => !document.querySelector('warraq-faults'));
  });
  await step('a template that fails for this page is told over it', async () => {
    await mark(page);
    write('templates/article.html', '{{ nothing.at.all }}');
    await page.locator('warraq-faults b').getByText('templates/article.html').waitFor();
    await stayed(page);
    rmSync(join(folder, 'templates/article.html'));
    await page.waitForFunction(() => !document.querySelector('warraq-faults'));
  });
  await step('a sheet of the site that no page names by its version is swapped', async () => {
    write('templates/article.html', '<!doctype html><html><head><title>x</title><link rel="stylesheet" href="/theme/extra.css"></head><body><h1>س</h1></body></html>');
    await page.waitForFunction(() => document.title === 'x');
    await mark(page);
    write('static/theme/extra.css', 'h1 { padding-block-start: 9px }');
    await page.waitForFunction(() => getComputedStyle(document.querySelector('h1')).paddingBlockStart === '9px');
    await stayed(page);
    rmSync(join(folder, 'templates/article.html'));
    await page.waitForFunction(() => document.title !== 'x');
  });
  await step('a page that cannot be made is one that says so, until it can', async () => {
    write('templates/article.html', '{{ nothing.at.all }}');
    await page.locator('warraq-faults b').first().waitFor();
    await page.goto(here);
    await page.getByText('This page cannot be made').first().waitFor();
    rmSync(join(folder, 'templates/article.html'));
    await page.waitForFunction(() => document.body.textContent.includes('صواب 3'));
  });
  await step('pages that nobody sees hold no connection, and follow when they are seen', async () => {
    // Here every page is seen, unless it is told otherwise.
    const be = (page, hidden) =>
      page.evaluate((hidden) => {
        Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
        document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
      }, hidden);
    const pages = [];
    for (let n = 0; n < 8; n += 1) {
      const one = await context.newPage();
      pages.push(one);
      await one.goto(url + '2022/01/10/خبر-آخر/', { waitUntil: 'domcontentloaded' });
      await be(one, true);
    }
    write('content/local/b.md', article('خبر آخر', 'نص أخير.'));
    for (const one of pages) {
      await be(one, false);
      await one.waitForFunction(() => document.querySelector('main').textContent.includes('نص أخير'));
      await one.close();
    }
  });
  await step('the browser has nothing to complain of', async () => {
    const complaints = said.filter((text) => !/500 \(Internal/.test(text));
    if (complaints.length) throw new Error(complaints.join('; '));
  });
} finally {
  await browser.close();
  child.kill();
  rmSync(folder, { recursive: true, force: true });
}
report.close(count(looked, 'step'));

async function step(name, look) {
  looked += 1;
  try {
    await look();
  } catch (error) {
    report.fail(name, undefined, error.message.split('\n')[0]);
  }
}

// A page that is loaded again has lost its mark.
async function mark(page) {
  await page.evaluate(() => (window.isMarked = true));
}

async function stayed(page) {
  if (!(await page.evaluate(() => window.isMarked))) throw new Error('the page was loaded again');
}

async function start() {
  const child = spawn(PROGRAM, ['serve', '--root', folder, '--port', '0', '--now', '2026-01-01T00:00:00Z'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const url = (await lines.next()).value;
  await lines.next();
  child.stdout.resume();
  return { child, url };
}
