import * as fs from 'node:fs';
import * as os from 'node:os';

const MEMORY = '/dev/shm';
const ENOUGH_BYTES = 1 << 30;

/**
 * Environment of the tests: their temporary directory is in memory where the system has room there, because thousands of
 * tiny volumes and inventories, each one synced, wait for a disk most of the time. TMPDIR puts it elsewhere.
 */
export function testEnvironment(): { readonly TMPDIR: string } {
  return { TMPDIR: process.env['TMPDIR'] ?? (hasRoom(MEMORY) ? MEMORY : os.tmpdir()) };
}

function hasRoom(dir: string): boolean {
  try {
    const { bavail, bsize } = fs.statfsSync(dir);
    fs.accessSync(dir, fs.constants.W_OK);
    return bavail * bsize >= ENOUGH_BYTES;
  } catch {
    return false;
  }
}
