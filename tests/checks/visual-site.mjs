// Writes the cases of the table as sites, one for each language of pages, and
// says on which page of the built site each case is to be looked at.

import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { BASE_URL } from './site.mjs';

const NOW = '2026-01-01T00:00:00Z';
const DAY = 24 * 60 * 60 * 1000;
const FIRST_DAY = Date.UTC(2021, 0, 2);

// Where a case stands: which key of the article it is (several, if none is named), and the page and
// the element that show it. A page is a file of the site, given the case's own address and its day's.
const article = ({ address }) => `${address}index.html`;
const day = ({ address }) => address.replace(/[^/]+\/$/, 'index.html');
const inCard = (element) => ({ id }) => `.card:has([href$="/${id}/"]) ${element}`;
const PLACES = {
  body: { key: 'text', page: article, element: '.prose > *' },
  item: { key: 'text', page: article, element: '.prose li' },
  'numbered item': { key: 'text', page: article, element: '.prose li', isMarked: true },
  row: { key: 'text', page: article, element: '.prose tbody tr' },
  note: { key: 'text', page: article, element: '.footnotes li' },
  headline: { key: 'title', page: article, element: 'h1' },
  'card headline': { key: 'title', page: day, element: inCard('h2') },
  summary: { key: 'summary', page: day, element: inCard('.summary') },
  'card line': { page: day, element: inCard('.byline') },
  byline: { page: article, element: '.byline .authors' },
  dates: { page: article, element: '.byline .dates' },
  dateline: { key: 'dateline', page: article, element: '.dateline' },
  caption: { page: article, element: '.caption' },
  figure: { page: article, element: 'figcaption' },
  correction: { page: article, element: '.corrections p' },
  source: { page: article, element: '.story-foot > p' },
  tags: { page: article, element: '.story-foot .tags' },
  kicker: { key: 'section', page: article, element: '.kicker' },
  breadcrumb: { page: day, element: '.kicker' },
  'tag count': { key: 'tag', page: () => 'tags/index.html', element: '.terms li', isNamed: true },
  'author count': { key: 'author', page: () => 'authors/index.html', element: '.terms li', isNamed: true },
  'tag page': { key: 'tag', page: ({ source }) => `tags/${source}/index.html`, element: '.page-head .count' },
  'day heading': { page: day, element: 'h1' },
  navigation: { page: article, element: '.masthead nav:not(.languages)' },
  languages: { page: article, element: '.languages' },
  pager: { page: () => 'page/2/index.html', element: '.pager' },
  // Not made by the program: what becomes of the same line without it.
  plain: { key: 'plain', page: article, element: 'p' },
};

// Builds the site of one language from its cases into `folder`. Returns { output, fault, shown }: what
// the program has written, what it has said should it have failed, and by id { file,
// element, name, isMarked }: of several such elements the one with this name, and whether its marker counts.
export function buildSite({ program, folder, language, cases }) {
  const output = join(folder, 'public');
  const shown = new Map();
  const write = (path, text) => {
    const file = join(folder, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
  };
  write('warraq.yaml', configuration(language));
  write('content/picture.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="30"/>\n');
  for (const [index, read] of cases.entries()) {
    const place = PLACES[read.where];
    if (!place) throw new Error(`line ${read.line} of the table: there is no place “${read.where}”`);
    const front = frontMatter(read, place, new Date(FIRST_DAY + index * DAY));
    const address = `${front.date.slice(0, 10).replaceAll('-', '/')}/${read.id}/`;
    shown.set(read.id, {
      file: place.page({ address, source: read.source }),
      element: typeof place.element === 'string' ? place.element : place.element(read),
      name: place.isNamed && read.source,
      isMarked: place.isMarked,
    });
    if (place.key === 'plain') continue;
    const { text, ...keys } = front;
    const lines = Object.entries(keys).map(([key, value]) => `${key}: ${value}`);
    write(`content/${read.id}.md`, `---\n${lines.join('\n')}\n---\n${text}\n`);
  }
  const { status, error, stdout, stderr } = spawnSync(
    program,
    ['build', '--root', folder, '--output', output, '--now', NOW, '--quiet'],
    { encoding: 'utf8' },
  );
  if (status !== 0) return { output, shown, fault: error?.message ?? stdout + stderr };
  for (const read of cases.filter(({ where }) => where === 'plain')) {
    write(join('public', shown.get(read.id).file), plainPage(read));
  }
  return { output, shown };
}

// A site with more than the others, for the places that need it.
const FURTHER = {
  'ar-JO': `digits: latn
hijri: beside
navigation:
  - {title: الرئيسة, url: /}
  - {title: BBC+, url: /tags/}
  - {title: أرشيف 2022, url: /archive/}
languages:
  en: {title: Warraq}
  he: {title: Warraq}`,
};

const configuration = (language) => `title: Warraq
base_url: ${BASE_URL}
language: ${language}
time_zone: Asia/Damascus
listings: {per_page: 5}
${FURTHER[language] ?? 'navigation: []'}
`;

// The keys of an article whose text, headline or other key is the case's source.
function frontMatter({ id, source, language, siteLanguage }, { key }, date) {
  const front = { title: JSON.stringify(id), date: date.toISOString().slice(0, 10), slug: id, text: '-' };
  if (language !== siteLanguage) front.lang = language;
  if (key === 'text') front.text = source;
  else if (key === 'tag' || key === 'author') front[`${key}s`] = JSON.stringify([source]);
  else if (key) front[key] = JSON.stringify(source);
  else if (source !== '-') {
    for (const line of source.split(' ; ')) {
      const colon = line.indexOf(': ');
      front[line.slice(0, colon)] = line.slice(colon + 2);
    }
  }
  return front;
}

const plainPage = ({ source, language }) => `<!doctype html>
<html lang="${language}" dir="${/^(ar|fa|he|ur|ckb)\b/.test(language) ? 'rtl' : 'ltr'}">
<meta charset="utf-8"><title>-</title><p>${source}</p>
`;
