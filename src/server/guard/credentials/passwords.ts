import { createHmac, randomBytes } from 'node:crypto';
import type { Hasher } from '../hashing/hasher.ts';
import type { Htpasswd } from './htpasswd.ts';
import { Recent } from './recent.ts';
import { Tries } from './tries.ts';

/** What somebody sent to be let in, and from where. */
export interface Login {
  readonly client: string;
  /** Empty where a token was sent by itself. */
  readonly user: string;
  readonly password: string;
}

/** Whether somebody is let in, or in how many seconds they may try again. */
export type Verdict = 'right' | 'wrong' | { readonly waitS: number };

/** A pull makes hundreds of requests in a few minutes. */
const REMEMBERED = { entries: 4096, forMs: 5 * 60_000 };

/** Compares passwords with the hashes of a file: once in some minutes, not for each request. */
export class Passwords {
  readonly #hasher: Hasher;
  readonly #tries: Tries;
  readonly #right: Recent<true>;
  readonly #underWay = new Map<string, Promise<boolean>>();
  /** So that memory has no password in it, and nothing that can be tried out elsewhere. */
  readonly #key = randomBytes(32);

  /** @param now milliseconds of a clock that is never set */
  constructor(hasher: Hasher, now?: () => number) {
    this.#hasher = hasher;
    this.#tries = new Tries(now);
    this.#right = new Recent(REMEMBERED, now);
  }

  /** @param htpasswd undefined where nobody has a password */
  async judge(htpasswd: Htpasswd | undefined, { client, user, password }: Login): Promise<Verdict> {
    const hash = htpasswd?.hashes.get(user);
    // With the hash in it, what is remembered ends when the password is changed.
    const login = this.#digest(user, password, hash ?? '');
    if (this.#right.get(login) === true) return 'right';
    const comparison = this.#underWay.get(login);
    if (comparison !== undefined) return (await comparison) ? 'right' : 'wrong';

    const who = this.#digest(client, user);
    const waitS = this.#tries.waitFor(who);
    if (waitS > 0) return { waitS };
    if (!this.#hasher.hasRoomFor(client)) return { waitS: 1 };
    this.#tries.begun(who);
    if (htpasswd === undefined) return 'wrong';
    if (!(await this.#compare(login, client, { password, hash: hash ?? htpasswd.dummy }))) return 'wrong';
    this.#tries.succeeded(who);
    this.#right.set(login, true);
    return 'right';
  }

  /** Requests that come at once with one login wait for one comparison. */
  async #compare(
    login: string,
    client: string,
    comparison: Parameters<Hasher['compare']>[1],
  ): Promise<boolean> {
    const isRight = this.#hasher.compare(client, comparison);
    this.#underWay.set(login, isRight);
    try {
      return await isRight;
    } finally {
      this.#underWay.delete(login);
    }
  }

  /** Parts of any length and content: others have another digest. */
  #digest(...parts: string[]): string {
    return createHmac('sha256', this.#key).update(JSON.stringify(parts)).digest('base64');
  }
}
