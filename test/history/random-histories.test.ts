import * as fs from 'node:fs';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type Inventory, openInventory, VolumeError } from '../../src/index.ts';
import { beginVolume } from '../support/history/begin.ts';
import { type History, historiesOf, type Round } from '../support/history/history.ts';
import { OPERATIONS } from '../support/history/operations.ts';
import { perform } from '../support/history/perform.ts';
import { cases, SEED } from '../support/random-cases.ts';
import { dbOf, eventsOf, linesOf, scan } from '../support/recorded-history.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';

/** What a history should know: tags by `repository|tag`, accounts of repositories. */
interface Known {
  tags: Map<string, string>;
  accounts: Map<string, string>;
}

const HOW = ['rescan', 'rescan', 'full', 'without inventory', 'another volume first'] as const;
const dir = temporaryDirectory();
const RUNS = cases({ few: 25, many: 60 });
const met = { scans: 0, events: 0, partial: 0, undetermined: 0, others: 0, flows: 0 };
const histories = fc
  .constantFrom(...Object.keys(OPERATIONS))
  .chain((name) =>
    fc.tuple(
      historiesOf(name, [{ hooks: { clockGranularityMs: -1e9 }, pauseMs: 12 }]),
      fc.array(fc.constantFrom(...HOW), { minLength: 4, maxLength: 4 }),
    ),
  );
afterAll(() => console.info(`recorded histories: STOWAGE_RANDOM_SEED=${SEED}, ${JSON.stringify(met)}`));

describe('what a history says is what a naive comparison of what each scan saw says', {
  timeout: 600_000,
}, () => {
  it('of any life of a volume', async () => {
    let runs = 0;
    const property = ([history, how]: readonly [History, readonly string[]]) =>
      live(`${runs++}`, history, how);
    await fc.assert(fc.asyncProperty(histories, property), { numRuns: RUNS, seed: SEED });
    expect(Object.values(met).every((count) => count > 0)).toBe(true);
  });
});

async function live(name: string, history: History, how: readonly string[]): Promise<void> {
  const root = `${dir()}/${name}`;
  const volume = beginVolume(root, `${root}-aside`, history);
  const follow = new Follower(dbOf(root));
  await follow.scan(root, {});
  const first: Round = { operations: [history.first], scan: {}, failsAt: undefined, skipsConfigs: false };
  for (const [number, round] of [first, ...history.later].entries()) {
    await new Promise((resolve) => setTimeout(resolve, history.clock.pauseMs));
    for (const operation of round.operations) perform(volume, operation);
    if (round.failsAt !== undefined) {
      await follow.scan(root, {
        hooks: { ...history.clock.hooks, fault: { call: round.failsAt, code: 'EIO' } },
      });
    }
    if (how[number] === 'without inventory') fs.rmSync(dbOf(root), { force: true });
    if (how[number] === 'another volume first') await follow.scan(otherVolume(`${root}-other`), {});
    await follow.scan(root, {
      ...round.scan,
      hooks: { ...history.clock.hooks, ...round.scan.hooks },
      full: how[number] === 'full',
    });
  }
  follow.compareAll();
  for (const suffix of ['', '-aside', '-other'])
    fs.rmSync(`${root}${suffix}`, { recursive: true, force: true });
}

function otherVolume(root: string): string {
  if (!fs.existsSync(root))
    aVolume(root)
      .repository('elsewhere')
      .image({ layers: ['x', 'y', 'z'], tag: 'other' });
  return root;
}

/** Follows the scans into one inventory, and holds each record against what it should be. */
class Follower {
  readonly #db: string;
  #known: Known = { tags: new Map(), accounts: new Map() };
  readonly #accounts: Array<Map<string, string>> = [];
  #applied = new Map<string, string>();

  /** The most blobs and repositories that there ever were. */
  readonly #most = { blobs: 1, repositories: 1 };

  constructor(db: string) {
    this.#db = db;
  }

