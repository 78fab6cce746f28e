import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { stowage } from '../support/command-line.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';

const dir = sharedDirectory();
const plan = (...args: string[]) =>
  stowage(['plan', '--older-than', '1d', '--registry', '2.8', ...args], { cwd: dir() });

beforeAll(async () => {
  const volume = aVolume(path.join(dir(), 'volume')).at('2026-01-05T08:00:00Z');
  volume.repository('a').image({ layers: ['one'], tag: '1' });
  expect((await stowage(['scan', 'volume'], { cwd: dir() })).exitCode).toBe(0);
});

describe('stowage plan --emit to stdout', () => {
  it.each(['sh', 'ndjson', 'crane'])('says on stderr what to beware of: %s', async (form) => {
    const told = await plan('--emit', form, '--protect', 'prodd');
    expect(told).toMatchObject({ exitCode: 0, stderr: "stowage: --protect 'prodd' matches no tag.\n" });
    expect((await plan('--emit', form, '--protect', 'prodd', '-q')).stderr).toBe('');
    expect((await plan('--emit', form)).stderr).toBe('');
  });

  it('says it in the plan where that is printed', async () => {
    const told = await plan('--emit', 'sh', '--output', 'plan.sh', '--protect', 'prodd');
    expect(told.stdout).toContain("\n--protect 'prodd' matches no tag.\n");
    expect(told.stderr).toBe('stowage: plan.sh has 1 call. Nothing was deleted yet.\n');
  });
});
