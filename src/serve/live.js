// Reloads a page that has become another, swaps style sheets, shows what is wrong with an edit.
(() => {
  const { tag, page } = document.currentScript.dataset;
  const own = '/.warraq/';
  const here = location.pathname + location.search;
  let known = tag, since = '', source, host;

  // A browser keeps the place only if heights stay.
  const place = 'warraq:' + here;
  const top = sessionStorage.getItem(place);
  sessionStorage.removeItem(place);
  if (top) addEventListener('load', () => scrollTo({ top, behavior: 'instant' }));

  function reload() {
    sessionStorage.setItem(place, scrollY);
    location.reload();
  }

  function swap(link, href) {
    const next = link.cloneNode();
    link.dataset.old = '';
    next.dataset.live = since;
    next.href = href;
    next.onload = next.onerror = () => link.remove();
    link.after(next);
  }

  const sheets = (root) => [...root.querySelectorAll('link[rel~=stylesheet]:not([data-old])')];
  const ask = (url, options) => fetch(url, { cache: 'no-store', ...options });

  async function restyle() {
    const next = new DOMParser().parseFromString(await (await ask(here)).text(), 'text/html');
    const hrefs = sheets(next).map((link) => link.getAttribute('href'));
    sheets(document).forEach((link, at) => {
      if (hrefs[at] && hrefs[at] !== link.getAttribute('href')) swap(link, hrefs[at]);
    });
  }

  // Files that changed without the page: a sheet is taken anew, else the page.
  function changed(files) {
    const uses = (url) => files.includes(new URL(url, location.href).pathname);
    for (const link of sheets(document))
      if (link.dataset.live !== since && uses(link.href)) swap(link, link.href.split('?')[0] + '?' + since);
    return performance.getEntriesByType('resource').some(({ name }) => !/\.css\b/.test(name) && uses(name));
  }

  async function check({ files, faults }) {
    const reply = await ask(here, { method: 'HEAD', headers: { 'If-None-Match': `"${known}"` } });
    const now = reply.status === 304 ? known : (reply.headers.get('etag') || '').replaceAll('"', '');
    if (page === 'fault') return now !== known && reload();
    // It cannot be made: the old one stays.
    if (reply.status >= 500) faults = await (await ask(own + 'faults?page=' + encodeURIComponent(location.pathname))).json();
    else if (now !== known && reply.headers.get('warraq-page') !== page) return reload();
    else if (now !== known) await restyle(known = now);
    if (changed(files)) return reload();
    await show(faults);
  }

  async function show(faults) {
    const shown = faults.length && document.createElement('warraq-faults');
    if (shown) {
      const root = shown.attachShadow({ mode: 'open' });
      const style = await (await ask(own + 'live.css')).text();
      root.adoptedStyleSheets = [await new CSSStyleSheet().replace(style)];
      const make = (name, textContent, parent) => {
        const element = Object.assign(document.createElement(name), { textContent, dir: 'auto' });
        parent.append(element);
        return element;
      };
      const box = Object.assign(make('div', '', root), { role: 'alert' });
      make('button', 'Hide', box).onclick = () => shown.remove();
      for (const { message, code, place, text, hint } of faults) {
        make('p', `${message} [${code}]`, box);
        if (place) make('b', place, box);
        if (text) make('pre', text, box);
        if (hint) make('p', hint, box);
      }
      document.documentElement.append(shown);
    }
    host?.remove();
    host = shown || null;
  }

  let last = Promise.resolve();
  // A page nobody sees holds no connection: a browser has six for a site.
  function listen() {
    source?.close();
    if (document.hidden) return;
    source = new EventSource(own + 'live?since=' + since);
    source.onmessage = ({ data }) => {
      const state = JSON.parse(data);
      since = state.since;
      last = last.then(() => check(state)).catch(() => {});
    };
  }
  addEventListener('visibilitychange', listen);
  listen();
})();
