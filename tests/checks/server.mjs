// Serves the site on a loopback port, as an ordinary static host would.

import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { createGzip } from 'node:zlib';

import { BASE_URL } from './site.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.xml': 'application/xml',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

// What hosts send compressed.
const TEXT = /^text\/|json|xml/;

// Resolves to { origin, close }.
export async function serve(site) {
  const server = createServer((request, response) => {
    const url = new URL(BASE_URL.origin + request.url);
    let { file } = site.fileOf(url);
    let status = 200;
    if (!file) {
      // Browsers ask for this one unbidden, now and then.
      if (url.pathname === '/favicon.ico') {
        response.writeHead(204).end();
        return;
      }
      const withSlash = new URL(url);
      withSlash.pathname += '/';
      if (site.fileOf(withSlash).file) {
        response.writeHead(301, { location: withSlash.pathname + withSlash.search }).end();
        return;
      }
      status = 404;
      file = '404.html';
      if (!site.files.has(file)) {
        response.writeHead(status).end();
        return;
      }
    }
    const type = TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream';
    const headers = { 'content-type': type };
    const isPacked = TEXT.test(type) && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    if (isPacked) headers['content-encoding'] = 'gzip';
    response.writeHead(status, headers);
    const stream = createReadStream(join(site.dir, file));
    (isPacked ? stream.pipe(createGzip()) : stream).pipe(response);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
