/** The slices panel, asked for each second; also how the page notices that the connection is lost. */

import { slices as askSlices, ProblemError } from './api.js';
import { announce, byId, showText } from './dom.js';
import { text } from './i18n/text.js';
import { detailOf } from './i18n/problem-words.js';
import { serverWords } from './i18n/server-words.js';
import { SliceCard } from './slice-card.js';

const INTERVAL_MS = 1_000;

export class SlicesPanel {
  #list = byId('slices');
  #cards = new Map();
  #states = '';
  #phase;
  #own = new Set();
  #lostSince;
  #onChange;

  /** @param onChange called, and waited for, after the first answer and whenever a slice's state or models changed, or a switch is elsewhere */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** Marks a generation as this page's own wherever a slice works on it. */
  own(id) {
    this.#own.add(id);
  }

  start() {
    showText(byId('slices-empty'), () => text('slices.asking'));
    document.addEventListener('visibilitychange', () => document.hidden || this.#ask());
    this.#tick();
  }

  async #tick() {
    if (!document.hidden) await this.#ask();
    setTimeout(() => this.#tick(), INTERVAL_MS);
  }

  async #ask() {
    try {
      const { slices, switch: change } = await askSlices();
      showText(byId('switch'), () => (change ? switching(change) : ''));
      await this.#show(slices, change?.phase);
      this.#lostSince = undefined;
      this.#connected('');
    } catch (error) {
      this.#lostSince ??= performance.now();
      const seconds = 1 + Math.floor((performance.now() - this.#lostSince) / 1000);
      const what = () => (error instanceof ProblemError
        ? text('connection.wrong', { words: detailOf(error.problem) })
        : text('connection.lost'));
      this.#connected(() => text('connection.trying', { what: what(), seconds }));
    }
  }

  #connected(trouble) {
    if (trouble && byId('connection').hidden) announce(() => text('connection.lost'));
    showText(byId('connection'), trouble);
    if (trouble) showText(byId('slices-summary'), () => (this.#cards.size ? text('slices.last-seen') : ''));
    document.body.classList.toggle('lost', Boolean(trouble));
  }

  async #show(slices, phase) {
    const names = new Set(slices.map(({ name }) => name));
    for (const [name, card] of this.#cards) {
      if (names.has(name)) continue;
      card.element.remove();
      this.#cards.delete(name);
    }
    const now = performance.now();
    slices.forEach((slice, position) => {
      if (!this.#cards.has(slice.name)) this.#cards.set(slice.name, new SliceCard(slice));
      const card = this.#cards.get(slice.name);
      card.update(slice, now, this.#own);
      const there = this.#list.children[position];
      if (there !== card.element) this.#list.insertBefore(card.element, there ?? null);
    });
    await this.#showSummary(slices, phase);
  }

  /** @param phase of the switch that is under way: with its end models have another checkpoint, whatever slices serve */
  async #showSummary(slices, phase) {
    const healthy = slices.filter(({ state }) => state === 'healthy').length;
    const count = slices.length;
    showText(byId('slices-summary'), () => (count ? text('slices.ready', { healthy, count }) : ''));
    showText(byId('slices-empty'), () => (count ? '' : text('slices.none')));
    const states = JSON.stringify(slices.map(({ name, state, models }) => [name, state, models]));
    if (states === this.#states && phase === this.#phase) return;
    if (this.#states && states !== this.#states) announce(() => text('slices.announced', { healthy, count }));
    await this.#onChange(); // if it fails, the next answer counts as a change again
    this.#states = states;
    this.#phase = phase;
  }
}

/** What is known of a switch to another checkpoint. */
function switching({ from, to, phase, part, switched, slices, waits_for: waitsFor }) {
  const how = text(phase === 'returning' ? 'switch.returning' : 'switch.going', {
    from, to, switched, slices, percent: Math.round(part * 100),
  });
  return waitsFor ? `${how} ${serverWords(waitsFor)}` : how;
}
