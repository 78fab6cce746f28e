import { Hasher } from '../hashing/hasher.ts';
import { type Htpasswd, parseHtpasswd } from './htpasswd.ts';
import { type Login, Passwords, type Verdict } from './passwords.ts';
import { isToken, parseTokens, type Tokens } from './tokens.ts';
import { WatchedFile } from './watched-file.ts';

/** The files that say who may ask, and who is told of them. */
export interface CredentialFiles {
  readonly htpasswd?: string;
  readonly tokenFile?: string;
  readonly say: (sentence: string) => void;
}

/** Who may ask, by the files as they are at the moment. */
export class Credentials {
  readonly #htpasswd: WatchedFile<Htpasswd> | undefined;
  readonly #tokens: WatchedFile<Tokens> | undefined;
  readonly #hasher: Hasher;
  readonly #passwords: Passwords;

  /** @throws UsageError where a file cannot be read, or lets nobody in. */
  constructor({ htpasswd, tokenFile, say }: CredentialFiles, hasher = new Hasher()) {
    this.#hasher = hasher;
    this.#passwords = new Passwords(hasher);
    if (htpasswd !== undefined)
      this.#htpasswd = new WatchedFile({ option: '--htpasswd', path: htpasswd, parse: parseHtpasswd, say });
    if (tokenFile !== undefined)
      this.#tokens = new WatchedFile({ option: '--token-file', path: tokenFile, parse: parseTokens, say });
  }

  /** `token` for one of them, whoever sent it; `closed` while a file cannot be read that might let them in. */
  async judge(login: Login): Promise<Verdict | 'token' | 'closed'> {
    const tokens = this.#tokens?.read();
    // No guesser can keep out who has one: comparing costs nothing, so it needs no wait.
    if (tokens !== undefined && isToken(tokens, login.password)) return 'token';
    const htpasswd = this.#htpasswd?.read();
    if (htpasswd === undefined && this.#htpasswd !== undefined) return 'closed';
    const verdict = await this.#passwords.judge(htpasswd, login);
    return verdict === 'wrong' && tokens === undefined && this.#tokens !== undefined ? 'closed' : verdict;
  }

  async close(): Promise<void> {
    await this.#hasher.close();
  }
}
