// A reader's way through the site, by clicks on the links of each page:
// home -> article -> tag, back, -> day -> month -> year -> archive.

import { BASE_URL } from './site.mjs';

export async function walkThrough(page, { site, kinds, origin, fail }) {
  // What a link leads to is told by the file it stands for.
  const kindOf = (address) => kinds.get(site.fileOf(new URL(new URL(address).pathname, BASE_URL)).file);
  const here = () => decodeURI(new URL(page.url()).pathname);

  const arriveAt = async (kind) => {
    const shown = await page.evaluate(() => document.body.dataset.kind);
    if (shown !== kind) fail(`${here()} is a page of kind ${shown}, not ${kind}`);
    return shown === kind;
  };

  // Where each link leads, or '' where the reader cannot see it.
  const links = () =>
    page.locator('a[href]').evaluateAll((all) => all.map((a) => (a.checkVisibility() ? a.href : '')));

  // Clicks the first link in view to a page of this kind.
  const click = async (kind, fits = () => true) => {
    const index = (await links()).findIndex(
      (address) => address.startsWith(`${origin}/`) && kindOf(address) === kind && fits(new URL(address).pathname),
    );
    if (index < 0) {
      fail(`${here()} has no visible link to its ${kind}`);
      return false;
    }
    const from = page.url();
    await page.locator('a[href]').nth(index).click();
    await page.waitForURL((url) => url.href !== from);
    return arriveAt(kind);
  };

  // A day's month, and so on, is the one whose address the day's begins with.
  const isAbove = (path) => new URL(page.url()).pathname.startsWith(path);

  await page.goto(`${origin}${BASE_URL.pathname}`);
  if (!(await arriveAt('home')) || !(await click('article'))) return;
  const article = page.url();
  if (!(await click('tag'))) return;
  await page.goBack();
  if (page.url() !== article) return fail(`back leads to ${here()}, not to the article`);
  if (!(await click('day'))) return;
  if (!(await links()).includes(article)) return fail(`${here()} does not list the article it was reached from`);
  if (!(await click('month', isAbove))) return;
  if (!(await click('year', isAbove))) return;
  await click('archive');
}
