/** The button that has the page speak the next language; it is named in that language. */

import { byId } from './dom.js';
import { show, speak } from './i18n/live.js';
import { language, LANGUAGES, text } from './i18n/text.js';

const next = () => LANGUAGES[(LANGUAGES.indexOf(language()) + 1) % LANGUAGES.length];

export function offerLanguages() {
  const button = byId('language');
  show(button, next, 'lang');
  show(button, () => text('language.own', {}, next()));
  button.addEventListener('click', () => speak(next()));
}
