import { UsageError } from '../../errors.ts';
import { digestText } from '../../inventory/format/digest-column.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { DIGEST_BYTES } from '../../registry/digest.ts';
import { type DigestBeginning, parseDigestBeginning } from '../../registry/digest-beginning.ts';
import { readPastedName } from '../../registry/pasted-name.ts';
import { absent } from '../reference/absent.ts';
import { findImage } from '../reference/find-image.ts';

/** A digest that the volume mentions. */
export interface FoundDigest {
  /** Its blob id. */
  readonly blob: number;
  readonly digest: string;
}

/**
 * The digests that begin as `text` does, sorted: `4f4ff`, `sha256:4f4ff` or a whole one, also behind the name of a
 * repository; a tag is the digest that it points to. What stands in a digest's place and is none is found by its whole
 * text.
 * @throws UsageError where the volume mentions none, no digest begins so, or there is no such tag.
 */
export function findDigests(inventory: Inventory, text: string): FoundDigest[] {
  const { name } = readPastedName(text);
  const beginning = parseDigestBeginning(name.slice(name.lastIndexOf('@') + 1));
  if (beginning === undefined) return findNamed(inventory, text, name);
  const found = findBeginning(inventory, beginning);
  if (found.length > 0) return found;
  throw absent(
    inventory,
    `There is no digest in this inventory that begins with '${text}'`,
    hint(inventory, beginning),
  );
}

interface DigestRow {
  readonly id: number;
  readonly digest: Buffer | string;
}

// The index has digests in the order of their bytes: only those that begin so are read.
const BEGINNING_SQL = `SELECT id, digest FROM blob
  WHERE digest BETWEEN @lowest AND @highest AND (@bytes IS NULL OR length(digest) = @bytes)
  ORDER BY digest LIMIT @most`;

/** The digests that begin so, sorted; the first ones, where `most` says how many. */
export function findBeginning(
  { database }: Inventory,
  { algorithm, hex }: DigestBeginning,
  most = -1,
): FoundDigest[] {
  const bytes = algorithm === undefined ? null : (DIGEST_BYTES[algorithm] as number);
  const range = { lowest: lowestOf(hex), highest: highestOf(hex), bytes, most };
  const rows = database.prepare<[object], DigestRow>(BEGINNING_SQL).all(range);
  return rows.map(({ id, digest }) => ({ blob: id, digest: digestText(digest, database) }));
}

/** What is named by something else than a digest. */
function findNamed(inventory: Inventory, text: string, name: string): FoundDigest[] {
  const found = findText(inventory, text);
  if (found.length > 0) return found;
  if (!/[/:]/.test(name) || DIGEST_LIKE.test(name))
    throw new UsageError(
      `'${text}' is no digest: expected sha256:<hex digits>, or the first of these digits, or a tag such as team/app:1.0.`,
    );
  const { blob } = findImage(inventory, text);
  const digest = inventory.database.prepare<[number], Buffer | string>(
    'SELECT digest FROM blob WHERE id = ?',
  );
  return [{ blob, digest: digestText(digest.pluck().get(blob) as Buffer | string, inventory.database) }];
}

/** It begins as a digest does, so it is meant to be one. */
const DIGEST_LIKE = /^sha\d+:/i;

function findText({ database }: Inventory, text: string): FoundDigest[] {
  const id = database.prepare<[string], number>('SELECT id FROM blob WHERE digest = ?').pluck().get(text);
  return id === undefined ? [] : [{ blob: id, digest: text }];
}

/** Half a byte may be left over: any other half may follow. */
function lowestOf(hex: string): Buffer {
  return Buffer.from(hex.length % 2 === 0 ? hex : `${hex}0`, 'hex');
}

const LONGEST = Math.max(...Object.values(DIGEST_BYTES));

function highestOf(hex: string): Buffer {
  const bytes = Buffer.alloc(LONGEST, 0xff);
  Buffer.from(hex.length % 2 === 0 ? hex : `${hex}f`, 'hex').copy(bytes);
  return bytes;
}

/** What is there of the same beginning, as far as there is any: a slip is mostly near the end. */
function hint(inventory: Inventory, { algorithm, hex }: DigestBeginning): string {
  for (let length = hex.length - 1; length >= TELLING_DIGITS; length--) {
    const near = findBeginning(inventory, { algorithm, hex: hex.slice(0, length) });
    if (near.length === 0) continue;
    const first = near.slice(0, SHOWN).map(({ digest }) => digest);
    return `. Near it: ${first.join(', ')}${near.length > SHOWN ? ', …' : ''}.`;
  }
  return '.';
}

const SHOWN = 3;
/** Fewer digits are those of too many to be told as near. */
const TELLING_DIGITS = 4;
