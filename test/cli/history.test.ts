import * as fs from 'node:fs';
import * as path from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { diffQuestion } from '../../src/answers/diff.ts';
import { historyQuestion } from '../../src/answers/history.ts';
import { openInventory } from '../../src/index.ts';
import { historyPath } from '../../src/inventory/beside/history-file.ts';
import { sealFile } from '../../src/inventory/format/seal.ts';
import { renderDiff } from '../../src/render/text/diff.ts';
import { renderHistory } from '../../src/render/text/history.ts';
import { makeStyle } from '../../src/render/text/parts/style.ts';
import { stowage } from '../support/command-line.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';

const dir = sharedDirectory();
const GIB = 1024 ** 3;
const SCANNED = [
  '2026-11-01T03:00:00Z',
  '2026-11-08T03:00:00Z',
  '2026-11-15T03:00:00Z',
  '2026-11-22T03:00:00Z',
];
/** A tag that would paint a terminal, were it printed as it is. */
const HOSTILE = '\u001b[31mred';

// A volume that grows week by week, and of whose disk a twentieth is left.
beforeAll(async () => {
  const volume = aVolume(path.join(dir(), 'volume'));
  const image = (repository: string, tag: string, layer: string) =>
    volume
      .repository(repository)
      .image({ tag, label: `${repository} ${layer}`, layers: [{ name: layer, bytes: 50_000 }] });
  const weeks = [
    () => image('team/app', '1', 'one'),
    () => image('team/app', 'latest', 'two'),
    () => image('team/web', HOSTILE, 'three'),
    () => {
      image('team/app', 'latest', 'four');
      volume.repository('team/app').deleteTag('1');
      image('team/web', '2', 'five');
    },
  ];
  for (const [week, push] of weeks.entries()) {
    volume.at(SCANNED[week] as string);
    push();
    await scan();
    if (week === 0) fs.copyFileSync(path.join(dir(), 'stowage.db'), path.join(dir(), 'first.db'));
  }
  setTimes(path.join(dir(), 'stowage.db'));
});

const scan = () => run('scan', 'volume', '--settle', '0s', '-q');
const run = (...args: string[]) => stowage(args, { cwd: dir() });

/** As if the scans had been a week apart, on a disk of 10 GiB. */
function setTimes(db: string): void {
  const history = new Database(historyPath(db));
  const set = history.prepare(
    'UPDATE scan SET scanned_at = ?, filesystem_bytes = ?, filesystem_available_bytes = ? WHERE number = ?',
  );
  for (const [at, time] of SCANNED.entries()) set.run(Date.parse(time) * 1000, 10 * GIB, GIB / 2, at + 1);
  history.close();
  sealFile(historyPath(db));
}

/** Without what differs from run to run: the times at which these scans really began. */
function steady(text: string): string {
  return text
    .replaceAll(dir(), '/tmp')
    .replaceAll(/"[0-9a-f]{8}-[0-9a-f-]{27}"/g, '"…"')
    .replaceAll(/\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::[\d.]+Z)?/g, (time) =>
      SCANNED.some((scanned) => scanned.startsWith(time.slice(0, 16).replace(' ', 'T'))) ? time : 'some time',
    );
}

describe('the whole output', () => {
  it.each([
    ['history.txt', ['history']],
    ['history-of-one.txt', ['history', 'https://reg.example.com/team/web']],
    ['history-lately.txt', ['history', '--since', '15d', '--limit', '1']],
    ['history.json.txt', ['history', 'team/web', '--json']],
    ['diff.txt', ['diff']],
    ['diff-of-all.txt', ['diff', '1', '@2026-11-22']],
    ['diff-of-one.json.txt', ['diff', '@-14d', '4', '--repository', 'team/app', '--json']],
    ['diff-of-files.txt', ['diff', 'first.db']],
  ])('%s', async (file, args) => {
    const { exitCode, stdout, stderr } = await run(...args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).not.toContain('\u001b');
    await expect(steady(stdout)).toMatchFileSnapshot(`expected/${file}`);
  });

  it.each([80, 200])('keeps to a terminal of %i columns', async (columns) => {
    const inventory = openInventory(path.join(dir(), 'stowage.db'));
    const style = makeStyle(columns, false);
    const shown = [
      renderHistory(await historyQuestion.ask(inventory, { reader: 'people' }), style),
      renderDiff(await diffQuestion.ask(inventory, { from: '1', reader: 'people' }), style),
    ];
    inventory.close();
    for (const text of shown)
      for (const line of steady(text).split('\n'))
        expect([...line].length, line).toBeLessThanOrEqual(columns);
  });
});

