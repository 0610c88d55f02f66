// How articles say they are cited: BibTeX, RIS and CSL-JSON are read by
// citation-js and must say what the page's own head says; the names that Zotero
// reads are there.

import { Cite, plugins } from '@citation-js/core';
import '@citation-js/plugin-bibtex';
import '@citation-js/plugin-ris';
import { defaultTreeAdapter as tree, parse } from 'parse5';

import { count, Report } from './report.mjs';
import { siteFromArguments } from './site.mjs';

const NEEDED = ['citation_title', 'citation_journal_title', 'citation_publication_date', 'citation_language', 'citation_fulltext_html_url'];

const site = siteFromArguments();
const report = new Report('citations');
let looked = 0;
plugins.config.get('@bibtex').parse.strict = false;

for (const file of site.html) {
  const html = site.read(file);
  if (html.includes('data-kind="article"')) checkPage(file, parse(html));
}
report.require(looked > 0, site.dir, 'has no article that says how it is cited');
report.close(count(looked, 'article'));

function checkPage(file, document) {
  const fail = (what) => report.fail(file, undefined, what);
  const metas = elements(document).filter((element) => element.tagName === 'meta');
  const meta = (name) => metas.filter((element) => get(element, 'name') === name).map((element) => get(element, 'content'));
  const links = elements(document).filter((element) => element.tagName === 'link');
  const address = (rel) => get(links.find((element) => get(element, 'rel') === rel), 'href');
  for (const name of NEEDED) if (meta(name).length !== 1) fail(`has ${count(meta(name).length, `<meta name="${name}">`)}`);
  // Without this Zotero would take it for a journal's article.
  if (meta('dc.type')[0] !== 'newspaperArticle') fail('is no newspaper article to Zotero');
  if (meta('citation_fulltext_html_url')[0] !== address('canonical')) fail('citation_fulltext_html_url is not the canonical address');

  const box = elements(document).find((element) => element.tagName === 'details' && get(element, 'class') === 'cite');
  const forms = box ? elements(box).filter((element) => element.tagName === 'pre').map(text) : [];
  if (forms.length !== 3) return fail(`its citation has ${count(forms.length, 'form')}`);
  looked += 1;
  const expected = {
    title: meta('citation_title')[0],
    authors: meta('citation_author').map(plain).join(),
    newspaper: meta('citation_journal_title')[0],
    date: meta('citation_publication_date')[0].split('/').map(Number).join(),
    URL: address('shortlink') ?? address('canonical'),
  };
  for (const [at, name] of ['BibTeX', 'RIS', 'CSL-JSON'].entries()) {
    try {
      const [item] = new Cite(forms[at]).data;
      // To citation-js a newspaper's author in RIS is a reporter, and its date a year.
      const reporters = [item.reporter ?? []].flat().map((literal) => ({ literal }));
      const [, day] = /^DA {2}- (.*)$/m.exec(forms[at]) ?? [];
      const found = {
        title: item.title,
        authors: (item.author ?? reporters).map((author) => plain(author.literal ?? `${author.given ?? ''} ${author['non-dropping-particle'] ?? ''} ${author.family ?? ''}`)).join(),
        newspaper: item['container-title'],
        date: (day?.split('/') ?? item.issued['date-parts'][0]).map(Number).join(),
        URL: item.URL,
      };
      for (const [key, value] of Object.entries(expected)) {
        if (found[key] !== value) fail(`${name} says of ${key} "${found[key]}", the page "${value}"`);
      }
      if (!/^article/.test(item.type)) fail(`${name} is of the type "${item.type}"`);
    } catch (error) {
      fail(`${name} cannot be read: ${error.message}`);
    }
  }
}

// A name as its words, whichever of them a form takes for the family's.
function plain(name) {
  return name.split(/[\s,-]+/).filter(Boolean).sort().join(' ');
}

function elements(root) {
  const own = root.childNodes ?? [];
  return own.flatMap((node) => (tree.isElementNode(node) ? [node, ...elements(node)] : []));
}

function get(element, name) {
  return element?.attrs.find((attribute) => attribute.name === name)?.value;
}

function text(element) {
  return element.childNodes.map((node) => node.value ?? text(node)).join('');
}
