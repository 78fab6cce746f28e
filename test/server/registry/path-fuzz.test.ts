import * as fs from 'node:fs';
import * as path from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { demoVolume } from '../../support/demo-volume.ts';
import { digestOf } from '../../support/made-bytes.ts';
import { cases, SEED } from '../../support/random-cases.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { BLOBS, REPOSITORIES } from '../../support/volume-paths.ts';
import { type Answered, askMany } from './many-requests.ts';
import { serveVolume } from './served.ts';

const dir = temporaryDirectory();
const SECRET = 'of somebody else';
const COUNT = cases({ few: 4000, many: 20_000 });

/** A volume with what must never be given: beside it, in it, and behind symlinks out of it. */
function plantedVolume(): { dir: string; names: string[]; digests: string[] } {
  const volume = demoVolume(path.join(dir(), 'volume'));
  const at = (...names: string[]) => path.join(volume.dir, ...names);
  for (const file of [
    path.join(dir(), 'secret'),
    at('secret'),
    at('docker/registry/v2/secret'),
    at(REPOSITORIES, 'shop/secret'),
  ])
    fs.writeFileSync(file, SECRET);
  const datas = (fs.readdirSync(at(BLOBS), { recursive: true }) as string[]).filter((name) =>
    name.endsWith('/data'),
  );
  const [outside = ''] = datas.sort();
  fs.rmSync(at(BLOBS, outside));
  fs.symlinkSync(path.join(dir(), 'secret'), at(BLOBS, outside));
  const link = at(REPOSITORIES, 'shop/api/_manifests/tags/latest/current/link');
  fs.rmSync(link);
  fs.symlinkSync(path.join(dir(), 'secret'), link);
  const repositories = fs.readdirSync(at(REPOSITORIES), { recursive: true }) as string[];
  return {
    dir: volume.dir,
    names: repositories.filter((name) => name.endsWith('/_manifests')).map((name) => path.dirname(name)),
    digests: datas.map((name) => `sha256:${name.split('/').at(-2)}`),
  };
}

/** Targets made of what is there, of what is nearly that, and of what leads elsewhere where somebody is careless. */
function targets(names: readonly string[], digests: readonly string[]): fc.Arbitrary<string> {
  const real = fc.oneof(
    fc.tuple(fc.constantFrom(...names), fc.constantFrom('tags/list', 'manifests/latest', 'manifests/v1')),
    fc.tuple(
      fc.constantFrom(...names),
      fc
        .tuple(fc.constantFrom('manifests', 'blobs', 'referrers'), fc.constantFrom(...digests))
        .map((pair) => pair.join('/')),
    ),
  );
  const odd = fc.constantFrom(
    ...[
      '..',
      '.',
      '',
      '%2e%2e',
      '%2E.',
      '..%2f',
      '..%5c',
      '%00',
      '%252e%252e',
      '%c0%ae',
      '%u002e',
      '%',
      '%zz',
      '\\',
      '~',
    ],
    ...[
      '_layers',
      '_manifests',
      '_uploads',
      'revisions',
      'current',
      'link',
      'data',
      'secret',
      'sha256',
      'blobs',
      'uploads',
    ],
    ...[
      '__proto__',
      'constructor',
      'etc',
      'passwd',
      '?',
      '?n=0',
      '?n=-1',
      '?last=..%2f',
      '?n=1e3',
      ';',
      '#',
      '@',
      ':',
    ],
  );
  const piece = fc.oneof(
    { weight: 5, arbitrary: real.map((pair) => pair.join('/')) },
    { weight: 5, arbitrary: odd },
    { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }).map((text) => encodeAll(text)) },
  );
  const whole = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join('/'));
  return fc
    .tuple(
      fc.oneof({ weight: 3, arbitrary: real.map((pair) => pair.join('/')) }, { weight: 5, arbitrary: whole }),
      fc.array(fc.tuple(fc.nat(), fc.nat(3), odd), { maxLength: 3 }),
    )
    .map(([text, changes]) => changes.reduce((changed, change) => spoil(changed, change), text))
    .map((text) => `/v2/${text.replace(/[^\x21-\x7e]/g, (each) => encodeAll(each))}`);
}

/** Writes a character otherwise, once or twice, doubles it, or puts something odd there. */
function spoil(text: string, [where, how, odd]: [number, number, string]): string {
  const at = text.length === 0 ? 0 : where % text.length;
  const [head, one, rest] = [text.slice(0, at), text.slice(at, at + 1), text.slice(at + 1)];
  const encoded = encodeAll(one);
  return head + [encoded, encoded.replaceAll('%', '%25'), one + one, odd + one][how] + rest;
}

function encodeAll(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

it(`no path gives what is not in the registry, or makes it fail, however it is written: ${COUNT} of them`, async () => {
  const { dir: volume, names, digests } = plantedVolume();
  const served = await serveVolume(volume);
  const asked = fc.sample(targets(names, digests), { numRuns: COUNT, seed: SEED });
  const answered = await askMany(served.port, asked);
  const statuses = new Map<number, number>();
  for (const answer of answered) {
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    expect([200, 400, 404], `${answer.target}: ${answer.status} ${answer.body}`).toContain(answer.status);
    expect(answer.body.includes(SECRET), answer.target).toBe(false);
    if (answer.status === 200) expectKnown(answer, new Set(names), new Set(digests));
  }
  // Each kind of answer was met, so that it is the paths that are judged and not one refusal of all.
  for (const status of [200, 400, 404])
    expect(statuses.get(status), String(status)).toBeGreaterThan(COUNT / 50);
}, 300_000);

/** What was given is a list of a known repository, or bytes that are what their digest says. */
function expectKnown({ target, headers, body }: Answered, names: Set<string>, digests: Set<string>): void {
  const digest = headers.get('docker-content-digest');
  if (digest !== undefined) {
    expect(digests.has(digest), target).toBe(true);
    expect(digestOf(body), target).toBe(digest);
    return;
  }
  const answer = JSON.parse(body.toString()) as {
    name?: string;
    manifests?: unknown;
    repositories?: string[];
  };
  if (answer.name !== undefined) expect(names.has(answer.name), target).toBe(true);
  else if (answer.repositories !== undefined)
    expect(
      answer.repositories.filter((name) => !names.has(name)),
      target,
    ).toEqual([]);
  else if (answer.manifests === undefined) expect(answer, target).toEqual({});
}
