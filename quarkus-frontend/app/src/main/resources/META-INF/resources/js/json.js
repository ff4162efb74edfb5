/** JSON with seeds kept exact: they go up to 2^63-1, JavaScript's numbers only up to 2^53. */

/**
 * Parses JSON; a seed or subseed of 16 digits or more becomes a string. A quoted "seed" inside of a JSON string has a backslash
 * before its closing quote, so only member names match.
 */
export function parseJson(text) {
  return JSON.parse(text.replace(/"((?:sub)?seed)"\s*:\s*(\d{16,})/g, '"$1":"$2"'));
}

/** An object as JSON, from its members' names and JSON texts; with an indentation, a line for each. */
export function objectOf(members, indent = '') {
  const [line, colon] = indent ? ['\n', ': '] : ['', ':'];
  const written = members.map(([name, json]) => `${line}${indent}${JSON.stringify(name)}${colon}${json}`);
  return `{${written.join(',')}${line}}`;
}

/**
 * What was typed into a number field, as JSON: digit for digit if it is a number (decimal comma, leading zeros and a
 * missing zero before the point are understood), else as a string for the server to judge.
 */
export function numberJson(typed) {
  const text = typed
    .trim()
    .replace(/^(-?\d*),(\d{1,2})$/, '$1.$2') // 7,5 but not 1,000
    .replace(/^(-?)0+(?=\d)/, '$1')
    .replace(/^(-?)\./, '$10.');
  return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? text : JSON.stringify(typed);
}
