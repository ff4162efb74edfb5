/** The picture to start from, its mask, and what belongs to them. */

import { announce, byId } from './dom.js';
import { text } from './i18n/text.js';
import { MaskPainter } from './mask-painter.js';
import { takeFiles } from './files.js';

/** More pixels than the server takes are scaled down here. */
const MOST_PIXELS = 2048 * 2048;

export class SourcePicture {
  #canvas;
  #mask = new MaskPainter(byId('mask'), () => this.#show());
  #onSize;

  /** @param onSize `(width, height)` of a picture that was loaded */
  constructor(onSize) {
    this.#onSize = onSize;
    takeFiles(byId('image'), byId('drop'), (file) => this.load(file));
    takeFiles(undefined, byId('easel'), (file) => this.load(file));
    byId('remove-picture').addEventListener('click', () => this.#remove());
    byId('only-masked').addEventListener('change', () => this.#show());
  }

  /** Takes whatever picture the browser can read: it is sent as PNG. False if it can read none. */
  async load(blob) {
    let bitmap;
    try {
      bitmap = await createImageBitmap(blob);
    } catch {
      this.#complain(() => text('source.unreadable'));
      return false;
    }
    const scale = Math.min(1, Math.sqrt(MOST_PIXELS / (bitmap.width * bitmap.height)));
    const [width, height] = [Math.floor(bitmap.width * scale), Math.floor(bitmap.height * scale)];
    this.#canvas = Object.assign(document.createElement('canvas'), { width, height });
    const context = this.#canvas.getContext('2d');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
    context.drawImage(bitmap, 0, 0, width, height);
    bitmap.close();
    this.#mask.reset(width, height);
    await this.#showPicture();
    this.#onSize(width, height);
    this.#complain('');
    announce(() => text('source.loaded', { width, height }));
    return true;
  }

  /** Whether there is an `image`, or a `mask` of one. */
  has(field) {
    return Boolean(this.#canvas) && (field === 'image' || !this.#mask.isEmpty());
  }

  /** The picture and its mask as members of a request; none without a picture. */
  members() {
    if (!this.#canvas) return [];
    const image = ['image', JSON.stringify(base64(this.#canvas))];
    return this.#mask.isEmpty() ? [image] : [image, ['mask', JSON.stringify(base64(this.#mask.picture()))]];
  }

  #remove() {
    this.#canvas = undefined;
    byId('image').value = '';
    this.#mask.reset(1, 1);
    this.#show();
    byId('image').focus();
    announce(() => text('source.removed'));
  }

  async #showPicture() {
    const shown = byId('source-picture');
    byId('easel').style.setProperty('--w', this.#canvas.width);
    byId('easel').style.setProperty('--h', this.#canvas.height);
    URL.revokeObjectURL(shown.src);
    shown.src = URL.createObjectURL(await blobOf(this.#canvas));
    await shown.decode();
    this.#show();
  }

  #show() {
    byId('drop').hidden = Boolean(this.#canvas);
    byId('easel').hidden = !this.#canvas;
    byId('source-options').hidden = !this.#canvas;
    byId('mask-options').hidden = this.#mask.isEmpty();
    const only = byId('only-masked').checked && !this.#mask.isEmpty();
    byId('padding-row').hidden = !only;
    byId('resize-row').hidden = only;
    byId('source').dispatchEvent(new Event('picture'));
  }

  /** @param read gives the sentence, or '' to take it back */
  #complain(read) {
    byId('image').dispatchEvent(new CustomEvent('complaint', { bubbles: true, detail: read }));
  }
}

const blobOf = (canvas) => new Promise((resolve) => { canvas.toBlob(resolve, 'image/png'); });

/** A data: address, which the server takes as it is. */
function base64(canvas) {
  return canvas.toDataURL('image/png');
}
