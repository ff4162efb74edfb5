/** The form: what a model offers goes in, the body of a request comes out. */

import { byId, element } from './dom.js';
import { numberJson, objectOf } from './json.js';
import { makeStepper } from './stepper.js';

const TEXTS = ['model', 'prompt', 'negative_prompt', 'sampler'];
const NUMBERS = ['steps', 'guidance', 'width', 'height', 'seed', 'count'];
const inputOf = (field) => byId(field.replaceAll('_', '-'));

export class GenerationForm {
  #models = [];
  #defaults = {};
  #lastSeed;

  constructor() {
    document.querySelectorAll('[data-stepper]').forEach(makeStepper);
    byId('model').addEventListener('change', () => this.#applyModel());
    byId('swap').addEventListener('click', () => this.#swap());
    byId('random-seed').addEventListener('click', () => this.#set('seed', ''));
    byId('last-seed').addEventListener('click', () => this.#set('seed', this.#lastSeed));
    byId('seed').addEventListener('input', () => this.#showSeedMode());
  }

  /** Offers these models, as GET /v1/models lists them; keeps what the user chose where it still exists. */
  offer(models) {
    this.#models = models;
    const chosen = byId('model').value;
    byId('model').replaceChildren(...models.map(({ name, ready }) =>
      element('option', { value: name }, ready ? name : `${name} (no slice ready)`)));
    if (models.some(({ name }) => name === chosen)) byId('model').value = chosen;
    byId('model-row').hidden = models.length < 2;
    if (!models.length) byId('size-hint').textContent = 'No model is served, so there are no defaults.';
    this.#applyModel();
  }

  /** The request as JSON. Empty fields are left to the model's defaults, but for the prompt, which has none. */
  body() {
    const texts = TEXTS.map((field) => [field, inputOf(field).value])
      .filter(([field, value]) => value || field === 'prompt')
      .map(([field, value]) => [field, JSON.stringify(value)]);
    const numbers = NUMBERS.map((field) => [field, inputOf(field).value])
      .filter(([, value]) => value.trim())
      .map(([field, value]) => [field, numberJson(value)]);
    return objectOf([...texts, ...numbers]);
  }

  /** Takes over resolved parameters of an earlier generation. */
  fill(parameters) {
    if (this.#models.some(({ name }) => name === parameters.model)) byId('model').value = parameters.model;
    this.#applyModel();
    for (const field of [...TEXTS, ...NUMBERS].filter((name) => name !== 'model')) {
      this.#set(field, parameters[field] ?? '');
    }
  }

  setSeed(seed) {
    this.#set('seed', seed);
  }

  setPrompt(prompt) {
    this.#set('prompt', prompt);
    byId('prompt').focus();
  }

  /** Remembers the seed that the button for the last seed puts back. */
  rememberSeed(seed) {
    this.#lastSeed = seed;
    byId('last-seed').disabled = false;
  }

  #applyModel() {
    const model = this.#models.find(({ name }) => name === byId('model').value);
    if (!model) return;
    const chosen = byId('sampler').value;
    byId('sampler').replaceChildren(...model.samplers.map((name) => element('option', { value: name }, name)));
    const keep = chosen && chosen !== this.#defaults.sampler && model.samplers.includes(chosen);
    byId('sampler').value = keep ? chosen : model.defaults.sampler;
    for (const field of ['width', 'height', 'steps', 'guidance']) this.#applyDefault(inputOf(field), field, model);
    const { multiple, min, max } = model.sizes;
    for (const field of ['width', 'height']) Object.assign(inputOf(field).dataset, { step: multiple, min, max });
    byId('size-hint').textContent = `Multiples of ${multiple}, from ${min} to ${max}`;
    this.#defaults = model.defaults;
  }

  /** A value the user did not touch follows the model. */
  #applyDefault(input, field, model) {
    const untouched = !input.value || input.value === String(this.#defaults[field]);
    input.placeholder = String(model.defaults[field]);
    if (untouched && document.activeElement !== input) input.value = input.placeholder;
  }

  #swap() {
    const [width, height] = [byId('width').value, byId('height').value];
    this.#set('width', height);
    this.#set('height', width);
  }

  #set(field, value) {
    inputOf(field).value = String(value);
    inputOf(field).dispatchEvent(new Event('input', { bubbles: true }));
  }

  #showSeedMode() {
    const random = ['', '-1'].includes(byId('seed').value.trim());
    byId('random-seed').setAttribute('aria-pressed', String(random));
  }
}