describe('lists are ordered and cut as it is asked for', () => {
  const json = async (...args: string[]) => JSON.parse((await run(...args, '--json')).stdout);
  const firstWords = (text: string) =>
    [...text.matchAll(/^ +(team\/\w+|\d) /gm)].map(([, word]) => word as string);

  it('a history: the last scans first, or the first ones', async () => {
    const shown = async (...args: string[]) => firstWords((await run('history', ...args)).stdout);
    expect(await shown()).toEqual(['4', '3', '2', '1']);
    expect(await shown('--reverse')).toEqual(['1', '2', '3', '4']);
    expect(await shown('--limit', '2')).toEqual(['4', '3']);
    expect(await shown('team/app', '--limit', '2', '--reverse')).toEqual(['1', '2']);
    const numbers = async (...args: string[]) =>
      (await json('history', ...args)).scans.map(({ number }: { number: number }) => number);
    expect(await numbers('--limit', '2')).toEqual([3, 4]);
    expect(await numbers('--limit', '2', '--reverse')).toEqual([2, 1]);
  });

  it('how much a scan found more than the one before, also where that one is cut off', async () => {
    const rowOf = (text: string) => /^ +3 .*$/m.exec(text)?.[0];
    const [whole, cut] = await Promise.all([run('history'), run('history', '--limit', '2')]);
    expect(rowOf(whole.stdout)).toContain('+');
    expect(rowOf(cut.stdout)).toBe(rowOf(whole.stdout));
  });

  it('a difference: the fastest growing first, or by name, or the other way round', async () => {
    const shown = async (...args: string[]) => firstWords((await run('diff', '1', ...args)).stdout);
    expect(await shown()).toEqual(['team/web', 'team/app']);
    expect(await shown('--reverse')).toEqual(['team/app', 'team/web']);
    expect(await shown('--sort', 'name')).toEqual(['team/app', 'team/web']);
    expect(await shown('--limit', '1', '--reverse')).toEqual(['team/app']);
    const { tags } = await json('diff', '1', '--reverse');
    expect(tags).toEqual((await json('diff', '1')).tags.toReversed());
    expect((await json('diff', '1', '--limit', '1', '--reverse')).tags).toEqual(tags.slice(0, 1));
  });
});

describe('what names no scan and no repository is refused', () => {
  it.each([
    [['history', 'team/ap'], "There is and was no repository 'team/ap' in this history. Near it: team/app"],
    [['diff', '9'], '9'],
    [['diff', '@2026-10-01'], '2026-10-01'],
    [['diff', '@soon'], '@soon'],
    [['diff', '4', '1'], 'Scan 4 is later than scan 1: name the earlier one first.'],
    [['diff', 'nothing.db'], 'There is no inventory nothing.db'],
  ])('%j', async (args, complaint) => {
    const { exitCode, stdout, stderr } = await run(...args);
    expect(stdout).toBe('');
    expect(stderr).toContain(complaint);
    expect(exitCode).toBe(args.includes('nothing.db') ? 12 : 2);
  });
});

describe('report', () => {
  it.each([
    [['--fail-over', '99.9%'], 0],
    [['--fail-growth', '1G/d'], 0],
    [['--fail-growth', '1K/d'], 1],
  ])('with %j ends with %i', async (args, code) => {
    const { exitCode, stdout, stderr } = await run('report', ...args);
    expect({ exitCode, stderr }).toEqual({ exitCode: code, stderr: '' });
    expect(stdout.includes('Growing too fast')).toBe(code === 1);
  });
});

describe('a history that cannot be used', () => {
  it.each([
    ['is damaged', 'SQLite format 3\0 and then nothing that makes sense'.padEnd(8192, '?')],
    ['is something else', 'notes of somebody'],
  ])('because it %s costs a complaint, and no inventory', async (_, content) => {
    const db = path.join(dir(), 'another.db');
    fs.rmSync(db, { force: true });
    fs.writeFileSync(historyPath(db), content);
    const scanned = await run('scan', 'volume', '--settle', '0s', '--db', db);
    expect(scanned.exitCode).toBe(0);
    expect(scanned.stderr).toContain('another.db.history');
    expect(fs.readFileSync(historyPath(db), 'utf8')).toBe(content);
    expect((await run('usage', '--db', db)).exitCode).toBe(0);
    expect((await run('report', '--db', db)).stdout).toContain('Where the space is');
    const asked = await run('history', '--db', db);
    expect([asked.exitCode, asked.stderr.includes('another.db.history')]).toEqual([12, true]);
  });
});
