// Every HTML page passes the Nu HTML checker with no error.

import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import vnuJar from 'vnu-jar';

import { count, Report } from './report.mjs';
import { siteFromArguments } from './site.mjs';

const WARNINGS_SHOWN = 5;

const site = siteFromArguments();
const report = new Report('html');

if (report.require(site.html.length > 0, site.dir, 'holds no HTML page')) {
  const messages = await runChecker(site.dir);
  const errors = messages.filter((message) => message.type !== 'info');
  const warnings = messages.filter((message) => message.type === 'info');
  for (const error of errors) report.fail(fileOf(error), error.lastLine, describe(error));

  const hints = warnings.length > 0 ? `, ${count(warnings.length, 'warning')}` : '';
  for (const warning of warnings.slice(0, WARNINGS_SHOWN)) {
    console.log(`warning: ${fileOf(warning)}:${warning.lastLine}: ${describe(warning)}`);
  }
  report.close(`${count(site.html.length, 'page')}${hints}`);
} else {
  report.close('0 pages');
}

async function runChecker(dir) {
  const options = ['--skip-non-html', '--exit-zero-always', '--stdout', '--format', 'json'];
  const java = spawn('java', ['-Xss1m', '-jar', String(vnuJar), ...options, resolve(dir)], {
    // In the C locale Java cannot open a file with an Arabic name.
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((done, failed) => java.on('error', failed).on('close', done));
  const output = (await java.stdout.setEncoding('utf8').toArray()).join('');
  const status = await ended;
  if (status !== 0) throw new Error(`the checker ended with status ${status}: ${output.slice(0, 2000)}`);
  return JSON.parse(output).messages;
}

function fileOf({ url }) {
  if (!url) return site.dir;
  const root = `${pathToFileURL(resolve(site.dir))}/`;
  const path = fileURLToPath(url.replace(/^file:\/*/, 'file:///'));
  return path.startsWith(fileURLToPath(root)) ? path.slice(fileURLToPath(root).length) : path;
}

function describe({ subType, type, message, extract }) {
  const context = extract ? ` — ${extract.replace(/\s+/g, ' ').trim()}` : '';
  return `${subType ?? type}: ${message}${context}`;
}
