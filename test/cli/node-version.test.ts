import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { refusalOfNode } from '../../src/cli/node-version.ts';
import { sourceFiles } from '../structure/source-files.ts';
import { CLI } from '../support/command-line.ts';

describe('a Node that is too old', () => {
  it.each(['16.20.2', '18.20.8', '20.18.3', '21.7.3', '22.0.0', '22.13.1'])('is refused: %s', (version) => {
    expect(refusalOfNode(version)).toContain(version);
  });

  it.each(['20.19.0', '20.20.2', '22.14.0', '22.23.3', '23.0.0', '24.21.0', '26.0.0'])(
    'is none: %s',
    (version) => expect(refusalOfNode(version)).toBeUndefined(),
  );

  it('is what package.json says, too', () => {
    const { engines } = JSON.parse(fs.readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(engines.node).toBe('^20.19.0 || >=22.14.0');
  });

  it('gets one sentence before anything is loaded that it does not have', () => {
    const old = "Object.defineProperty(process.versions, 'node', { value: '18.20.8' })";
    const ended = spawnSync(process.execPath, ['--import', `data:text/javascript,${old}`, CLI, '--help']);
    expect(ended.status).toBe(4);
    expect(String(ended.stdout)).toBe('');
    expect(String(ended.stderr)).toMatch(/^stowage: Node 18\.20\.8 cannot run it: use .*\.\n$/);
  });

  it('is told by files that need nothing of a newer one', () => {
    const isNeeded = (file: string) =>
      ['cli/main.ts', 'cli/node-version.ts', 'answers/exit-codes.ts', 'errors.ts'].includes(file);
    const imports = sourceFiles().flatMap((file) => (isNeeded(file.path) ? file.imports : []));
    const names = new Set(imports.map(({ from }) => from));
    // What is imported when it runs stands here too.
    expect([...names].sort()).toEqual([
      '../answers/exit-codes.ts',
      '../errors.ts',
      './node-version.ts',
      './run.ts',
    ]);
  });
});
