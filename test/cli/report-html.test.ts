import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { stowage } from '../support/command-line.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';

/** A name of two directories, for a slash cannot stand in one. */
const ENDS_SCRIPT = 'x</script><img src=x onerror=alert(1)>';
const BEGINS_COMMENT = '<!--<script>';

const dir = sharedDirectory();
const cwd = () => ({ cwd: dir() });
const report = (...args: string[]) => stowage(['report', '--db', 'x.db', ...args], cwd());
const read = (name: string) => fs.readFileSync(path.join(dir(), name), 'utf8');

beforeAll(async () => {
  const volume = aVolume(path.join(dir(), 'volume'));
  for (const name of [ENDS_SCRIPT, BEGINS_COMMENT, 'team/$&app', 'a\u2028b'])
    volume.repository(name).image({ layers: ['layer'], tag: "v'1" });
  const ended = await report('volume', '--settle', '0s', '-q', '--html', 'report.html');
  expect(ended).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
});

describe('report --html', () => {
  it('says what it wrote, and nothing else', async () => {
    const { exitCode, stdout, stderr } = await report('--html', 'again.html');
    expect([exitCode, stdout]).toEqual([0, '']);
    expect(stderr).toMatch(/^stowage: Wrote again\.html: [\d.]+ KiB\.\n$/);
    expect(fs.readdirSync(dir()).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('writes the same to stdout', async () => {
    const { stdout, stderr } = await report('--html', '-');
    const withoutNow = (page: string) => page.replace(/"now":"[^"]+"/, '');
    expect([withoutNow(stdout), stderr]).toEqual([withoutNow(read('report.html')), '']);
  });

  it.each([
    [['--html', 'volume/report.html'], /lies inside the volume/],
    [['--html', 'volume'], /lies inside the volume|is no file/],
    [['--html', 'no/such/report.html'], /There is no directory .*no\/such/],
    [['--html', 'x.db'], /belongs to the inventory itself/],
    [['--html', 'x.html', '--json'], /--html and --json both say what to make/],
  ] as const)('refuses %j', async (args, complaint) => {
    const before = fs.readdirSync(dir(), { recursive: true }).length;
    const { exitCode, stderr } = await report(...args);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(complaint)]);
    expect(fs.readdirSync(dir(), { recursive: true })).toHaveLength(before);
  });

  it('ends as report ends where a limit is passed', async () => {
    const { exitCode } = await report('--html', 'limit.html', '--fail-over', '0.1%');
    expect([exitCode, fs.existsSync(path.join(dir(), 'limit.html'))]).toEqual([1, true]);
  });
});

describe('the file that report --html writes', () => {
  const DATA = /<script type="application\/json" id="kept">(.*?)<\/script>/s;
  const SCRIPT = /<script type="module">(.*?)<\/script>/s;
  const STYLE = /<style>(.*?)<\/style>/s;
  const partOf = (part: RegExp) => part.exec(read('report.html'))?.[1] ?? '';
  const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

  it('holds names of any sort in one block of data that none of them ends', () => {
    const { answers } = JSON.parse(partOf(DATA));
    const names = answers.usage.repositories.map(({ name }: { name: string }) => name);
    expect(names.sort()).toEqual([ENDS_SCRIPT, BEGINS_COMMENT, 'team/$&app', 'a\u2028b'].sort());
    expect(partOf(DATA)).not.toMatch(/<|\u2028/);
  });

  it('has two scripts, of which none holds the end or the beginning of another', () => {
    const page = read('report.html');
    expect(page.match(/<script/gi)).toHaveLength(2);
    expect(page.match(/<\/script/gi)).toHaveLength(2);
    expect(page).not.toContain('<!--');
  });

  it('lets nothing run or load but its own script and style, by their hashes', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(read('report.html'))?.[1];
    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      `script-src ${hashOf(partOf(SCRIPT))}`,
      `style-src ${hashOf(partOf(STYLE))}`,
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('names no other file', () => {
    const markup = read('report.html').replace(DATA, '').replace(SCRIPT, '').replace(STYLE, '');
    expect([...markup.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, to]) => to)).toEqual(['data:,']);
  });
});
