import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { endOf, startProgram } from '../support/command-line.ts';
import { demoVolume } from '../support/demo-volume.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { Installation, NODES, pack, versionOf } from './installation.ts';

const dir = sharedDirectory();

const QUESTIONS: ReadonlyArray<readonly string[]> = [
  ...['report', 'usage', 'orphans', 'gc', 'check', 'leftovers', 'duplicates', 'history'].map((name) => [
    name,
  ]),
  ['ls', '--long'],
  ['usage', '--by', 'layer'],
  ['plan', '--keep-last', '1', '--untagged', '--min-age', '0s'],
  ['sql', 'SELECT * FROM tags ORDER BY repository, tag'],
];
const TEXTS: ReadonlyArray<readonly string[]> = [
  ['report'],
  ['check'],
  ['plan', '--keep-last', '1', '--registry', '2.8.3', '--emit', 'sh'],
  ['export', '--to', 'ncdu', '-'],
  ['export', '--to', 'digests', '-'],
];
const TABLES = ['parquet', 'csv', 'ndjson'];

/** What is of one scan alone is given to it: its id, its time and how long it took. */
const SCAN = `const [home, volume, db] = process.argv.slice(2);
const { takeInventory } = await import(home + '/dist/take-inventory.js');
for (const id of ['first', 'second'])
  await takeInventory({ volume, db, threads: 2, settleMs: 0, hooks: { scan: { id, beganAtMs: 1.79e12, durationMs: 1 } } });
`;

it(`scans, answers and exports the same under ${NODES.map(versionOf).join(', ')}, to the byte`, {
  timeout: 300_000,
}, async () => {
  const volume = path.join(dir(), 'volume');
  demoVolume(volume);
  fs.writeFileSync(path.join(dir(), 'scan.mjs'), SCAN);
  const tarball = pack(dir());
  const [first, ...others] = await inTurn(NODES, async (node) => {
    const installed = new Installation(node, tarball, path.join(dir(), versionOf(node))).putBinary();
    return { version: versionOf(node), hashes: await hashesUnder(installed, volume) };
  });
  expect(Object.keys(first?.hashes ?? {}).length).toBeGreaterThan(30);
  for (const { version, hashes } of others) expect(hashes, version).toEqual(first?.hashes);
});

/** What comes of everything, by its name: always from the same paths, of which answers tell. */
async function hashesUnder(installed: Installation, volume: string): Promise<Record<string, string>> {
  const work = path.join(dir(), 'work');
  fs.rmSync(work, { recursive: true, force: true });
  fs.mkdirSync(work);
  const db = path.join(work, 'stowage.db');
  const scanned = await endOf(
    startProgram(installed.node, [path.join(dir(), 'scan.mjs'), installed.home, volume, db], { cwd: work }),
  );
  expect(scanned).toMatchObject({ exitCode: 0, stderr: '' });
  const hashes: Record<string, string> = {};
  for (const file of [db, `${db}.history`]) hashes[path.basename(file)] = hashOf(pagesOf(file));
  for (const args of [...QUESTIONS.map((each) => [...each, '--json']), ...TEXTS]) {
    const { exitCode, stdout } = await installed.run([...args, '--db', db], work);
    hashes[args.join(' ')] = `${exitCode} ${hashOf(Buffer.from(stdout))}`;
  }
  for (const to of TABLES) {
    const target = path.join(work, to);
    await installed.run(['export', '--to', to, '--registry-name', 'one', target, '--db', db], work);
    for (const file of fs.readdirSync(target, { recursive: true, encoding: 'utf8' }))
      if (file.endsWith(`.${to}`)) hashes[`${to}/${file}`] = hashOf(fs.readFileSync(path.join(target, file)));
  }
  return hashes;
}

/**
 * The pages of a database, without the number of the SQLite that wrote them (bytes 96 to 99 of the file format): each
 * version of Node gets the driver that is made for it. The seal behind them counts that number too.
 */
function pagesOf(file: string): Buffer {
  const bytes = fs.readFileSync(file);
  bytes.fill(0, 96, 100);
  const pageBytes = bytes.readUInt16BE(16);
  return bytes.subarray(0, bytes.length - (bytes.length % pageBytes));
}

async function inTurn<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await act(item));
  return results;
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
