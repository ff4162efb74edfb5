/** One picture: its steps while it is drawn, then the picture, its parameters and what to do with it. */

import { copy } from './clipboard.js';
import { announce, element, icon, words } from './dom.js';
import { show } from './i18n/live.js';
import { text } from './i18n/text.js';
import { pictureJson } from './picture-json.js';
import { StepTrack } from './step-track.js';

export class PictureCard {
  element;
  /** Address of the file once it is there. */
  source;
  #parameters;
  #reuse;
  #track;
  #preview;
  #blob;
  #frame = element('div', { class: 'frame' });
  #caption = element('p', { class: 'caption muted' });
  #details = element('div', { class: 'details' });

  /**
   * @param notHonoured parts of the prompts that are not drawn
   * @param reuse `{seed(seed), all(parameters), picture(blob)}`: what the buttons for another try do
   */
  constructor(parameters, notHonoured, reuse) {
    this.#parameters = parameters;
    this.#reuse = reuse;
    this.#track = new StepTrack(parameters.steps);
    const canvas = element('div', { class: 'canvas' }, this.#frame, this.#track.element, this.#caption);
    if (notHonoured.length > 0) canvas.append(notice(notHonoured));
    this.element = element('article', { class: 'card drawing', data: { testid: 'card' } }, canvas, this.#details);
    this.#shape(parameters.width, parameters.height);
    show(this.#caption, () => text('card.first'));
  }

  step({ step, steps, slice }) {
    this.#track.mark(step, steps, slice);
    this.#frame.style.setProperty('--fraction', step / steps);
    show(this.#caption, () => text(step < steps ? 'card.step' : 'card.decoding', { step, steps, slice }));
  }

  /** What the picture will be, as far as can be told: a pixel for every latent, drawn smoothly at full size. */
  async preview({ png, width, height, step }) {
    const bitmap = await createImageBitmap(blobOf(png));
    if (!this.source) {
      this.#preview ??= element('canvas', { class: 'preview', role: 'img', 'aria-label': words('card.preview'), data: { testid: 'preview' } });
      Object.assign(this.#preview, { width, height });
      this.#preview.dataset.step = step;
      this.#preview.getContext('2d').drawImage(bitmap, 0, 0);
      if (!this.#preview.isConnected) this.#frame.append(this.#preview);
    }
    bitmap.close();
  }

  show(image) {
    const { seed, png, jpeg, infotext, slices } = image;
    const { prompt } = this.#parameters;
    this.#blob = png ? blobOf(png) : blobOf(jpeg, 'image/jpeg');
    this.source = URL.createObjectURL(this.#blob);
    this.element.classList.remove('drawing');
    this.#frame.replaceChildren(element('img', {
      src: this.source,
      alt: words('card.alt', () => ({ prompt, seed })),
      data: { testid: 'picture', seed },
      load: ({ target }) => this.#shape(target.naturalWidth, target.naturalHeight),
    }));
    const drawn = () => this.#track.summary() || text('card.drawn', { slices: slices.join(', ') });
    show(this.#caption, () => text('card.seed', { seed, drawn: drawn() }));
    this.#details.append(
      this.#buttons(seed, infotext), listing('infotext', 'card.infotext', infotext), jsonFold(pictureJson(this.#parameters, image)));
  }

  /**
   * Stops looking busy: nothing comes any more.
   *
   * @param why gives the reason in the page's language
   */
  stop(why) {
    if (this.source) return;
    this.element.classList.remove('drawing');
    this.element.classList.add('stopped');
    show(this.#caption, why);
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
      { class: 'quiet', href: this.source, download: fileName(prompt, seed, this.#blob.type === 'image/jpeg' ? 'jpg' : 'png'), data: { testid: 'download' } },
      icon('download'), words('card.download'));
    return element('div', { class: 'buttons' },
      download,
      quiet('again', 'card.reuse-seed', 'reuse-seed', () => {
        this.#reuse.seed(seed);
        return 'card.seed-set';
      }),
      quiet('settings', 'card.reuse-all', 'reuse-all', () => {
        this.#reuse.all(again);
        return 'card.all-set';
      }),
      quiet('image', 'card.start', 'start-from', async () => {
        await this.#reuse.picture(this.#blob);
        return 'card.started';
      }),
      copying('card.copy', 'copy', infotext));
  }
}

function blobOf(base64, type = 'image/png') {
  return new Blob([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], { type });
}

function notice(parts) {
  return element('p', { class: 'notice', data: { testid: 'not-honoured' } },
    words('card.not-honoured'), ...parts.flatMap((part) => [' ', element('code', { translate: 'no' }, part)]));
}

/** A text to read and copy from, which the keyboard reaches: it scrolls when it is long. */
function listing(testid, key, content) {
  return element('pre', { translate: 'no', tabindex: '0', role: 'group', 'aria-label': words(key), data: { testid } }, content);
}

function jsonFold(json) {
  return element('details', { class: 'json', data: { testid: 'json-fold' } },
    element('summary', {}, words('card.json')),
    listing('json', 'card.json', json),
    copying('card.copy-json', 'copy-json', json));
}

function copying(key, testid, content) {
  return quiet('copy', key, testid, async () => ((await copy(content)) ? 'card.copied' : 'card.not-copied'));
}

/**
 * A button that says for a moment what it did.
 *
 * @param act gives the key of that
 */
function quiet(symbol, key, testid, act) {
  const label = document.createTextNode('');
  const say = (said) => show(label, () => text(said));
  say(key);
  const click = async () => {
    const said = await act();
    say(said);
    announce(() => text(said));
    setTimeout(() => say(key), 1500);
  };
  return element('button', { type: 'button', class: 'quiet', click, data: { testid } }, icon(symbol), label);
}

/** Words of the prompt, as many as fit in 60 characters, and the seed: `diffract-a-red-circle-42.png`. */
function fileName(prompt, seed, ending) {
  let name = 'diffract';
  for (const word of prompt.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    if (name.length + word.length > 60) break;
    name += `-${word}`;
  }
  return `${name}-${seed}.${ending}`;
}
