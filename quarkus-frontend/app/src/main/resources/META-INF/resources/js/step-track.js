/** One picture's steps, each in the colour of the slice that drew it. */

import { element } from './dom.js';
import { colourOf } from './slice-colours.js';

export class StepTrack {
  element = element('div', { class: 'track', role: 'img', data: { testid: 'step-track' } });
  #drawn = new Map();
  #steps;

  constructor(steps) {
    this.#resize(steps);
  }

  /** Marks a step, counted from 1. */
  mark(step, steps, slice) {
    if (steps !== this.#steps) this.#resize(steps);
    const cell = this.element.children[step - 1];
    if (!cell) return;
    cell.dataset.slice = slice;
    cell.title = `Step ${step}: ${slice}`;
    cell.style.background = colourOf(slice);
    this.#drawn.set(slice, (this.#drawn.get(slice) ?? 0) + 1);
    this.element.setAttribute('aria-label', `Step ${step} of ${steps}; ${this.summary()}`);
  }

  /** Which slice drew how many steps; empty before the first. */
  summary() {
    const counts = [...this.#drawn].sort(([one], [other]) => one.localeCompare(other));
    return counts.length ? `steps by slice: ${counts.map(([slice, count]) => `${slice} ${count}`).join(', ')}` : '';
  }

  #resize(steps) {
    this.#steps = steps;
    this.element.replaceChildren(...Array.from({ length: steps }, () => element('i')));
    this.element.classList.toggle('dense', steps > 60);
  }
}
