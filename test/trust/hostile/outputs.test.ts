import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { beginDuckdb } from '../../export/engines.ts';
import { stowage } from '../../support/command-line.ts';
import { MARK } from '../../support/hostile-names.ts';
import { madeDigest } from '../../support/made-bytes.ts';
import { sharedDirectory } from '../../support/temporary-directory.ts';
import { aVolume } from '../../support/volume-builder.ts';
import { REPOSITORIES } from '../../support/volume-paths.ts';
import { fillHostile } from './hostile-volume.ts';
import { NASTY_NAMES } from './names.ts';
import { unquotedWords } from './shell-words.ts';

/** What acts on a terminal, but for the newline; and bytes that are no UTF-8. */
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
/** What a spreadsheet takes for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** Part of the path of the volume itself, which stands in scripts and reports. */
const VOLUME = `volume ${MARK}\n touch ${MARK}; $(touch ${MARK}) '\u001b[2J`;

/** The digests that a database knows: the one image of the volume, and one that is gone. */
const LIST = `list ${MARK}\u001b[2J\u202e`;

const dir = sharedDirectory();
const cwd = () => ({ cwd: dir() });
const read = (name: string) => fs.readFileSync(path.join(dir(), name), 'utf8');

beforeAll(async () => {
  const volume = aVolume(path.join(dir(), VOLUME));
  volume.repository('team/app').image({ layers: ['first'], tag: 'first' });
  await stowage(['scan', VOLUME, '--db', 'before.db', '-q'], cwd());
  fillHostile(volume);
  fs.writeFileSync(path.join(dir(), LIST), `${madeDigest('gone')}\n`);
  const { exitCode } = await stowage(['scan', VOLUME, '--settle', '0s', '-q', '--no-cache'], cwd());
  expect([0, 3]).toContain(exitCode);
});

/** Runs a command to its end and gives what it prints. */
async function out(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await stowage(args, cwd());
  expect(exitCode, stderr).toBeLessThan(4);
  expect(stderr).not.toMatch(RAW);
  return stdout;
}

it('there are forty nasty names', () => {
  expect(new Set(NASTY_NAMES).size).toBe(40);
});

