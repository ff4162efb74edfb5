/**
 * A number field with − and + beside it and the arrow keys in it: a spin button, to those who do not see it too. The field
 * stays a text field: what was typed reaches the server as it is, and the server's sentence says what is wrong with it.
 * Reads data-step, -min and -max of the field.
 */

import { element, words } from './dom.js';
import { language, text } from './i18n/text.js';

export function makeStepper(input) {
  const { text: key } = input.labels[0].dataset;
  const field = () => ({ field: text(key).toLocaleLowerCase(language()) });
  const wrapper = element('div', { class: 'stepper' });
  input.replaceWith(wrapper);
  wrapper.append(button('−', words('less', field), () => move(input, -1)), input, button('+', words('more', field), () => move(input, 1)));
  input.setAttribute('role', 'spinbutton');
  const tell = () => tellValue(input);
  input.addEventListener('input', tell);
  new MutationObserver(tell).observe(input, { attributeFilter: ['data-min', 'data-max', 'placeholder'] });
  tell();
  input.addEventListener('keydown', (event) => {
    const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!direction) return;
    event.preventDefault();
    move(input, direction);
  });
}

function button(text, label, click) {
  // The arrow keys do the same, so the keyboard need not stop here.
  return element('button', { type: 'button', tabindex: '-1', 'aria-label': label, click }, text);
}

/** An empty field stands for what its placeholder says; what is no number is read as it was typed. */
function tellValue(input) {
  const value = input.value.trim() || input.placeholder;
  const told = {
    'aria-valuemin': input.dataset.min,
    'aria-valuemax': input.dataset.max,
    'aria-valuenow': value && Number.isFinite(Number(value)) ? value : undefined,
    'aria-valuetext': value || undefined,
  };
  for (const [name, said] of Object.entries(told)) {
    if (said === undefined) input.removeAttribute(name);
    else input.setAttribute(name, said);
  }
}

/** To the next multiple of the step, within the range. */
function move(input, direction) {
  const step = Number(input.dataset.step ?? 1);
  const [min, max] = [Number(input.dataset.min), Number(input.dataset.max)];
  const now = Number(input.value || input.placeholder) || min;
  const steps = Number((now / step).toFixed(6)); // 0.15 / 0.05 is a little less than 3
  const next = (direction > 0 ? Math.floor(steps) + 1 : Math.ceil(steps) - 1) * step;
  input.value = String(Number(Math.min(max, Math.max(min, next)).toFixed(6)));
  input.dispatchEvent(new Event('input', { bubbles: true }));
}
