/**
 * What a problem says in the page's language: a document of the server's, whose title may be a `titleKey` of the page's own
 * words, or `{key, values}` of them.
 */

import { serverWords } from './server-words.js';
import { text } from './text.js';

/** One line on the kind of problem. */
export function titleOf({ key, titleKey, title }) {
  if (titleKey) return text(titleKey);
  return key ? text(`${key}.title`) : title ? serverWords(title) : text('failure.unexplained.title');
}

/** One sentence on this very case; empty if there is none. */
export function detailOf({ key, values, detail }) {
  return key ? text(key, values) : serverWords(detail ?? '');
}
