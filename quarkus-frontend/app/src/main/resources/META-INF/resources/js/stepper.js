/**
 * A number field with − and + beside it and the arrow keys in it. The field stays a text field: what was typed reaches
 * the server as it is, and the server's sentence says what is wrong with it. Reads data-step, -min and -max of the field.
 */

import { element } from './dom.js';

export function makeStepper(input) {
  const label = input.labels[0].textContent.toLowerCase();
  const wrapper = element('div', { class: 'stepper' });
  input.replaceWith(wrapper);
  wrapper.append(button('−', `Less ${label}`, () => move(input, -1)), input, button('+', `More ${label}`, () => move(input, 1)));
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
