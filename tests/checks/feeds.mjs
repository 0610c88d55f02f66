// Every feed is well-formed, parses with an independent feed parser, holds
// what its format asks for, newest entry first, and links only to the site.

import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';

import { atomEntries, checkAtom } from './feeds-atom.mjs';
import { checkJson } from './feeds-json.mjs';
import { checkRss, rssItems } from './feeds-rss.mjs';
import { readLinks } from './page.mjs';
import { count, Report } from './report.mjs';
import { encodingFault, isInternal, siteFromArguments } from './site.mjs';
import { readXml } from './xml.mjs';

const site = siteFromArguments();
const report = new Report('feeds');
let entries = 0;

const atom = site.withName(/(^|\/)atom\.xml$/);
const rss = site.withName(/(^|\/)rss\.xml$/);
const json = site.withName(/(^|\/)feed\.json$/);
report.require(json.length > 0, site.dir, 'has no feed.json');
report.require(atom.length > 0, site.dir, 'has no atom.xml');
report.require(rss.length > 0, site.dir, 'has no rss.xml');
for (const file of atom) checkFeed(file, checkAtom, atomEntries, (text) => parseAtomFeed(text).entries);
for (const file of rss) checkFeed(file, checkRss, rssItems, (text) => parseRssFeed(text).items);
for (const file of json) checkJsonFeed(file);
report.close(`${count(atom.length + rss.length + json.length, 'feed')}, ${count(entries, 'item')}`);

function checkFeed(file, check, entriesOf, parseIndependently) {
  const text = site.read(file);
  let root;
  try {
    root = readXml(text);
  } catch (error) {
    return report.fail(file, undefined, `is not well-formed: ${error.message}`);
  }
  const fail = (line, what) => report.fail(file, line, what);
  const own = entriesOf(root);
  entries += own.length;
  try {
    const theirs = parseIndependently(text) ?? [];
    if (theirs.length !== own.length) fail(root.line, `the feed parser sees ${theirs.length} of ${own.length} entries`);
  } catch (error) {
    return fail(root.line, `the feed parser refuses it: ${error.message}`);
  }

  check(root, feedOf(file, fail));
}

function feedOf(file, fail) {
  return {
    address: site.urlOf(file).href,
    fail,
    link: (line, name, address) => checkLink(fail, line, name, address),
    content: (line, html) => checkContent(fail, line, html),
  };
}

function checkJsonFeed(file) {
  const text = site.read(file);
  const fail = (line, what) => report.fail(file, line, what);
  try {
    const own = JSON.parse(text);
    entries += own.items.length;
    checkJson(own, feedOf(file, fail));
    const theirs = parseJsonFeed(own).items ?? [];
    if (theirs.length !== own.items.length) fail(undefined, `the feed parser sees ${theirs.length} of ${own.items.length} items`);
  } catch (error) {
    fail(undefined, `is not a JSON feed: ${error.message}`);
  }
}

// An address the feed itself gives.
function checkLink(fail, line, name, address) {
  const say = (what) => fail(line, `${name} "${address}" ${what}`);
  if (!URL.canParse(address)) return say('is not an absolute URL');
  const fault = encodingFault(address) ?? site.fileOf(new URL(address)).fault;
  if (fault) say(fault);
}

// A feed is read away from the site, so its HTML must not lean on an address;
// an article may link out, as it does on its page.
function checkContent(fail, line, html) {
  for (const { tag, attribute, value } of readLinks(html)) {
    const say = (what) => fail(line, `in the content, <${tag}> ${attribute}="${value}" ${what}`);
    if (!URL.canParse(value)) say('is not absolute');
    else if (isInternal(new URL(value))) {
      const fault = encodingFault(value) ?? site.fileOf(new URL(value)).fault;
      if (fault) say(fault);
    } else if (tag !== 'a') say('loads from another host');
  }
}
