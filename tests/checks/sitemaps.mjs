// The sitemaps are valid by the official schema and within its limits, and
// list every article, each page once, and nothing that is not a page.

import { readFileSync } from 'node:fs';
import { memoryPages, validateXML } from 'xmllint-wasm';

import { readPage } from './page.mjs';
import { count, Report } from './report.mjs';
import { BASE_URL, encodingFault, siteFromArguments } from './site.mjs';
import { children, childText, readXml } from './xml.mjs';

const OFFICIAL_SCHEMA = new URL('schema/sitemap.xsd', import.meta.resolve('sitemap/package.json'));
const INDEX = 'sitemap.xml';
const MAX_URLS = 50_000;
const MAX_BYTES = 50 * 1024 * 1024;

const site = siteFromArguments();
const report = new Report('sitemaps');
const sitemaps = site.withName(/^sitemaps\/[^/]+\.xml$/);
// Where each file of the site is listed.
const listed = new Map();
let urls = 0;

const roots = await validRoots();
if (report.require(site.files.has(INDEX), site.dir, `has no ${INDEX}`)) checkIndex(roots.get(INDEX));
report.require(sitemaps.length > 0, site.dir, 'has no sitemaps/*.xml');
for (const file of sitemaps) checkSitemap(file, roots.get(file));
checkPages();
checkRobots();
report.close(`${count(sitemaps.length, 'sitemap')}, ${count(urls, 'URL')}`);

function checkIndex(root) {
  if (!hasName(INDEX, root, 'sitemapindex')) return;
  const named = new Set();
  for (const { line, file } of locations(INDEX, root, 'sitemap')) {
    if (!sitemaps.includes(file)) report.fail(INDEX, line, `${file} is not one of sitemaps/*.xml`);
    if (named.has(file)) report.fail(INDEX, line, `${file} is named twice`);
    named.add(file);
  }
  for (const file of sitemaps) if (!named.has(file)) report.fail(file, undefined, `is not named in ${INDEX}`);
}

function checkSitemap(file, root) {
  if (!hasName(file, root, 'urlset')) return;
  const size = children(root, 'url').length;
  urls += size;
  if (size > MAX_URLS) report.fail(file, undefined, `lists ${size} URLs`);
  for (const { line, file: target } of locations(file, root, 'url')) {
    if (!target.endsWith('.html')) report.fail(file, line, `${target} is not a page`);
    if (listed.has(target)) report.fail(file, line, `${target} is listed already, in ${listed.get(target)}`);
    listed.set(target, `${file}:${line}`);
  }
}

function checkPages() {
  let articles = 0;
  for (const file of site.html) {
    const page = readPage(site.read(file));
    const place = listed.get(file);
    if (place && (page.isRedirect || page.isNoindex)) {
      report.fail(place, undefined, `lists ${file}, which asks not to be indexed or leads elsewhere`);
    }
    if (page.kind !== 'article') continue;
    articles += 1;
    const [canonical] = page.canonicals;
    const target = URL.canParse(canonical?.href) ? site.fileOf(new URL(canonical.href)).file : undefined;
    if (target !== file) report.fail(file, canonical?.line, 'the canonical link of this article is not its own address');
    if (!place) report.fail(file, undefined, 'this article is in no sitemap');
  }
  report.require(articles > 0, site.dir, 'has no page with data-kind="article"');
}

function checkRobots() {
  const wanted = `Sitemap: ${new URL(INDEX, BASE_URL)}`;
  const lines = site.files.has('robots.txt') ? site.read('robots.txt').split(/\r?\n/) : [];
  if (!lines.includes(wanted)) report.fail('robots.txt', undefined, `lacks the line "${wanted}"`);
}

// The root elements, by file, of what is well-formed and valid.
async function validRoots() {
  const found = new Map();
  const texts = new Map();
  for (const file of [INDEX, ...sitemaps].filter((name) => site.files.has(name))) {
    const text = site.read(file);
    const bytes = Buffer.byteLength(text);
    if (bytes > MAX_BYTES) report.fail(file, undefined, `is ${bytes} bytes long`);
    try {
      found.set(file, readXml(text));
      texts.set(file, text);
    } catch (error) {
      report.fail(file, undefined, `is not well-formed: ${error.message}`);
    }
  }
  for (const { file, line, message } of await schemaErrors(texts)) {
    report.fail(file, line, message);
    found.delete(file);
  }
  return found;
}

async function schemaErrors(texts) {
  if (texts.size === 0) return [];
  const files = [...texts.keys()];
  const { valid, errors, rawOutput } = await validateXML({
    // The validator reads file names as arguments, so it gets plain ones.
    xml: files.map((file, index) => ({ fileName: `${index}.xml`, contents: texts.get(file) })),
    // Declares the index, and includes the official schema for the rest.
    schema: [{ fileName: 'siteindex.xsd', contents: readFileSync(new URL('schema/siteindex.xsd', import.meta.url)) }],
    preload: [{ fileName: 'sitemap.xsd', contents: readFileSync(OFFICIAL_SCHEMA) }],
    maxMemoryPages: memoryPages.GiB,
  });
  // Beside the faults it names, the validator adds a line for each faulty file.
  const located = errors.filter(({ loc }) => loc);
  if (!valid && located.length === 0) throw new Error(rawOutput);
  return located.map(({ message, loc }) => ({
    file: files[parseInt(loc.fileName, 10)],
    line: loc.lineNumber,
    message,
  }));
}

// The schema knows both root elements, so which of them it is is another question.
function hasName(file, root, name) {
  if (root && root.name !== name) report.fail(file, root.line, `the root element is <${root.name}>, not <${name}>`);
  return root?.name === name;
}

// The files named by the <loc> elements: those without a file are reported here.
function* locations(file, root, name) {
  for (const element of children(root, name)) {
    const loc = childText(element, 'loc');
    const fault = encodingFault(loc) ?? (URL.canParse(loc) ? undefined : 'is not a URL');
    const target = fault ? { fault } : site.fileOf(new URL(loc));
    if (target.fault) report.fail(file, element.line, `${loc} ${target.fault}`);
    else yield { line: element.line, file: target.file };
  }
}
