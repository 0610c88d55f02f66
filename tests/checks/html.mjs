// Every HTML page passes the Nu HTML checker with no error.

import { spawn } from 'node:child_process';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import vnuJar from 'vnu-jar';

import { count, Report } from './report.mjs';
import { siteFromArguments } from './site.mjs';

const WARNINGS_SHOWN = 5;
// The second is false here: a file has no origin for 'self' to match, and a
// data block is no script. browser.mjs hears of what a browser does block.
const IGNORED = /^(File was not checked|Resource violates Content Security|Inline script violates Content Security)/;

const site = siteFromArguments();
const report = new Report('html');
const root = resolve(site.dir);

if (report.require(site.html.length > 0, site.dir, 'holds no HTML page')) await checkPages();
else report.close('0 pages');

async function checkPages() {
  const { messages, checked } = await runChecker();
  const errors = messages.filter((message) => message.type !== 'info');
  const warnings = messages.filter((message) => message.type === 'info');
  for (const error of errors) report.fail(fileOf(error), error.lastLine, describe(error));
  // What the checker cannot open it passes over with a mere warning.
  for (const file of site.html) if (!checked.has(file)) report.fail(file, undefined, 'was not checked');

  for (const warning of warnings.slice(0, WARNINGS_SHOWN)) {
    console.log(`warning: ${fileOf(warning)}:${warning.lastLine}: ${describe(warning)}`);
  }
  report.close(`${count(checked.size, 'page')}, ${count(warnings.length, 'warning')}`);
}

// Resolves to the checker's messages and the set of files it read.
async function runChecker() {
  const options = ['--skip-non-html', '--exit-zero-always', '--verbose', '--format', 'json'];
  const java = spawn('java', ['-Xss1m', '-jar', String(vnuJar), ...options, root], {
    // In the C locale Java cannot open a file with an Arabic name.
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((done, failed) => java.on('error', failed).on('close', done));
  const [names, output] = await Promise.all([read(java.stdout), read(java.stderr)]);
  const status = await ended;
  if (status !== 0) throw new Error(`the checker ended with status ${status}: ${output.slice(0, 2000)}`);
  // Java itself may have a word to say before.
  const { messages } = JSON.parse(output.slice(output.indexOf('{')));
  return {
    messages: messages.filter(({ message }) => !IGNORED.test(message)),
    checked: new Set(names.split('\n').filter(Boolean).map((path) => relative(root, path))),
  };
}

async function read(stream) {
  return (await stream.setEncoding('utf8').toArray()).join('');
}

function fileOf({ url }) {
  return url ? relative(root, fileURLToPath(url.replace(/^file:\/*/, 'file:///'))) : site.dir;
}

function describe({ subType, type, message, extract }) {
  const context = extract ? ` — ${extract.replace(/\s+/g, ' ').trim()}` : '';
  return `${subType ?? type}: ${message}${context}`;
}
