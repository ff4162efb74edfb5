/** Server-sent events from a byte stream, as the HTML standard defines their grammar. */

/** Takes text in chunks cut anywhere and gives the events that are complete: `{type, data, id}`. */
export class EventStreamParser {
  #line = '';
  #afterCarriageReturn = false;
  #type = '';
  #data = [];
  #id = '';

  /** Generates the events that this chunk completes. */
  *push(chunk) {
    let text = chunk;
    if (this.#afterCarriageReturn && text.startsWith('\n')) text = text.slice(1);
    if (chunk) this.#afterCarriageReturn = chunk.endsWith('\r');
    let start = 0;
    for (const end of text.matchAll(/\r\n|\r|\n/g)) {
      const line = this.#line + text.slice(start, end.index);
      this.#line = '';
      start = end.index + end[0].length;
      const event = line === '' ? this.#dispatch() : this.#field(line);
      if (event) yield event;
    }
    this.#line += text.slice(start);
  }

  #field(line) {
    const colon = line.indexOf(':');
    if (colon === 0) return undefined; // a comment, such as the ping
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (name === 'event') this.#type = value;
    else if (name === 'data') this.#data.push(value);
    else if (name === 'id' && !value.includes('\0')) this.#id = value;
    return undefined;
  }

  #dispatch() {
    const event = this.#data.length
      ? { type: this.#type || 'message', data: this.#data.join('\n'), id: this.#id }
      : undefined;
    this.#type = '';
    this.#data = [];
    return event;
  }
}

/**
 * Generates the events of a response body until it ends; ending the generator early closes the stream.
 *
 * @param silenceMs throws if nothing at all, not even a ping, comes for so long
 */
export async function* readEvents(body, silenceMs) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const parser = new EventStreamParser();
  try {
    for (;;) {
      const { done, value } = await within(silenceMs, reader.read());
      if (done) return;
      yield* parser.push(decoder.decode(value, { stream: true }));
    }
  } finally {
    reader.cancel().catch(() => {}); // already broken: nothing left to close
  }
}

function within(milliseconds, promise) {
  let timer;
  const silence = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing came for ${milliseconds} ms`)), milliseconds);
  });
  return Promise.race([promise, silence]).finally(() => clearTimeout(timer));
}
