import { afterAll, describe, expect, it } from 'vitest';
import { parseHtpasswd } from '../../../src/server/guard/credentials/htpasswd.ts';
import { Passwords } from '../../../src/server/guard/credentials/passwords.ts';
import { Recent } from '../../../src/server/guard/credentials/recent.ts';
import { Tries } from '../../../src/server/guard/credentials/tries.ts';
import { Hasher } from '../../../src/server/guard/hashing/hasher.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { htpasswdFile, htpasswdLine, TOKEN, tokenFile } from './files.ts';
import { basic, startGuarded } from './guarded-service.ts';

const dir = temporaryDirectory();
const MINUTE_MS = 60_000;
/** A hash of it takes about 40 ms. */
const COST = 9;
const alice = (cost?: number) => htpasswdLine('alice', 'correct horse', '-B', cost);

describe('wrong passwords', () => {
  it('have to wait after ten, with the time to wait, and only those of this user', async () => {
    const { get } = await startGuarded({ htpasswd: htpasswdFile(dir(), alice()) });
    for (let tried = 0; tried < 10; tried++)
      expect((await get('/v2/', basic('alice', `wrong ${tried}`))).status).toBe(401);
    const { status, headers, text } = await get('/v2/', basic('alice', 'wrong 10'));
    expect(status).toBe(429);
    expect(headers.get('retry-after')).toBe('1');
    expect(JSON.parse(text).errors).toMatchObject([{ code: 'TOOMANYREQUESTS' }]);
    expect((await get('/', basic('bob', 'wrong'))).status).toBe(401);
    expect((await get('/', basic('alice', 'correct horse'))).status).toBe(429);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect((await get('/', basic('alice', 'correct horse'))).status).toBe(200);
    expect((await get('/', basic('alice', 'wrong'))).status).toBe(401);
  });

  it('of somebody else do not keep out who is remembered, nor who has a token', async () => {
    const { get } = await startGuarded({
      htpasswd: htpasswdFile(dir(), alice()),
      tokenFile: tokenFile(dir()),
    });
    expect((await get('/', basic('alice', 'correct horse'))).status).toBe(200);
    const statuses: number[] = [];
    for (let tried = 0; tried < 20; tried++) {
      statuses.push((await get('/', basic('alice', `wrong ${tried}`))).status);
      await get('/', { authorization: `Bearer wrong-${tried}` });
    }
    expect(statuses.slice(9, 11)).toEqual([401, 429]);
    expect((await get('/', basic('alice', 'correct horse'))).status).toBe(200);
    expect((await get('/', { authorization: 'Bearer wrong' })).status).toBe(429);
    expect((await get('/', { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
  });

  it('take as long for a user that is not there', async () => {
    const { get } = await startGuarded({
      htpasswd: htpasswdFile(dir(), `${htpasswdLine('bob', 'x')}${alice(COST)}`),
    });
    const timed = async (user: string) => {
      const begun = performance.now();
      expect((await get('/', basic(user, `wrong ${begun}`))).status).toBe(401);
      return performance.now() - begun;
    };
    await timed('somebody');
    const [known, unknown]: [number[], number[]] = [[], []];
    for (let tried = 0; tried < 9; tried++) {
      known.push(await timed('alice'));
      unknown.push(await timed(`nobody${tried}`));
    }
    const ratio = median(unknown) / median(known);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
    expect(median(unknown)).toBeGreaterThan(10);
  });
});

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)]!;
}

describe('a right password', () => {
  it('is hashed once for requests that come together, of which none is refused', async () => {
    const { get } = await startGuarded({ htpasswd: htpasswdFile(dir(), alice(COST)) });
    const together = Array.from({ length: 60 }, () => get('/', basic('alice', 'correct horse')));
    expect((await Promise.all(together)).filter(({ status }) => status !== 200)).toEqual([]);
  });

  it('is compared again after five minutes, or with another hash, or for another user', async () => {
    let now = 0;
    const hasher = new CountingHasher();
    const passwords = new Passwords(hasher, () => now);
    const users = parseHtpasswd(`${alice()}${alice().replace('alice', 'bob')}`);
    const login = (user = 'alice', from = users) =>
      passwords.judge(from, { client: '::1', user, password: 'correct horse' });
    expect([await login(), await login(), hasher.comparisons]).toEqual(['right', 'right', 1]);
    now += 4.9 * MINUTE_MS;
    expect([await login(), hasher.comparisons]).toEqual(['right', 1]);
    now += 0.2 * MINUTE_MS;
    expect([await login(), hasher.comparisons]).toEqual(['right', 2]);
    expect([await login('bob'), hasher.comparisons]).toEqual(['right', 3]);
    expect([await login('alice', parseHtpasswd(alice())), hasher.comparisons]).toEqual(['right', 4]);
    expect([await login('alice', parseHtpasswd(htpasswdLine('bob', 'x')))]).toEqual(['wrong']);
  });
});

/** Counts what it hashes, on this thread. */
class CountingHasher extends Hasher {
  comparisons = 0;

  constructor() {
    super(0);
  }

  override compare(...asked: Parameters<Hasher['compare']>): Promise<boolean> {
    this.comparisons++;
    return super.compare(...asked);
  }
}

describe('hashing', () => {
  // Its threads are built.
  let built: { hasher: Pick<Hasher, 'close'> } | undefined;
  afterAll(() => built?.hasher.close());

  it('has room for a few of one client, and for some of others beside', async () => {
    const { Hasher: Built } = await import('../../../dist/server/guard/hashing/hasher.js');
    const hasher = new Built();
    built = { hasher };
    const { dummy } = parseHtpasswd(alice());
    const comparisons: Array<Promise<boolean>> = [];
    const fill = (client: string) => {
      let count = 0;
      for (; hasher.hasRoomFor(client); count++)
        comparisons.push(hasher.compare(client, { password: '', hash: dummy }));
      return count;
    };
    expect(['a', 'b', 'c', 'd', 'e', 'f'].map(fill)).toEqual([8, 8, 8, 8, 2, 0]);
    expect(new Set(await Promise.all(comparisons))).toEqual(new Set([false]));
    expect(hasher.hasRoomFor('a')).toBe(true);
  });

  it('goes on after a comparison that failed', async () => {
    const { Hasher: Built } = await import('../../../dist/server/guard/hashing/hasher.js');
    const hasher = new Built();
    built = { hasher };
    await expect(hasher.compare('a', { password: 'x', hash: 'y'.repeat(60) })).rejects.toThrow(
      'Invalid salt',
    );
    const hash = alice().trim().slice('alice:'.length);
    expect(await hasher.compare('a', { password: 'correct horse', hash })).toBe(true);
  });
});

describe('tries that did not succeed', () => {
  it('wait twice as long each time, a minute at most, and are forgotten after fifteen', () => {
    let now = 1000;
    const tries = new Tries(() => now);
    const waits: number[] = [];
    for (let tried = 0; tried < 18; tried++) {
      tries.begun('alice');
      waits.push(tries.waitFor('alice'));
      now += tries.waitFor('alice') * 1000;
    }
    expect(waits).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
    expect(tries.waitFor('alice')).toBe(0);
    now += 16 * MINUTE_MS;
    tries.begun('alice');
    expect(tries.waitFor('alice')).toBe(0);
  });

  it('are forgotten with one that did', () => {
    const tries = new Tries(() => 0);
    for (let tried = 0; tried < 12; tried++) tries.begun('alice');
    tries.succeeded('alice');
    expect(tries.waitFor('alice')).toBe(0);
  });
});

describe('what is remembered', () => {
  it('is bounded: the oldest goes', () => {
    const recent = new Recent<number>({ entries: 100, forMs: MINUTE_MS }, () => 0);
    for (let each = 0; each < 100_000; each++) recent.set(`user${each}`, each);
    expect(recent.size).toBe(100);
    expect([recent.get('user99899'), recent.get('user99900')]).toEqual([undefined, 99_900]);
  });
});
