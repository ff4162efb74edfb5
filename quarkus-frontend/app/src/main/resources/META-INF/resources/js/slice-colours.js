/** A colour for every slice, in the order they are first seen; style.css defines eight. */

const COLOURS = 8;
const seen = new Map();

export function colourOf(slice) {
  if (!seen.has(slice)) seen.set(slice, seen.size % COLOURS);
  return `var(--slice-${seen.get(slice)})`;
}
