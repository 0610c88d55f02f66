// The JSON-LD of pages, held against schema.org's vocabulary as the types of
// schema-dts write it down: each type known, each property one of its type's.
// Beside that, what each kind of page must say.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { readPage } from './page.mjs';
import { count, Report } from './report.mjs';
import { siteFromArguments } from './site.mjs';

const MUST = {
  article: ['NewsArticle', 'BreadcrumbList'],
  home: ['WebSite'],
  ...Object.fromEntries(
    ['section', 'tag', 'tags', 'author', 'authors', 'archive', 'year', 'month', 'day'].map((kind) => [kind, ['CollectionPage', 'BreadcrumbList']]),
  ),
};
const OF_ARTICLE = [
  'headline', 'datePublished', 'dateModified', 'author', 'publisher', 'inLanguage', 'isPartOf', 'wordCount',
  'isAccessibleForFree', 'mainEntityOfPage', 'url',
];

const site = siteFromArguments();
const report = new Report('structured');
// One page for each set of properties: what is alike is judged once.
const shapes = new Map();
let looked = 0;

for (const file of site.html) {
  const page = readPage(site.read(file));
  const must = MUST[page.kind];
  if (page.isRedirect || !must) continue;
  // A numbered page of the home list is a list.
  const isNumbered = page.kind === 'home' && /\/page\/\d+\//.test(file);
  let graph;
  try {
    graph = JSON.parse(page.jsonLd[0].text)['@graph'];
  } catch (error) {
    report.fail(file, undefined, `has no JSON-LD: ${error.message}`);
    continue;
  }
  looked += 1;
  const types = graph.map((thing) => thing['@type']);
  if (!isNumbered) for (const type of must) if (!types.includes(type)) report.fail(file, undefined, `has no ${type}`);
  const article = graph.find((thing) => thing['@type'] === 'NewsArticle');
  if (article) checkArticle(file, article);
  for (const list of graph.filter((thing) => thing['@type'] === 'BreadcrumbList')) checkCrumbs(file, list);
  const shape = JSON.stringify(graph, (key, value) => (Array.isArray(value) || typeof value === 'object' ? value : key === '@type' ? value : typeof value));
  if (!shapes.has(shape)) shapes.set(shape, { file, graph });
}
report.require(looked > 0, site.dir, 'has no page with JSON-LD');
checkVocabulary([...shapes.values()]);
report.close(`${count(looked, 'page')}, ${count(shapes.size, 'shape')}`);

function checkArticle(file, article) {
  for (const name of OF_ARTICLE) if (article[name] === undefined) report.fail(file, undefined, `the article has no ${name}`);
  for (const name of ['datePublished', 'dateModified']) {
    if (!/T\d\d:\d\d:\d\d([+-]\d\d:\d\d|Z)$/.test(article[name] ?? '')) report.fail(file, undefined, `${name} "${article[name]}" has no offset`);
  }
}

function checkCrumbs(file, { itemListElement }) {
  if (itemListElement.length < 2) report.fail(file, undefined, 'the way to the page has one step');
  for (const [at, { position, name, item }] of itemListElement.entries()) {
    if (position !== at + 1) report.fail(file, undefined, `step ${at + 1} of the way is numbered ${position}`);
    if (!name) report.fail(file, undefined, `step ${position} of the way has no name`);
    if (!item && at + 1 < itemListElement.length) report.fail(file, undefined, `step ${position} of the way has no address`);
  }
}

function checkVocabulary(samples) {
  const here = dirname(fileURLToPath(import.meta.url));
  const work = mkdtempSync(join(here, 'node_modules', '.structured-'));
  try {
    const lines = samples.map(({ graph }) => `check(${JSON.stringify({ '@context': 'https://schema.org', '@graph': graph })});`);
    const text = ["import type { Graph } from 'schema-dts';", 'declare function check(graph: Graph): void;', ...lines].join('\n');
    writeFileSync(join(work, 'all.ts'), text);
    const options = { noEmit: true, strict: true, skipLibCheck: true, module: 'nodenext', types: [] };
    writeFileSync(join(work, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['all.ts'] }));
    execFileSync(join(here, 'node_modules', '.bin', 'tsc'), ['-p', work, '--pretty', 'false'], { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    for (const [, line, what] of String(error.stdout || error).matchAll(/\((\d+),\d+\): error (.*)|^(?!.*\(\d+,\d+\)).*error.*$/gm)) {
      report.fail(samples[Number(line) - 3]?.file ?? work, undefined, `schema.org: ${(what ?? 'tsc failed').slice(0, 300)}`);
    }
    if (!error.stdout) report.fail(work, undefined, `tsc did not run: ${error.message}`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
