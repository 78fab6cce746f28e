import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { UsageError } from '../../../errors.ts';

/** The tokens of a file. */
export interface Tokens {
  readonly digests: readonly Buffer[];
  /** Sentences about tokens that are let in, but should not be used. */
  readonly complaints: readonly string[];
}

/** As long as 96 random bits are in base64. */
const SHORTEST_GOOD = 16;

const key = randomBytes(32);

/** Reads a token a line; comments and blank lines. @throws UsageError for a line that no header could carry. */
export function parseTokens(text: string): Tokens {
  const tokens: string[] = [];
  text.split('\n').forEach((raw, index) => {
    const token = raw.trim();
    if (token === '' || token.startsWith('#')) return;
    if (!/^[\x21-\x7e]+$/.test(token))
      throw new UsageError(`expected a token in line ${index + 1}, of ASCII characters without spaces.`);
    tokens.push(token);
  });
  if (tokens.length === 0) throw new UsageError('there is no token in it.');
  const short = tokens.filter((token) => token.length < SHORTEST_GOOD).length;
  const complaints =
    short === 0
      ? []
      : [
          `Of the tokens, ${short} can be guessed: make them of ${SHORTEST_GOOD} characters or more, as with openssl rand -hex 32.`,
        ];
  return { digests: tokens.map(digestOf), complaints };
}

/** Compares with every token, in a time that tells nothing of them. */
export function isToken(tokens: Tokens, text: string): boolean {
  const digest = digestOf(text);
  return tokens.digests.filter((each) => timingSafeEqual(each, digest)).length > 0;
}

function digestOf(token: string): Buffer {
  return createHmac('sha256', key).update(token).digest();
}