describe('of a volume full of names that nobody should print', { timeout: 240_000 }, () => {
  it.each(
    [
      ['report'],
      ['usage', '--limit', '0'],
      ['usage', '--by', 'tag', '--limit', '0'],
      ['usage', '--by', 'namespace', '--limit', '0'],
      ['usage', '--by', 'kind'],
      ['orphans', '--untagged', '--manifests', '--limit', '0'],
      ['ls', '--long', '--limit', '0'],
      ['ls', 'team/app', '--limit', '0'],
      ['check', '--limit', '0'],
      ['leftovers', '--limit', '0'],
      ['gc', '--registry', '2.8.3'],
      ['plan', '--keep-last', '1', '--min-age', '0s', '--limit', '0'],
      ['duplicates'],
      ['history'],
      ['inspect', 'team/app:1'],
      ['usage', '--by', 'source'],
      ['usage', '--by', 'platform'],
      ['where', 'team/app:1'],
      ['sql', 'SELECT * FROM tags'],
      ['sql', 'SELECT * FROM problems'],
      ['reconcile', LIST],
      ['verify'],
      ['diff', 'before.db'],
    ].map((args) => [args]),
  )('neither the terminal nor JSON gets a control character: %j', async (args) => {
    const text = await out(...args);
    expect(text).not.toMatch(RAW);
    expect(text.length).toBeGreaterThan(10);
    const json = await out(...args, '--json');
    expect(json).not.toMatch(RAW);
    expect(JSON.parse(json)).toHaveProperty('schema');
  });

  it.each(['\u001b[2J', '\u202e', '\u009b'])(
    'neither does a list that says %j of its digests',
    async (name) => {
      fs.writeFileSync(path.join(dir(), 'odd list'), `digest,size,${name}\n${name},${name},${name}\n`);
      const { exitCode, stdout, stderr } = await stowage(['reconcile', 'odd list'], cwd());
      expect(exitCode).toBeLessThan(3);
      expect(stdout + stderr).not.toMatch(RAW);
    },
  );

  it('CSV holds no formula', async () => {
    const cells = (text: string) => (parse(text) as string[][]).flat();
    const queried = cells(await out('sql', 'SELECT * FROM tags', '--csv'));
    await out('export', '--to', 'csv', '--registry-name', 'here', 'tables');
    const files = fs.readdirSync(path.join(dir(), 'tables'), { recursive: true, encoding: 'utf8' });
    const exported = files
      .filter((file) => file.endsWith('.csv'))
      .flatMap((file) => cells(read(`tables/${file}`)));
    expect(exported.length).toBeGreaterThan(1000);
    const formulas = [...queried, ...exported].filter((cell) => FORMULA.test(cell) && !/^-?\d/.test(cell));
    expect(formulas).toEqual([]);
  });

  it('NDJSON is an object a line', async () => {
    await out('export', '--to', 'ndjson', '--registry-name', 'here', 'lines');
    const files = fs.readdirSync(path.join(dir(), 'lines'), { recursive: true, encoding: 'utf8' });
    const lines = files
      .filter((file) => file.endsWith('.ndjson'))
      .flatMap((file) => read(`lines/${file}`).trimEnd().split('\n'));
    expect(lines.length).toBeGreaterThan(500);
    for (const line of lines) {
      expect(line).not.toMatch(RAW);
      if (line !== '') expect(typeof JSON.parse(line)).toBe('object');
    }
  });

  it('Parquet has the name of each tag as it is, or its bytes where it is no text', async () => {
    await out('export', '--to', 'parquet', '--registry-name', 'here', 'parquet');
    const engine = await beginDuckdb(dir());
    try {
      const rows = await engine.run(
        `SELECT coalesce(hex(from_base64(tag_base64)), hex(encode(tag))) AS bytes
         FROM read_parquet('${dir()}/parquet/tags/**/*.parquet') WHERE repository = 'team/app'`,
      );
      const told = rows.map(({ bytes }) => String(bytes).toLowerCase());
      const tags = path.join(dir(), VOLUME, REPOSITORIES, 'team/app/_manifests/tags');
      const there = fs.readdirSync(tags, { encoding: 'buffer' }).map((name) => name.toString('hex'));
      expect(there.length).toBeGreaterThan(290);
      expect(told.sort()).toEqual(there.sort());
    } finally {
      engine.close();
    }
  });

  it('metrics are a name, labels in quotes and a number; ncdu gets JSON; a list of digests has nothing else', async () => {
    const metrics = await out('export', '--to', 'prometheus', '-');
    const sample =
      /^(#.*|[a-z_]+(\{[a-z_]+="(?:[^"\\]|\\.)*"(?:,[a-z_]+="(?:[^"\\]|\\.)*")*\})? [-+\d.eE]+)$/;
    expect(
      metrics
        .trimEnd()
        .split('\n')
        .filter((line) => line !== '' && !sample.test(line)),
    ).toEqual([]);
    const ncdu = await out('export', '--to', 'ncdu', '-');
    expect(ncdu).not.toMatch(RAW);
    expect(JSON.parse(ncdu)).toHaveLength(4);
    const digests = (await out('export', '--to', 'digests', '-')).trimEnd().split('\n');
    expect(digests.filter((line) => !/^(#.*|.*sha256:[0-9a-f]{64}.*)$/.test(line) || RAW.test(line))).toEqual(
      [],
    );
  });

  it('a report is markup of its own and nothing else', async () => {
    await out('report', '--html', 'report.html');
    const page = read('report.html');
    expect(page).toContain(MARK);
    const markup = page
      .replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, '')
      .replace(/<style>[\s\S]*?<\/style>/g, '');
    expect(markup).not.toMatch(/<(?:img|svg)\b|onerror|onload|<!--/i);
    expect(markup).not.toContain('<script');
    expect(page).not.toMatch(new RegExp(`<script>${MARK}|<img src=x`));
  });

  it.each(['sh', 'crane', 'ndjson'])('a plan as %s runs nothing that a name says', async (form) => {
    const rule = ['--repository', 'team/going', '--keep-last', '1', '--untagged', '--min-age', '0s'];
    const script = await out('plan', ...rule, '--registry', '2.8.3', '--emit', form);
    expect(script).toMatch(/sha256:[0-9a-f]{64}/);
    expect(script.replaceAll('\t', ' ')).not.toMatch(RAW);
    if (form === 'ndjson') {
      for (const line of script.trimEnd().split('\n')) expect(typeof JSON.parse(line)).toBe('object');
      return;
    }
    fs.writeFileSync(path.join(dir(), 'plan.sh'), script);
    execFileSync('sh', ['-n', 'plan.sh'], cwd());
    // Of what the volume says only data below the last function gets in.
    const data = form === 'sh' ? script.slice(script.lastIndexOf('start "$@"')) : script;
    const acting = unquotedWords(data).filter((word) => word.includes(MARK) || /[$`;&|<>()]/.test(word));
    expect(acting.filter((word) => !/^\$\{?REGISTRY/.test(word))).toEqual([]);
    try {
      execFileSync('sh', ['plan.sh'], {
        ...cwd(),
        env: { PATH: '/nonexistent' },
        stdio: 'pipe',
        timeout: 20_000,
      });
    } catch {
      // Without a program on its path it cannot go far.
    }
    expect(fs.readdirSync(dir()).filter((name) => name.startsWith(MARK))).toEqual([]);
  });

  it('crane is asked to delete what the plan names, and nothing else is run', async () => {
    const rule = ['--repository', 'team/going', '--keep-last', '1', '--untagged', '--min-age', '0s'];
    const args = ['plan', ...rule, '--registry', '2.8.3'];
    fs.writeFileSync(path.join(dir(), 'crane.sh'), await out(...args, '--emit', 'crane'));
    const programs = path.join(dir(), 'programs');
    fs.mkdirSync(programs);
    fs.writeFileSync(path.join(programs, 'crane'), '#!/bin/sh\nprintf "%s\\n" "$#" "$@" >> asked\n', {
      mode: 0o755,
    });
    const env = { PATH: `${programs}:/usr/bin:/bin`, REGISTRY: 'registry.example.com' };
    execFileSync('sh', ['crane.sh'], { ...cwd(), env, timeout: 20_000 });
    const deletions = (await out(...args, '--emit', 'ndjson'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const digests = deletions.flatMap(({ digest }) => digest ?? []);
    expect(digests).toHaveLength(2);
    const asked = digests.map((digest) =>
      ['2', 'delete', `registry.example.com/team/going@${digest}`].join('\n'),
    );
    expect(read('asked').trimEnd()).toBe(asked.join('\n'));
    expect(fs.readdirSync(dir()).filter((name) => name.startsWith(MARK))).toEqual([]);
  });
});
