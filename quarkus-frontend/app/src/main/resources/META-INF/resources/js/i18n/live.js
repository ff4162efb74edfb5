/** Texts of the document that follow the page's language: each is kept as the function that gives it. */

import { chooseLanguage, language, text } from './text.js';

/** Attributes of index.html that name a key, and where its words go; `data-text` is the element's content. */
const STATIC = { text: '', title: 'title', label: 'aria-label', placeholder: 'placeholder', alt: 'alt' };

/** By node: by attribute, or '' for the content, what gives the text. */
const said = new WeakMap();

/** Shows what `read` gives, now and in every other language; a text that is no function stays as it is. */
export function show(node, read, attribute = '') {
  const reads = said.get(node) ?? new Map();
  said.set(node, reads);
  reads.set(attribute, typeof read === 'function' ? read : () => read);
  apply(node, attribute, reads.get(attribute));
}

/** Brings all texts of a node and below it into the page's language. */
export function translate(root) {
  const nodes = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = root; node; node = nodes.nextNode()) {
    said.get(node)?.forEach((read, attribute) => apply(node, attribute, read));
  }
}

/** Speaks a language everywhere. */
export function speak(tag) {
  chooseLanguage(tag);
  document.documentElement.lang = tag;
  translate(document.documentElement);
}

/** Gives the elements of index.html their words. */
export function begin() {
  document.documentElement.lang = language();
  for (const [name, attribute] of Object.entries(STATIC)) {
    for (const node of document.querySelectorAll(`[data-${name}]`)) show(node, () => text(node.dataset[name]), attribute);
  }
}

function apply(node, attribute, read) {
  const words = read() ?? '';
  if (attribute) {
    if (node.getAttribute(attribute) !== words) node.setAttribute(attribute, words);
  } else if (node.textContent !== words) {
    node.textContent = words;
  }
}
