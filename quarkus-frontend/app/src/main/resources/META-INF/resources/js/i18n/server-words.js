/**
 * The server's sentences in the page's language. The server speaks English; what `zh-server.js` has a pattern for is said
 * in Chinese, everything else as it came.
 */

import { language } from './text.js';
import chinese from './zh-server.js';

const PATTERNS = { 'zh-Hans': chinese.map(([english, other]) => [patternOf(english), other]) };

/** A sentence of the server's, or a part of one, in the page's language. */
export const serverWords = (sentence) => translated(sentence) ?? sentence;

/** Tag of the language in which `serverWords` says a sentence. */
export const tagOf = (sentence) => (language() === 'en' || translated(sentence) === undefined ? 'en' : language());

/** Undefined where there is no pattern for it. What a pattern leaves open may be a sentence itself. */
function translated(sentence) {
  for (const [pattern, other] of PATTERNS[language()] ?? []) {
    const values = pattern.exec(sentence)?.slice(1);
    if (values) return other.replace(/\{(\d)\}/g, (_, number) => serverWords(values[number]));
  }
  return undefined;
}

/** `must have {}` as a pattern of whole sentences. */
function patternOf(english) {
  const parts = english.split('{}').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('(.+?)')}$`, 's');
}
