import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stowage } from '../support/command-line.ts';
import { demoCopy } from '../support/demo-copy.ts';
import { type Load, load, Service } from './service.ts';

/** All kinds of answers: light and heavy ones, pages, downloads, what the registry's API gives, and what is not there. */
const PATHS = [
  '/api/v1/status',
  '/api/v1/usage?limit=5',
  '/api/v1/report',
  '/api/v1/plan?registry=2.8&keepLast=2',
  '/api/v1/check',
  '/api/v1/gc',
  '/api/images',
  '/metrics',
  '/',
  '/healthz',
  '/v2/_catalog',
  '/v2/shop/web/tags/list',
  '/v2/shop/web/manifests/2.4.0',
  '/v2/shop/web/manifests/nothing',
  '/v2/..%2f..',
  '/api/v1/nothing',
];

/** How a service fared under mixed load while the inventory was replaced again and again. */
export interface Fared {
  readonly load: Load;
  readonly swaps: number;
  /** Resident bytes of its process, at even times. */
  readonly memory: readonly number[];
  readonly descriptors: readonly number[];
}

const SAMPLES = 40;

/** @param dir where the volume and the inventories are put */
export async function watchMemory(dir: string, { forMs }: { forMs: number }): Promise<Fared> {
  const { dir: volume } = demoCopy(dir);
  const db = path.join(dir, 'stowage.db');
  const copies = ['a', 'b'].map((name) => path.join(dir, `${name}.db`));
  for (const each of [db, ...copies]) await stowage(['scan', volume, '--db', each, '--settle', '0s']);
  const service = await Service.start([volume, '--db', db]);
  try {
    const end = performance.now() + forMs;
    const isOver = () => performance.now() > end;
    const loading = load(service.url, PATHS, { connections: 8, until: isOver });
    const [memory, descriptors]: [number[], number[]] = [[], []];
    let swaps = 0;
    for (let sample = 0; sample < SAMPLES; sample++) {
      for (const until = performance.now() + forMs / SAMPLES; performance.now() < until; swaps++) {
        fs.copyFileSync(copies[swaps % 2] as string, `${db}.new`);
        fs.renameSync(`${db}.new`, db);
        await sleep(500);
      }
      memory.push(service.memory());
      descriptors.push(service.descriptors().length);
    }
    return { load: await loading, swaps, memory, descriptors };
  } finally {
    await service.stop();
  }
}

/** The least of some: what is left when the garbage has been collected. */
export function least(values: readonly number[]): number {
  return Math.min(...values);
}
