/** One picture: its steps while it is drawn, then the picture, its parameters and what to do with it. */

import { copy } from './clipboard.js';
import { announce, element, icon } from './dom.js';
import { StepTrack } from './step-track.js';

export class PictureCard {
  element;
  /** Address of the PNG once it is there. */
  source;
  #parameters;
  #reuse;
  #track;
  #preview;
  #blob;
  #frame = element('div', { class: 'frame' });
  #caption = element('p', { class: 'caption muted' }, 'Waiting for its first step');
  #details = element('div', { class: 'details' });

  /** @param reuse `{seed(seed), all(parameters), picture(blob)}`: what the buttons for another try do */
  constructor(parameters, reuse) {
    this.#parameters = parameters;
    this.#reuse = reuse;
    this.#track = new StepTrack(parameters.steps);
    const canvas = element('div', { class: 'canvas' }, this.#frame, this.#track.element, this.#caption);
    this.element = element('article', { class: 'card drawing', data: { testid: 'card' } }, canvas, this.#details);
    this.#shape(parameters.width, parameters.height);
  }

  step({ step, steps, slice }) {
    this.#track.mark(step, steps, slice);
    this.#frame.style.setProperty('--fraction', step / steps);
    this.#caption.textContent = step < steps ? `Step ${step} of ${steps} on ${slice}` : 'Decoding';
  }

  /** What the picture will be, as far as can be told: a pixel for every latent, drawn smoothly at full size. */
  async preview({ png, width, height, step }) {
    const bitmap = await createImageBitmap(blobOf(png));
    if (!this.source) {
      this.#preview ??= element('canvas', { class: 'preview', role: 'img', 'aria-label': 'Preview', data: { testid: 'preview' } });
      Object.assign(this.#preview, { width, height });
      this.#preview.dataset.step = step;
      this.#preview.getContext('2d').drawImage(bitmap, 0, 0);
      if (!this.#preview.isConnected) this.#frame.append(this.#preview);
    }
    bitmap.close();
  }

  show({ seed, png, infotext, slices }) {
    this.#blob = blobOf(png);
    this.source = URL.createObjectURL(this.#blob);
    this.element.classList.remove('drawing');
    this.#frame.replaceChildren(element('img', {
      src: this.source,
      alt: `${this.#parameters.prompt} (seed ${seed})`,
      data: { testid: 'picture', seed },
      load: ({ target }) => this.#shape(target.naturalWidth, target.naturalHeight),
    }));
    this.#caption.textContent = `Seed ${seed} · ${this.#track.summary() || `drawn by ${slices.join(', ')}`}`;
    this.#details.append(this.#buttons(seed, infotext), element('pre', { data: { testid: 'infotext' } }, infotext));
  }

  /** Stops looking busy: nothing comes any more. */
  stop(why) {
    if (this.source) return;
    this.element.classList.remove('drawing');
    this.element.classList.add('stopped');
    this.#caption.textContent = why;
  }

  release() {
    if (this.source) URL.revokeObjectURL(this.source);
  }

  /** A second pass and repainting of a part give pictures of other sizes than are drawn. */
  #shape(width, height) {
    this.element.style.setProperty('--w', width);
    this.element.style.setProperty('--h', height);
  }

  #buttons(seed, infotext) {
    const { prompt } = this.#parameters;
    const again = { ...this.#parameters, seed, count: 1 };
    const download = element('a',
      { class: 'quiet', href: this.source, download: fileName(prompt, seed), data: { testid: 'download' } },
      icon('download'), 'Download');
    return element('div', { class: 'buttons' },
      download,
      quiet('again', 'Reuse seed', 'reuse-seed', () => {
        this.#reuse.seed(seed);
        return 'Seed set';
      }),
      quiet('settings', 'Reuse all', 'reuse-all', () => {
        this.#reuse.all(again);
        return 'All set';
      }),
      quiet('image', 'Start from it', 'start-from', async () => {
        await this.#reuse.picture(this.#blob);
        return 'In the form';
      }),
      quiet('copy', 'Copy parameters', 'copy', async () => ((await copy(infotext)) ? 'Copied' : 'Not copied')));
  }
}

function blobOf(base64) {
  return new Blob([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], { type: 'image/png' });
}

/** A button that says for a moment what it did. */
function quiet(symbol, text, testid, act) {
  const label = document.createTextNode(text);
  const click = async () => {
    label.data = await act();
    announce(label.data);
    setTimeout(() => { label.data = text; }, 1500);
  };
  return element('button', { type: 'button', class: 'quiet', click, data: { testid } }, icon(symbol), label);
}

/** Words of the prompt, as many as fit in 60 characters, and the seed: `diffract-a-red-circle-42.png`. */
function fileName(prompt, seed) {
  let name = 'diffract';
  for (const word of prompt.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    if (name.length + word.length > 60) break;
    name += `-${word}`;
  }
  return `${name}-${seed}.png`;
}
