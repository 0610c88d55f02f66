// Reads XML strictly, with namespaces: a tree of elements, or an error that
// names the line. Used beside the feed parser, which forgives much.

import { SaxesParser } from 'saxes';

// Each element: { name, namespace, attributes, children, text, line }, where
// `name` has no prefix and `attributes` is keyed by the name as written.
export function readXml(text) {
  const parser = new SaxesParser({ xmlns: true });
  const root = { children: [], text: '' };
  const open = [root];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    const attributes = Object.fromEntries(
      Object.entries(tag.attributes).map(([name, attribute]) => [name, attribute.value]),
    );
    const element = {
      name: tag.local,
      namespace: tag.uri,
      attributes,
      children: [],
      text: '',
      line: parser.line,
    };
    open.at(-1).children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  const addText = (part) => {
    open.at(-1).text += part;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.write(text).close();
  return root.children[0];
}

export const children = (element, name, namespace = element.namespace) =>
  element.children.filter((child) => child.name === name && child.namespace === namespace);

export const child = (element, name, namespace) => children(element, name, namespace)[0];

export const childText = (element, name, namespace) => child(element, name, namespace)?.text.trim() ?? '';
