import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { exampleProgram } from '../docs/example-program.ts';
import { endOf, startProgram, stowage } from '../support/command-line.ts';
import { demoVolume } from '../support/demo-volume.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { Installation, NODES, pack, versionOf } from './installation.ts';

const dir = sharedDirectory();
const installations = new Map<string, Installation>();
const at = (node: string) => installations.get(node) as Installation;
let elsewhere: string;
beforeAll(() => {
  elsewhere = path.join(dir(), 'elsewhere');
  demoVolume(path.join(elsewhere, 'fixtures/demo'));
  const tarball = pack(dir());
  for (const node of NODES) {
    const prefix = path.join(dir(), versionOf(node));
    installations.set(node, new Installation(node, tarball, prefix).putBinary());
  }
});

describe.each(NODES.map((node) => [versionOf(node), node] as const))(
  'installed under Node %s',
  (version, node) => {
    it('scans from any directory, and answers as the clone does', async () => {
      const db = path.join(dir(), `${version}.db`);
      const run = (...args: string[]) => at(node).run([...args, '--db', db], elsewhere);
      expect(await run('scan', 'fixtures/demo')).toMatchObject({ exitCode: 0, stderr: '' });
      for (const question of ['report', 'gc', 'usage', 'orphans']) {
        const answer = await run(question, '--json');
        expect(answer, question).toMatchObject({ exitCode: 0, stderr: '' });
        expect(answer).toEqual(await stowage([question, '--json', '--db', db]));
      }
    });

    it('is a library', async () => {
      const packages = path.join(elsewhere, 'node_modules');
      fs.rmSync(packages, { recursive: true, force: true });
      fs.mkdirSync(packages);
      fs.symlinkSync(at(node).home, path.join(packages, 'stowage'));
      fs.writeFileSync(path.join(elsewhere, 'program.mjs'), exampleProgram());
      const ended = await endOf(startProgram(node, ['program.mjs'], { cwd: elsewhere }));
      expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
      expect(ended.stdout).toMatch(/^\d+ bytes, /);
    });

    it.each(NODES.filter((other) => other !== node).map((other) => [versionOf(other), other] as const))(
      'works under Node %s, or says what to do',
      async (_, other) => {
        const db = path.join(dir(), `${version}.db`);
        const ended = await at(node).run(['ls', '--db', db], elsewhere, other);
        if (ended.exitCode === 0) expect(ended.stderr).toBe('');
        else {
          expect(ended).toMatchObject({ exitCode: 12, stdout: '' });
          expect(ended.stderr).toMatch(
            /^stowage: better-sqlite3 .*: (run npm rebuild better-sqlite3 in \/|use Node 22).*\.\n$/,
          );
        }
      },
    );
  },
);
