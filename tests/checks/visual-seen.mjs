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

// The number or bullet of a list item, which is no text of the page: what it says is told by the
// browser's accessibility tree, and on which side it is by which side changes when it is taken away.
// The tree has the number's full stop now before it, now after it, so that is left out.
export async function readMarker(page, item) {
  const client = await page.context().newCDPSession(page);
  const { nodes } = await client.send('Accessibility.getFullAXTree');
  await client.detach();
  const marker = nodes.find(({ role }) => role?.value === 'ListMarker');
  const box = await item.boundingBox();
  const gutter = await item.evaluate((element) => parseFloat(getComputedStyle(element.parentElement).paddingInlineStart));
  const shoot = (x) => page.screenshot({ clip: { x, y: box.y, width: gutter, height: box.height } });
  const shootBoth = async () => [await shoot(box.x - gutter), await shoot(box.x + box.width)];
  const before = await shootBoth();
  await item.evaluate((element) => { element.style.listStyleType = 'none'; });
  const after = await shootBoth();
  const [left, right] = before.map((shot, side) => !shot.equals(after[side]));
  return { text: marker?.name.value.replace(/[\s.]/g, '') ?? '', left, right };
}
