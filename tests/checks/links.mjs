// Every address in the site's pages and style sheets leads somewhere: to a
// file of the site, and to an id where it names one. Nothing but a link a
// reader follows may lead to another host.

import { readPage, cssAddresses } from './page.mjs';
import { count, Report } from './report.mjs';
import { BASE_URL, encodingFault, isInternal, siteFromArguments } from './site.mjs';

const FOLLOWED_BY_READERS = new Set(['a', 'area']);

const site = siteFromArguments();
const report = new Report('links');
const pages = new Map(site.html.map((file) => [file, readPage(site.read(file))]));
let checked = 0;

report.require(pages.size > 0, site.dir, 'holds no HTML page');
for (const [file, page] of pages) {
  for (const link of page.links) checkLink(file, link);
  for (const script of page.jsonLd) checkJsonLd(file, script);
  checkCanonical(file, page);
}
for (const file of site.withName(/\.css$/)) {
  for (const value of cssAddresses(site.read(file))) checkLink(file, { tag: 'style', attribute: 'url()', value });
}
report.close(`${count(pages.size, 'page')}, ${count(checked, 'link')}`);

function checkLink(file, { tag, attribute, value, line }) {
  checked += 1;
  const fail = (what) => report.fail(file, line, `<${tag}> ${attribute}="${value}" ${what}`);
  const isFollowed = FOLLOWED_BY_READERS.has(tag);
  if (value.trim() === '') return fail('is empty');

  let url;
  try {
    url = new URL(value, site.urlOf(file));
  } catch {
    return fail('is not a URL');
  }
  if (url.protocol === 'mailto:' || url.protocol === 'tel:') {
    if (!isFollowed) fail('is not something to load');
    return;
  }
  if (url.protocol === 'data:') {
    if (isFollowed) fail('is not something to follow');
    return;
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return fail(`uses ${url.protocol}`);
  if (!isInternal(url)) {
    if (url.host === BASE_URL.host) fail(`is on the site's host but not under ${BASE_URL}`);
    else if (!isFollowed) fail('loads from another host');
    return;
  }

  const written = encodingFault(value);
  if (written) return fail(written);
  // 404.html is shown at whatever address was missing.
  if (file === '404.html' && !/^([a-z][a-z0-9+.-]*:|\/|#)/i.test(value)) return fail('is relative, on the 404 page');
  const target = site.fileOf(url);
  if (target.fault) return fail(target.fault);
  checkFragment(url, target.file, fail);
}

function checkFragment(url, target, fail) {
  const fragment = decodeURIComponent(url.hash.slice(1));
  if (fragment === '' || !pages.has(target)) return;
  if (!pages.get(target).ids.has(fragment)) fail(`names no id of ${target}`);
}

function checkCanonical(file, { canonicals }) {
  if (file === '404.html' && canonicals.length === 0) return;
  if (canonicals.length !== 1) {
    report.fail(file, undefined, `has ${count(canonicals.length, 'canonical link')}, not one`);
  }
  for (const { href, line } of canonicals) {
    if (!URL.canParse(href)) report.fail(file, line, `canonical "${href}" is not absolute`);
    else if (!isInternal(new URL(href))) report.fail(file, line, `canonical "${href}" is not under ${BASE_URL}`);
  }
}

// Addresses in JSON-LD also serve as names, so their fragments are free.
function checkJsonLd(file, { text, line }) {
  const visit = (value) => {
    if (value && typeof value === 'object') return Object.values(value).forEach(visit);
    if (typeof value !== 'string' || !value.startsWith(BASE_URL.href)) return;
    const fault = encodingFault(value) ?? site.fileOf(new URL(value)).fault;
    if (fault) report.fail(file, line, `JSON-LD "${value}" ${fault}`);
  };
  try {
    visit(JSON.parse(text));
  } catch (error) {
    report.fail(file, line, `JSON-LD: ${error.message}`);
  }
}
