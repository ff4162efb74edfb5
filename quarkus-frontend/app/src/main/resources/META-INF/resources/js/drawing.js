/** One generation from the request to its last event. */

import { generate, ProblemError } from './api.js';
import { text } from './i18n/text.js';

export class Drawing {
  #abort = new AbortController();
  /** `{step, steps}` of the last step. */
  #last;
  #begin = performance.now();
  #view;
  #progress;
  #page;

  /**
   * @param progress a ProgressLine
   * @param page `open(parameters, notHonoured, id)` gives a GenerationView, `image(view, image)` and `problem(document)` are told
   */
  constructor(progress, page) {
    this.#progress = progress;
    this.#page = page;
  }

  /** Lets the connection go, which is how the server learns of it. */
  cancel() {
    this.#abort.abort();
  }

  /**
   * Runs until there is nothing left to come; never throws.
   *
   * @param body a promise of the request
   */
  async run(body) {
    this.#progress.sending();
    try {
      for await (const { type, data } of generate(await body, this.#abort.signal)) {
        if (this.#take(type, data)) return;
      }
      this.#fail({ key: 'failure.ended' });
    } catch (error) {
      if (this.#abort.signal.aborted) this.#stop('stopped.cancelled');
      else if (error instanceof ProblemError) this.#fail(error.problem);
      else this.#fail({ key: 'failure.unreadable', values: { message: error.message } });
    }
  }

  /** True after the last event. */
  #take(type, data) {
    switch (type) {
      case 'queued':
        this.#progress.queued(data);
        return false;
      case 'started':
        this.#view = this.#page.open(data.parameters, data.not_honoured ?? [], data.id);
        this.#progress.started(data.parameters);
        return false;
      case 'progress':
        this.#last = data;
        this.#view.step(data);
        this.#progress.step(data);
        return false;
      case 'preview':
        this.#view.preview(data);
        return false;
      case 'image':
        this.#view.image(data);
        this.#page.image(this.#view, data);
        return false;
      case 'completed':
        this.#view.complete(data.timings);
        this.#progress.done(performance.now() - this.#begin);
        return true;
      case 'failed':
        this.#fail(data);
        return true;
      case 'cancelled':
        this.#stop('stopped.by-server');
        return true;
      default:
        return false; // an event of a later version
    }
  }

  #fail(problem) {
    this.#stop(this.#view ? 'stopped.failed' : 'stopped.nothing');
    this.#page.problem(problem);
  }

  #stop(key) {
    this.#view?.stop(() => text(key));
    const last = this.#last;
    this.#progress.end(() => text(last ? 'stopped.at' : 'stopped.line', { ...last, what: text(key) }));
  }
}
