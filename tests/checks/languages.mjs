// hreflang: a page that names its versions names itself among them and one for
// everybody else, and each version names the same ones back.

import { defaultTreeAdapter as tree, parse } from 'parse5';

import { count, Report } from './report.mjs';
import { siteFromArguments } from './site.mjs';

const site = siteFromArguments();
const report = new Report('languages');
const pages = new Map();

for (const file of site.html) {
  const links = elements(parse(site.read(file))).filter((element) => element.tagName === 'link');
  const alternates = links.filter((link) => get(link, 'rel') === 'alternate' && get(link, 'hreflang'));
  if (alternates.length > 0) pages.set(file, alternates.map((link) => ({ lang: get(link, 'hreflang'), href: get(link, 'href') })));
}
report.require(pages.size > 0, site.dir, 'has no page with hreflang');
for (const [file, alternates] of pages) checkPage(file, alternates);
report.close(`${count(pages.size, 'page')} in other languages`);

function checkPage(file, alternates) {
  const fail = (what) => report.fail(file, undefined, what);
  const langs = alternates.map(({ lang }) => lang);
  if (new Set(langs).size !== langs.length) fail(`names a language twice: ${langs.join(' ')}`);
  if (!langs.includes('x-default')) fail('names no x-default');
  for (const lang of langs.filter((lang) => lang !== 'x-default')) {
    try {
      if (Intl.getCanonicalLocales(lang)[0] !== lang) fail(`hreflang "${lang}" is not written as BCP 47 has it`);
    } catch {
      fail(`hreflang "${lang}" is no language`);
    }
  }
  const own = site.urlOf(file).href;
  if (!alternates.some(({ href }) => new URL(href).href === own)) fail('does not name itself');
  for (const { href } of alternates) {
    const { file: other, fault } = site.fileOf(new URL(href));
    if (fault) fail(`hreflang "${href}" ${fault}`);
    else if (JSON.stringify(pages.get(other)) !== JSON.stringify(alternates)) fail(`${other} does not name the same versions`);
  }
}

function elements(root) {
  const own = root.childNodes ?? [];
  return own.flatMap((node) => (tree.isElementNode(node) ? [node, ...elements(node)] : []));
}

function get(element, name) {
  return element.attrs.find((attribute) => attribute.name === name)?.value;
}
