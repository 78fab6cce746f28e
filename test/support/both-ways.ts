import { VolumeError } from '../../src/index.ts';
import { answersOf } from './answers.ts';
import { dumpInventory } from './dump-inventory.ts';
import { type ScanAlone, scanAlone, scanUnasked } from './scan-alone.ts';

/** What a scan came to: every row and every answer, by table and question, or why it was refused. */
export type Outcome = Readonly<Record<string, readonly string[]>>;

/** How two outcomes differ, by table and question: some lines that only one of them has. */
export type Difference = Readonly<Record<string, { readonly rescan: string[]; readonly full: string[] }>>;

const SOME = 8;

/** Scans alone, and asks everything. */
export async function outcomeOf(options: ScanAlone): Promise<Outcome> {
  try {
    const inventory = await scanAlone(options);
    try {
      return { ...dumpInventory(inventory), ...answersOf(inventory) };
    } finally {
      inventory.close();
    }
  } catch (error) {
    if (error instanceof VolumeError) return { refused: [error.message] };
    // Only of a rescan: it is a difference like others.
    if (options.full !== true) return { failed: [String(error).replaceAll(options.db, 'DB')] };
    throw error;
  }
}

/** Scans alone, so that another scan starts from it. Where the volume cannot be scanned, the last inventory stays. */
export async function scanBefore(options: ScanAlone): Promise<void> {
  await scanUnasked(options).catch((error: unknown) => {
    if (!(error instanceof VolumeError)) throw error;
  });
}

/** What tells a rescan from a full scan of the same volume; empty where nothing does. */
export function differenceOf(rescan: Outcome, full: Outcome): Difference {
  const ended = [rescan, full].find((outcome) => !('scan' in outcome));
  const keys = Object.keys(ended ?? { ...rescan, ...full });
  const differing = keys.filter((key) => JSON.stringify(rescan[key]) !== JSON.stringify(full[key]));
  return Object.fromEntries(
    differing.map((key) => [
      key,
      { rescan: onlyIn(rescan[key], full[key]), full: onlyIn(full[key], rescan[key]) },
    ]),
  );
}

function onlyIn(lines: readonly string[] = [], others: readonly string[] = []): string[] {
  const known = new Set(others);
  return lines.filter((line) => !known.has(line)).slice(0, SOME);
}
