/** Shows problem documents: every fault at its field, and a summary of all. */

import { byId, element, showText, Words, words } from './dom.js';
import { fields, inputOf } from './fields.js';
import { show } from './i18n/live.js';
import { detailOf, titleOf } from './i18n/problem-words.js';
import { serverWords, tagOf } from './i18n/server-words.js';
import { text } from './i18n/text.js';

/** The field a JSON pointer leads to (`/hires/scale` gives `hires/scale`), or undefined when the form has none such. */
export function fieldOf(pointer) {
  const name = pointer?.replace(/^#?\//, '').replaceAll('~1', '/').replaceAll('~0', '~');
  return name && errorOf(name) ? name : undefined;
}

export class Problems {
  #summary = byId('errors');
  /** By field: what gives the sentences that stand at it. */
  #told = new Map();

  constructor() {
    for (const name of [...fields().map(({ dataset }) => dataset.field), 'image', 'mask', 'hires']) {
      const input = inputOf(name);
      const message = element('p', { class: 'field-error', id: `${input.id}-error`, data: { fieldError: name } });
      message.hidden = true;
      input.closest('.field').append(message);
      input.addEventListener('input', () => this.#clearField(name));
      input.addEventListener('complaint', ({ detail }) => (detail ? this.#showField(name, detail) : this.#clearField(name)));
    }
  }

  clear() {
    for (const message of document.querySelectorAll('[data-field-error]')) this.#clearField(message.dataset.fieldError);
    this.#summary.hidden = true;
    this.#summary.replaceChildren();
  }

  /** Shows a problem document, or `{key, values}` of the page's own words, and leads the keyboard to the first wrong field. */
  show(problem) {
    this.clear();
    const faults = (problem.errors ?? []).map((fault) => ({ ...fault, field: fieldOf(fault.pointer) }));
    faults.filter(({ field }) => field).forEach(({ field, detail }) => this.#showField(field, () => serverWords(detail), detail));
    this.#summary.append(element('strong', { lang: langOf(problem.title) }, new Words(() => titleOf(problem))));
    if (detailOf(problem)) {
      this.#summary.append(element('p', { lang: langOf(problem.detail) }, new Words(() => detailOf(problem))));
    }
    if (faults.length) this.#summary.append(element('ul', {}, ...faults.map(faultLine)));
    const notes = () => [
      problem.retryAfter && /^\d+$/.test(problem.retryAfter) && text('problem.retry', { seconds: problem.retryAfter }),
      problem.request_id && text('problem.request', { id: problem.request_id }),
    ].filter(Boolean).join(' · ');
    if (notes()) this.#summary.append(element('p', { class: 'muted' }, new Words(notes)));
    this.#summary.hidden = false;
    const first = faults.find(({ field }) => field)?.field;
    if (first) inputOf(first).focus();
    else this.#summary.scrollIntoView({ block: 'nearest' });
  }

  #showField(field, read, original) {
    const input = inputOf(field);
    input.closest('details')?.setAttribute('open', '');
    const message = errorOf(field);
    const told = [...(this.#told.get(field) ?? []), read];
    this.#told.set(field, told);
    showText(message, () => told.map((each) => sentence(each())).join(' '));
    if (original) show(message, () => tagOf(original), 'lang');
    input.setAttribute('aria-invalid', 'true');
    describe(input, message.id, true);
  }

  #clearField(field) {
    this.#told.delete(field);
    showText(errorOf(field), '');
    inputOf(field).removeAttribute('aria-invalid');
    describe(inputOf(field), errorOf(field).id, false);
  }
}

const errorOf = (field) => document.querySelector(`[data-field-error="${CSS.escape(field)}"]`);
const langOf = (detail) => (detail ? new Words(() => tagOf(detail)) : undefined);
const sentence = (told) => `${told.charAt(0).toUpperCase()}${told.slice(1)}${/[.!?。]$/.test(told) ? '' : text('sentence.end')}`;

/** Adds one description of a control, or takes it away, and leaves its others. */
function describe(input, id, there) {
  const ids = (input.getAttribute('aria-describedby') ?? '').split(' ').filter((each) => each && each !== id);
  if (there) ids.push(id);
  if (ids.length) input.setAttribute('aria-describedby', ids.join(' '));
  else input.removeAttribute('aria-describedby');
}

function faultLine({ field, pointer, detail }) {
  const lang = langOf(detail);
  if (!field) {
    return element('li', { lang }, new Words(() => (pointer
      ? text('problem.pointer', { pointer, detail: serverWords(detail) })
      : sentence(serverWords(detail)))));
  }
  const input = inputOf(field);
  const label = words(input.dataset.label ?? input.labels[0].dataset.text);
  const lead = element('button', { type: 'button', class: 'link', click: () => input.focus() }, label);
  return element('li', {}, lead, ' ', element('span', { lang }, new Words(() => serverWords(detail))));
}
