// What an Atom feed must hold (RFC 4287).

import { reportRepeats, reportDisorder } from './feeds-order.mjs';
import { child, children, childText } from './xml.mjs';

const ATOM = 'http://www.w3.org/2005/Atom';
const XHTML = 'http://www.w3.org/1999/xhtml';
const RFC3339 = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

export const atomEntries = (root) => children(root, 'entry', ATOM);

export function checkAtom(root, feed) {
  const { fail } = feed;
  if (root.name !== 'feed' || root.namespace !== ATOM) return fail(root.line, 'the root element is not an Atom <feed>');
  if (!root.attributes['xml:lang']) fail(root.line, 'the feed has no xml:lang');
  checkCommon(root, feed);
  if (linkTo(root, 'self') !== feed.address) fail(root.line, `rel="self" is not ${feed.address}`);
  if (!linkTo(root, 'alternate')) fail(root.line, 'the feed has no rel="alternate" link');

  const entries = atomEntries(root);
  for (const entry of entries) {
    checkCommon(entry, feed);
    if (!linkTo(entry, 'alternate')) fail(entry.line, 'the entry has no link to its page');
    checkDate(entry, 'published', feed, false);
    for (const name of ['content', 'summary']) checkText(child(entry, name), feed);
  }
  reportRepeats(entries, 'id', feed);
  // An article corrected later keeps its place among the others.
  reportDisorder(entries, (entry) => Date.parse(childText(entry, 'published') || childText(entry, 'updated')), feed);
}

function checkCommon(element, feed) {
  const { fail } = feed;
  const id = childText(element, 'id');
  if (!/^[a-z][a-z0-9+.-]*:\S+$/i.test(id)) fail(element.line, `<${element.name}>: the id "${id}" is not an IRI`);
  if (childText(element, 'title') === '') fail(element.line, `<${element.name}> has no title`);
  checkDate(element, 'updated', feed, true);
  for (const link of children(element, 'link')) feed.link(link.line, '<link> href', link.attributes.href ?? '');
}

function checkDate(element, name, { fail }, isRequired) {
  if (!isRequired && !child(element, name)) return;
  const date = childText(element, name);
  if (!isRfc3339(date)) {
    fail(element.line, `<${element.name}>: "${date}" in <${name}> is not an RFC 3339 date`);
  }
}

function isRfc3339(date) {
  const [, day] = RFC3339.exec(date) ?? [];
  if (!day || Number.isNaN(Date.parse(date))) return false;
  // Date.parse takes 30 February for 2 March.
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

function checkText(element, feed) {
  if (element?.attributes.type === 'html') feed.content(element.line, element.text);
  if (element?.attributes.type === 'xhtml' && !child(element, 'div', XHTML)) {
    feed.fail(element.line, `<${element.name}> is said to be XHTML but holds no <div>`);
  }
}

// Atom reads a link without rel as the alternate.
function linkTo(element, rel) {
  return children(element, 'link').find((link) => (link.attributes.rel ?? 'alternate') === rel)?.attributes.href;
}
