/** Wires the page: form, drawing, pictures, slices. */

import { models } from './js/api.js';
import { byId } from './js/dom.js';
import { Drawing } from './js/drawing.js';
import { takeFilesEverywhere } from './js/dropped-files.js';
import { GenerationForm } from './js/form.js';
import { GenerationView } from './js/generation-view.js';
import { History } from './js/history.js';
import { begin } from './js/i18n/live.js';
import { offerLanguages } from './js/language-button.js';
import { Problems } from './js/problems.js';
import { ProgressLine } from './js/progress.js';
import { SlicesPanel } from './js/slices.js';

const PHONE = matchMedia('(max-width: 719px)');
/** The second click of a double click on Draw meets Cancel in its place; it is not meant. */
const DOUBLE_CLICK_MS = 300;

begin();
offerLanguages();
const form = new GenerationForm();
const problems = new Problems();
const progress = new ProgressLine();
const history = new History();
const slices = new SlicesPanel(async () => {
  form.offer(await models());
  progress.slices(form.ready);
});
let drawing;
let drawingSince = 0;

const reuse = {
  seed: (seed) => form.setSeed(seed),
  all: (parameters) => form.fill(parameters),
  picture: (blob) => form.startFrom(blob),
};

const page = {
  open(parameters, notHonoured, id) {
    const view = new GenerationView(parameters, notHonoured, reuse);
    history.open(view, parameters);
    slices.own(id);
    form.rememberSeed(parameters.seed);
    if (PHONE.matches) byId('stage').scrollIntoView();
    return view;
  },
  image: (view, { index, seed }) => history.add(view, index, seed),
  problem: (problem) => problems.show(problem),
};

async function draw() {
  if (drawing) return;
  problems.clear();
  const awaited = form.takeAwaited();
  if (awaited) {
    problems.show({ key: `awaited.${awaited}` });
    return;
  }
  drawing = new Drawing(progress, page);
  drawingSince = performance.now();
  swapButtons(byId('draw'), byId('cancel'));
  await drawing.run(form.body());
  drawing = undefined;
  swapButtons(byId('cancel'), byId('draw'));
}

function cancel() {
  if (performance.now() - drawingSince > DOUBLE_CLICK_MS) drawing?.cancel();
}

function swapButtons(from, to) {
  const focused = document.activeElement === from;
  from.hidden = true;
  to.hidden = false;
  if (focused) to.focus();
}

byId('form').addEventListener('submit', (event) => {
  event.preventDefault();
  draw();
});
byId('cancel').addEventListener('click', cancel);
byId('model').addEventListener('change', () => progress.slices(form.ready));
document.addEventListener('keydown', (event) => {
  if (event.isComposing) return;
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    draw();
  } else if (event.key === 'Escape') {
    cancel();
  }
});
for (const example of document.querySelectorAll('[data-example]')) {
  example.addEventListener('click', () => form.setPrompt(example.textContent));
}
if (/mac|iphone|ipad/i.test(navigator.platform)) byId('shortcut').textContent = '⌘ ↵';

takeFilesEverywhere({
  fill(parameters, missing) {
    problems.clear();
    return form.fill(parameters, missing);
  },
  takesPictures: () => form.takesPictures,
  startFrom: (file) => form.startFrom(file),
  say: (read) => progress.say(read),
  problem(problem) {
    progress.rest();
    problems.show(problem);
  },
});
slices.start();
