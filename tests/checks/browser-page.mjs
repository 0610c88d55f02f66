// What the browser check asks of one open page. Each function reports through
// `fail`; the code passed to `evaluate` runs in the page.

import axe from 'axe-core';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

export async function checkLayout(page, fail) {
  const found = await page.evaluate(() => {
    const { scrollWidth } = document.scrollingElement;
    const isOutside = ({ left, right, width }) => width > 0 && (right > innerWidth + 1 || left < -1);
    const culprits = [...document.body.querySelectorAll('*')].filter((e) => isOutside(e.getBoundingClientRect()));
    const { lang, dir } = document.documentElement;
    return {
      lang,
      dir,
      headings: document.querySelectorAll('h1').length,
      scrollWidth,
      innerWidth,
      culprits: culprits.slice(0, 3).map((e) => e.cloneNode(false).outerHTML.slice(0, 100)),
    };
  });
  if (found.scrollWidth > found.innerWidth) {
    fail(`scrolls sideways: ${found.scrollWidth} > ${found.innerWidth}px; reaching out: ${found.culprits.join(' ')}`);
  }
  if (found.headings !== 1) fail(`has ${found.headings} <h1>, not one`);
  if (!found.lang) fail('<html> has no lang');
  if (found.dir !== 'rtl' && found.dir !== 'ltr') fail(`<html> has dir="${found.dir}"`);
}

export async function checkAccessibility(page, fail) {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async (rules) => {
    const options = { runOnly: { type: 'tag', values: rules }, resultTypes: ['violations'] };
    const results = await window.axe.run(document, options);
    return results.violations.map(({ id, help, nodes }) => ({
      id,
      help,
      nodes: nodes.map(({ target, any }) => `${target.join(' ')}${any[0] ? ` (${any[0].message})` : ''}`),
    }));
  }, RULES);
  for (const { id, help, nodes } of violations) {
    const rest = nodes.length > 3 ? ` … and ${nodes.length - 3} more` : '';
    fail(`axe ${id}: ${help}: ${nodes.slice(0, 3).join('; ')}${rest}`);
  }
}

// The first Tab reaches the skip link, which leads into <main>; what has the
// focus shows it.
export async function checkKeyboard(page, fail) {
  await page.keyboard.press('Tab');
  const skip = await focused(page);
  if (!skip.hash) return fail(`the first thing to focus is ${skip.html}, not a skip link`);
  if (!skip.isShown) fail('the focused skip link is not in view');
  reportOutline('the skip link', skip, fail);

  await page.keyboard.press('Tab');
  const next = await focused(page);
  reportOutline(next.html, next, fail);
  await page.keyboard.press('Shift+Tab');
  if ((await focused(page)).hash !== skip.hash) return fail('Shift+Tab does not lead back to the skip link');

  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.hash === skip.hash);
  if ((await focused(page)).isInMain) return;
  // Without tabindex the target is not focused itself, but focus goes on from it.
  await page.keyboard.press('Tab');
  const after = await focused(page);
  if (!after.isInMain) fail(`after the skip link the focus is on ${after.html}, not in <main>`);
}

function reportOutline(name, { outline, isBody }, fail) {
  if (!isBody && !outline) fail(`${name} shows no outline when focused`);
}

function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const { top, bottom, left, right } = element.getBoundingClientRect();
    const target = element.matches('a[href^="#"]') ? element.hash : '';
    const isSmall = right - left < 2 || bottom - top < 2;
    return {
      html: element.cloneNode(false).outerHTML.slice(0, 100),
      hash: target,
      isBody: element === document.body,
      isInMain: element.closest('main') !== null,
      isShown: !isSmall && top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth,
      outline: outlineStyle !== 'none' && parseFloat(outlineWidth) > 0,
    };
  });
}

