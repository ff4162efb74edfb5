/** The form: what a model offers goes in, the body of a request comes out. */

import { byId, element, showText, words } from './dom.js';
import { fields, inputOf, members, setValue, valueIn } from './fields.js';
import { watchFolds } from './folds.js';
import { show } from './i18n/live.js';
import { serverWords, tagOf } from './i18n/server-words.js';
import { inLanguage, text } from './i18n/text.js';
import { objectOf } from './json.js';
import { SourcePicture } from './source-picture.js';
import { makeStepper } from './stepper.js';

const DEFAULTS = ['width', 'height', 'steps', 'guidance'];
/** As many of a checkpoint's digest as answers name it by. */
const CHECKPOINT_DIGITS = 8;
/** What stays as it is when parameters are taken over: the first is the page's own, the second has its rules. */
const KEPT = ['previews', 'model', 'sampler', 'schedule_type'];

/** Width and height of the smallest and of the largest size. */
const limitsOf = ({ min, max, range = [] }) => range.length
  ? range.map((size) => size.split('x').map(Number))
  : [[min, min], [max, max]];

/** Who draws before it is known what the model offers waits so long for that: fields that are hidden yet would say nothing. */
const PATIENCE_MS = 3_000;

export class GenerationForm {
  #models = [];
  #known;
  #offered = new Promise((resolve) => { this.#known = resolve; });
  #defaults = {};
  #lastSeed;
  /** Of `image` and `mask`, what the parameters taken over were drawn with: nobody has been told yet that it is not there. */
  #awaited = [];
  /** Of a picture that came before anybody knew which sizes there are. */
  #unfitted;
  #source = new SourcePicture((width, height) => this.#fitSize(width, height));

