import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { TOPICS } from '../../src/cli/topics/topics.ts';
import { stowage } from '../support/command-line.ts';
import { recordedInventoryOf } from '../support/recorded-history.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';
import { makeProgram } from '../support/whole-program.ts';
import { bashCandidates, fishCandidates, zshLine } from './completing-shells.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const dir = sharedDirectory();
let env: NodeJS.ProcessEnv;
const place = (line: string) => ({ dir: dir(), env: { ...env, LINE: line } });
const bash = (line: string) => bashCandidates(place(line));
const fish = (line: string) => fishCandidates(place(line));
const zsh = (line: string) => zshLine(place(line));

/** Names that would do something in a shell's line; the registry's grammar has none of them. */
const HOSTILE = [
  '$(touch pwned)',
  '`touch pwned`',
  ';touch pwned',
  'a b',
  'a\nb',
  'a\u001b[2J',
  "a'b",
  'a"b',
  'a\\b',
  '$HOME',
  '*',
  '~',
  '!!',
];

beforeAll(async () => {
  const volume = aVolume(path.join(dir(), 'volume'));
  for (const name of ['team/app', 'team/api', 'ops/backup'])
    volume
      .repository(name)
      .image({ layers: ['base'], tag: '1.0' })
      .image({ layers: ['more'], tag: 'latest' });
  for (const name of HOSTILE) volume.repository(`team/x${name}`).image({ layers: ['base'], tag: '1' });
  const links = 'docker/registry/v2/repositories/ops/backup/_manifests/tags';
  for (const tag of HOSTILE) volume.writeFileAt(`${links}/1${tag}/current/link`, 'no digest');
  (await recordedInventoryOf(volume.dir)).close();
  const bin = path.join(dir(), 'bin');
  fs.mkdirSync(bin);
  fs.writeFileSync(
    path.join(bin, 'stowage'),
    `#!/bin/sh\nexec ${process.execPath} ${ROOT}/bin/stowage.js "$@"\n`,
    { mode: 0o755 },
  );
  fs.writeFileSync(path.join(dir(), 'notes.txt'), '');
  env = {
    ...process.env,
    PATH: `${bin}:${process.env['PATH']}`,
    STOWAGE_DB: path.join(dir(), 'volume.db'),
    HOME: dir(),
    TERM: 'dumb',
  };
});

const NAMES = ['team/api', 'team/app'];

const LINES: ReadonlyArray<readonly [string, readonly string[]]> = [
  ['stowage us', ['usage']],
  ['stowage usage --by n', ['namespace']],
  ['stowage usage --sor', ['--sort']],
  ['stowage usage --no-c', ['--no-color']],
  ['stowage ls -q --limit 2 team/', NAMES],
  ['stowage inspect ops/backup', ['ops/backup', 'ops/backup:1.0', 'ops/backup:latest']],
  ['stowage usage nothing', []],
  ['stowage verify team/', NAMES],
  ['stowage plan --repository team/', NAMES],
  ['stowage help us', ['usage']],
  ['stowage help st', ['states']],
  ['stowage help ', [...Object.keys(COMMANDS), 'help', ...Object.keys(TOPICS)]],
  ['stowage help states ', []],
  ['stowage completion f', ['fish']],
  ['stowage frobnicate ', []],
];

describe('bash completes', () => {
  it.each(LINES)('%s', (line, expected) => {
    expect(bash(line)).toEqual(expected);
  });

  it('what is behind a colon or an equal sign, which it takes for the beginning of a word', () => {
    expect(bash('stowage inspect team/app:')).toEqual(['1.0', 'latest']);
    expect(bash('stowage usage --by=na')).toEqual(['namespace']);
  });

  it('names of files by itself', () => {
    expect(bash('stowage ls --db ')).toEqual([]);
    expect(bash('stowage scan ./')).toEqual([]);
  });
});

