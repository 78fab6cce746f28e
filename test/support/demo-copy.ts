import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { VolumeBuilder } from './volume-builder.ts';

const DEMO = fileURLToPath(new URL('../../fixtures/demo', import.meta.url));

/** A copy of fixtures/demo of which every file was last touched at one time. */
export function demoCopy(dir: string, time: string | Date = '2026-03-20T12:00:00Z'): VolumeBuilder {
  const volume = path.join(dir, 'volume');
  fs.mkdirSync(dir, { recursive: true });
  execFileSync('cp', ['-R', DEMO, volume]);
  return new VolumeBuilder(volume).age(time);
}
