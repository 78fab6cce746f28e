import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { endOf, startProgram, stowage } from '../../support/command-line.ts';
import { demoCopy } from '../../support/demo-copy.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { Service } from '../service.ts';
import { htpasswdFile, htpasswdLine } from './files.ts';
import { basic } from './guarded-service.ts';

const dir = temporaryDirectory();
const GUESSER = fileURLToPath(new URL('./guesser.mjs', import.meta.url));
const COUNT = 10_000;
/** A hash of it takes about 20 ms. */
const COST = 8;
let service: Service | undefined;
afterEach(() => service?.stop());

async function start(): Promise<Service> {
  const db = path.join(dir(), 'stowage.db');
  await stowage(['scan', demoCopy(dir()).dir, '--db', db, '--settle', '0s']);
  const htpasswd = htpasswdFile(dir(), htpasswdLine('alice', 'correct horse', '-B', COST));
  return Service.start(['--db', db, '--htpasswd', htpasswd, '--log', 'none']);
}

const timed = async (url: string, headers: Record<string, string> = {}) => {
  const begun = performance.now();
  const { status } = await fetch(url, { headers });
  return { status, ms: performance.now() - begun };
};

const median = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

it.each(['one', 'each'])(
  `${COUNT} wrong passwords keep nobody else waiting: of %s user`,
  async (whose) => {
    service = await start();
    const { url } = service;
    expect((await timed(`${url}/api/v1/scan`, basic('alice', 'correct horse'))).status).toBe(200);
    const guesser = endOf(startProgram(process.execPath, [GUESSER, new URL(url).port, String(COUNT), whose]));
    let isOver = false;
    guesser.finally(() => {
      isOver = true;
    });
    const waited: number[] = [];
    while (!isOver) {
      const [open, remembered] = [
        await timed(`${url}/healthz`),
        await timed(`${url}/api/v1/scan`, basic('alice', 'correct horse')),
      ];
      expect([open.status, remembered.status]).toEqual([200, 200]);
      waited.push(open.ms, remembered.ms);
    }
    const statuses = JSON.parse((await guesser).stdout) as Record<string, number>;
    expect(Object.keys(statuses)).toEqual(['401', '429']);
    expect(Object.values(statuses).reduce((sum, each) => sum + each)).toBe(COUNT);
    // Each hash takes a processor for a while: of ten thousand, few are made.
    expect(statuses['401']).toBeLessThan(COUNT / 10);
    expect(waited.length).toBeGreaterThan(20);
    expect(median(waited)).toBeLessThan(500);
    // Who is there waits as long as who is not, now that the rest has gone.
    const wrong = async (user: string) =>
      (await timed(`${url}/v2/`, basic(user, `wrong ${Math.random()}`))).ms;
    if (whose === 'each') {
      const [known, unknown]: [number[], number[]] = [[], []];
      for (let tried = 0; tried < 9; tried++) {
        known.push(await wrong('alice'));
        unknown.push(await wrong(`nobody${tried}`));
      }
      const ratio = median(unknown) / median(known);
      expect(ratio).toBeGreaterThan(0.5);
      expect(ratio).toBeLessThan(2);
    }
  },
  180_000,
);
