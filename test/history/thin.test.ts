import * as fs from 'node:fs';
import * as path from 'node:path';
import type Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { thin } from '../../src/history/record/thin.ts';
import { historyPath, openHistoryToWrite } from '../../src/inventory/beside/history-file.ts';
import { SEED } from '../support/random-cases.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const HOUR = 3600e6;
const START = Date.UTC(2025, 0, 1) * 1000;
const dir = temporaryDirectory();
const file = () => historyPath(path.join(dir(), 'stowage.db'));

/** The same numbers in every run. */
function randomly(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Adds what a scan finds changed: accounts, moves of tags, and what came. */
function recorder(history: Database.Database) {
  const scan = history.prepare(
    `INSERT INTO scan VALUES (?, ?, '/v', '0.1.0', ?, 1000, ?, 1, 0, 1, ?, 1, 1e12, 1e11, 200000, 1e12, 1e12, 9e11, 5e10, 5e10,
      0, 500000, 5e7, 2000, 30000, 60000, 170000, 0, 0)`.replaceAll(
      /\b(\d)e(\d+)/g,
      (_, digit, zeros) => digit + '0'.repeat(Number(zeros)),
    ),
  );
  const account = history.prepare(
    'INSERT OR REPLACE INTO account VALUES (?, ?, 1, ?, ?, ?, ?, 0, 15, 30, 85)',
  );
  const event = history.prepare(
    "INSERT INTO event (scan, seen_at, at, kind, repository_id, tag, from_digest, to_digest) VALUES (?, ?, ?, 'tag-moved', ?, ?, ?, ?)",
  );
  const turnover = history.prepare(
    'INSERT OR REPLACE INTO turnover VALUES (?, ?, 1, 500, 0, 0, 3, 1000000, 0, 0)',
  );
  return (number: number, at: number, repositories: readonly number[], isWhole = true) => {
    scan.run(number, `id-${number}`, at, number === 1 ? 'first' : null, Number(isWhole));
    for (const repository of repositories) {
      const bytes = 1_000_000_000 + number * 1000 + repository;
      account.run(repository, number, bytes, bytes - 500, bytes / 3, bytes - 7);
      const digest = (salt: number) => Buffer.alloc(32, `${number} ${repository} ${salt}`);
      event.run(number, at, at - 5e6, repository, `release-${repository % 15}`, digest(0), digest(1));
      turnover.run(number, repository);
    }
  };
}

/** What was true at a scan: the bytes of all repositories. */
function accountsAt(history: Database.Database, number: number): string {
  const rows = history.prepare(
    `SELECT repository_id, bytes, fair_share_bytes FROM account AS one WHERE scan =
       (SELECT max(scan) FROM account WHERE repository_id = one.repository_id AND scan <= ?) ORDER BY repository_id`,
  );
  return JSON.stringify(rows.raw().all(number));
}

describe('thinning', () => {
  it('leaves what was true at every scan that stays, and every event of a tag', () => {
    const history = openHistoryToWrite(file());
    history.pragma('synchronous = OFF');
    const random = randomly(SEED);
    const add = recorder(history);
    const truth = new Map<number, string>();
    for (let number = 1; number <= 700; number++) {
      // Some clocks go back, some scans are not whole.
      const at = START + number * 40 * HOUR - (random(20) === 0 ? 50 * HOUR : 0);
      const some = Array.from({ length: random(4) }, () => 1 + random(12));
      add(number, at, [...new Set(some)], random(5) > 0);
      truth.set(number, accountsAt(history, number));
      thin(history);
    }
    const kept = history.prepare<[], number>('SELECT number FROM scan ORDER BY number').pluck().all();
    expect(kept.length).toBeLessThan(600);
    expect(kept.length).toBeGreaterThan(200);
    for (const number of kept) expect(accountsAt(history, number), `scan ${number}`).toBe(truth.get(number));
    const lost = 'SELECT count(*) FROM event WHERE scan NOT IN (SELECT number FROM scan)';
    expect(history.prepare(lost).pluck().get()).toBe(0);
    history.close();
  });

  it('keeps all of a week, one a day for a year, one a week then, and tag events as long as was said', () => {
    const history = openHistoryToWrite(file());
    history.pragma('synchronous = OFF');
    history.prepare('UPDATE setting SET keep_events = ?').run(30 * 24 * HOUR);
    const add = recorder(history);
    for (let number = 1; number <= 600 * 4; number++) {
      add(number, START + number * 6 * HOUR, [1]);
      thin(history);
    }
    const ages = history
      .prepare<[], number>(`SELECT (SELECT max(scanned_at) FROM scan) - scanned_at FROM scan`)
      .pluck()
      .all()
      .map((age) => age / HOUR / 24);
    const between = (from: number, to: number) => ages.filter((age) => age >= from && age < to).length;
    expect(between(0, 7)).toBe(28);
    expect(between(8, 365)).toBeGreaterThanOrEqual(356);
    expect(between(8, 365)).toBeLessThanOrEqual(358);
    expect(between(372, 600)).toBeGreaterThanOrEqual(31);
    expect(between(372, 600)).toBeLessThanOrEqual(34);
    const oldest =
      "SELECT (SELECT max(scanned_at) FROM scan) - min(seen_at) FROM event WHERE kind = 'tag-moved'";
    expect(Number(history.prepare(oldest).pluck().get()) / HOUR / 24).toBeLessThanOrEqual(30);
    history.close();
  });

  it.each([1, 3])('is not misled by a clock that is far ahead for so many scans: %i', (wrong) => {
    const history = openHistoryToWrite(file());
    const add = recorder(history);
    for (let number = 1; number <= 100; number++) {
      add(number, START + number * HOUR, [1]);
      thin(history);
    }
    for (let number = 101; number < 101 + wrong; number++) {
      add(number, START + (20 * 365 * 24 + number) * HOUR, [1]);
      thin(history);
    }
    add(101 + wrong, START + 102 * HOUR, [1]);
    thin(history);
    const right = 'SELECT count(*) FROM scan WHERE number <= 100';
    expect(history.prepare(right).pluck().get()).toBeGreaterThan(4);
    history.close();
  });
});

describe('10,000 scans of 2,000 repositories stay below 100 MB', { timeout: 300_000 }, () => {
  it.each([
    ['one an hour, of which each finds 20 repositories changed', HOUR, 500],
    ['one a minute, none of which is old enough to go', HOUR / 60, 0],
  ])('%s', (_, every, burst) => {
    const history = openHistoryToWrite(file());
    for (const pragma of ['synchronous = OFF', 'journal_mode = OFF', 'cache_size = -200000'])
      history.pragma(pragma);
    const random = randomly(SEED);
    const names = history.prepare('INSERT INTO repository (name) VALUES (?)');
    for (let id = 1; id <= 2000; id++) names.run(`team-${id % 40}/group/application-${id}`);
    const tags = history.prepare('INSERT INTO tag VALUES (?, ?, ?, ?)');
    for (let id = 1; id <= 2000; id++)
      for (let tag = 0; tag < 15; tag++)
        tags.run(id, `release-${tag}`, Buffer.alloc(32, `${id}-${tag}`), START);
    const add = recorder(history);
    let largest = 0;
    history.exec('BEGIN');
    for (let number = 1; number <= 10_000; number++) {
      // Now and then a base image changes the fair shares of many.
      const changed = number === 1 ? 2000 : number % 100 === 0 ? 20 + burst : 20;
      const some = new Set(
        Array.from({ length: changed }, (_, at) => (changed === 2000 ? at + 1 : 1 + random(2000))),
      );
      add(number, START + number * every, [...some]);
      thin(history);
      if (number % 1000 > 0) continue;
      history.exec('COMMIT; BEGIN');
      largest = Math.max(largest, fs.statSync(file()).size);
    }
    history.exec('COMMIT');
    console.info(`10,000 scans: ${(largest / 1e6).toFixed(1)} MB`);
    expect(history.prepare('SELECT max(number) FROM scan').pluck().get()).toBe(10_000);
    expect(largest).toBeLessThan(100e6);
    history.close();
  });
});
