import * as fs from 'node:fs';

/** A fault that was planted and that no test saw. */
export interface Survivor {
  /** The line that it begins in. */
  readonly line: string;
  readonly from: string;
  readonly to: string;
  /** Why it may survive; `NEW` until somebody has read it. */
  readonly why: string;
}

/** What came of the mutants of one file. */
export interface CountedFile {
  /** Of the code whose mutants these are. */
  readonly code: string;
  /** Without those that the compiler refuses. */
  readonly mutants: number;
  readonly killed: number;
  /** Those that no test sees and that the compiler refuses. */
  readonly refused: number;
  readonly survivors: readonly Survivor[];
}

/** By file; `null` where nobody has counted yet. */
export type Counted = Readonly<Record<string, CountedFile | null>>;

/** What nobody has read yet. */
export const NEW = 'new';

const PLACE = 'test/soak/survivors';

export function readCounted(set: string): Counted {
  const at = `${PLACE}/${set}.json`;
  return fs.existsSync(at) ? (JSON.parse(fs.readFileSync(at, 'utf8')) as Counted) : {};
}

/** Keeps what is counted of some of a set's files, with what was said of survivors that are still there. */
export function keepCounted(set: string, files: readonly string[], results: Counted): void {
  const before = readCounted(set);
  const all = files.map((file) => [file, merged(before[file], results[file]) ?? null]);
  fs.writeFileSync(`${PLACE}/${set}.json`, `${JSON.stringify(Object.fromEntries(all), undefined, 2)}\n`);
}

function merged(before: CountedFile | null | undefined, now: CountedFile | null | undefined) {
  if (!before || !now) return now ?? before;
  const said = new Map(before.survivors.map((each) => [keyOf(each), each.why]));
  const survivors = now.survivors.map((each) => ({ ...each, why: said.get(keyOf(each)) ?? each.why }));
  return { ...now, survivors };
}

function keyOf({ line, from, to }: Survivor): string {
  return JSON.stringify([line, from, to]);
}
