// What the theme adds where scripts run: the reader's size of text, and a button that copies the address.
// Every page reads the same without it.
(() => {
  'use strict';
  const KEY = 'warraq-text-size';
  const root = document.documentElement;
  const steps = ['smaller', 'normal', 'larger', 'largest'];

  // A browser may forbid pages to remember anything.
  const remembered = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const remember = (step) => {
    try {
      localStorage.setItem(KEY, step);
    } catch {
      // Then the size holds for this page.
    }
  };

  let at = Math.max(0, steps.indexOf(remembered() ?? 'normal'));
  const tools = document.querySelector('.tools');
  const button = (name) => tools?.querySelector(`[data-tool="${name}"]`);
  const [smaller, larger, copy] = ['smaller', 'larger', 'copy'].map(button);

  const apply = () => {
    if (steps[at] === 'normal') delete root.dataset.textSize;
    else root.dataset.textSize = steps[at];
    // Not `disabled`, which would take the focus away from whoever presses the last step.
    smaller?.setAttribute('aria-disabled', String(at === 0));
    larger?.setAttribute('aria-disabled', String(at === steps.length - 1));
  };
  const step = (by) => {
    at = Math.min(steps.length - 1, Math.max(0, at + by));
    remember(steps[at]);
    apply();
  };
  apply();

  if (smaller && larger) {
    smaller.addEventListener('click', () => step(-1));
    larger.addEventListener('click', () => step(1));
    smaller.hidden = larger.hidden = false;
  }
  if (copy && navigator.clipboard) {
    const status = tools.querySelector('[role="status"]');
    copy.addEventListener('click', async () => {
      const address = document.querySelector('link[rel="canonical"]')?.href ?? location.href;
      try {
        await navigator.clipboard.writeText(address);
        status.textContent = copy.dataset.done;
      } catch {
        status.textContent = address;
      }
    });
    copy.hidden = false;
  }
})();
