import type { Current } from '../current/current.ts';
import { answerRequest } from './answer-request.ts';
import type { AskRequest } from './request.ts';

/** Answers requests from the inventory that is served. */
export class Asker {
  readonly #current: Current;

  constructor(current: Current) {
    this.#current = current;
  }

  /** @throws what the question throws, and NoInventoryError. */
  ask(request: AskRequest): Promise<Uint8Array> {
    return this.#current.use(({ inventory }) => answerRequest(inventory, request));
  }
}
