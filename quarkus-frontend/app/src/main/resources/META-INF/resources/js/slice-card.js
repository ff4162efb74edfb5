/** One slice: its state, what it does and how busy it is. */

import { element, showText } from './dom.js';
import { show } from './i18n/live.js';
import { serverWords, tagOf } from './i18n/server-words.js';
import { duration, hasText, language, text } from './i18n/text.js';
import { colourOf } from './slice-colours.js';

const WINDOW_MS = 5_000;

export class SliceCard {
  element;
  #samples = [];
  #state = element('span', { class: 'state', data: { testid: 'slice-state' } });
  #sentence = element('p', { class: 'sentence' });
  #doing = element('ul', { class: 'doing', data: { testid: 'slice-doing' } });
  #busy = element('div', { class: 'busy', role: 'img' }, element('i'));
  #figures = element('p', { class: 'figures muted', data: { testid: 'slice-figures' } });
  #usage = element('p', { class: 'figures muted', data: { testid: 'slice-usage' } });
  #modelCount = element('summary');
  #modelNames = element('p', { translate: 'no' });
  #models = element('details', { class: 'models muted' }, this.#modelCount, this.#modelNames);

  constructor({ name, target }) {
    const head = element('div', { class: 'slice-head' },
      element('strong', { translate: 'no' }, name), this.#state, element('span', { class: 'target muted', translate: 'no' }, target ?? ''));
    this.element = element('li', { data: { testid: 'slice', slice: name } },
      head, this.#sentence, this.#busy, this.#doing, this.#figures, this.#usage, this.#models);
    this.element.style.setProperty('--colour', colourOf(name));
  }

  /** @param own ids of the generations this page asked for */
  update(slice, now, own) {
    this.element.dataset.state = slice.state;
    showText(this.#state, () => (hasText(`state.${slice.state}`) ? text(`state.${slice.state}`) : slice.state));
    showText(this.#sentence, () => sentence(slice));
    show(this.#sentence, () => (slice.reason ? tagOf(slice.reason) : language()), 'lang');
    this.#showDoing(slice.doing ?? [], own);
    this.#showBusy(slice, now);
    showText(this.#figures, () => figures(slice));
    showText(this.#usage, () => usage(slice.usage ?? {}));
    const models = slice.models ?? [];
    this.#models.hidden = !models.length;
    showText(this.#modelCount, () => text('slice.models', { count: models.length }));
    showText(this.#modelNames, models.join(', '));
  }

  #showDoing(doing, own) {
    while (this.#doing.children.length > doing.length) this.#doing.lastChild.remove();
    while (this.#doing.children.length < doing.length) this.#doing.append(element('li'));
    doing.forEach((label, position) => {
      const [id, ...call] = label.split(' ');
      const line = this.#doing.children[position];
      line.classList.toggle('own', own.has(id));
      // The start of an id tells generations apart.
      show(line, () => text(own.has(id) ? 'slice.own' : 'slice.other', { id: id.slice(0, 8), call: serverWords(call.join(' ')) }));
    });
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
    const said = () => text('slice.busy', { percent: Math.round(busy * 100), seconds: WINDOW_MS / 1000 });
    show(this.#busy, said, 'title');
    show(this.#busy, said, 'aria-label');
  }
}

function sentence({ state, reason, in_flight: inFlight }) {
  if (reason) return serverWords(reason);
  return text(hasText(`slice.${state}`) ? `slice.${state}` : inFlight ? 'slice.working' : 'slice.idle');
}

function figures({ in_flight: inFlight, completed, failed, mean_step_ms: mean, relative_speed: speed, batch, usage: told }) {
  return [
    text('slice.in-flight', { count: inFlight }),
    Number.isFinite(told?.waiting) && text('slice.waiting', { count: told.waiting }),
    Number.isFinite(mean) && text('slice.mean', { duration: duration(mean) }),
    Number.isFinite(batch) && text('slice.batch', { pictures: batch.toFixed(1) }),
    Number.isFinite(speed) && text('slice.speed', { percent: Math.round(speed * 100) }),
    text('slice.completed', { count: completed }),
    failed > 0 && text('slice.failed', { count: failed }),
  ].filter(Boolean).join(' · ');
}

/** What nobody told is left out. */
function usage(told) {
  return [
    Number.isFinite(told.gpu_utilization) && text('usage.gpu', { percent: Math.round(told.gpu_utilization * 100) }),
    Number.isFinite(told.gpu_memory_used_bytes) && text('usage.gpu-memory', { memory: memory(told.gpu_memory_used_bytes, told.gpu_memory_total_bytes) }),
    Number.isFinite(told.cpu_utilization) && text('usage.cpu', { percent: Math.round(told.cpu_utilization * 100) }),
    Number.isFinite(told.memory_used_bytes) && text('usage.ram', { memory: memory(told.memory_used_bytes, told.memory_total_bytes) }),
  ].filter(Boolean).join(' · ');
}

function memory(used, total) {
  const gigabytes = (bytes) => (bytes / 1e9).toFixed(1);
  return Number.isFinite(total)
    ? text('usage.of', { used: gigabytes(used), total: gigabytes(total) })
    : text('usage.used', { used: gigabytes(used) });
}
