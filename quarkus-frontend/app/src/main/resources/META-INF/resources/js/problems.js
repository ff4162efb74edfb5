/** Shows problem documents: every fault at its field, and a summary of all. */

import { byId, element, showText } from './dom.js';
import { fields, inputOf } from './fields.js';

/** The field a JSON pointer leads to (`/hires/scale` gives `hires/scale`), or undefined when the form has none such. */
export function fieldOf(pointer) {
  const name = pointer?.replace(/^#?\//, '').replaceAll('~1', '/').replaceAll('~0', '~');
  return name && errorOf(name) ? name : undefined;
}

export class Problems {
  #summary = byId('errors');

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

  /** Shows a problem document and leads the keyboard to the first wrong field. */
  show(problem) {
    this.clear();
    const faults = (problem.errors ?? []).map((fault) => ({ ...fault, field: fieldOf(fault.pointer) }));
    faults.filter(({ field }) => field).forEach(({ field, detail }) => this.#showField(field, detail));
    this.#summary.append(element('strong', {}, problem.title ?? 'The request failed'));
    if (problem.detail) this.#summary.append(element('p', {}, problem.detail));
    if (faults.length) this.#summary.append(element('ul', {}, ...faults.map(faultLine)));
    const notes = [
      problem.retryAfter && /^\d+$/.test(problem.retryAfter) && `Try again in ${problem.retryAfter} s.`,
      problem.request_id && `Request ${problem.request_id}`,
    ].filter(Boolean);
    if (notes.length) this.#summary.append(element('p', { class: 'muted' }, notes.join(' · ')));
    this.#summary.hidden = false;
    const first = faults.find(({ field }) => field)?.field;
    if (first) inputOf(first).focus();
    else this.#summary.scrollIntoView({ block: 'nearest' });
  }

  #showField(field, detail) {
    inputOf(field).closest('details')?.setAttribute('open', '');
    const message = errorOf(field);
    showText(message, message.hidden ? sentence(detail) : `${message.textContent} ${sentence(detail)}`);
    inputOf(field).setAttribute('aria-invalid', 'true');
    inputOf(field).setAttribute('aria-describedby', message.id);
  }

  #clearField(field) {
    showText(errorOf(field), '');
    inputOf(field).removeAttribute('aria-invalid');
    inputOf(field).removeAttribute('aria-describedby');
  }
}

const errorOf = (field) => document.querySelector(`[data-field-error="${CSS.escape(field)}"]`);
const labelOf = (field) => inputOf(field).getAttribute('aria-label') ?? inputOf(field).labels[0].textContent;
const sentence = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;

function faultLine({ field, pointer, detail }) {
  if (!field) return element('li', {}, pointer ? `${pointer}: ${detail}` : sentence(detail));
  const lead = element('button', { type: 'button', class: 'link', click: () => inputOf(field).focus() }, labelOf(field));
  return element('li', {}, lead, ` ${detail}`);
}
