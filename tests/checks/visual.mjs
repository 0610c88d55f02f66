// The order in which readers see each line of tests/tables/visual.txt: sites
// are built from the table and opened in Chromium, which says where it has put
// each character.
//
//   node visual.mjs [PROGRAM]
//
// Without PROGRAM it is the newest one built in target/. With WARRAQ_LINE=ID
// only that line is looked at.

import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

import { findChromium } from './chromium.mjs';
import { count, Report } from './report.mjs';
import { serve } from './server.mjs';
import { Site } from './site.mjs';
import { readGlyphs, readMarker } from './visual-seen.mjs';
import { buildSite } from './visual-site.mjs';
import { readTable, writeLines } from './visual-table.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TABLE = join(ROOT, 'tests/tables/visual.txt');
const WIDE = 1440;
const HEIGHT = 900;
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];

const program = findProgram(process.argv[2]);
const executablePath = findChromium();
if (!program || !executablePath) {
  if (!program) console.error('no program: build it, or name it: node visual.mjs PROGRAM');
  if (!executablePath) console.error('no Chromium: install it, or name one in $CHROMIUM');
  process.exit(2);
}

const report = new Report('visual');
const only = process.env.WARRAQ_LINE;
const cases = readTable(TABLE).filter(({ id }) => !only || id === only);
report.require(cases.length > 0, TABLE, 'has no cases');
const work = mkdtempSync(join(tmpdir(), 'warraq-visual-'));
const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
try {
  for (const language of new Set(cases.map(({ siteLanguage }) => siteLanguage))) {
    await checkSite(language, cases.filter(({ siteLanguage }) => siteLanguage === language));
  }
} finally {
  await browser.close();
  rmSync(work, { recursive: true });
}
const places = new Set(cases.map(({ where }) => where));
const languages = new Set(cases.map(({ language }) => language));
report.close(`${count(cases.length, 'line')} in ${count(places.size, 'place')} and ${count(languages.size, 'language')}`);

// The argument may also be the built site that tests/run gives each check: it is not looked at.
function findProgram(argument) {
  if (argument && statSync(argument, { throwIfNoEntry: false })?.isFile()) return argument;
  const target = process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target');
  const built = ['release', 'debug'].map((profile) => join(target, profile, 'warraq')).filter((file) => existsSync(file));
  return built.toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
}

async function checkSite(language, its) {
  const folder = join(work, language);
  const { output, shown, fault } = buildSite({ program, folder, language, cases: its });
  if (fault) return report.fail(`site in ${language}`, undefined, `was not built:\n${fault}`);
  const site = new Site(output);
  const server = await serve(site);
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const page = await context.newPage();
  for (const read of its) {
    try {
      const { file } = shown.get(read.id);
      const response = await page.goto(server.origin + site.urlOf(file).pathname);
      if (response.status() !== 200) throw new Error(`${file} is not there`);
      await checkCase(page, read, shown.get(read.id));
    } catch (error) {
      report.fail(nameOf(read), undefined, error.message);
    }
  }
  await context.close();
  server.close();
}

async function checkCase(page, read, { file, element, name, isMarked }) {
  await page.setViewportSize({ width: read.width ?? WIDE, height: HEIGHT });
  const found = page.locator(element).filter({ hasText: name || undefined }).first();
  if ((await found.count()) === 0) throw new Error(`${file} has no ${element}`);
  const { direction, lines } = await found.evaluate(readGlyphs);
  if (isMarked) addMarker(lines[0], await readMarker(page, found));
  const seen = read.width ? [unwrap(lines, direction, read)] : lines;
  const [expected, shown] = [read.expected, seen].map(writeLines);
  if (expected !== shown) {
    report.fail(nameOf(read), undefined, `in ${file}\n  expected ${expected}\n  seen     ${shown}`);
  }
}

function nameOf({ id, line }) {
  return `visual.txt:${line} ${id}`;
}

function addMarker(line, { text, left, right }) {
  const glyphs = [...text].map((character) => ({ text: character, gap: false }));
  if (left) {
    line[0].gap = true;
    line.unshift(...glyphs);
  }
  if (right) line.push({ ...glyphs[0], gap: true }, ...glyphs.slice(1));
}

// The lines of a paragraph in a narrow page side by side, as if it had been wide enough. Where they
// were broken depends on the fonts, and is not for the table to say.
function unwrap(lines, direction, { width }) {
  if (lines.length < 2) throw new Error(`is not broken into lines at ${width}px`);
  const inOrder = direction === 'rtl' ? lines.toReversed() : lines;
  return inOrder.flatMap(([first, ...rest], index) => [{ ...first, gap: index > 0 }, ...rest]);
}
