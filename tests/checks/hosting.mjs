// Old addresses on real web servers: nginx and Apache, where they are
// installed, answer each with 301 and the address that `_redirects` names. They
// listen on this machine alone.

import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { count, Report } from './report.mjs';
import { siteFromArguments } from './site.mjs';

const MODULES = ['/usr/lib/apache2/modules', '/usr/lib64/httpd/modules'].find((folder) => existsSync(folder));

const site = siteFromArguments();
const report = new Report('hosting');
const folder = resolve(site.dir);
const work = mkdtempSync(join(tmpdir(), 'hosting-'));
const redirects = site.read('_redirects').trimEnd().split('\n').map((line) => line.split(' '));
const tried = [];

try {
  await withServer('nginx', nginx);
  if (MODULES) await withServer('apache2', apache);
} finally {
  rmSync(work, { recursive: true, force: true });
}
report.close(`${count(redirects.length, 'redirect')} on ${tried.join(' and ') || 'no server, none is installed'}`);

async function withServer(name, configure) {
  const program = ['/usr/sbin', '/usr/bin', '/usr/local/sbin'].map((path) => join(path, name)).find((path) => existsSync(path));
  if (!program) return;
  tried.push(name);
  const port = await freePort();
  const { file, text, check, run } = configure(port);
  writeFileSync(file, text);
  try {
    execFileSync(program, check, { stdio: 'pipe' });
  } catch (error) {
    return report.fail(name, undefined, `refuses its settings: ${error.stderr}`);
  }
  const server = spawn(program, run, { stdio: 'ignore' });
  try {
    await answers(port);
    for (const [from, to] of redirects) await checkRedirect(name, port, from, to);
  } finally {
    server.kill('SIGTERM');
    await new Promise((done) => (server.exitCode === null ? server.once('exit', done) : done()));
  }
}

async function checkRedirect(name, port, from, to) {
  const answer = await fetch(`http://127.0.0.1:${port}${from}`, { redirect: 'manual' });
  const found = answer.headers.get('location') ?? '';
  if (answer.status !== 301) return report.fail(name, undefined, `${from} is answered with ${answer.status}`);
  const path = new URL(found, `http://127.0.0.1:${port}`).pathname;
  if (decodeURIComponent(path) !== decodeURIComponent(to)) report.fail(name, undefined, `${from} leads to ${path}, not ${to}`);
}

function nginx(port) {
  const file = join(work, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${work}/${kind};`);
  const text = `daemon off; pid ${work}/nginx.pid; error_log ${work}/nginx.log;
events {}
http {
  access_log off; ${temporary.join(' ')}
  map_hash_bucket_size 1024; map_hash_max_size 65536;
  include "${folder}/redirects.nginx.conf";
  server { listen 127.0.0.1:${port}; root "${folder}"; if ($warraq_moved) { return 301 $warraq_moved; } }
}
`;
  const given = ['-e', join(work, 'nginx.log'), '-c', file];
  return { file, text, check: ['-t', ...given], run: given };
}

function apache(port) {
  mkdirSync(join(work, 'run'));
  const file = join(work, 'apache.conf');
  const modules = ['mpm_event', 'authz_core', 'alias'].map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`);
  const text = `ServerRoot "${work}"
ServerName 127.0.0.1
Listen 127.0.0.1:${port}
DefaultRuntimeDir "${work}/run"
PidFile "${work}/apache.pid"
ErrorLog "${work}/apache.log"
${modules.join('\n')}
DocumentRoot "${folder}"
Include "${folder}/.htaccess"
`;
  return { file, text, check: ['-t', '-f', file], run: ['-DFOREGROUND', '-f', file] };
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

async function answers(port) {
  for (let tries = 0; tries < 100; tries += 1) {
    try {
      await fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual' });
      return;
    } catch {
      await new Promise((done) => setTimeout(done, 100));
    }
  }
  throw new Error(`nothing answers on port ${port}`);
}
