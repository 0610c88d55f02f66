// Finds a Chromium that runs: $CHROMIUM if set, else the first of the usual
// names. Run by itself it prints what it found, or ends with status 1.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

export function findChromium() {
  const names = process.env.CHROMIUM ? [process.env.CHROMIUM] : NAMES;
  return names.flatMap(pathsOf).find(runs);
}

function pathsOf(name) {
  const paths = isAbsolute(name) ? [name] : process.env.PATH.split(delimiter).map((dir) => join(dir, name));
  return paths.filter((path) => existsSync(path));
}

// Being there is not enough: some systems ship a stand-in that only says where
// the browser could be had.
function runs(path) {
  const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 60_000 });
  return status === 0 && /Chrom/.test(stdout);
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const found = findChromium();
  if (found) console.log(found);
  else process.exitCode = 1;
}
