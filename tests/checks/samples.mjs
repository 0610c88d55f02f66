// Picks the pages the browser opens: one of each kind, and of the articles one
// of each sort that is laid out differently.

import { readPage } from './page.mjs';

const KINDS = [
  'page',
  'home',
  'section',
  'tag',
  'tags',
  'author',
  'authors',
  'year',
  'month',
  'day',
  'archive',
  'series',
  'all-series',
  'on-this-day',
  'all-days',
  'corrections',
  'removed',
  '404',
];

// Kinds that are laid out for themselves in the other direction.
const OTHER_WAY = ['home', 'section', 'tag', 'month', 'archive'];

const ARTICLES = {
  'article-rtl': (page) => page.contentDir === 'rtl',
  'article-ltr': (page) => page.contentDir === 'ltr',
  'article-image': (page) => page.hasImage,
  'article-table': (page) => page.hasTable,
};

// Returns { samples: [{ name, file }], missing: [name], kinds: Map(file -> kind) }.
export function pickSamples(site) {
  const pages = site.html.map((file) => {
    const html = site.read(file);
    return { file, page: readPage(html), size: html.length };
  });
  // The fullest page of a kind has the most that can go wrong.
  const fullestFirst = pages.toSorted((a, b) => b.size - a.size);
  const wanted = [
    ...KINDS.map((kind) => [kind, ({ page }) => page.kind === kind]),
    ...OTHER_WAY.map((kind) => [`${kind}-ltr`, ({ page }) => page.kind === kind && page.dir === 'ltr']),
    ...Object.entries(ARTICLES).map(([name, fits]) => [name, ({ page }) => page.kind === 'article' && fits(page)]),
  ];
  const samples = [];
  const missing = [];
  for (const [name, fits] of wanted) {
    const found = fullestFirst.find(fits);
    if (!found) missing.push(name);
    // One page may stand for several sorts of article.
    else if (!samples.some(({ file }) => file === found.file)) samples.push({ name, file: found.file });
  }
  return { samples, missing, kinds: new Map(pages.map(({ file, page }) => [file, page.kind])) };
}
