/** The folded parts of the form say while they are closed how many of their fields are set. */

import { showText } from './dom.js';
import { fields, valueOf } from './fields.js';
import { text } from './i18n/text.js';

export function watchFolds() {
  for (const fold of document.querySelectorAll('.fold')) {
    const own = fields().filter((input) => fold.contains(input));
    const untouched = new Map(own.map((input) => [input, valueOf(input)]));
    const show = () => {
      const set = own.filter((input) => !input.closest('[hidden]') && valueOf(input) !== untouched.get(input)).length;
      const chosen = fold.querySelector('#hires:checked, #easel:not([hidden])');
      showText(fold.querySelector('.note'), () => (set ? text('fold.set', { count: set }) : chosen ? text('fold.on') : ''));
    };
    fold.addEventListener('input', show);
    fold.addEventListener('change', show);
    fold.addEventListener('picture', show);
  }
}
