/** A picture's parameters as JSON, with the names that scripts around diffusers use for them. */

import { objectOf } from './json.js';

/**
 * @param parameters of the generation
 * @param image its event: the seed, and `image_path` where the server keeps the picture under a link
 * @param now when it came
 */
export function pictureJson(parameters, image, now = new Date()) {
  const members = [
    ['prompt', JSON.stringify(parameters.prompt)],
    ['negative_prompt', JSON.stringify(parameters.negative_prompt ?? '')],
    ['steps', JSON.stringify(parameters.steps)],
    ['guidance_scale', JSON.stringify(parameters.guidance)],
    ['width', JSON.stringify(parameters.width)],
    ['height', JSON.stringify(parameters.height)],
    ['seed', String(image.seed)], // digit for digit: it may be larger than JavaScript's numbers
    ['image_path', JSON.stringify(image.image_path ?? null)],
    ['timestamp', JSON.stringify(now.toISOString())],
  ];
  return objectOf(members, '  ');
}
