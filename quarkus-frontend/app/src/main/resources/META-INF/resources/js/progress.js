/**
 * The status line, the bar over all pictures, the window's title, and what a screen reader hears of them. While something
 * is to be drawn and no slice can, the line says so.
 */

import { announce, byId, showText } from './dom.js';
import { clock, duration, text } from './i18n/text.js';

export class ProgressLine {
  #bar = byId('progress');
  #fractions = [];
  #announced = 0;
  #running = false;
  /** Whether a slice can draw; undefined until that is known. */
  #ready;
  #say = () => text(this.#ready === false ? 'status.none' : 'status.ready');

  constructor() {
    this.#show();
  }

  /** Whether a slice can draw with the chosen model now. */
  slices(ready) {
    this.#ready = ready;
    this.#show();
  }

  sending() {
    this.#running = true;
    this.#bar.hidden = false;
    this.#bar.removeAttribute('value');
    this.say(() => text('status.sending'));
    const waits = this.#waits();
    announce(() => text(waits ? 'status.waiting' : 'status.drawing'));
  }

  queued({ position, done_by: doneBy }) {
    if (!(position > 0)) return;
    const key = position === 1 ? 'status.next' : 'status.queued';
    const where = () => text(key, { position });
    const known = doneBy && !Number.isNaN(Date.parse(doneBy));
    this.say(() => (known ? text(`${key}.by`, { position, time: clock(doneBy) }) : where()));
    announce(where);
  }

  started({ count }) {
    this.#fractions = new Array(count).fill(0);
    this.#announced = 0;
    this.#bar.value = 0;
    this.say(() => text('status.reading'));
  }

  step({ index, step, steps, slice }) {
    this.#fractions[index] = step / steps;
    const count = this.#fractions.length;
    const whole = this.#fractions.reduce((sum, fraction) => sum + fraction, 0) / count;
    this.#bar.value = whole;
    this.#ready = true; // whatever was last heard of the slices, one of them draws
    this.say(() => text(count > 1 ? 'status.picture' : 'status.step', { picture: index + 1, count, step, steps, slice }));
    document.title = `${Math.round(whole * 100)} % · Diffract`;
    this.#announceQuarters(whole);
  }

  /** Nothing runs any more; the line keeps the last word. */
  end(read) {
    this.#running = false;
    this.say(read);
    this.#bar.hidden = true;
    document.title = 'Diffract';
    announce(read);
  }

  /** Says something, given by a function in the page's language. */
  say(read) {
    this.#say = read;
    this.#show();
  }

  /** Takes back what was said, unless something is drawn. */
  rest() {
    if (!this.#running) this.say(() => text(this.#ready === false ? 'status.none' : 'status.ready'));
  }

  /** From the first event to the last, in milliseconds. */
  done(milliseconds) {
    this.end(() => text('status.done', { duration: duration(milliseconds) }));
  }

  #waits() {
    return this.#running && this.#ready === false;
  }

  #show() {
    showText(byId('status'), () => (this.#waits() ? text('status.waiting') : this.#say()));
  }

  /** Every step would be too much to listen to. */
  #announceQuarters(whole) {
    const quarter = Math.floor(whole * 4);
    if (quarter > this.#announced && quarter < 4) announce(`${quarter * 25} %`);
    this.#announced = quarter;
  }
}
