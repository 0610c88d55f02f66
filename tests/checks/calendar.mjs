// The tables of calendars, tests/tables/months.txt and tests/tables/hijri.txt,
// against this Node's own Intl (ICU4C and CLDR): the names of the Gregorian
// months, and the Umm al-Qura calendar on every day from 1300 to 1600 AH. The
// program itself is held to the same tables by tests/locale.rs.
//
//   node tests/checks/calendar.mjs           checks the tables
//   node tests/checks/calendar.mjs --write   makes them anew from Intl

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { count, Report } from './report.mjs';

const MONTHS = tablePath('months.txt');
const HIJRI = tablePath('hijri.txt');
// One locale for each set of names in Arabic, then the other languages of the theme.
const LOCALES = [
  'ar', 'ar-SY', 'ar-EG', 'ar-MA', 'ar-TN', 'ar-MR', 'fa-u-ca-gregory', 'he', 'ur', 'ckb', 'tr', 'fr', 'en',
];
const FIRST_YEAR = 1300;
const LAST_YEAR = 1600;
const FIRST_DAY = Date.UTC(1882, 10, 12);
const DAY = 24 * 60 * 60 * 1000;

const MONTHS_HEAD = `# أسماء الأشهر الميلادية وحدها، كما في CLDR: اللغة والبلد، ثم رقم الشهر، ثم اسمه.
# The names of the Gregorian months standing alone, by CLDR: locale, number, name.
# Made by: node tests/checks/calendar.mjs --write
`;
const HIJRI_HEAD = `# تقويم أم القرى: السنة الهجرية، ثم أول أيامها بالتاريخ الميلادي، ثم عدد أيام كل شهر من أشهرها الاثني عشر.
# The Umm al-Qura calendar: the Hijri year, its first day in the Gregorian calendar, and the length of
# each of its twelve months.
# Made by: node tests/checks/calendar.mjs --write
`;

if (process.argv[2] === '--write') {
  writeFileSync(MONTHS, MONTHS_HEAD + monthLines().join('\n') + '\n');
  writeFileSync(HIJRI, HIJRI_HEAD + hijriLines().join('\n') + '\n');
} else {
  check();
}

function check() {
  const report = new Report('calendar');
  const names = compare(report, MONTHS, monthLines());
  compare(report, HIJRI, hijriLines());
  const days = checkEveryDay(report);
  const { icu, cldr } = process.versions;
  report.close(`${count(names, 'month name')}, ${count(days, 'Hijri day')}, by ICU ${icu} with CLDR ${cldr}`);
}

// The lines of a committed table against those that Intl gives now.
function compare(report, path, expected) {
  const lines = readTable(path);
  report.require(lines.length === expected.length, path, `holds ${lines.length} lines, Intl gives ${expected.length}`);
  lines.forEach(({ text, line }, n) => {
    if (text !== expected[n]) report.fail(path, line, `"${text}" is "${expected[n]}" in Intl`);
  });
  return lines.length;
}

// Every day that the committed table spans, counted out of the table alone, against Intl.
function checkEveryDay(report) {
  const hijri = hijriFormat();
  let days = 0;
  let at = FIRST_DAY;
  for (const { text, line } of readTable(HIJRI)) {
    const [year, first, ...lengths] = text.split(' ');
    report.require(isoDay(at) === first, HIJRI, `line ${line}: ${year} begins on ${first}, after a year that ends before ${isoDay(at)}`);
    lengths.forEach((length, month) => {
      for (let day = 1; day <= Number(length); day += 1) {
        const told = partsOf(hijri, at);
        const counted = `${Number(year)}-${month + 1}-${day}`;
        if (told !== counted) report.fail(HIJRI, line, `${isoDay(at)} is ${counted}, ${told} in Intl`);
        at += DAY;
        days += 1;
      }
    });
  }
  return days;
}

function monthLines() {
  return LOCALES.flatMap((locale) => {
    const format = new Intl.DateTimeFormat(locale, { calendar: 'gregory', month: 'long', timeZone: 'UTC' });
    return Array.from({ length: 12 }, (_, month) => {
      const name = format.format(Date.UTC(2022, month, 1));
      return `${locale} | ${month + 1} | ${name}`;
    });
  });
}

// Walks the days by Intl alone: a month ends where Intl's month changes.
function hijriLines() {
  const hijri = hijriFormat();
  const lines = [];
  let at = FIRST_DAY;
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year += 1) {
    const first = at;
    const lengths = [];
    for (let month = 1; month <= 12; month += 1) {
      let length = 0;
      while (partsOf(hijri, at).startsWith(`${year}-${month}-`)) {
        at += DAY;
        length += 1;
      }
      lengths.push(length);
    }
    lines.push([year, isoDay(first), ...lengths].join(' '));
  }
  return lines;
}

function hijriFormat() {
  return new Intl.DateTimeFormat('en', {
    calendar: 'islamic-umalqura', numberingSystem: 'latn', timeZone: 'UTC', year: 'numeric', month: 'numeric', day: 'numeric',
  });
}

function partsOf(format, at) {
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${parts.year}-${parts.month}-${parts.day}`;
}

function readTable(path) {
  return readFileSync(path, 'utf8')
    .split('\n')
    .map((text, n) => ({ text, line: n + 1 }))
    .filter(({ text }) => text !== '' && !text.startsWith('#'));
}

function isoDay(at) {
  return new Date(at).toISOString().slice(0, 10);
}

function tablePath(name) {
  return fileURLToPath(new URL(`../tables/${name}`, import.meta.url));
}
