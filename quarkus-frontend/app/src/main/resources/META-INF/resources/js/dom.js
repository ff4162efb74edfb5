/** Shorthands of the DOM. Data reaches the page as text and attributes only, never as markup. */

import { show } from './i18n/live.js';
import { text } from './i18n/text.js';

export const byId = (id) => document.getElementById(id);

/** Words of the dictionary as a property or a child of an element: they follow the page's language. */
export const words = (key, values) => new Words(() => text(key, values?.()));

/** What gives a text in the page's language, as a property or a child of an element. */
export class Words {
  constructor(read) {
    this.read = read;
  }
}

/**
 * An element. Properties that are functions become listeners, `data` goes to the dataset, undefined ones are left out,
 * all others are attributes; children are nodes or texts. Where words stand, the text follows the page's language.
 */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    if (typeof value === 'function') node.addEventListener(name, value);
    else if (value instanceof Words) show(node, value.read, name);
    else if (name === 'data') Object.assign(node.dataset, value);
    else node.setAttribute(name, value);
  }
  node.append(...children.map((child) => (child instanceof Words ? textNode(child) : child)));
  return node;
}

/** An icon of the sprite in index.html. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  svg.append(use);
  return svg;
}

/** Shows a text, or what a function gives in the page's language; hides the element when there is none. */
export function showText(node, read) {
  show(node, read);
  node.hidden = !node.textContent;
}

/** Has a screen reader say what `read` gives in the page's language, also if it is what was said last. */
export function announce(read) {
  const announcer = byId('announcer');
  announcer.textContent = '';
  show(announcer, read);
}

function textNode({ read }) {
  const node = document.createTextNode('');
  show(node, read);
  return node;
}