  constructor() {
    document.querySelectorAll('[data-stepper]').forEach(makeStepper);
    byId('model').addEventListener('change', () => this.#applyModel());
    byId('swap').addEventListener('click', () => this.#swap());
    byId('random-seed').addEventListener('click', () => this.setSeed(''));
    byId('last-seed').addEventListener('click', () => this.setSeed(this.#lastSeed));
    byId('seed').addEventListener('input', () => this.#showSeedMode());
    byId('hires').addEventListener('change', () => { byId('hires-options').hidden = !byId('hires').checked; });
    watchFolds();
  }

  /** Offers these models, as GET /v1/models lists them; keeps what the user chose where it still exists. */
  offer(models) {
    this.#models = models;
    const chosen = byId('model').value;
    byId('model').replaceChildren(...models.map(({ name, ready }) =>
      element('option', { value: name, translate: 'no' }, ready ? name : words('model.not-ready', () => ({ name })))));
    if (models.some(({ name }) => name === chosen)) byId('model').value = chosen;
    byId('model-row').hidden = models.length < 2;
    if (!models.length) show(byId('size-hint'), () => text('model.none'));
    this.#applyModel();
    if (this.#unfitted && this.#model()) this.#fitSize(...this.#unfitted);
    this.#known();
  }

  /** Whether a slice can draw with the chosen model now. */
  get ready() {
    return Boolean(this.#model()?.ready);
  }

  /** Whether the chosen model takes a picture to start from. */
  get takesPictures() {
    return Boolean(this.#model()?.image_input);
  }

  /** The request as JSON, with all that the model offers. */
  async body() {
    await Promise.race([this.#offered, new Promise((resolve) => { setTimeout(resolve, PATIENCE_MS); })]);
    return objectOf([...members(), ...this.#source.members()]);
  }

  /**
   * Takes over the parameters of an earlier generation or of a picture; what they do not say becomes the default.
   *
   * @param missing `image` and `mask`, if they are known to be of such a picture
   * @return the name of the sampler that is chosen now
   */
  fill(parameters, missing = []) {
    const { strength, mask_blur: blur } = parameters;
    this.#awaited = [
      (strength ?? undefined) !== undefined || missing.includes('image') ? 'image' : [],
      (blur ?? undefined) !== undefined || missing.includes('mask') ? 'mask' : [],
    ].flat();
    if (this.#models.some(({ name }) => name === parameters.model)) byId('model').value = parameters.model;
    this.#applyModel();
    setValue(byId('hires'), Boolean(parameters.hires));
    for (const input of fields().filter(({ dataset }) => !KEPT.includes(dataset.field))) {
      setValue(input, valueIn(parameters, input.dataset.field));
    }
    if (!byId('count').value) setValue(byId('count'), 1);
    if (!byId('resize-mode').value) setValue(byId('resize-mode'), 'crop');
    if (!this.#fillSampler(parameters.sampler)) this.#fillSampler(this.#defaults.sampler);
    return byId('sampler').value;
  }

  /** Takes a picture to start from; false if the browser cannot read it. */
  startFrom(blob) {
    byId('source').open = true;
    return this.#source.load(blob);
  }

  /** Tells once what is to be added before what was taken over can be drawn; undefined if nothing. */
  takeAwaited() {
    const field = this.#awaited.find((each) => !this.#source.has(each));
    this.#awaited = [];
    if (field) byId('source').open = true;
    return field;
  }

  setSeed(seed) {
    setValue(byId('seed'), seed);
  }

  setPrompt(prompt) {
    setValue(byId('prompt'), prompt);
    byId('prompt').focus();
  }

  /** Remembers the seed that the button for the last seed puts back. */
  rememberSeed(seed) {
    this.#lastSeed = seed;
    byId('last-seed').disabled = false;
  }

  #model() {
    return this.#models.find(({ name }) => name === byId('model').value);
  }

  #applyModel() {
    const model = this.#model();
    if (!model) return;
    const chosen = byId('sampler').value;
    byId('sampler').replaceChildren(...model.samplers.map((name) => element('option', { value: name }, name)));
    const keep = chosen && chosen !== this.#defaults.sampler && model.samplers.includes(chosen);
    byId('sampler').value = keep ? chosen : model.defaults.sampler;
    this.#offerSchedules(model);
    for (const field of DEFAULTS) this.#applyDefault(inputOf(field), field, model);
    this.#applyNegativePrompt(model);
    const { multiple, min, max, only, range = [] } = model.sizes;
    const [smallest, largest] = limitsOf(model.sizes);
    ['width', 'height'].forEach((field, axis) =>
      Object.assign(inputOf(field).dataset, { step: multiple, min: smallest[axis], max: largest[axis] }));
    const [from, to] = range.length ? range.map(sizeText) : [min, max];
    show(byId('size-hint'), () => (only.length ? only.map(sizeText).join(', ') : text('sizes.between', { multiple, from, to })));
    this.#describe(model);
    byId('clip-skip').dataset.max = model.clip_skips;
    byId('count').dataset.max = model.max_count;
    byId('previews-row').hidden = !model.previews;
    byId('source').hidden = !model.image_input;
    this.#defaults = model.defaults;
  }

  /** What the model itself says it can draw, what else is to be known of it, and how its checkpoint is asked for. */
  #describe({ name, checkpoint, description, notes = [] }) {
    const hint = byId('prompt-hint');
    showText(byId('model-notes'), () => notes.map(serverWords).join(' '));
    show(byId('model-notes'), () => tagOf(notes.join(' ')), 'lang');
    const digits = checkpoint.replace('sha256:', '').slice(0, CHECKPOINT_DIGITS);
    showText(byId('model-checkpoint'), () => text('model.checkpoint', { name, digits }));
    const said = () => inLanguage(description);
    showText(hint, () => (description ? said()[1] : ''));
    show(hint, () => (description ? said()[0] : ''), 'lang');
  }

  #offerSchedules({ schedule_types: types }) {
    const chosen = byId('schedule-type').value;
    byId('schedule-type').replaceChildren(
      element('option', { value: '' }, words('schedule-type.default')),
      ...types.map((type) => element('option', { value: type, translate: 'no' }, labelOf(type))));
    byId('schedule-type').value = types.includes(chosen) ? chosen : '';
  }

  /** A name such as `DPM++ 2S a Karras` that is not offered is a sampler's and a schedule's; false if it is neither. */
  #fillSampler(name) {
    const { samplers } = this.#model() ?? { samplers: [] };
    const known = samplers.filter((sampler) => name === sampler || name?.startsWith(`${sampler} `))
      .sort((one, other) => other.length - one.length)[0];
    if (!known) return false;
    setValue(byId('sampler'), known);
    setValue(byId('schedule-type'), name.slice(known.length + 1).toLowerCase().replaceAll(' ', '_'));
    return true;
  }

  /** A value the user did not touch follows the model. */
  #applyDefault(input, field, model) {
    const untouched = !input.value || input.value === String(this.#defaults[field]);
    input.placeholder = String(model.defaults[field]);
    if (untouched && document.activeElement !== input && input.value !== input.placeholder) setValue(input, input.placeholder);
  }

  /** One that was taken out on purpose stays out. */
  #applyNegativePrompt({ defaults }) {
    const input = inputOf('negative_prompt');
    const untouched = input.value === (this.#defaults.negative_prompt ?? '');
    if (untouched && document.activeElement !== input && input.value !== defaults.negative_prompt) {
      setValue(input, defaults.negative_prompt);
    }
  }

  /** The sizes of the model that are nearest to a picture's, of about its shape. */
  #fitSize(width, height) {
    this.#unfitted = this.#model() ? undefined : [width, height];
    if (this.#unfitted) return;
    const { multiple, only } = this.#model().sizes;
    const [smallest, largest] = limitsOf(this.#model().sizes);
    const scale = Math.min(1, largest[0] / width, largest[1] / height);
    const nearest = (pixels, axis) =>
      Math.min(largest[axis], Math.max(smallest[axis], Math.round(pixels * scale / multiple) * multiple));
    const far = ([w, h]) => Math.abs(Math.log((w * height) / (h * width))) + Math.abs(Math.log((w * h) / (width * height))) / 4;
    const [w, h] = only.length
      ? only.map((size) => size.split('x').map(Number)).reduce((best, size) => (far(size) < far(best) ? size : best))
      : [nearest(width, 0), nearest(height, 1)];
    setValue(byId('width'), w);
    setValue(byId('height'), h);
  }

  #swap() {
    const [width, height] = [byId('width').value, byId('height').value];
    setValue(byId('width'), height);
    setValue(byId('height'), width);
  }

  #showSeedMode() {
    const random = ['', '-1'].includes(byId('seed').value.trim());
    byId('random-seed').setAttribute('aria-pressed', String(random));
  }
}

/** `512x768` as people write it. */
const sizeText = (size) => size.replace('x', ' × ');

/** `sgm_uniform` as people write it. */
function labelOf(type) {
  const abbreviations = ['sgm', 'kl', 'ddim'];
  return type
    .split('_')
    .map((word) => (abbreviations.includes(word) ? word.toUpperCase() : word[0].toUpperCase() + word.slice(1)))
    .join(' ');
}
