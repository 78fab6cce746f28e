import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { CallCounter } from '../../support/call-counter.ts';
import { cases } from '../../support/random-cases.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { aVolume } from '../../support/volume-builder.ts';
import { toldAfter } from '../faults/faulty-scans.ts';
import { judge } from '../faults/judge.ts';

import type { Told } from '../faults/told.ts';
import { type Mounted, mounting, unmount } from './mounted.ts';
import { PLACES, type Place } from './places.ts';

const dir = temporaryDirectory();
const mounted = mounting();
/** So many moments of a scan are tried. */
const MOMENTS = cases({ few: 3, many: 8 });

/** What happens to a disk while a scan reads it. */
interface Happening {
  readonly place: keyof typeof PLACES;
  readonly happen: (mounted: Mounted) => void;
  /** What is done when the volume is made. */
  readonly prepare?: (mounted: Mounted) => void;
  /** What a scan may rightly tell all of besides: another volume, that stands there then. */
  readonly leaves?: string;
  readonly harmless?: true;
}

const HAPPENINGS: Readonly<Record<string, Happening>> = {
  'made read-only': {
    place: 'ext4',
    happen: ({ at }) => run('mount', '-o', 'remount,ro', at),
    harmless: true,
  },
  unmounted: { place: 'xfs', happen: ({ at }) => unmount(at) },
  'unmounted, and another volume lies below': {
    place: 'tmpfs',
    happen: ({ at }) => {
      unmount(at);
      build(at, 'other');
    },
    leaves: 'other',
  },
  'swapped for another that is numbered alike': {
    place: 'tmpfs',
    happen: ({ at }) => {
      unmount(at);
      run('sh', '-c', PLACES.tmpfs.commands.join().replace('$at', at));
      build(at, 'other');
    },
    leaves: 'other',
  },
  'cut short, so that what was not read before cannot be read': {
    place: 'ext4',
    // With an empty cache.
    prepare: ({ at, image }) => run('sh', '-c', `umount ${at} && mount -o loop ${image} ${at}`),
    happen: ({ image }) => fs.truncateSync(image, 64 * 1024),
  },
  'left by the program that serves it': {
    place: 'a directory by way of FUSE',
    happen: ({ at }) => {
      const servers = fs.readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && isServer(pid, at));
      expect(servers).toHaveLength(1);
      process.kill(Number(servers[0]), 'SIGKILL');
    },
  },
};

function run(program: string, ...args: readonly string[]): void {
  expect(spawnSync(program, args, { encoding: 'utf8' })).toMatchObject({ status: 0 });
}

function isServer(pid: string, at: string): boolean {
  try {
    const [program, ...args] = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return program === 'bindfs' && args.includes(at);
  } catch {
    return false;
  }
}

/** Images that share a layer, and a blob that nothing names. */
function build(at: string, version: string): string {
  const volume = aVolume(path.join(at, 'volume')).at('2025-01-01T00:00:00Z');
  // As of any that was not made within a tick of the clock.
  spawnSync('sleep', ['0.02']);
  for (const name of ['a', 'b', 'c/d', 'e'])
    volume.repository(name).image({ layers: ['shared', `${name} ${version}`], tag: 'latest' });
  volume.orphan(`orphan ${version}`);
  return volume.dir;
}

/** What is told after a scan; undefined where it says that there is no volume. */
async function told(volume: string, fault: CallCounter): Promise<Told | undefined> {
  const db = path.join(dir(), 'stowage.db');
  fs.rmSync(db, { force: true });
  return toldAfter({ volume, db, hooks: { fault } });
}

for (const [how, { place, happen, prepare, leaves, harmless }] of Object.entries(HAPPENINGS))
  it(`of a disk that is ${how}, nothing is told that is not so`, { timeout: 120_000 }, async (running) => {
    const counter = new CallCounter();
    const healthy = await told(build(path.join(dir(), 'plain'), 'one'), counter);
    const other =
      leaves === undefined
        ? undefined
        : await told(build(path.join(dir(), leaves), leaves), new CallCounter());
    const wrongs: string[] = [];
    let untold = 0;
    for (let moment = 0; moment < MOMENTS; moment++) {
      const disk = mounted(`${place}, ${how}`, PLACES[place] as Place, running);
      const volume = build(disk.at, 'one');
      prepare?.(disk);
      const atCall = 1 + Math.floor((counter.calls * moment) / MOMENTS);
      const faulty = await told(volume, new CallCounter({ atCall, act: () => happen(disk) }));
      if (faulty?.complete !== true) untold++;
      if (faulty === undefined) continue;
      const found = [healthy, other].flatMap((each) => (each === undefined ? [] : [judge(each, faulty)]));
      if (found.every((each) => each.length > 0)) wrongs.push(`at call ${atCall}: ${found.join(' or ')}`);
    }
    expect(wrongs).toEqual([]);
    expect(untold > 0, 'something is not told').toBe(harmless !== true);
  });