  async scan(root: string, options: Parameters<typeof scan>[1]): Promise<void> {
    try {
      const { unrecorded } = await scan(root, { ...options, db: this.#db });
      expect(unrecorded).toBeUndefined();
    } catch (error) {
      if (error instanceof VolumeError) return;
      throw error;
    }
    const inventory = openInventory(this.#db);
    const seen = seenBy(inventory);
    const { is_complete, is_undetermined, id, blobs } = inventory.scan;
    const hides = inventory.database.prepare(HIDING).get() !== undefined;
    const hasBoth = inventory.database.prepare(BOTH_HALVES).get() !== undefined;
    inventory.close();
    const before = this.#known;
    const number = this.#accounts.length + 1;
    const record = linesOf(
      this.#db,
      `SELECT id, begins, is_whole, knows_turnover FROM scan WHERE number = ${number}`,
    );
    const [recordedId, begins, whole, knows] = (record[0] ?? '').split('|');
    expect(recordedId).toBe(id);
    if (is_complete === 0 || hides) expect(whole).toBe('0');
    else if (this.#isMost(blobs, seen.accounts.size) && hasBoth) expect(whole).toBe('1');
    met.scans++;
    if (is_undetermined === 1 && whole === '1') met.undetermined++;
    if (whole === '0') met.partial++;
    if (begins === 'other-volume') met.others++;
    this.#known = begins === '-' ? merge(before, seen, whole === '1') : seen;
    if (begins !== '-') this.#applied = new Map(seen.tags);
    const events = eventsOf(this.#db, number)
      .filter((line) => !line.startsWith('finding-'))
      .map((line) => line.split('|').slice(0, 5).join('|').replace(/\|+$/, ''));
    expect(events.filter(isChange).sort()).toEqual(begins === '-' ? expected(before, this.#known) : []);
    for (const event of events) this.#apply(event);
    expect(this.#applied).toEqual(this.#known.tags);
    expect(stored(this.#db)).toEqual(this.#known.tags);
    this.#accounts.push(this.#known.accounts);
    if (knows === '1') this.#compareFlows(number);
  }

  /** The accounts at every scan, told by the one history at the end. */
  compareAll(): void {
    for (const [at, accounts] of this.#accounts.entries())
      expect(accountsAt(this.#db, at + 1)).toEqual(accounts);
  }

  /** True where nothing can be lost. */
  #isMost(blobs: number, repositories: number): boolean {
    const isMost = blobs >= this.#most.blobs && repositories >= this.#most.repositories;
    this.#most.blobs = Math.max(this.#most.blobs, blobs);
    this.#most.repositories = Math.max(this.#most.repositories, repositories);
    return isMost;
  }

  #apply(event: string): void {
    met.events++;
    const [kind, repository, tag, , to] = event.split('|');
    const key = `${repository}|${tag}`;
    if (kind === 'tag-removed') this.#applied.delete(key);
    else if (kind?.startsWith('tag-')) this.#applied.set(key, to ?? '');
  }

  /** What came less what went is by how much a repository grew, but where files have several names. */
  #compareFlows(number: number): void {
    const flows = linesOf(this.#db, FLOWS(number));
    const inventory = openInventory(this.#db);
    const hasSharedFiles = inventory.database
      .prepare('SELECT 1 FROM blob WHERE hard_link_of IS NOT NULL')
      .get();
    inventory.close();
    if (hasSharedFiles !== undefined) return;
    met.flows += flows.length;
    for (const line of flows) {
      const [name, flow, grown] = line.split('|');
      expect(`${name} ${flow}`).toBe(`${name} ${grown}`);
    }
  }
}

/** A tag that points where it did is no change, whatever it pointed to in between. */
function isChange(event: string): boolean {
  const [kind, , , from, to] = event.split('|');
  return kind !== 'tag-moved' || from !== to;
}

/** What can hide tags and repositories; what is unreadable makes a scan incomplete. */
const HIDING = `SELECT 1 FROM problem
  WHERE hides_references = 1 AND code IN ('not-followed', 'symlink-dangling', 'metadata-elsewhere')`;
/** A volume of which a half is missing, the blobs of sha256 or the repositories, may have lost it. */
const BOTH_HALVES = `SELECT 1 FROM repository WHERE EXISTS
  (SELECT 1 FROM blob WHERE bytes IS NOT NULL AND length(digest) = 32)`;
const ACCOUNT = 'is_there, bytes, unique_bytes, tagged_bytes, upload_bytes, tags, revisions';
const BYTES_AT = (scan: string) =>
  `coalesce((SELECT bytes FROM account WHERE repository_id = repository.id AND scan <= ${scan} ORDER BY scan DESC LIMIT 1), 0)`;
const FLOWS = (number: number) => `SELECT name, blob_bytes_came - blob_bytes_went,
    ${BYTES_AT(`${number}`)} - ${BYTES_AT(`${number - 1}`)}
  FROM turnover JOIN repository ON repository.id = repository_id WHERE scan = ${number}`;

function accountsAt(db: string, number: number): Map<string, string> {
  const rows = linesOf(
    db,
    `SELECT name, ${ACCOUNT}, scan FROM account JOIN repository ON id = repository_id
    WHERE scan <= ${number} ORDER BY scan`,
  );
  const all = new Map(
    rows.map((row) => row.split('|')).map(([name = '', ...values]) => [name, values.slice(0, -1).join('|')]),
  );
  return new Map([...all].filter(([, values]) => !values.startsWith('0|')).sort());
}

function stored(db: string): Map<string, string> {
  const rows = linesOf(
    db,
    `SELECT repository.name, tag.name, lower(hex(digest)) FROM tag JOIN repository ON id = repository_id`,
  );
  return asTags(rows);
}

function seenBy({ database }: Inventory): Known {
  const rows = (sql: string) =>
    database
      .prepare<[], unknown[]>(sql)
      .raw()
      .all()
      .map((row) => row.map((value) => value ?? '-').join('|'));
  const accounts = rows(`SELECT name, 1, ${ACCOUNT.replace('is_there, ', '')} FROM repository`);
  return {
    tags: asTags(
      rows(`SELECT repository.name, tag.name, lower(hex(digest)) FROM tag JOIN repository ON repository.id = repository_id
      LEFT JOIN blob ON blob.id = target_id WHERE kind = 'directory'`),
    ),
    accounts: new Map(
      accounts.map((row) => [row.split('|', 1)[0] ?? '', row.slice(row.indexOf('|') + 1)] as const).sort(),
    ),
  };
}

/** Tags with `sha256:<hex>`, or nothing where the link says no digest. */
function asTags(rows: readonly string[]): Map<string, string> {
  const named = rows
    .map((row) => row.split('|'))
    .map(([repository, tag, hex = '']) => {
      const algorithm = { 64: 'sha256', 96: 'sha384', 128: 'sha512' }[hex.length];
      return [`${repository}|${tag}`, algorithm === undefined ? '' : `${algorithm}:${hex}`] as const;
    });
  return new Map([...named].sort());
}

function merge(before: Known, seen: Known, isWhole: boolean): Known {
  const both = (a: Map<string, string>, b: Map<string, string>) =>
    new Map([...new Map([...(isWhole ? [] : a), ...b])].sort());
  return { tags: both(before.tags, seen.tags), accounts: both(before.accounts, seen.accounts) };
}

function expected(before: Known, after: Known): string[] {
  const lines: string[] = [];
  for (const name of after.accounts.keys())
    if (!before.accounts.has(name)) lines.push(`repository-appeared|${name}`);
  for (const name of before.accounts.keys())
    if (!after.accounts.has(name)) lines.push(`repository-went|${name}`);
  for (const [tag, to] of after.tags) {
    const from = before.tags.get(tag);
    if (from === undefined) lines.push(`tag-pushed|${tag}||${to}`);
    else if (from !== to) lines.push(`tag-moved|${tag}|${from}|${to}`);
  }
  for (const [tag, from] of before.tags) if (!after.tags.has(tag)) lines.push(`tag-removed|${tag}|${from}`);
  return lines.map((line) => line.replace(/\|+$/, '')).sort();
}
