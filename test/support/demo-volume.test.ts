import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { demoVolume } from './demo-volume.ts';

it('fixtures/demo is what `npm run fixtures` would write', () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'stowage-demo-'));
  demoVolume(dir);
  const checkedIn = contentsOf(fileURLToPath(new URL('../../fixtures/demo', import.meta.url)));
  expect(Object.keys(checkedIn).length).toBeGreaterThan(0);
  expect(checkedIn).toEqual(contentsOf(dir));
  fs.rmSync(dir, { recursive: true });
});

function contentsOf(dir: string): Record<string, string> {
  const entries = fs
    .readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile());
  const paths = entries.map((entry) => path.join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((file) => [path.relative(dir, file), fs.readFileSync(file, 'base64')]));
}
