import { execFile } from 'node:child_process';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { CLI, stowage } from '../support/command-line.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';
import { REPOSITORIES } from '../support/volume-paths.ts';

const dir = temporaryDirectory();

it('a reader that closes its end early ends a command quietly', async () => {
  // More output than a pipe holds: 1,500 names of 100 characters.
  const volume = aVolume(path.join(dir(), 'volume'));
  for (let index = 0; index < 1500; index++) {
    volume.makeDirectory(`${REPOSITORIES}/${`${index}`.padStart(100, 'a')}/_layers`);
  }
  expect((await stowage(['scan', 'volume'], { cwd: dir() })).exitCode).toBe(0);
  for (const command of ['ls', 'ls --json', 'usage --json', 'usage --limit 0']) {
    const line = `"$0" "$1" ${command} | head -1; echo "ended with \${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await promisify(execFile)('bash', ['-c', line, process.execPath, CLI], {
      cwd: dir(),
    });
    expect([stdout.split('\n').length, stdout.split('\n')[1], stderr]).toEqual([3, 'ended with 0', '']);
  }
});
