import type { Plan } from '../plan/plan.ts';

/** What is said of where a plan comes from. */
export interface Origin {
  /** Of stowage. */
  readonly version: string;
  /** The root of the volume that was scanned. */
  readonly volume: string;
  /** The rule, as one would write it on a command line. */
  readonly asked: string;
}

/** Where a plan comes from and what it does, in lines of plain characters that may stand in a comment. */
export function originOf(plan: Plan, { version, volume, asked }: Origin): string[] {
  const { registry, scannedAt, freed, together, undetermined, aborts, emptied, free, warnings } = plan;
  const lines = [
    `Made by stowage ${version} from the scan of ${scannedAt} of ${volume}, for registry ${registry}.`,
    `The rule: ${asked}`,
    `${counted(plan.delete.length, 'deletion')}; a collection then frees ${grouped(together.bytes)} bytes, ${grouped(freed.bytes)} of them because of this.`,
  ];
  if (free !== undefined && free.reached < free.asked)
    lines.push(`${free.asked} bytes were asked for: all that the rule selects does not free that much.`);
  if (undetermined) lines.push('Part of the volume was not read: what becomes free is not known.');
  if (aborts !== null) lines.push(`The collection would end before its time: ${aborts.reason}`);
  if (emptied.length > 0) lines.push(`${counted(emptied.length, 'repository')} would have no tag left.`);
  lines.push(...warnings.map(({ message }) => message));
  return lines.map(plain);
}

function counted(count: number, what: string): string {
  if (count === 1) return `1 ${what}`;
  return `${grouped(count)} ${what.endsWith('y') ? `${what.slice(0, -1)}ie` : what}s`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

/** Whatever could end a comment, or act on a terminal, is spelled out. */
function plain(text: string): string {
  return text.replace(/[^ -~]/gu, (character) => `\\u{${(character.codePointAt(0) as number).toString(16)}}`);
}
