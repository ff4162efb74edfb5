/** The status line, the bar over all pictures, the window's title, and what a screen reader hears of them. */

import { announce, byId } from './dom.js';

export class ProgressLine {
  #status = byId('status');
  #bar = byId('progress');
  #fractions = [];
  #announced = 0;

  sending() {
    this.#status.textContent = 'Sending…';
    this.#bar.hidden = false;
    this.#bar.removeAttribute('value');
    announce('Drawing');
  }

  queued({ position }) {
    if (!(position > 0)) return;
    this.#status.textContent = position === 1 ? 'Waiting: next in the queue.' : `Waiting: number ${position} in the queue.`;
    announce(this.#status.textContent);
  }

  started({ count }) {
    this.#fractions = new Array(count).fill(0);
    this.#announced = 0;
    this.#bar.value = 0;
    this.#status.textContent = 'Reading the prompt…';
  }

  step({ index, step, steps, slice }) {
    this.#fractions[index] = step / steps;
    const count = this.#fractions.length;
    const whole = this.#fractions.reduce((sum, fraction) => sum + fraction, 0) / count;
    const picture = count > 1 ? `Picture ${index + 1} of ${count}, step` : 'Step';
    this.#bar.value = whole;
    this.#status.textContent = `${picture} ${step} of ${steps} on slice ${slice}`;
    document.title = `${Math.round(whole * 100)} % · Diffract`;
    this.#announceQuarters(whole);
  }

  /** Nothing runs any more; the line keeps the last word. */
  end(text) {
    this.#status.textContent = text;
    this.#bar.hidden = true;
    document.title = 'Diffract';
    announce(text);
  }

  /** Every step would be too much to listen to. */
  #announceQuarters(whole) {
    const quarter = Math.floor(whole * 4);
    if (quarter > this.#announced && quarter < 4) announce(`${quarter * 25} %`);
    this.#announced = quarter;
  }
}
