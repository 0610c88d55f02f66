// The built site as the checks see it: a set of files, and the rule by which
// a URL under the base URL stands for one of them.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const BASE_URL = new URL(process.env.WARRAQ_BASE_URL ?? 'https://archive.example/');

export class Site {
  constructor(dir) {
    this.dir = dir;
    // Paths with forward slashes, relative to the site's root, as on disk.
    this.files = new Set(walk(dir, ''));
    this.html = this.withName(/\.html$/);
  }

  withName(pattern) {
    return [...this.files].filter((file) => pattern.test(file));
  }

  read(file) {
    return readFileSync(join(this.dir, file), 'utf8');
  }

  // The address under which a file is published.
  urlOf(file) {
    const path = file.replace(/(^|\/)index\.html$/, '$1');
    return new URL(path.split('/').map(encodeURIComponent).join('/'), BASE_URL);
  }

  // The file an address stands for: { file }, or { fault } saying why there is none.
  // Decodes exactly once, as a web server does.
  fileOf(url) {
    if (!isInternal(url)) return { fault: `is not under ${BASE_URL}` };
    let path;
    try {
      path = decodeURIComponent(url.pathname.slice(BASE_URL.pathname.length));
    } catch {
      return { fault: 'is not percent-encoded UTF-8' };
    }
    if (path === '' || path.endsWith('/')) path += 'index.html';
    if (this.files.has(path)) return { file: path };
    if (this.files.has(`${path}/index.html`)) return { fault: 'lacks the closing slash of a directory' };
    return { fault: `leads to no file (${path})` };
  }
}

export const isInternal = (url) =>
  url.origin === BASE_URL.origin && url.pathname.startsWith(BASE_URL.pathname);

// Says what is wrong with how an internal address is written, or nothing.
export function encodingFault(href) {
  const path = href.replace(/[?#].*$/s, '');
  if (/%25[0-9a-f]{2}/i.test(path)) return 'is percent-encoded twice';
  if (/[^\x21-\x7e]/.test(path.trim())) return 'is not percent-encoded';
  return undefined;
}

// The site named on the command line.
export function siteFromArguments() {
  const dir = process.argv[2];
  if (!dir || !existsSync(dir)) {
    console.error(`usage: node ${process.argv[1].split(/[\\/]/).pop()} SITE_DIR`);
    process.exit(2);
  }
  return new Site(dir);
}

function* walk(root, prefix) {
  const entries = readdirSync(join(root, prefix), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = prefix ? `${prefix}/${entry.name}` : entry.name;
    if (entry.isDirectory()) yield* walk(root, path);
    else yield path;
  }
}
