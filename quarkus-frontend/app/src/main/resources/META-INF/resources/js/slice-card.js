/** One slice: its state, what it does and how busy it is. */

import { element, showText } from './dom.js';
import { duration } from './generation-view.js';
import { colourOf } from './slice-colours.js';

const WINDOW_MS = 5_000;
const OWN = 'yours:';
const SENTENCES = {
  pending: 'Not asked yet.',
  unhealthy: 'Cannot draw now.',
  unknown: 'Its state is not known.',
  mismatched: 'Serves another checkpoint.',
};

export class SliceCard {
  element;
  #samples = [];
  #state = element('span', { class: 'state', data: { testid: 'slice-state' } });
  #sentence = element('p', { class: 'sentence' });
  #doing = element('ul', { class: 'doing', data: { testid: 'slice-doing' } });
  #busy = element('div', { class: 'busy', role: 'img' }, element('i'));
  #figures = element('p', { class: 'figures muted' });
  #modelCount = element('summary');
  #modelNames = element('p');
  #models = element('details', { class: 'models muted' }, this.#modelCount, this.#modelNames);

  constructor({ name, target }) {
    const head = element('div', { class: 'slice-head' },
      element('strong', {}, name), this.#state, element('span', { class: 'target muted' }, target ?? ''));
    this.element = element('li', { data: { testid: 'slice', slice: name } },
      head, this.#sentence, this.#busy, this.#doing, this.#figures, this.#models);
    this.element.style.setProperty('--colour', colourOf(name));
  }

  /** @param own ids of the generations this page asked for */
  update(slice, now, own) {
    this.element.dataset.state = slice.state;
    showText(this.#state, slice.state);
    showText(this.#sentence, slice.reason ?? SENTENCES[slice.state] ?? (slice.in_flight ? 'At work.' : 'Ready, nothing to do.'));
    this.#showDoing(slice.doing ?? [], own);
    this.#showBusy(slice, now);
    showText(this.#figures, figures(slice));
    const models = slice.models ?? [];
    this.#models.hidden = !models.length;
    showText(this.#modelCount, models.length === 1 ? '1 model' : `${models.length} models`);
    showText(this.#modelNames, models.join(', '));
  }

  #showDoing(doing, own) {
    const lines = doing.map((label) => readable(label, own));
    if (lines.join('\n') === [...this.#doing.children].map((line) => line.textContent).join('\n')) return;
    this.#doing.replaceChildren(...lines.map((line) =>
      element('li', { class: line.startsWith(OWN) ? 'own' : undefined }, line)));
  }

  /** Part of the last seconds spent on calls: by what was finished, or, with long steps, by how often it was at work. */
  #showBusy({ completed, in_flight: inFlight, mean_step_ms: mean }, now) {
    this.#samples.push({ now, completed, working: inFlight > 0 });
    while (now - this.#samples[0].now > WINDOW_MS) this.#samples.shift();
    const first = this.#samples[0];
    const finished = now > first.now ? ((completed - first.completed) * (mean ?? 0)) / (now - first.now) : 0;
    const seen = this.#samples.filter(({ working }) => working).length / this.#samples.length;
    const busy = Math.min(1, Math.max(finished, seen, 0));
    this.#busy.firstChild.style.inlineSize = `${Math.round(busy * 100)}%`;
    this.#busy.title = `About ${Math.round(busy * 100)} % busy in the last ${WINDOW_MS / 1000} seconds`;
    this.#busy.setAttribute('aria-label', this.#busy.title);
  }
}

function figures({ in_flight: inFlight, completed, failed, mean_step_ms: mean }) {
  return [
    `${inFlight} in flight`,
    Number.isFinite(mean) && `${duration(mean)} a step`,
    `${completed} done`,
    failed > 0 && `${failed} failed`,
  ].filter(Boolean).join(' · ');
}

/** `0b8f5c7e-… step 3/20` as `0b8f5c7e step 3/20`: the start of an id tells generations apart. */
function readable(label, own) {
  const id = label.split(' ', 1)[0];
  return (own.has(id) ? OWN : id.slice(0, 8)) + label.slice(id.length);
}
