import { randomBytes } from 'node:crypto';
import { UsageError } from '../../../errors.ts';

/** Users and their bcrypt hashes. */
export interface Htpasswd {
  readonly hashes: ReadonlyMap<string, string>;
  /** No password has it, and comparing with it takes as long as with the slowest of the file. */
  readonly dummy: string;
  /** Sentences about users who are not let in, whatever they type. */
  readonly complaints: readonly string[];
}

const BCRYPT = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;
/** htpasswd writes 4 to 17; 17 takes 15 s. */
const COSTS = { least: 4, most: 17 };

/**
 * Reads a file as the registry reads it (distribution 3.1.1, registry/auth/htpasswd): a user and a bcrypt hash a line, cut
 * at the first colon, the last line of a user counts; comments and blank lines.
 * @throws UsageError for a line that is none, and where nobody could be let in.
 */
export function parseHtpasswd(text: string): Htpasswd {
  const hashes = new Map<string, string>();
  const others = new Map<string, string>();
  text.split('\n').forEach((raw, index) => {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) return;
    const colon = line.indexOf(':');
    if (colon < 1) throw new UsageError(`expected <user>:<hash> in line ${index + 1}, and there is no user.`);
    const [user, hash] = [line.slice(0, colon), line.slice(colon + 1)];
    hashes.delete(user);
    others.delete(user);
    const kind = otherKind(hash);
    if (kind === undefined) hashes.set(user, hash);
    else others.set(user, kind);
  });
  const complaints = [...others].map(
    ([user, kind]) => `The hash of '${user}' is ${kind}, so nobody gets in by it: write it with htpasswd -B.`,
  );
  if (hashes.size === 0)
    throw new UsageError(
      ['there is no user with a bcrypt hash in it, as htpasswd -B writes it.', ...complaints].join(' '),
    );
  return { hashes, dummy: dummyOf([...hashes.values()]), complaints };
}

/** What a hash is that is not compared with, or undefined where it is. */
function otherKind(hash: string): string | undefined {
  const cost = Number(BCRYPT.exec(hash)?.[1]);
  if (cost > COSTS.most) return `of cost ${cost}, which takes minutes`;
  if (cost >= COSTS.least) return undefined;
  if (hash.startsWith('$2')) return 'no whole bcrypt hash';
  if (hash.startsWith('$apr1$')) return "of htpasswd's MD5";
  if (hash.startsWith('{SHA}')) return 'SHA-1';
  if (/^\$[56]\$/.test(hash)) return 'of crypt with SHA-2';
  return 'no bcrypt hash';
}

function dummyOf(hashes: readonly string[]): string {
  const costs = hashes.map((hash) => BCRYPT.exec(hash)?.[1] ?? '');
  const highest = costs.reduce((most, cost) => (cost > most ? cost : most), '');
  // 53 characters of its alphabet: 22 of salt, 31 of what no password is hashed to but by chance of 2^-184.
  const rest = randomBytes(39).toString('base64').replaceAll('+', '.').replaceAll('=', '').slice(0, 52);
  return `$2b$${highest}$.${rest}`;
}
