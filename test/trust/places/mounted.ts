import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, afterEach } from 'vitest';
import type { Place } from './places.ts';

/** A file system that is mounted at `at` until the test ends. */
export interface Mounted {
  readonly at: string;
  /** The image that it lies on, where it has one. */
  readonly image: string;
  /** A directory beside it, on the disk of the tests. */
  readonly beside: string;
}

/** Whoever runs a test, as far as it is needed here. */
interface Running {
  skip(note?: string): void;
}

/** What the tests of a file have mounted, the last first. */
const mounts: string[] = [];
const homes: string[] = [];

process.on('exit', putAway);

/**
 * Gives tests a way to mount file systems, which are away after each test, however it ends. Where one is not to be had the
 * test is skipped, aloud.
 */
export function mounting(): (name: string, place: Place, running: Running) => Mounted {
  const absent: string[] = [];
  afterEach(putAway);
  afterAll(() => {
    if (absent.length > 0)
      console.warn(`NOT TESTED, for they are not to be had here:\n  ${absent.join('\n  ')}`);
  });
  return (name, place, running) => {
    const mounted = mount(place);
    if (typeof mounted !== 'string') return mounted;
    absent.push(`${name}: ${mounted}`);
    running.skip(`not to be had here: ${mounted}`);
    throw new Error('Nothing follows a skip.');
  };
}

/** Mounts a file system, or says why it cannot be. */
function mount({ commands, megabytes }: Place): Mounted | string {
  // Real, for a mount is known by that path.
  const home = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'stowage-place-')));
  homes.push(home);
  const [at, aside, image] = ['at', 'aside', 'image'].map((name) => path.join(home, name)) as [
    string,
    string,
    string,
  ];
  for (const directory of [at, aside]) fs.mkdirSync(directory);
  if (megabytes > 0) fs.closeSync(fs.openSync(image, 'w'));
  if (megabytes > 0) fs.truncateSync(image, megabytes * 1024 * 1024);
  mounts.unshift(at, aside);
  for (const command of commands) {
    const { status, stderr } = spawnSync('sh', ['-c', `set -e; ${command}`], {
      env: { ...process.env, at, aside, image },
      encoding: 'utf8',
    });
    if (status !== 0) return `${command}: ${stderr.trim().split('\n')[0] ?? status}`;
  }
  return { at, image, beside: home };
}

/** Takes a file system away under whoever reads it. */
export function unmount(at: string): void {
  spawnSync('umount', ['-l', at]);
}

function putAway(): void {
  for (const at of mounts.splice(0)) {
    // What somebody holds open goes with its last descriptor.
    if (spawnSync('umount', [at]).status !== 0) unmount(at);
  }
  for (const home of homes.splice(0)) {
    detach(path.join(home, 'image'));
    fs.rmSync(home, { recursive: true, force: true });
  }
}

/** Frees the loop device of an image, where `mount` did not make it itself. */
function detach(image: string): void {
  if (!fs.existsSync(image)) return;
  const { stdout } = spawnSync('losetup', ['-n', '-O', 'NAME', '-j', image], { encoding: 'utf8' });
  for (const device of stdout?.split('\n') ?? []) if (device !== '') spawnSync('losetup', ['-d', device]);
}
