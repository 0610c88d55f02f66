// Reads tests/tables/visual.txt, whose head explains how it is written.

import { readFileSync } from 'node:fs';

// APL symbols: they are visible and, unlike other arrows, strong left-to-right
// characters, so that the file itself is shown in the order it is written.
const NEXT = '⍈';
const NEW_LINE = '⍗';

const RTL_LETTER = /(?=\p{L})[\p{Script=Arabic}\p{Script=Hebrew}\u0640]/u;
const OTHER_SIGN = /\p{N}|(?=\p{L})[^\p{Script=Arabic}\p{Script=Hebrew}\u0640]/u;
const WORD = /[\p{L}\p{M}\p{N}]/u;
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

// Returns [{ id, where, width, language, siteLanguage, source, expected, line }], `expected` being
// lines of glyphs from left to right: { text, gap }, with a gap before it or not.
export function readTable(file) {
  const cases = [];
  for (const [index, text] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (text.trim() === '' || text.startsWith('#')) continue;
    const line = index + 1;
    try {
      const read = { ...readCase(text), line };
      const twin = cases.find(({ id }) => id === read.id);
      if (twin) throw new Error(`has the id of line ${twin.line}`);
      cases.push(read);
    } catch (error) {
      throw new Error(`${file}:${line}: ${error.message}`);
    }
  }
  return cases;
}

function readCase(text) {
  const [, id, place, languages, rest] = /^(\S+) +\| ([^|]+) \| ([^|]+) \| (.*)$/u.exec(text) ?? [];
  if (!id) throw new Error('has fewer than four columns');
  const [, where, width] = /^(.*?)(?: at (\d+))?$/u.exec(place.trim());
  const [language, siteLanguage = language] = languages.trim().split(' in ');
  const start = rest.indexOf(` ${NEXT} `);
  if (start < 0) throw new Error(`has no expected order, which begins with ${NEXT}`);
  const source = rest.slice(0, start).trim().replaceAll('\\n', '\n');
  const expected = rest.slice(start + 3).split(NEW_LINE).map(readLine);
  return { id, where, width: width && Number(width), language, siteLanguage, source, expected };
}

function readLine(line) {
  const glyphs = [];
  let gap = false;
  for (const token of line.split(NEXT)) {
    if (token.trim() === '') throw new Error('has an empty token');
    const read = readToken(token.trim());
    read[0].gap = gap || token.startsWith(' ');
    glyphs.push(...read);
    gap = token.endsWith(' ');
  }
  glyphs[0].gap = false;
  return glyphs;
}

// A token with a letter that is written from the right is read from the right, any other from the
// left: in which direction is for the letters alone to say, so it cannot hold both kinds.
function readToken(token) {
  if (!RTL_LETTER.test(token)) return glyphsOf(token);
  if (OTHER_SIGN.test(token)) throw new Error(`“${token}” is of two directions`);
  if (!isLetter(token.at(0)) || !isLetter(token.at(-1))) {
    throw new Error(`“${token}” needs a token of its own for the signs at its ends`);
  }
  return glyphsOf([...graphemes.segment(token)].map(({ segment }) => segment).reverse().join(''));
}

const isLetter = (character) => RTL_LETTER.test(character) || /\p{M}/u.test(character);

function glyphsOf(text) {
  const glyphs = [];
  let gap = false;
  for (const { segment } of graphemes.segment(text)) {
    if (segment.trim() === '') gap = true;
    else {
      glyphs.push({ text: segment.replace(IGNORABLE, ''), gap });
      gap = false;
    }
  }
  return glyphs;
}

// Lines of glyphs as the table writes them.
export const writeLines = (lines) => lines.map(writeLine).join(` ${NEW_LINE} `);

function writeLine(glyphs) {
  const tokens = [];
  for (const { text, gap } of glyphs) {
    const isRtl = RTL_LETTER.test(text);
    const last = tokens.at(-1);
    const space = gap ? ' ' : '';
    const isOne = last?.isRtl === isRtl && (!gap || (WORD.test(last.text.at(-1)) && WORD.test(text)));
    if (!isOne) tokens.push({ isRtl, text, gap });
    else last.text = isRtl ? text + space + last.text : last.text + space + text;
  }
  return tokens.map(({ text, gap }, index) => (index === 0 ? '' : gap ? ` ${NEXT} ` : NEXT) + text).join('');
}
