// Reads one HTML page into what the checks ask about: its kind, its ids, and
// everything in it that points somewhere.

import { defaultTreeAdapter as tree, parse, parseFragment } from 'parse5';

// With scripting off, what stands in <noscript> is read as part of the page.
const OPTIONS = { sourceCodeLocationInfo: true, scriptingEnabled: false };

const ADDRESS_ATTRIBUTES = new Set(['href', 'src', 'poster', 'action', 'data']);
const ADDRESS_PROPERTIES = new Set(['og:url', 'og:image', 'twitter:image']);

export function readPage(html) {
  const page = {
    kind: undefined,
    lang: undefined,
    dir: undefined,
    // The direction of the text itself: an article may differ from the page around it.
    contentDir: undefined,
    isRedirect: false,
    isNoindex: false,
    hasImage: false,
    hasTable: false,
    ids: new Set(),
    canonicals: [],
    links: [],
    jsonLd: [],
  };
  for (const element of elements(parse(html, OPTIONS))) readElement(page, element);
  page.contentDir ??= page.dir;
  return page;
}

// The links of a piece of HTML, such as the content of a feed's entry.
export function readLinks(fragment) {
  const links = [];
  for (const element of elements(parseFragment(fragment, OPTIONS))) links.push(...linksOf(element));
  return links;
}

// The addresses in a style sheet.
export function* cssAddresses(css) {
  const pattern = /url\(\s*(?:"([^"]*)"|'([^']*)'|([^"')\s]*))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')/g;
  for (const [, ...groups] of css.matchAll(pattern)) yield groups.find((group) => group !== undefined);
}

function readElement(page, element) {
  const name = element.tagName;
  const get = attributesOf(element);
  if (get('id')) page.ids.add(get('id'));
  if (name === 'html') {
    page.lang = get('lang');
    page.dir = get('dir');
  } else if (name === 'body') {
    page.kind = get('data-kind');
  } else if (name === 'main' || name === 'article') {
    if (get('dir')) page.contentDir = get('dir');
  } else if (name === 'meta') {
    if (get('http-equiv')?.toLowerCase() === 'refresh') page.isRedirect = true;
    if (get('name') === 'robots' && get('content')?.includes('noindex')) page.isNoindex = true;
  } else if (name === 'link' && get('rel') === 'canonical') {
    page.canonicals.push({ href: get('href'), line: lineOf(element) });
  } else if (name === 'img' && isInside(element, 'main')) {
    page.hasImage = true;
  } else if (name === 'table') {
    page.hasTable = true;
  } else if (name === 'script' && get('type') === 'application/ld+json') {
    page.jsonLd.push({ text: textOf(element), line: lineOf(element) });
  }
  page.links.push(...linksOf(element));
}

// Every address an element holds, as { tag, attribute, value, line }.
function* linksOf(element) {
  const tag = element.tagName;
  const line = lineOf(element);
  const get = attributesOf(element);
  for (const { name, value } of element.attrs) {
    if (ADDRESS_ATTRIBUTES.has(name)) yield { tag, attribute: name, value, line };
    else if (name === 'srcset' || name === 'imagesrcset') {
      for (const candidate of srcsetAddresses(value)) yield { tag, attribute: name, value: candidate, line };
    } else if (name === 'style') {
      for (const address of cssAddresses(value)) yield { tag, attribute: name, value: address, line };
    }
  }
  if (tag === 'style') {
    for (const address of cssAddresses(textOf(element))) yield { tag, attribute: 'url()', value: address, line };
  }
  if (tag === 'meta') {
    const content = get('content') ?? '';
    const refresh = get('http-equiv')?.toLowerCase() === 'refresh' && /url\s*=\s*['"]?([^'"]+)/i.exec(content);
    if (refresh) yield { tag, attribute: 'refresh', value: refresh[1], line };
    if (ADDRESS_PROPERTIES.has(get('property') ?? get('name'))) {
      yield { tag, attribute: 'content', value: content, line };
    }
  }
}

// An address in srcset may itself hold commas, but neither begins nor ends with one.
function* srcsetAddresses(srcset) {
  for (const [, address] of srcset.matchAll(/([^\s,]\S*[^\s,]|[^\s,])(?:\s+[^\s,]+)?\s*(?:,|$)/g)) yield address;
}

// In document order.
function* elements(root) {
  const waiting = [root];
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (tree.isElementNode(node)) yield node;
    const { childNodes = [] } = node.tagName === 'template' ? node.content : node;
    waiting.push(...childNodes.toReversed());
  }
}

const attributesOf = (element) => (name) => element.attrs.find((attribute) => attribute.name === name)?.value;
const textOf = (element) => element.childNodes.map((child) => child.value ?? '').join('');
const lineOf = (element) => element.sourceCodeLocation?.startLine;

function isInside(element, name) {
  for (let node = element.parentNode; node; node = node.parentNode) if (node.tagName === name) return true;
  return false;
}
