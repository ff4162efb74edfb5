/** All pictures of one generation, with its parameters and timings. */

import { element } from './dom.js';
import { show, translate } from './i18n/live.js';
import { duration, text } from './i18n/text.js';
import { PictureCard } from './picture-card.js';

export class GenerationView {
  element;
  cards;
  #timings = element('p', { class: 'timings muted', data: { testid: 'timings' } });

  /** @param notHonoured parts of the prompts that are not drawn */
  constructor(parameters, notHonoured, reuse) {
    this.cards = Array.from(
      { length: parameters.count }, (_, index) => new PictureCard(ofPicture(parameters, index), notHonoured, reuse));
    const grid = element('div', { class: parameters.count > 1 ? 'grid' : 'grid solo' }, ...this.cards.map((card) => card.element));
    this.element = element('div', { class: 'generation', data: { testid: 'generation' } }, grid, this.#timings);
  }

  step(progress) {
    this.cards[progress.index]?.step(progress);
  }

  preview(preview) {
    this.cards[preview.index]?.preview(preview);
  }

  image(image) {
    this.cards[image.index]?.show(image);
  }

  complete(timings) {
    if (!Number.isFinite(timings?.total_ms)) return;
    const known = ['queue_ms', 'encode_ms', 'denoise_ms', 'decode_ms'].filter((key) => Number.isFinite(timings[key]));
    const parts = () => known.map((key) => text(`timings.${key}`, { duration: duration(timings[key]) })).join(' · ');
    show(this.#timings, () => text('timings.all', { duration: duration(timings.total_ms), parts: parts() }));
  }

  stop(why) {
    this.cards.forEach((card) => card.stop(why));
  }

  /** Brings its texts into the page's language, which may be another one than when it was last on the stage. */
  translate() {
    translate(this.element);
  }

  release() {
    this.cards.forEach((card) => card.release());
  }
}

/** The parameters that draw one of the pictures alone; its seed comes with it. */
function ofPicture(parameters, index) {
  const { subseed } = parameters;
  return subseed === undefined || subseed === null
    ? parameters
    : { ...parameters, subseed: String(BigInt.asUintN(63, BigInt(subseed) + BigInt(index))) };
}
