/** One picture's steps, each in the colour of the slice that drew it. */

import { element, Words } from './dom.js';
import { show } from './i18n/live.js';
import { text } from './i18n/text.js';
import { colourOf } from './slice-colours.js';

export class StepTrack {
  #steps;
  element = element('div', {
    class: 'track', role: 'img', 'aria-label': new Words(() => text('track.steps', { count: this.#steps })), data: { testid: 'step-track' },
  });
  #drawn = new Map();

  constructor(steps) {
    this.#resize(steps);
  }

  /** Marks a step, counted from 1. */
  mark(step, steps, slice) {
    if (steps !== this.#steps) this.#resize(steps);
    const cell = this.element.children[step - 1];
    if (!cell) return;
    cell.dataset.slice = slice;
    show(cell, () => text('track.step', { step, slice }), 'title');
    cell.style.background = colourOf(slice);
    this.#drawn.set(slice, (this.#drawn.get(slice) ?? 0) + 1);
    show(this.element, () => text('track.at', { step, steps, summary: this.summary() }), 'aria-label');
  }

  /** Which slice drew how many steps; empty before the first. */
  summary() {
    const counts = [...this.#drawn].sort(([one], [other]) => one.localeCompare(other));
    return counts.length
      ? text('track.summary', { counts: counts.map(([slice, count]) => `${slice} ${count}`).join(', ') })
      : '';
  }

  #resize(steps) {
    this.#steps = steps;
    this.element.replaceChildren(...Array.from({ length: steps }, () => element('i')));
    this.element.classList.toggle('dense', steps > 60);
  }
}
