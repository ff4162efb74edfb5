/** The page's words in the language that was chosen, else in the first of the browser's that there is, else in English. */

import en from './en.js';
import zh from './zh.js';

const DICTIONARIES = { en, 'zh-Hans': zh };
const KEPT = 'diffract.language';

/** Tags (BCP 47) of the languages that there are. */
export const LANGUAGES = Object.keys(DICTIONARIES);

let current = known(kept()) ?? navigator.languages.map(known).find(Boolean) ?? LANGUAGES[0];

/** Tag of the language that the page speaks. */
export const language = () => current;

/** Speaks another language from now on, and the next time too. */
export function chooseLanguage(tag) {
  current = tag;
  try {
    localStorage.setItem(KEPT, tag);
  } catch {
    // Where nothing may be kept the browser's language comes back the next time.
  }
}

/** The words of a key, with values in the place of their names. A value that is a number of things is called `count`. */
export function text(key, values = {}, tag = current) {
  const words = DICTIONARIES[tag][key];
  const form = typeof words === 'string' ? words : words[new Intl.PluralRules(tag).select(values.count)];
  return form.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** Whether there are words for a key: what a later server names may have none. */
export const hasText = (key) => Object.hasOwn(DICTIONARIES[current], key);

/** Of texts by language tags, the one to show, and its tag. */
export function inLanguage(texts) {
  const tags = Object.keys(texts);
  const tag = tags.find((each) => known(each) === current) ?? tags.find((each) => known(each) === 'en') ?? tags[0];
  return [tag, texts[tag]];
}

/** A time in milliseconds. */
export function duration(milliseconds) {
  if (milliseconds < 1000) return text('duration.ms', { n: Math.round(milliseconds) });
  if (milliseconds < 60_000) return text('duration.s', { n: (milliseconds / 1000).toFixed(1) });
  return text('duration.min', { min: Math.floor(milliseconds / 60_000), n: Math.round((milliseconds % 60_000) / 1000) });
}

/** The time of day of an instant (ISO 8601), where the page is looked at. */
export function clock(instant) {
  return new Intl.DateTimeFormat(current, { timeStyle: 'medium' }).format(new Date(instant));
}

/** The language there is for a tag such as `zh-CN`, by its first part. */
function known(tag) {
  const [first] = (tag ?? '').split('-');
  return LANGUAGES.find((each) => each.split('-')[0] === first);
}

function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return undefined;
  }
}
