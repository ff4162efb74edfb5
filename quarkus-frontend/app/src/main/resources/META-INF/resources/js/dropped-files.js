/**
 * What a file means to the form. A PNG that says how it was drawn fills it; a picture that says nothing, when it was dropped
 * just anywhere, is one to start from.
 */

import { pngInfo, ProblemError } from './api.js';
import { announce, byId } from './dom.js';
import { catchFiles, takeFiles } from './files.js';
import { text } from './i18n/text.js';

/** Text of a PNG that is no parameter. */
const NO_PARAMETERS = ['Model hash', 'Version'];
/** What the server calls the text that no name stands before. */
const REST = 'Not read';

/**
 * @param page `fill(parameters, missing)`, which is told the fields that no parameters hold and gives the sampler that is chosen then, `say(read)` and `problem(document)` are told; `startFrom(file)` takes a picture and is false
 *     if it is none, which `takesPictures()` says the model does
 */
export function takeFilesEverywhere(page) {
  takeFiles(byId('png-info'), byId('png-info').parentElement, (file) => told(page, () => read(page, file)));
  catchFiles(byId('drop-anywhere'), ([file, ...others]) => told(page, () => taken(page, file, others.length + 1)));
}

async function told(page, act) {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    page.problem(ofFile(error.problem));
  }
}

/** Nobody who chose a file knows of a request: what the server refuses is the file. */
const ofFile = ({ title, ...problem }) => (problem.code === 'invalid_request'
  ? { ...problem, titleKey: 'drop.no-picture.title' }
  : { ...problem, title });

async function read(page, file, more = () => '') {
  const { request, others, missing, not_restorable: otherwise } = await pngInfo(file);
  if (!request) {
    page.say(() => text(REST in others ? 'drop.unread' : 'drop.undrawable', { name: file.name }) + more());
    return;
  }
  const fields = missing.map(({ pointer }) => pointer.slice(1));
  const sampler = page.fill(request, fields);
  page.say(() => sentence(file.name, { fields, others, otherwise, sampler }) + more());
  announce(() => text('drop.filled'));
}

async function taken(page, file, count) {
  const { name } = file;
  const first = () => (count > 1 ? ` ${text('drop.first', { count })}` : '');
  if (file.type === 'image/png') {
    try {
      await read(page, file, first);
      return;
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.key) throw error;
      // The server has read it, and it says nothing.
    }
  }
  const says = file.type === 'image/png' ? 'drop.says-nothing' : 'drop.start';
  if (!file.type.startsWith('image/')) throw refusal('drop.no-picture', name);
  if (!page.takesPictures()) throw refusal('drop.no-start', name);
  if (!(await page.startFrom(file))) throw refusal('drop.no-picture', name);
  page.say(() => text(says, { name }) + first());
}

const refusal = (key, name) => new ProblemError({ key, values: { name } });

function sentence(name, { fields, others, otherwise, sampler }) {
  const unused = Object.keys(others).filter((key) => !NO_PARAMETERS.includes(key));
  return [
    text('drop.read', { name }),
    ...fields.map((field) => text(`drop.missing.${field}`)),
    unused.length && text('drop.unused', { names: unused.map((key) => (key === REST ? text('drop.rest') : key)).join(', ') }),
    'Sampler' in others && text('drop.sampler', { sampler }),
    otherwise.length && text('drop.otherwise', { names: otherwise.join(', ') }),
  ].filter(Boolean).join(' ');
}
