import type { Current, Opened } from '../current/current.ts';
import { Bodies } from './bodies.ts';
import { GoneError } from './lane.ts';
import type { AskRequest, Body } from './request.ts';
import { tagOf } from './tag-of.ts';

/** Answers from an open inventory, here or elsewhere. */
export type Answerer = (opened: Opened, request: AskRequest, signal: AbortSignal) => Promise<Body>;

/** The body of an answer, and what tells it from every other. */
export interface Answer extends Body {
  readonly scanId: string;
  /** Undefined for what may be another in the next moment, though no scan was. */
  readonly tag: string | undefined;
}

/** Somebody who asks: what they have already, and how one learns that they went away. */
interface Asking {
  readonly signal?: AbortSignal;
}

/** How often an inventory may be replaced while it is asked. */
const TRIES = 5;

/** Answers requests from the inventory that is served, each of the same once. */
export class Asker {
  readonly #current: Current;
  readonly #answer: Answerer;
  readonly #bodies = new Bodies();
  readonly #underWay = new Map<string, Shared>();

  constructor(current: Current, answer: Answerer) {
    this.#current = current;
    this.#answer = answer;
    current.onOpened(() => this.#bodies.clear());
  }

  /** What the answer to a request would be called: whoever has it need not be given it again. */
  tagOf(request: AskRequest): Promise<string | undefined> {
    return this.#current.use((opened) => tagOf(opened, request));
  }

  /** @throws what the question throws; NoInventoryError, BusyError */
  async ask(request: AskRequest, { signal }: Asking = {}): Promise<Answer> {
    for (let left = TRIES; ; left--) {
      try {
        return await this.#current.use((opened) => this.#askOf(opened, request, signal));
      } catch (error) {
        if (!(error instanceof GoneError) || left === 0 || signal?.aborted === true) throw error;
      }
    }
  }

  async #askOf(opened: Opened, request: AskRequest, signal: AbortSignal | undefined): Promise<Answer> {
    const tag = tagOf(opened, request);
    const { scanId } = opened;
    if (tag === undefined) {
      const body = await this.#answer(opened, request, signal ?? new AbortController().signal);
      return { ...body, scanId, tag };
    }
    const known = this.#bodies.get(tag);
    if (known !== undefined) return { ...known, scanId, tag };
    const shared = this.#underWay.get(tag) ?? this.#begin(opened, request, tag);
    return { ...(await shared.join(signal)), scanId, tag };
  }

  #begin(opened: Opened, request: AskRequest, tag: string): Shared {
    const shared = new Shared(
      (signal) => this.#answer(opened, request, signal),
      () => this.#underWay.delete(tag),
    );
    this.#underWay.set(tag, shared);
    shared.body.then(
      (body) => this.#bodies.add(tag, body),
      () => {},
    );
    return shared;
  }
}

/** An answer that several wait for; when all of them have gone, nobody needs it. */
class Shared {
  readonly body: Promise<Body>;
  readonly #nobody = new AbortController();
  readonly #end: () => void;
  #waiting = 0;

  constructor(answer: (signal: AbortSignal) => Promise<Body>, end: () => void) {
    this.#end = end;
    this.body = answer(this.#nobody.signal).finally(end);
  }

  join(signal: AbortSignal | undefined): Promise<Body> {
    this.#waiting++;
    signal?.addEventListener('abort', () => this.#leave(), { once: true });
    return this.body;
  }

  #leave(): void {
    if (--this.#waiting > 0) return;
    this.#end();
    this.#nobody.abort();
  }
}
