import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { stowage } from '../support/command-line.ts';
import { madeDigest } from '../support/made-bytes.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';

const dir = sharedDirectory();
const run = (...args: string[]) => stowage(args, { cwd: dir() });
beforeAll(async () => {
  aVolume(path.join(dir(), 'volume'))
    .repository('team/api')
    .image({ layers: ['base'], tag: '1' })
    .repository('team/loose')
    .looseBlob('loose');
  await run('scan', 'volume', '--settle', '0s', '-q');
});

describe('wrong usage ends with 2, says why, and prints nothing else', () => {
  it.each([
    [['frobnicate'], "error: unknown command 'frobnicate'"],
    [['ls', '--frobnicate'], "error: unknown option '--frobnicate'"],
    [['ls', 'a', 'b'], 'error: too many arguments'],
    [['usage', '--by', 'colour'], "argument 'colour' is invalid"],
    [['usage', '--sort', 'colour'], "argument 'colour' is invalid"],
    [['usage', '--by', 'repo'], "argument 'repo' is invalid. Did you mean repository?"],
    [['usage', '--sort', 'nmae'], 'Did you mean name?'],
    [['usage', '--by', 'colour'], 'Allowed choices are repository, namespace, tag,'],
    [['check', '--ignore', 'tag-danglin'], "the id 'tag-danglin'. Did you mean tag-dangling?"],
    [['completion', 'bahs'], 'Did you mean bash?'],
    [['scan', 'volume', '--read-links', 'al'], 'Did you mean all?'],
    [['usage', '--limit', '-1'], 'Expected a whole number from 0'],
    [['usage', '--limit', '1.5'], 'Expected a whole number from 0'],
    [['orphans', '--min-age', 'old'], 'Expected a time span'],
    [['orphans', '--min-age', '-1h'], 'Expected a time span'],
    [['orphans', '--min-age', ''], 'Expected a time span'],
    [['scan', 'volume', '--threads', '0'], 'Expected a number from 1 to 256'],
    [['scan', 'volume', '--settle', 'soon'], 'Expected a time span'],
    [['scan', 'volume', '--read-links', 'some'], "argument 'some' is invalid"],
    [['scan', 'volume', '--db', 'volume/stowage.db'], 'lies inside the volume'],
    [['usage', 'team/api', '--by', 'kind'], "leave 'team/api' out"],
    [['usage', 'team/none'], "There is no repository 'team/none'"],
    [['ls', 'team/none'], "There is no repository 'team/none'"],
    ...['usage', 'ls', 'verify', 'inspect'].flatMap(
      (command): Array<[string[], string]> => [
        [[command, 'team/ap'], 'Near it: team/api'],
        [[command, 'team/api:nope'], "There is no tag 'nope' in team/api"],
        [
          [command, `docker://reg.example.com:5000/team/api@${madeDigest('nothing')}/`],
          'There is no manifest',
        ],
        [[command, 'team/api:'], "has no tag after ':'"],
        [[command, 'team/api@'], "has no valid digest after '@'"],
        [[command, 'team/api@sha256:cafe'], "has no valid digest after '@'"],
      ],
    ),
    [['usage', '--by', 'tag', 'team/api:nope'], "There is no tag 'nope' in team/api"],
    [['orphans', '--volume', 'volume'], 'Nothing is read of the volume without --manifests'],
    [['inspect'], "error: missing required argument 'reference'"],
    [['inspect', 'team/api'], "team/api has no tag 'latest'"],
    [['inspect', 'team/api:1', '--raw', '--config'], 'cannot be used with'],
    [['inspect', 'team/api:1', '--raw', '--json'], 'leave --json out'],
    [['ls', 'team/loose'], 'team/loose has no _manifests/tags: a registry answers 404'],
  ])('%j', async (args, complaint) => {
    const { exitCode, stdout, stderr } = await run(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(complaint);
  });

  it('several volumes: they are listed, and nothing is scanned', async () => {
    for (const name of ['a', 'b']) aVolume(path.join(dir(), 'several', name));
    expect(await run('scan', 'several', '--db', 'new.db')).toEqual({
      exitCode: 2,
      signal: null,
      stdout: '',
      stderr: `stowage: There are several registry volumes in several; name one of them:\n  ${dir()}/several/a\n  ${dir()}/several/b\n`,
    });
    expect(fs.existsSync(path.join(dir(), 'new.db'))).toBe(false);
  });

  it('very many volumes: the first are listed', async () => {
    for (let number = 100; number < 376; number++) aVolume(path.join(dir(), 'many', `${number}`));
    for (const command of [['scan'], ['report'], ['verify', '--volume']]) {
      const { exitCode, stderr } = await run(...command, 'many');
      expect(exitCode).toBe(2);
      expect(stderr.split('\n').slice(-4)).toEqual([
        `  ${dir()}/many/108`,
        `  ${dir()}/many/109`,
        '  … and 266 more',
        '',
      ]);
    }
  });
});
