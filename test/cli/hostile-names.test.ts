import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Ended, endOf, startStowage, stowage } from '../support/command-line.ts';
import { MARK, HOSTILE_NAMES as NAMES, NOT_UTF8, plantHostileNames } from '../support/hostile-names.ts';
import { layerDigest } from '../support/push-layer.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';
import { makeProgram } from '../support/whole-program.ts';

/** Those that can be named: a name ends at a colon, and directories that begin with _ are no repositories. */
const INSPECTED = NAMES.filter((name) => !/[:/@]/.test(name) && !/^[-_]/.test(name));

/** What acts on a terminal, but for the newline. */
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

const dir = sharedDirectory();
const volumeName = `volume ${MARK}\u001b[31m`;
const cwd = () => ({ cwd: dir() });

beforeAll(async () => {
  const volume = aVolume(path.join(dir(), volumeName));
  plantHostileNames(volume, NAMES);
  await stowage(['scan', volumeName, '--settle', '0s', '-q'], cwd());
});

// What else than its name a command is called with; a new one is called with nothing.
const ARGUMENTS: Record<string, ReadonlyArray<readonly string[]>> = {
  scan: [[volumeName, '--settle', '0s', '--db', 'again.db']],
  report: [[], [volumeName, '--settle', '0s', '--db', 'again.db']],
  usage: [
    ['--limit', '0'],
    ['--by', 'namespace'],
    ['--by', 'tag', '--limit', '0'],
    ['--by', 'kind', '--limit', '0'],
    ['--by', 'namespace', '--depth', '3', '--match', '**'],
    ['--by', 'layer', '--limit', '0'],
    ['--by', 'age'],
  ],
  orphans: [
    ['--untagged', '--min-age', '0s', '--limit', '0'],
    ['--untagged', '--manifests', '--limit', '0'],
  ],
  where: [[layerDigest('layer 0')], [layerDigest('loose 0')], ['a']],
  ls: [[], [NAMES[0]!], ['--long'], ['--long', '**:*']],
  inspect: INSPECTED.map((name) => [`${name}:${name}`]),
  serve: [
    ['--port', '0'],
    ['--port', '0', '--db', `${MARK}\u001b[2J.db`],
  ],
};

/** Runs a command to its end; a service, which has none, until it has said where it is. */
function run(call: readonly string[]): Promise<Ended> {
  const child = startStowage(call, cwd());
  if (call[0] === 'serve') child.stdout?.once('data', () => child.kill('SIGTERM'));
  return endOf(child);
}

const calls = makeProgram()
  .commands.map((command) => command.name())
  .filter((name) => name !== 'help')
  .flatMap((name) => (ARGUMENTS[name] ?? [[]]).map((args) => [name, ...args]));

describe('hostile names', () => {
  it.each(calls.map((call) => [call]))('never reach the terminal as they are: %j', async (call) => {
    const { stdout, stderr } = await run(call);
    expectHarmless(stdout);
    expectHarmless(stderr);
    if (ARGUMENTS[call[0] ?? ''] !== undefined) expect(stdout).not.toBe('');
  });

  it.each(calls.map((call) => [call]))('never reach the terminal by JSON either: %j', async (call) => {
    const { stdout, stderr } = await run([...call, '--json']);
    expectHarmless(stdout);
    expectHarmless(stderr);
    if (ARGUMENTS[call[0] ?? ''] !== undefined) expect(JSON.parse(stdout)).toHaveProperty('schema');
  });

  it.each([
    ['ls', `team/${MARK}\u001b[2J`],
    ['usage', `a\n${MARK}: all is well`],
    ['ls', `team/api@${MARK}\u202e`],
    ['where', `${MARK}\u001b[2J`],
    ['usage', '--match', `${MARK}\u001b[2J`],
    ['scan', `${MARK}\u009b2J`],
    ['ls', '--db', `${MARK}\u001b[2J.db`],
    ['ls', '--db', `no\n${MARK}/x.db`],
    ['scan', volumeName, '--db', `${MARK}\u001b[2J/no/x.db`],
  ])('in an argument come back harmless: %j %j %j', async (...args) => {
    const { exitCode, stdout, stderr } = await stowage(
      args.filter((arg) => arg !== undefined),
      cwd(),
    );
    expect([exitCode === 0, stdout]).toEqual([false, '']);
    expectHarmless(stderr);
  });
});

describe('names that are no UTF-8', () => {
  it('come with their bytes in base64', async () => {
    const { stdout } = await stowage(['usage', '--json'], cwd());
    const { repositories } = JSON.parse(stdout) as {
      repositories: Array<{ name: string; nameBase64?: string }>;
    };
    const encoded = repositories.filter(({ nameBase64 }) => nameBase64 !== undefined);
    expect(encoded).toMatchObject([{ name: NOT_UTF8.toString(), nameBase64: NOT_UTF8.toString('base64') }]);
    expect(Object.keys(encoded[0]!).slice(0, 2)).toEqual(['name', 'nameBase64']);
  });
});

function expectHarmless(output: string): void {
  for (const line of output.split('\n')) {
    expect(line).not.toMatch(RAW);
    expect(line).not.toBe(`${MARK}: all is well`);
  }
}
