/** The pictures of this session: the newest first, one generation at a time on the stage. */

import { byId, element, words } from './dom.js';

/** Older pictures are let go: each holds its PNG in memory. */
const MOST_PICTURES = 120;

export class History {
  #entries = [];
  #list = byId('history');

  /** Puts a new generation on the stage. */
  open(view, parameters) {
    this.#entries.unshift({ view, parameters, items: [] });
    this.#show(view);
  }

  /** Adds the picture of the view's card of this index to the strip. */
  add(view, index, seed) {
    const entry = this.#entries.find((candidate) => candidate.view === view);
    const said = words('card.alt', () => ({ prompt: entry.parameters.prompt, seed }));
    const image = element('img', { src: view.cards[index].source, alt: said, loading: 'lazy' });
    const button = element('button', { type: 'button', title: said, click: () => this.#show(view) }, image);
    const item = element('li', { data: { testid: 'history-picture' } }, button);
    const newer = this.#entries.slice(0, this.#entries.indexOf(entry) + 1).flatMap(({ items }) => items);
    this.#list.insertBefore(item, this.#list.children[newer.length] ?? null);
    entry.items.push(item);
    this.#evict();
    this.#mark(view);
    byId('history-section').hidden = this.#list.children.length < 2;
  }

  #show(view) {
    view.translate();
    byId('pictures').replaceChildren(view.element);
    this.#mark(view);
  }

  #mark(shown) {
    if (!shown.element.isConnected) return;
    for (const { view, items } of this.#entries) {
      for (const item of items) item.firstChild.setAttribute('aria-current', String(view === shown));
    }
  }

  #evict() {
    while (this.#list.children.length > MOST_PICTURES && this.#entries.length > 1) {
      const { view, items } = this.#entries.pop();
      items.forEach((item) => item.remove());
      if (!view.element.isConnected) view.release();
    }
  }
}
