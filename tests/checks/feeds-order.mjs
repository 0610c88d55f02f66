// What both kinds of feed ask of their entries together.

import { childText } from './xml.mjs';

export function reportRepeats(entries, name, { fail }) {
  const seen = new Map();
  for (const entry of entries) {
    const value = childText(entry, name);
    if (seen.has(value)) fail(entry.line, `the ${name} "${value}" is that of the entry on line ${seen.get(value)} too`);
    seen.set(value, entry.line);
  }
}

export function reportDisorder(entries, dateOf, { fail }) {
  for (const [index, entry] of entries.entries()) {
    if (index > 0 && dateOf(entry) > dateOf(entries[index - 1])) {
      fail(entry.line, 'is newer than the entry before it');
    }
  }
}
