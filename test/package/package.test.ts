import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { npm, pack, ROOT } from './installation.ts';

const dir = sharedDirectory();
let tarball: string;
beforeAll(() => {
  tarball = pack(dir());
});

/** Runs a tool that npm installed here; what it complains of is in the error. */
function tool(name: string, ...args: string[]): string {
  return execFileSync(path.join(ROOT, 'node_modules/.bin', name), args, { cwd: dir(), encoding: 'utf8' });
}

/** Of CycloneDX, as npm writes it. */
interface Component {
  readonly group?: string;
  readonly name: string;
  readonly properties?: ReadonlyArray<{ readonly name: string; readonly value: string }>;
}

/** npm marks what only the development needs; without that it leaves out what the development needs as well. */
function isShipped({ properties = [] }: Component): boolean {
  return !properties.some(({ name }) => name === 'cdx:npm:package:development');
}

function nameOf({ group, name }: Component): string {
  return group === undefined ? name : `${group}/${name}`;
}

describe('the package', () => {
  it('is the same to the byte when it is built again, elsewhere', { timeout: 600_000 }, () => {
    const copy = path.join(dir(), 'another place');
    const isSource = (name: string) => !/\/(node_modules|dist|bin|\.git)$/.test(name);
    fs.cpSync(ROOT, copy, { recursive: true, filter: isSource });
    fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'));
    npm(process.execPath, copy, ['run', 'build']);
    const again = pack(path.join(dir(), 'another place'), copy);
    expect(fs.readFileSync(again).equals(fs.readFileSync(tarball))).toBe(true);
  });

  it('tells what it consists of, as CycloneDX', () => {
    const { bomFormat, components } = JSON.parse(npm(process.execPath, ROOT, ['run', '--silent', 'sbom']));
    expect(bomFormat).toBe('CycloneDX');
    const { dependencies, devDependencies } = JSON.parse(
      fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
    );
    const shipped = new Set(components.filter(isShipped).map(nameOf));
    expect(Object.keys(dependencies).filter((name) => !shipped.has(name))).toEqual([]);
    // One of those that come along needs it.
    expect(Object.keys(devDependencies).filter((name) => shipped.has(name))).toEqual(['@types/node']);
  });

  it('is as publint wants it', () => {
    expect(tool('publint', 'run', tarball, '--strict')).toContain('All good!');
  });

  it('has types that resolve as its code does', () => {
    expect(tool('attw', tarball, '--profile', 'esm-only', '--format', 'ascii')).toContain('🟢 (ESM)');
  });

  it('brings the types along that its own types name', () => {
    const project = path.join(dir(), 'project');
    fs.mkdirSync(project);
    const write = (name: string, text: string) => fs.writeFileSync(path.join(project, name), text);
    write('package.json', JSON.stringify({ private: true, type: 'module' }));
    npm(process.execPath, project, ['install', '--ignore-scripts', tarball]);
    write(
      'program.ts',
      `import { openInventory, usage } from 'stowage';
       const inventory = openInventory('stowage.db');
       const bytes: number = usage(inventory).totals.volumeBytes;
       const pages: unknown = inventory.database.pragma('page_count');
       export { bytes, pages };`,
    );
    const options = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2023'];
    expect(tool('tsc', ...options, path.join(project, 'program.ts'))).toBe('');
  });

  it('has what a program needs, and nothing that only we need', () => {
    const files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).trimEnd().split('\n');
    for (const name of [
      'package.json',
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
      'bin/stowage.js',
      'dist/index.js',
      'dist/ui/index.html',
      'schema/policy.json',
      'schema/openapi.json',
      'man/stowage.1',
    ])
      expect(files).toContain(`package/${name}`);
    const needed =
      /^package\/((bin|dist)\/.*\.(js|js\.map|d\.ts)|dist\/ui\/(index\.html|assets\/.*\.css)|(package|schema\/(policy|openapi))\.json|man\/stowage\.1|[A-Z]+(\.md)?)$/;
    expect(files.filter((file) => !needed.test(file))).toEqual([]);
  });
});
