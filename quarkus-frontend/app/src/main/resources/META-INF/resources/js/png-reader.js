/** Reads the parameters out of a PNG file and fills the form with them. */

import { pngInfo, ProblemError } from './api.js';
import { announce, byId } from './dom.js';
import { takeFiles } from './files.js';

/** @param page `fill(parameters)`, `say(sentence)` and `problem(document)` are told */
export function readPngFiles(page) {
  const read = async (file) => {
    try {
      const { request, others } = await pngInfo(file);
      page.fill(request);
      page.say(sentence(file.name, request, others));
      announce('The form is filled');
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      page.problem(error.problem);
    }
  };
  takeFiles(byId('png-info'), byId('png-info').parentElement, read);
}

function sentence(name, { strength, hires }, others) {
  const begun = strength !== undefined && !hires ? ' It began with a picture: choose that one too.' : '';
  const unused = Object.keys(others).filter((key) => !['Model hash', 'Version'].includes(key));
  return `Read from ${name}.${begun}${unused.length ? ` Not used: ${unused.join(', ')}.` : ''}`;
}
