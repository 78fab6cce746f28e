import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { stowageVersion } from '../../src/version.ts';
import { stowage } from '../support/command-line.ts';
import { demoCopy } from '../support/demo-copy.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { makeProgram } from '../support/whole-program.ts';

const dir = sharedDirectory();
const cwd = () => ({ cwd: dir() });
beforeAll(async () => {
  demoCopy(dir());
  await stowage(['scan', 'volume', '--settle', '0s'], cwd());
});

async function json(...args: string[]): Promise<Record<string, unknown>> {
  const { exitCode, stdout, stderr } = await stowage([...args, '--json'], cwd());
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return JSON.parse(stdout);
}

const SCAN =
  'schema volume db scannedAt durationMs complete blobs blobBytes repositories tags revisions layerLinks uploads problems';
const TOTALS =
  'blobs blobBytes taggedBytes untaggedBytes unreferencedBytes uploadBytes otherBytes volumeBytes';
const REPOSITORY =
  'name tags revisions bytes uniqueBytes sharedBytes fairShareBytes taggedBytes untaggedBytes uploadBytes';

// What scripts may rely on: the keys, in this order.
describe('the JSON of', () => {
  it('scan', async () => {
    const answer = await json('scan', 'volume', '--settle', '0s', '--db', 'again.db');
    expect(keys(answer)).toBe(SCAN);
    expect(answer['schema']).toBe('stowage.scan/1');
  });

  it('usage', async () => {
    const answer = await json('usage');
    expect([keys(answer), keys(answer['totals']), keys(first(answer['repositories']))]).toEqual([
      'schema totals repositories',
      TOTALS,
      REPOSITORY,
    ]);
    expect(answer['schema']).toBe('stowage.usage/1');
  });

  it('orphans', async () => {
    const answer = await json('orphans');
    expect([keys(answer), keys(answer['totals']), keys(first(answer['blobs']))]).toEqual([
      'schema undetermined totals blobs',
      'blobs bytes youngBlobs youngBytes',
      'digest bytes modifiedAt young state linkedFrom',
    ]);
    expect(answer['schema']).toBe('stowage.orphans/1');
  });

  it('orphans --manifests', async () => {
    const answer = await json('orphans', '--manifests', '--untagged');
    expect(keys(answer)).toBe('schema undetermined totals manifests blobs unread');
    expect(answer['manifests']).toEqual({ count: 3, whole: 3 });
    const blobs = answer['blobs'] as Array<{ manifest?: object }>;
    expect(blobs.filter(({ manifest }) => manifest !== undefined)).toHaveLength(3);
  });

  it('ls, without and with a repository', async () => {
    expect(keys(await json('ls'))).toBe('schema repositories');
    expect(await json('ls', 'shop/checkout')).toEqual({
      schema: 'stowage.ls/1',
      name: 'shop/checkout',
      tags: ['0.9'],
    });
  });

  it('where', async () => {
    const answer = await json('where', '4298f');
    expect([keys(answer), keys(first(answer['holders'])), keys(first(answer['toFree']))]).toEqual([
      'schema digest bytes state kind mediaType modifiedAt young holders namedBy attached subjects toFree undetermined',
      'repository tags revisions layerLink direct history',
      'families by delete obstacles frees aborts',
    ]);
    expect(answer['schema']).toBe('stowage.where/1');
  });

  it('where, of several digests', async () => {
    const answer = await json('where', 'sha256:4');
    expect([keys(answer), keys(first(answer['matches']))]).toEqual([
      'schema beginning matches',
      'digest bytes state kind mediaType',
    ]);
  });

  it('inspect', async () => {
    const image = await json('inspect', 'shop/api:1.2');
    expect(keys(image)).toBe(
      'schema repository tag digest bytes kind mediaType pushedAt uniqueBytes platforms manifestBytes tags config layers referrers unread',
    );
    expect(keys(first(image['layers']))).toBe('digest bytes uniqueToThis mediaType');
    expect(keys(first(image['referrers']))).toBe('digest bytes kind mediaType via tag referrers');
    const index = await json('inspect', 'shop/web:2.4.0');
    expect(keys(first(index['children']))).toBe(
      'digest bytes kind mediaType platform manifestBytes config layers referrers',
    );
  });

  it('report begins with its schema', async () => {
    expect(Object.entries(await json('report'))[0]).toEqual(['schema', 'stowage.report/1']);
  });
});

describe('lists in JSON', () => {
  it('are sorted by name, and complete, unless something else is asked for', async () => {
    const names = async (...args: string[]) => {
      const { repositories } = (await json('usage', ...args)) as { repositories: Array<{ name: string }> };
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

function keys(value: unknown): string {
  return Object.keys(value as object).join(' ');
}

function first(list: unknown): unknown {
  return (list as unknown[])[0];
}
