import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { demoVolume } from '../support/demo-volume.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { Installation, pack } from './installation.ts';

const dir = sharedDirectory();
let installation: Installation;
let binary: string;
beforeAll(() => {
  demoVolume(path.join(dir(), 'demo'));
  installation = new Installation(process.execPath, pack(dir()), path.join(dir(), 'prefix'));
  binary = installation.madeBinary ?? path.join(installation.home, 'node_modules/better-sqlite3/prebuilds');
  fs.rmSync(binary, { recursive: true, force: true });
});

describe('a driver without a binary that can be loaded', () => {
  it.each([
    ['none, as npm leaves it that runs no scripts', undefined, 'its binary is missing'],
    ['an empty file', '', 'its binary is damaged or for another system ('],
    ['something else', 'no program', 'its binary is damaged or for another system ('],
  ])('is one sentence with the remedy: %s', async (_, content, reason) => {
    if (content !== undefined) put(content);
    const ended = await installation.run(['scan', 'demo'], dir());
    expect(ended).toMatchObject({ exitCode: 12, stdout: '' });
    const remedy = installation.madeBinary
      ? `: run npm rebuild better-sqlite3 in ${installation.home}.\n`
      : ': install stowage again.\n';
    expect(ended.stderr.startsWith(`stowage: better-sqlite3 cannot be loaded, because ${reason}`)).toBe(true);
    expect(ended.stderr.endsWith(remedy)).toBe(true);
    expect(ended.stderr.split('\n')).toHaveLength(2);
  });

  it('does not keep the help back', async () => {
    expect(await installation.run(['--help'], dir())).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

/** Puts a file where the driver looks for its binary. */
function put(content: string): void {
  const file = path.join(installation.home, 'node_modules/better-sqlite3/build/Release/better_sqlite3.node');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
}
