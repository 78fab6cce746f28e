import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { stowage } from '../support/command-line.ts';
import { madeDigest } from '../support/made-bytes.ts';
import { MEDIA_TYPES } from '../support/manifest-json.ts';
import { layerDigest } from '../support/push-layer.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import { REPOSITORIES } from '../support/volume-paths.ts';
import { makeProgram } from '../support/whole-program.ts';

// Names as an attacker would choose them. Each holds MARK, by which a faked line is told.
const MARK = 'EVIL';
const NAMES = [
  `${MARK}\u001b[2J\u001b]0;owned\u0007`, // clears the screen, sets the title
  `${MARK}\u009b31m`, // the same in one C1 byte
  `a\n${MARK}: all is well`, // a line of its own
  `a\r${MARK}`, // over the line before
  `${MARK}\u202egpj.exe`, // turned by bidi
  `${MARK}\u2028next`,
  `=cmd|' /C ${MARK}'!A0`, // a formula
  `-rf ${MARK}`, // an option
  `<img src=x onerror=${MARK}>`,
  `${MARK}'; DROP TABLE blob; --`,
  `${MARK}\u007f\u0008`,
  '__proto__',
];
const NOT_UTF8 = Buffer.from([0x62, 0xff, 0x1b, 0x5b, 0x32, 0x4a]);

/** Those that can be named: a name ends at a colon, and directories that begin with _ are no repositories. */
const INSPECTED = NAMES.filter((name) => !/[:/@]/.test(name) && !/^[-_]/.test(name));

/** What acts on a terminal, but for the newline. */
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

const dir = sharedDirectory();
const volumeName = `volume ${MARK}\u001b[31m`;
const cwd = () => ({ cwd: dir() });

beforeAll(async () => {
  const volume = aVolume(path.join(dir(), volumeName));
  for (const [index, name] of NAMES.entries()) plant(volume, name, index);
  plantBytes(volume);
  await stowage(['scan', volumeName, '--settle', '0s', '-q'], cwd());
});

/** Writes a name wherever names stand, and texts wherever texts stand. */
function plant(volume: VolumeBuilder, name: string, index: number): void {
  const repository = volume.repository(name).artifact({
    tag: name,
    artifactType: name,
    config: { name: `config ${index}`, content: hostileConfig(name), mediaType: MEDIA_TYPES.oci.config },
    layers: [{ name: `layer ${index}`, mediaType: name }],
    annotations: { [name]: name, [`org.opencontainers.image.${name}`]: name },
  });
  repository.looseBlob(`loose ${index}`).upload({ id: name, startedAt: name });
  repository.layerLink(madeDigest(name), name).revisionLink(madeDigest(name), name);
  repository.manifest(JSON.stringify({ schemaVersion: 2, mediaType: name, config: { digest: name } }));
  plantOrphan(volume, name);
  volume.writeFileAt(`stray ${name}`, name).writeFileAt(`${REPOSITORIES}/${name}/_layers/${name}`, '');
  if (index === 0) volume.schedulerState(NAMES);
}

function plantOrphan(volume: VolumeBuilder, name: string): void {
  const config = volume.writeBlob(hostileConfig(name));
  const manifest = {
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.oci.manifest,
    artifactType: name,
    config: { mediaType: MEDIA_TYPES.oci.config, digest: config, size: 1 },
    layers: [],
    subject: { mediaType: name, digest: name, size: 1 },
    annotations: { 'org.opencontainers.image.title': name, 'org.opencontainers.image.version': name },
  };
  volume.writeBlob(JSON.stringify(manifest));
}

function hostileConfig(name: string): string {
  return JSON.stringify({
    created: name,
    os: name,
    architecture: name,
    config: { Labels: { [name]: name, [`org.opencontainers.image.${name}`]: name } },
    history: [{ created_by: name }],
  });
}

function plantBytes(volume: VolumeBuilder): void {
  for (const place of [`${REPOSITORIES}/`, `${REPOSITORIES}/${NAMES[0]}/_manifests/tags/`, '']) {
    const directory = Buffer.concat([Buffer.from(volume.resolve(place)), Buffer.from('/'), NOT_UTF8]);
    fs.mkdirSync(directory);
    fs.mkdirSync(Buffer.concat([directory, Buffer.from('/_layers')]));
  }
}

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
};

const calls = makeProgram()
  .commands.map((command) => command.name())
  .filter((name) => name !== 'help')
  .flatMap((name) => (ARGUMENTS[name] ?? [[]]).map((args) => [name, ...args]));

describe('hostile names', () => {
  it.each(calls.map((call) => [call]))('never reach the terminal as they are: %j', async (call) => {
    const { stdout, stderr } = await stowage(call, cwd());
    expectHarmless(stdout);
    expectHarmless(stderr);
    if (ARGUMENTS[call[0] ?? ''] !== undefined) expect(stdout).not.toBe('');
  });

  it.each(calls.map((call) => [call]))('never reach the terminal by JSON either: %j', async (call) => {
    const { stdout, stderr } = await stowage([...call, '--json'], cwd());
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
