/** The REST interface of the frontend. Addresses are relative, so the page also works below a path of a proxy. */

import { parseJson } from './json.js';
import { readEvents } from './sse.js';

/** The server pings every 15 s; after a minute of silence the connection is dead. */
const SILENCE_MS = 60_000;
const QUESTION_MS = 5_000;
const UPLOAD_MS = 60_000;

/**
 * A fault the server explained, or that is explained in its place: `problem` is a problem document (RFC 9457), or
 * `{key, values}` of the page's own words.
 */
export class ProblemError extends Error {
  constructor(problem) {
    super(problem.detail ?? problem.title ?? problem.key);
    this.problem = problem;
  }
}

export const models = async () => (await question('v1/models')).models;
export const slices = () => question('v1/slices');

/**
 * Draws, and generates the events on the way: `{type, data}`. Aborting the signal cancels on the server.
 *
 * @throws ProblemError if the server refused or cannot be reached
 * @throws DOMException AbortError if the signal was aborted
 */
export async function* generate(body, signal) {
  const response = await reached(
    fetch('v1/generations', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
      body,
      signal,
    }),
    signal,
    'failure.unreachable',
  );
  if (!response.ok) throw new ProblemError(await problemOf(response));
  const events = readEvents(response.body, SILENCE_MS);
  try {
    for (;;) {
      const { done, value } = await reached(
        events.next(), signal, 'failure.lost');
      if (done) return;
      yield { type: value.type, data: parseJson(value.data) };
    }
  } finally {
    await events.return();
  }
}

/**
 * The request inside a PNG file, and parameters that no field stands for.
 *
 * @throws ProblemError if it is none, or says nothing
 */
export async function pngInfo(file) {
  const signal = AbortSignal.timeout(UPLOAD_MS);
  const response = await reached(
    fetch('v1/png-info', { method: 'POST', headers: { 'Content-Type': 'image/png' }, body: file, signal }),
    signal,
    'failure.upload',
  );
  if (!response.ok) throw new ProblemError(await problemOf(response));
  return parseJson(await response.text());
}

async function question(address) {
  const signal = AbortSignal.timeout(QUESTION_MS);
  const response = await fetch(address, { headers: { Accept: 'application/json' }, cache: 'no-store', signal });
  if (!response.ok) throw new ProblemError(await problemOf(response));
  return response.json();
}

async function reached(promise, signal, key) {
  try {
    return await promise;
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ProblemError({ key });
  }
}

/** The problem document of a response, or one in its place when something before the server answered. */
async function problemOf(response) {
  const text = await response.text().catch(() => '');
  const retryAfter = response.headers.get('Retry-After') ?? undefined;
  if (/^application\/(problem\+)?json\b/.test(response.headers.get('Content-Type') ?? '')) {
    try {
      return { ...parseJson(text), retryAfter };
    } catch {
      // Not what it says it is: described by its status below.
    }
  }
  const status = [response.status, response.statusText].filter(Boolean).join(' ');
  return { key: 'failure.unexplained', values: { status }, retryAfter };
}
