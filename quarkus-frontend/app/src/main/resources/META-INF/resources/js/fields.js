/** The form's fields. Every control with `data-field` is one; `hires/scale` is the field `scale` inside of `hires`. */

import { byId } from './dom.js';
import { numberJson, objectOf } from './json.js';

const HIRES = 'hires/';

/** All controls that are fields. */
export const fields = () => [...document.querySelectorAll('[data-field]')];

/** The control of a field's name or pointer. */
export const inputOf = (name) => byId(name.replaceAll(/[_/]/g, '-'));

/** What a control holds, as text; empty if nothing. */
export function valueOf(input) {
  return input.type === 'checkbox' ? (input.checked ? 'true' : '') : input.value;
}

/** Puts a value into a control as if somebody had typed it; null and undefined empty it. */
export function setValue(input, value) {
  if (input.type === 'checkbox') input.checked = value === true;
  else input.value = String(value ?? '');
  input.dispatchEvent(new Event('input', { bubbles: true }));
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

/**
 * The fields as members of the request: `[name, json]`, with those of `hires` inside of it. Empty ones are left to the
 * model's defaults, but for the prompt, which has none, and the negative prompt: none is a wish too. What is not shown is not sent.
 */
export function members() {
  const all = fields().filter((input) => !input.closest('[hidden]'))
    .map((input) => [input.dataset.field, jsonOf(input)])
    .filter(([, json]) => json !== undefined);
  const hires = all.filter(([name]) => name.startsWith(HIRES)).map(([name, json]) => [name.slice(HIRES.length), json]);
  const others = all.filter(([name]) => !name.startsWith(HIRES));
  return byId('hires').checked ? [...others, ['hires', objectOf(hires)]] : others;
}

/** A field's value in parameters as the server resolved them. */
export function valueIn(parameters, name) {
  return name.startsWith(HIRES) ? parameters.hires?.[name.slice(HIRES.length)] : parameters[name];
}

function jsonOf(input) {
  const value = valueOf(input);
  if (['prompt', 'negative_prompt'].includes(input.dataset.field)) return JSON.stringify(value);
  if (!value.trim()) return undefined;
  if (input.dataset.kind === 'json') return value;
  return input.inputMode ? numberJson(value) : JSON.stringify(value);
}
