// The files that only machines read beside feeds and sitemaps: the web
// manifest and its icons, the description of the search, security.txt, and what
// web servers are told.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readPage } from './page.mjs';
import { count, Report } from './report.mjs';
import { BASE_URL, siteFromArguments } from './site.mjs';
import { child, childText, readXml } from './xml.mjs';

const site = siteFromArguments();
const report = new Report('machines');
let looked = 0;

const look = (pattern, check) => {
  const files = site.withName(pattern);
  for (const file of files) {
    looked += 1;
    try {
      check(site.read(file), (what) => report.fail(file, undefined, what), file);
    } catch (error) {
      report.fail(file, undefined, error.message);
    }
  }
  report.require(files.length > 0, site.dir, `has no file ${pattern}`);
};

look(/(^|\/)site\.webmanifest$/, checkManifest);
look(/(^|\/)opensearch\.xml$/, checkSearch);
look(/^\.well-known\/security\.txt$/, checkSecurity);
look(/^_headers$/, checkHeaders);
look(/^_redirects$/, checkRedirects);
report.require(site.files.has('favicon.ico'), site.dir, 'has no favicon.ico');
report.close(count(looked, 'file'));

// W3C Web Application Manifest.
function checkManifest(text, fail, file) {
  const manifest = JSON.parse(text);
  for (const name of ['name', 'lang', 'dir', 'start_url', 'scope', 'id', 'display']) if (!manifest[name]) fail(`has no ${name}`);
  const leadsTo = (address) => site.fileOf(new URL(address, site.urlOf(file)));
  for (const name of ['start_url', 'scope']) {
    const { fault } = leadsTo(manifest[name]);
    if (fault) fail(`${name} "${manifest[name]}" ${fault}`);
  }
  if (!new URL(manifest.start_url, BASE_URL).href.startsWith(new URL(manifest.scope, BASE_URL).href)) fail('start_url is outside of scope');
  for (const { src, sizes, type } of manifest.icons) {
    const { file: icon, fault } = leadsTo(src);
    if (fault) fail(`the icon "${src}" ${fault}`);
    else if (type === 'image/png' && sizes) {
      const png = readFileSync(join(site.dir, icon));
      const real = `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;
      if (real !== sizes) fail(`the icon "${src}" is ${real}, not ${sizes}`);
    }
  }
  for (const size of ['192x192', '512x512']) if (!manifest.icons.some(({ sizes }) => sizes === size)) fail(`has no icon of ${size}`);
}

// OpenSearch 1.1, draft 6.
function checkSearch(text, fail) {
  const root = readXml(text);
  if (root.name !== 'OpenSearchDescription' || root.namespace !== 'http://a9.com/-/spec/opensearch/1.1/') fail('is no OpenSearch description');
  const name = childText(root, 'ShortName');
  if (!name || [...name].length > 16) fail(`ShortName "${name}" has not 1 to 16 characters`);
  const description = childText(root, 'Description');
  if (!description || [...description].length > 1024) fail('Description has not 1 to 1024 characters');
  const url = child(root, 'Url')?.attributes;
  if (url?.type !== 'text/html' || !url.template?.includes('{searchTerms}')) fail('has no address of a search');
  else if (!URL.canParse(url.template.replaceAll('{searchTerms}', encodeURIComponent('بحث')))) fail('the address of the search is none');
}

// RFC 9116.
function checkSecurity(text, fail, file) {
  const fields = text.trimEnd().split('\n').map((line) => /^([A-Za-z-]+): (\S.*)$/.exec(line)?.slice(1) ?? fail(`"${line}" is no field`));
  const all = (name) => fields.filter((field) => field?.[0] === name).map((field) => field[1]);
  if (all('Contact').length === 0) fail('has no Contact');
  for (const contact of all('Contact')) if (!/^(https|mailto|tel):/.test(contact)) fail(`Contact "${contact}" is no address`);
  if (all('Expires').length !== 1 || Number.isNaN(Date.parse(all('Expires')[0]))) fail('has not one date at which it Expires');
  if (all('Preferred-Languages').length > 1) fail('has Preferred-Languages twice');
  if (all('Canonical')[0] !== site.urlOf(file).href) fail('Canonical is not its address');
}

// The server says what each page says, and more.
function checkHeaders(text, fail) {
  const policy = /^ {2}Content-Security-Policy: (.*)$/m.exec(text)?.[1];
  if (!policy) return fail('has no Content-Security-Policy');
  for (const file of site.html) {
    const own = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(site.read(file))?.[1];
    if (own === undefined || policy.replace("; frame-ancestors 'self'", '') !== own) report.fail(file, undefined, `its policy "${own}" is not that of _headers`);
  }
}

function checkRedirects(text, fail) {
  for (const line of text.trimEnd().split('\n')) {
    const [from, to, status, ...rest] = line.split(' ');
    if (rest.length > 0 || !/^301!?$/.test(status)) fail(`"${line}" is not an old address, a new one and 301`);
    const old = site.fileOf(new URL(from, BASE_URL));
    if (old.fault) fail(`${from} ${old.fault}`);
    else if (!readPage(site.read(old.file)).isRedirect) fail(`${from} is the address of a page`);
    const target = site.fileOf(new URL(to, BASE_URL));
    if (target.fault) fail(`${to} ${target.fault}`);
  }
}
