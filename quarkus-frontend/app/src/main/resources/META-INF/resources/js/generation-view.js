/** All pictures of one generation, with its parameters and timings. */

import { element } from './dom.js';
import { PictureCard } from './picture-card.js';

export class GenerationView {
  element;
  cards;
  #timings = element('p', { class: 'timings muted', data: { testid: 'timings' } });

  constructor(parameters, reuse) {
    this.cards = Array.from({ length: parameters.count }, (_, index) => new PictureCard(ofPicture(parameters, index), reuse));
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
    const parts = [['waiting', 'queue_ms'], ['text', 'encode_ms'], ['steps', 'denoise_ms'], ['decoding', 'decode_ms']]
      .filter(([, key]) => Number.isFinite(timings?.[key]))
      .map(([name, key]) => `${name} ${duration(timings[key])}`);
    if (Number.isFinite(timings?.total_ms)) this.#timings.textContent = `${duration(timings.total_ms)} in all: ${parts.join(' · ')}`;
  }

  stop(why) {
    this.cards.forEach((card) => card.stop(why));
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

export function duration(milliseconds) {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1000)} s`;
}
