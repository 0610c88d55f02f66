// What a JSON Feed must hold, by version 1.1 of its specification.

import { reportDisorder } from './feeds-order.mjs';

const VERSION = 'https://jsonfeed.org/version/1.1';
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const FEED = {
  version: 'string', title: 'string', home_page_url: 'string', feed_url: 'string', description: 'string',
  icon: 'string', favicon: 'string', authors: 'authors', language: 'string', items: 'array',
};
const ITEM = {
  id: 'string', url: 'string', external_url: 'string', title: 'string', content_html: 'string',
  content_text: 'string', summary: 'string', image: 'string', date_published: 'date', date_modified: 'date',
  authors: 'authors', tags: 'strings', language: 'string',
};

export function checkJson(json, feed) {
  const { fail } = feed;
  members(json, FEED, 'the feed', feed);
  if (json.version !== VERSION) fail(undefined, `version is "${json.version}", not ${VERSION}`);
  for (const name of ['title', 'home_page_url', 'language']) if (!json[name]) fail(undefined, `the feed has no ${name}`);
  if (json.feed_url !== feed.address) fail(undefined, `feed_url is not ${feed.address}`);
  feed.link(undefined, 'home_page_url', json.home_page_url);
  const seen = new Set();
  for (const item of json.items) {
    const name = `the item "${item.title}"`;
    members(item, ITEM, name, feed);
    if (!item.id) fail(undefined, `${name} has no id`);
    if (seen.has(item.id)) fail(undefined, `${name} has the id of another`);
    seen.add(item.id);
    if (item.content_html === undefined && item.content_text === undefined) fail(undefined, `${name} has no content`);
    if (!item.date_published) fail(undefined, `${name} has no date_published`);
    feed.link(undefined, 'url', item.url ?? '');
    if (item.content_html !== undefined) feed.content(undefined, item.content_html);
  }
  reportDisorder(json.items, (item) => Date.parse(item.date_published), feed);
}

// Members are those of the specification, each of its type; others begin with an underscore.
function members(object, known, where, { fail }) {
  for (const [name, value] of Object.entries(object)) {
    if (name.startsWith('_')) continue;
    const is = {
      string: typeof value === 'string',
      array: Array.isArray(value),
      date: RFC3339.test(value) && !Number.isNaN(Date.parse(value)),
      strings: Array.isArray(value) && value.every((text) => typeof text === 'string'),
      authors: Array.isArray(value) && value.length > 0 && value.every(({ name, url, avatar }) => name ?? url ?? avatar),
    };
    if (!known[name]) fail(undefined, `${where} has the member "${name}", which there is not`);
    else if (!is[known[name]]) fail(undefined, `${name} of ${where} is no ${known[name]}`);
  }
}