// On the right-to-left list of tags a count in parentheses stands left of its
// name, whatever script the name is in.
export async function checkBidiOrder(page, fail) {
  const pairs = await page.evaluate(() => {
    if (document.documentElement.dir !== 'rtl') return [];
    const isCount = (text) => /^\s*[((]\s*[\d٠-٩۰-۹][^()()]*[))]/.test(text);
    const textAfter = (element) => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      walker.currentNode = element;
      let node = walker.nextNode();
      while (node && (element.contains(node) || node.data.trim() === '')) node = walker.nextNode();
      return node;
    };
    return [...document.querySelectorAll('main bdi')].flatMap((name) => {
      const text = textAfter(name);
      if (!text || !isCount(text.data)) return [];
      const range = document.createRange();
      range.selectNodeContents(text);
      // A name may be broken over lines: the count follows the last of them.
      const nameBox = [...name.getClientRects()].at(-1);
      const countBox = range.getClientRects()[0];
      const isSameLine = Math.abs(nameBox.top - countBox.top) < nameBox.height;
      return [{
        name: name.textContent,
        count: text.data.trim(),
        isSameLine,
        isLeft: countBox.right <= nameBox.left + 1,
      }];
    });
  });
  if (pairs.length === 0) fail('shows no <bdi> name with a count in parentheses, right to left');
  for (const { name, count, isSameLine, isLeft } of pairs) {
    if (isSameLine && !isLeft) fail(`the count ${count} does not stand left of the name ${name}`);
  }
}

// What <main> says, but for buttons: those are there only where scripts run.
export const mainText = (page) =>
  page.evaluate(() => {
    const main = document.querySelector('main');
    if (!main) return '';
    const buttons = [...main.querySelectorAll('button')];
    for (const button of buttons) button.style.display = 'none';
    const text = main.innerText.trim();
    for (const button of buttons) button.style.display = '';
    return text;
  });

// Notes whatever moves while a page loads, before anything of it is run.
export const watchShifts = (page) =>
  page.addInitScript(() => {
    window.shifts = [];
    if (!PerformanceObserver.supportedEntryTypes.includes('layout-shift')) return;
    const what = ({ node }) => (node?.outerHTML ?? node?.textContent ?? '').slice(0, 80);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (!entry.hadRecentInput) window.shifts.push({ value: entry.value, nodes: entry.sources.map(what) });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });

// Nothing has moved since the page was first shown.
export async function checkStillness(page, fail) {
  await page.evaluate(() => document.fonts.ready);
  const shifts = await page.evaluate(() => window.shifts);
  for (const { value, nodes } of shifts) fail(`moves by ${value} while it loads: ${nodes.join(' ')}`);
}

// The tools of an article do what they say, and are remembered.
export async function checkTools(page, fail) {
  const size = () => page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
  const larger = page.locator('[data-tool="larger"]');
  if (!(await larger.count())) return;
  const before = await size();
  await larger.click();
  const after = await size();
  if (parseFloat(after) <= parseFloat(before)) fail(`larger text is ${after} after ${before}`);
  await page.reload();
  if ((await size()) !== after) fail(`the size of text is forgotten: ${await size()}`);
  await page.locator('[data-tool="smaller"]').click();
  if ((await size()) !== before) fail(`smaller text is ${await size()}, not ${before}`);
}

// On paper an article is its text with its address: nothing to click, black on white.
export async function checkPrint(page, fail) {
  await page.emulateMedia({ media: 'print' });
  const { shown, address, ink } = await page.evaluate(() => {
    const isShown = (selector) => [...document.querySelectorAll(selector)].some((e) => e.getClientRects().length > 0);
    const clickable = ['nav.main-nav', 'nav.languages', '.tools', '.periods', '.tags'];
    return {
      shown: clickable.filter(isShown),
      address: isShown('.address') && isShown('h1') && isShown('time'),
      ink: getComputedStyle(document.body).color,
    };
  });
  for (const selector of shown) fail(`prints ${selector}`);
  if (!address) fail('prints without its headline, date or address');
  if (ink !== 'rgb(0, 0, 0)') fail(`prints in ${ink}`);
  const pdf = await page.pdf({ format: 'A4' });
  if (pdf.length < 5_000) fail('prints next to nothing');
  await page.emulateMedia({ media: null });
}