describe('fish completes', () => {
  it.each(LINES)('%s', (line, expected) => {
    expect(fish(line).sort()).toEqual([...expected].sort());
  });

  it('tags and files', () => {
    expect(fish('stowage inspect team/app:')).toEqual(['team/app:1.0', 'team/app:latest']);
    expect(fish('stowage ls --db not')).toEqual(['notes.txt']);
  });
});

describe('zsh completes', () => {
  it.each([
    ['stowage us', 'stowage usage '],
    ['stowage usage --by n', 'stowage usage --by namespace '],
    ['stowage usage --sor', 'stowage usage --sort '],
    ['stowage ls ops', 'stowage ls ops/backup'],
    ['stowage ls team/ap', 'stowage ls team/ap'],
    ['stowage inspect team/app:l', 'stowage inspect team/app:latest '],
    ['stowage ls --db not', 'stowage ls --db notes.txt '],
    ['stowage help st', 'stowage help states '],
    ['stowage help exit', 'stowage help exit-codes '],
    ['stowage help us', 'stowage help usage '],
    ['stowage frobnicate ', 'stowage frobnicate '],
  ])('%s', (line, expected) => {
    expect(zsh(line)).toBe(expected);
  });
});

describe('nothing runs when Tab is pressed', () => {
  it.each(['stowage usage team/', 'stowage inspect ops/backup:', 'stowage plan --protect ops/backup:'])(
    '%s: no hostile name is a candidate',
    async (line) => {
      const candidates = [...bash(line), ...fish(line)];
      expect(candidates.length).toBeGreaterThan(0);
      for (const candidate of candidates) expect(candidate).toMatch(/^[\w./:-]+$/);
      zsh(line);
      expect(fs.existsSync(path.join(dir(), 'pwned'))).toBe(false);
    },
  );

  it.each([
    'stowage usage $(touch pwned)',
    'stowage usage `touch pwned` ',
    'stowage usage "; touch pwned; ',
    "stowage usage '$(touch pwned)' --by ",
  ])('%s: what is typed is not run', (line) => {
    for (const complete of [bash, fish, zsh]) complete(line);
    expect(fs.existsSync(path.join(dir(), 'pwned'))).toBe(false);
  });
});

describe('candidates', () => {
  const candidates = async (...words: string[]) => {
    const { stdout, exitCode, stderr } = await stowage(['completion', '--candidates', '--', ...words], {
      cwd: dir(),
      env,
    });
    expect([exitCode, stderr]).toEqual([0, '']);
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split('\t')[0]);
  };

  it('are all commands, all options of each and all choices', async () => {
    const { commands } = makeProgram();
    expect(await candidates('')).toEqual([...commands.map((command) => command.name()), 'help']);
    for (const command of commands) {
      const offered = await candidates(command.name(), '-');
      for (const { long, short, hidden } of command.options)
        if (!hidden)
          expect(offered).toEqual(expect.arrayContaining([long, short].filter((each) => each != null)));
      for (const { long, argChoices } of command.options)
        if (argChoices !== undefined)
          expect(await candidates(command.name(), String(long), '')).toEqual(argChoices);
    }
  });

  it('are of the inventory that is named, and none where there is none', async () => {
    expect(await candidates('ls', '--db', path.join(dir(), 'volume.db'), 'ops')).toEqual([
      'ops/backup',
      'ops/backup:1.0',
      'ops/backup:latest',
    ]);
    expect(await candidates('ls', '--db=nothing.db', 'ops')).toEqual([]);
    expect(await candidates('ls', '--db', 'notes.txt', 'ops')).toEqual([]);
  });

  it('are no options that were given, nor any behind --', async () => {
    expect(await candidates('ls', '--long', '--lo')).toEqual([]);
    expect(await candidates('plan', '--match', 'a', '--mat')).toEqual(['--match']);
    expect(await candidates('ls', '--', '-')).toEqual([]);
  });
});
