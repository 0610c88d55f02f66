// What a check found: one line a fault, and a closing line. Sets the exit code.

const SHOWN = 60;

export class Report {
  #name;
  #faults = 0;

  constructor(name) {
    this.#name = name;
  }

  // `line` may be left out; `where` is a file of the site, or a page and its setting.
  fail(where, line, what) {
    this.#faults += 1;
    if (this.#faults <= SHOWN) console.log(`${where}${line ? `:${line}` : ''}: ${what}`);
  }

  // A check that looked at nothing has shown nothing.
  require(condition, where, what) {
    if (!condition) this.fail(where, undefined, what);
    return Boolean(condition);
  }

  close(looked) {
    const hidden = this.#faults - SHOWN;
    if (hidden > 0) console.log(`… and ${hidden} more`);
    console.log(`${this.#name}: ${looked}, ${count(this.#faults, 'fault')}`);
    process.exitCode = this.#faults ? 1 : 0;
  }
}

export const count = (n, noun) => `${n} ${noun}${n === 1 ? '' : 's'}`;
