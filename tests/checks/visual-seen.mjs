// What a reader sees of an element: its characters in the places where the
// browser has put them.

// Runs in the page. Returns { direction, lines }: lines from top to bottom, each of glyphs from left to
// right, { text, gap }. Nothing is put into the page, for an element more could change the order.
export function readGlyphs(element) {
  // What is seen as a gap without a space in it, such as the padding of a cell.
  const GAP = 0.3 * parseFloat(getComputedStyle(element).fontSize);
  const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;

  const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
  const found = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const { data } = walker.currentNode;
    for (const { segment, index } of segmenter.segment(data)) {
      const isSpace = segment.trim() === '';
      const text = isSpace ? '' : segment.replace(IGNORABLE, '');
      if (text === '' && !isSpace) continue;
      range.setStart(walker.currentNode, index);
      range.setEnd(walker.currentNode, index + segment.length);
      const box = [...range.getClientRects()].find(({ width, height }) => width > 0 && height > 0);
      if (box) found.push({ text, box });
    }
  }

  const lines = [];
  for (const glyph of found.toSorted((a, b) => a.box.top - b.box.top)) {
    const { top, bottom } = glyph.box;
    const shared = (line) => Math.min(line.bottom, bottom) - Math.max(line.top, top);
    const line = lines.find((known) => shared(known) > 0.4 * Math.min(known.bottom - known.top, bottom - top));
    if (line) line.glyphs.push(glyph);
    else lines.push({ top, bottom, glyphs: [glyph] });
  }
  return { direction: getComputedStyle(element).direction, lines: lines.map(inOrder).filter((line) => line.length > 0) };

  function inOrder({ glyphs }) {
    const middle = ({ box }) => (box.left + box.right) / 2;
    const shown = [];
    let right = Infinity;
    let gap = false;
    for (const { text, box } of glyphs.toSorted((a, b) => middle(a) - middle(b))) {
      gap ||= text === '' || box.left - right >= GAP;
      right = box.right;
      if (text === '') continue;
      shown.push({ text, gap: gap && shown.length > 0 });
      gap = false;
    }
    return shown;
  }
}
