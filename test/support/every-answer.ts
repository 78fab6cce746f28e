import * as fs from 'node:fs';
import * as path from 'node:path';
import { Readable } from 'node:stream';
import { exitCodeOf } from '../../src/answers/exit-codes.ts';
import { writeExport } from '../../src/export/write-export.ts';
import { ask, type Inventory, InventoryError, openInventory } from '../../src/index.ts';
import { askHere } from '../sql/ask-here.ts';

type Ask = (inventory: Inventory) => Promise<unknown>;

const RULE = { keepLast: 1, untagged: true, orphaned: true, minAge: 0 } as const;

/** In this process, which tells of a damaged file by its sentence alone. */
const sql =
  (text: string): Ask =>
  async (inventory) => {
    try {
      return askHere(inventory, text);
    } catch (error) {
      throw new InventoryError((error as Error).message);
    }
  };

const fileExport =
  (to: 'digests' | 'ncdu' | 'prometheus'): Ask =>
  async (inventory) => {
    const pieces: string[] = [];
    await writeExport(inventory, to, (piece) => void pieces.push(piece), {});
    return pieces.join('');
  };

/** Tables, as the bytes of their files. */
const tableExport =
  (to: 'parquet' | 'csv' | 'ndjson'): Ask =>
  async (inventory) => {
    const target = `${inventory.path}.export`;
    fs.rmSync(target, { recursive: true, force: true });
    const files = await writeExport(inventory, to, target, { registryName: 'one' });
    return files.map((file) => [
      path.relative(target, file.path),
      fs.readFileSync(file.path).toString('latin1'),
    ]);
  };

const firstTag = (inventory: Inventory) =>
  inventory.database
    .prepare<[], string>(
      `SELECT repository || ':' || tag FROM tags WHERE typeof(repository) = 'text' AND typeof(tag) = 'text'
       ORDER BY repository, tag`,
    )
    .pluck()
    .get() ?? 'none:none';
const firstDigest = (inventory: Inventory) =>
  inventory.database.prepare<[], string>('SELECT digest FROM blobs ORDER BY digest').pluck().get() ?? '0';

/** Everything that can be asked of an inventory, by how it is asked. Each as programs get it, whole. */
export const EVERY_QUESTION = {
  scan: ask.scan,
  report: ask.report,
  usage: ask.usage,
  'usage --by namespace': (inventory) => ask.usage(inventory, { by: 'namespace' }),
  'usage --by tag': (inventory) => ask.usage(inventory, { by: 'tag' }),
  'usage --by kind': (inventory) => ask.usage(inventory, { by: 'kind' }),
  'usage --by platform': (inventory) => ask.usage(inventory, { by: 'platform' }),
  'usage --by source': (inventory) => ask.usage(inventory, { by: 'source' }),
  'usage --by age': (inventory) => ask.usage(inventory, { by: 'age' }),
  'usage --by layer': (inventory) => ask.usage(inventory, { by: 'layer' }),
  'usage --match': (inventory) => ask.usage(inventory, { match: ['**'] }),
  'usage <tag>': async (inventory) => ask.usage(inventory, { reference: firstTag(inventory) }),
  orphans: (inventory) => ask.orphans(inventory, { untagged: true, minAgeMs: 0 }),
  gc: ask.gc,
  'gc --delete-untagged': (inventory) => ask.gc(inventory, { deleteUntagged: true }),
  plan: (inventory) => ask.plan(inventory, RULE),
  'plan --registry': (inventory) => ask.plan(inventory, { ...RULE, registry: '2.8.3' }),
  check: ask.check,
  ls: (inventory) => ask.ls(inventory, { long: true }),
  where: async (inventory) => ask.where(inventory, { digest: firstDigest(inventory) }),
  leftovers: ask.leftovers,
  inspect: async (inventory) => ask.inspect(inventory, { reference: firstTag(inventory) }),
  duplicates: ask.duplicates,
  history: ask.history,
  diff: ask.diff,
  reconcile: async (inventory) =>
    ask.reconcile(inventory, { source: Readable.from([Buffer.from(firstDigest(inventory))]) }),
  'sql tags': sql('SELECT repository, tag, digest, kind, modified_at FROM tags ORDER BY repository, tag'),
  'sql blobs': sql('SELECT digest, bytes, state, repositories, modified_at FROM blobs ORDER BY digest'),
  'export digests': fileExport('digests'),
  'export ncdu': fileExport('ncdu'),
  'export prometheus': fileExport('prometheus'),
  'export csv': tableExport('csv'),
  'export ndjson': tableExport('ndjson'),
  'export parquet': tableExport('parquet'),
} satisfies Readonly<Record<string, Ask>>;

export type AnyQuestion = keyof typeof EVERY_QUESTION;

/** An answer as text, or with what a command would end in its place. Throws what no command foresees. */
async function answerTo(question: AnyQuestion, inventory: Inventory): Promise<string> {
  try {
    return JSON.stringify(await EVERY_QUESTION[question](inventory));
  } catch (error) {
    const code = exitCodeOf(error);
    if (code === undefined) throw error;
    return `${code}: ${(error as Error).message}`;
  }
}

/** Opens an inventory and asks it one thing, as a command does. */
export async function askedOf(path: string, question: AnyQuestion): Promise<string> {
  let inventory: Inventory;
  try {
    inventory = openInventory(path);
  } catch (error) {
    const code = exitCodeOf(error);
    if (code === undefined) throw error;
    return `${code}: ${(error as Error).message}`;
  }
  try {
    return await answerTo(question, inventory);
  } finally {
    inventory.close();
  }
}

/** Every answer, by question. */
export async function everyAnswer(path: string): Promise<Record<string, string>> {
  const inventory = openInventory(path);
  try {
    const answers: Record<string, string> = {};
    for (const question of Object.keys(EVERY_QUESTION) as AnyQuestion[])
      answers[question] = await answerTo(question, inventory);
    return answers;
  } finally {
    inventory.close();
  }
}
