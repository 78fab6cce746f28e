import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

/** Makes the kernel forget what it holds of the disk; throws where only root may. The programs are read again too. */
export function dropPageCache(): void {
  spawnSync('sync'); // dirty pages cannot be dropped
  writeFileSync('/proc/sys/vm/drop_caches', '3');
}

/** Says why the page cache cannot be dropped here, or undefined where it can. */
export function whyNotCold(): string | undefined {
  try {
    dropPageCache();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
