/** Shorthands of the DOM. Data reaches the page as text and attributes only, never as markup. */

export const byId = (id) => document.getElementById(id);

/**
 * An element. Properties that are functions become listeners, `data` goes to the dataset, undefined ones are left out,
 * all others are attributes; children are nodes or texts.
 */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    if (typeof value === 'function') node.addEventListener(name, value);
    else if (name === 'data') Object.assign(node.dataset, value);
    else node.setAttribute(name, value);
  }
  node.append(...children);
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

/** Shows a text, or hides the element when there is none. Leaves the DOM alone when nothing changes. */
export function showText(node, text) {
  if (node.textContent !== text) node.textContent = text;
  node.hidden = !text;
}

/** Has a screen reader say a sentence. */
export function announce(text) {
  byId('announcer').textContent = text;
}
