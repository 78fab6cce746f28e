import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { QUESTIONS } from '../../src/answers/ask.ts';
import { stowageVersion } from '../../src/version.ts';
import { stowage } from '../support/command-line.ts';
import { demoCopy } from '../support/demo-copy.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { REPOSITORIES } from '../support/volume-paths.ts';
import { makeProgram } from '../support/whole-program.ts';
import { DOCUMENTS } from './contract-documents.ts';

const dir = sharedDirectory();
const cwd = () => ({ cwd: dir() });
beforeAll(async () => {
  demoCopy(dir());
  // Two scans, and something that changed between them.
  const later = path.join(dir(), 'volume', REPOSITORIES, 'shop/checkout');
  fs.renameSync(later, path.join(dir(), 'later'));
  await stowage(['scan', 'volume', '--settle', '0s'], cwd());
  fs.renameSync(path.join(dir(), 'later'), later);
  await stowage(['scan', 'volume', '--settle', '0s'], cwd());
  const { digest } = await json(['inspect', 'shop/api:1.2']);
  fs.writeFileSync(path.join(dir(), 'known.txt'), `${digest}\n`);
});

async function json(args: readonly string[], expected = 0): Promise<Record<string, unknown>> {
  const { exitCode, stdout, stderr } = await stowage([...args, '--json'], cwd());
  expect({ exitCode, stderr }).toEqual({ exitCode: expected, stderr: '' });
  return JSON.parse(stdout);
}

// What scripts may rely on: the keys, in this order.
describe('the JSON of', () => {
  const documents = Object.entries(DOCUMENTS).flatMap(([name, each]) =>
    each.map((document) => ({ name, command: document.args.join(' '), ...document })),
  );

  it('every question is among them', () => {
    expect(Object.keys(DOCUMENTS).sort()).toEqual(Object.keys(QUESTIONS).sort());
    for (const [name, { length }] of Object.entries(DOCUMENTS)) expect(length, name).toBeGreaterThan(0);
  });

  it.each(documents)('$command', async ({ name, args, keys, exitCode = 0 }) => {
    const answer = await json(args, exitCode);
    expect(Object.entries(answer)[0]).toEqual(['schema', `stowage.${name}/1`]);
    const found = Object.keys(keys).map((path) => [path, keysAt(answer, path)]);
    expect(Object.fromEntries(found)).toEqual(keys);
  });

  it('ls, of one repository, is its tags', async () => {
    const answer = { schema: 'stowage.ls/1', name: 'shop/checkout', tags: ['0.9'] };
    expect(await json(['ls', 'shop/checkout'])).toEqual(answer);
  });

  it('orphans --manifests tells which they are', async () => {
    const answer = await json(['orphans', '--manifests', '--untagged']);
    expect(answer['manifests']).toEqual({ count: 3, whole: 3 });
    const blobs = answer['blobs'] as Array<{ manifest?: object }>;
    expect(blobs.filter(({ manifest }) => manifest !== undefined)).toHaveLength(3);
  });
});

describe('lists in JSON', () => {
  it('are sorted by name, and complete, unless something else is asked for', async () => {
    const names = async (...args: string[]) => {
      const { repositories } = (await json(['usage', ...args])) as { repositories: Array<{ name: string }> };
      return repositories.map(({ name }) => name);
    };
    const all = await names();
    expect(all).toEqual([...all].sort());
    expect(all.length).toBe(8);
    expect(await names('--sort', 'bytes')).not.toEqual(all);
    expect(await names('--limit', '2')).toEqual(all.slice(0, 2));
    expect(await names('--limit', '0')).toEqual(all);
  });
});

describe('options that every command has', () => {
  const commands = makeProgram().commands.map((command) => command.name());
  // It answers nothing: what it prints is a program.
  const answering = commands.filter((name) => name !== 'completion');

  it.each(answering)('%s --help ends with 0, and says how to call it and how it ends', async (command) => {
    const { exitCode, stdout, stderr } = await stowage([command, '--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^Usage: stowage ${command} `));
    for (const option of ['--db <file>', '--json', '--quiet', '--no-color', 'Exit status: 0 done'])
      expect(stdout).toContain(option);
  });

  it('--help of the whole names them all', async () => {
    const { exitCode, stdout } = await stowage(['--help']);
    expect(exitCode).toBe(0);
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'));
  });

  it('--version is that of package.json', async () => {
    expect(await stowage(['--version'])).toMatchObject({ exitCode: 0, stdout: `${stowageVersion()}\n` });
  });

  it('--db may be named by $STOWAGE_DB', async () => {
    const env = { STOWAGE_DB: path.join(dir(), 'stowage.db') };
    const { exitCode, stdout } = await stowage(['ls'], { env });
    expect([exitCode, stdout.split('\n').length]).toEqual([0, 9]);
  });

  it('--quiet keeps a scan silent', async () => {
    const quiet = await stowage(['scan', 'volume', '-q', '--settle', '0s', '--db', 'quiet.db'], cwd());
    expect(quiet).toEqual({ exitCode: 0, signal: null, stdout: '', stderr: '' });
  });

  it('no colours come into a pipe, whether or not NO_COLOR is set', async () => {
    const withColors = await stowage(['report'], { ...cwd(), env: { NO_COLOR: '' } });
    expect(withColors.stdout).toBe((await stowage(['report'], cwd())).stdout);
  });
});

/** The keys of a part of a document; of a list, those of its first entry. */
function keysAt(document: unknown, path: string): string {
  let part: unknown = document;
  for (const name of path.split('.').filter(Boolean)) part = firstOf((part as Record<string, unknown>)[name]);
  return Object.keys(part as object).join(' ');
}

function firstOf(part: unknown): unknown {
  return Array.isArray(part) ? part[0] : part;
}
