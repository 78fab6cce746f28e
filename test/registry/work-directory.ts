import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';

// Random volumes are thousands of tiny files, which a busy disk takes ten times as long for.
const IN_MEMORY = '/dev/shm';

/** Where directories for small volumes are to be made: in memory, where the system has such a place. */
export function directoryForVolumes(): string {
  return existsSync(IN_MEMORY) ? IN_MEMORY : tmpdir();
}
