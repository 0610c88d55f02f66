// What an RSS 2.0 feed must hold, by its specification and the RSS Advisory
// Board's best practices.

import { reportRepeats, reportDisorder } from './feeds-order.mjs';
import { child, children, childText } from './xml.mjs';

const ATOM = 'http://www.w3.org/2005/Atom';
const CONTENT = 'http://purl.org/rss/1.0/modules/content/';
const MEDIA = 'http://search.yahoo.com/mrss/';
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
// The names are English whatever the feed's language; years have four digits.
const RFC822 =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) \d\d:\d\d:\d\d (GMT|[+-]\d{4})$/;

export const rssItems = (root) => children(child(root, 'channel') ?? { children: [] }, 'item', '');

export function checkRss(root, feed) {
  const { fail } = feed;
  const channel = child(root, 'channel');
  if (root.name !== 'rss' || root.attributes.version !== '2.0' || !channel) {
    return fail(root.line, 'the root element is not <rss version="2.0"> with a <channel>');
  }
  for (const name of ['title', 'link', 'description', 'language']) {
    if (childText(channel, name) === '') fail(channel.line, `the channel has no <${name}>`);
  }
  feed.link(channel.line, '<link>', childText(channel, 'link'));
  for (const name of ['pubDate', 'lastBuildDate']) if (child(channel, name)) checkDate(channel, name, feed);
  const self = children(channel, 'link', ATOM).find((link) => link.attributes.rel === 'self');
  if (self?.attributes.href !== feed.address) fail(channel.line, `atom:link rel="self" is not ${feed.address}`);

  const items = rssItems(root);
  for (const item of items) checkItem(item, feed);
  reportRepeats(items, 'guid', feed);
  reportDisorder(items, (item) => Date.parse(childText(item, 'pubDate')), feed);
}

function checkItem(item, feed) {
  const { fail } = feed;
  if (childText(item, 'title') === '') fail(item.line, 'the item has no title');
  const guid = child(item, 'guid');
  if (!guid?.text.trim()) fail(item.line, 'the item has no guid');
  else if (guid.attributes.isPermaLink !== 'false') fail(guid.line, 'the guid has no isPermaLink="false"');
  checkDate(item, 'pubDate', feed);
  feed.link(item.line, '<link>', childText(item, 'link'));
  for (const enclosure of children(item, 'enclosure')) {
    feed.link(enclosure.line, '<enclosure> url', enclosure.attributes.url ?? '');
  }
  for (const content of children(item, 'content', MEDIA)) {
    feed.link(content.line, '<media:content> url', content.attributes.url ?? '');
    if (content.attributes.medium !== 'image') fail(content.line, '<media:content> is not said to be an image');
    const type = content.attributes.type ?? 'image/';
    if (!type.startsWith('image/')) fail(content.line, `<media:content> is said to be of type "${type}"`);
  }
  for (const text of [child(item, 'description'), child(item, 'encoded', CONTENT)]) {
    if (text) feed.content(text.line, text.text);
  }
}

function checkDate(element, name, { fail }) {
  const text = childText(element, name);
  const [, weekday, day, month, year] = RFC822.exec(text) ?? [];
  if (!weekday || Number.isNaN(Date.parse(text))) {
    return fail(element.line, `<${element.name}>: "${text}" in <${name}> is not an RFC 822 date`);
  }
  // The weekday goes with the date as written, whatever its offset.
  const date = new Date(`${day} ${month} ${year} 00:00:00 GMT`);
  if (date.getUTCDate() !== Number(day)) fail(element.line, `there is no day "${text}"`);
  else if (DAYS[date.getUTCDay()] !== weekday) fail(element.line, `"${text}" is a ${DAYS[date.getUTCDay()]}`);
}
