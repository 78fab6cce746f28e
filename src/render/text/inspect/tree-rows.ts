import type { Inspection } from '../../../inspect/inspection.ts';
import { type Branch, branchesOf } from '../../words/manifest-tree.ts';

/** A line of the tree. */
export interface TreeRow extends Pick<Branch, 'digest' | 'bytes' | 'note'> {
  /** With the branches that lead to it. */
  readonly name: string;
}

/** The lines of a manifest and all below it. */
export function treeRows(inspection: Inspection): TreeRow[] {
  return draw(branchesOf(inspection), '', '');
}

function draw({ below, held, ...row }: Branch, own: string, under: string): TreeRow[] {
  const rows = below.flatMap((branch, at) => {
    const isLast = at === below.length - 1;
    return draw(branch, `${under}${isLast ? '└─ ' : '├─ '}`, `${under}${isLast ? '   ' : '│  '}`);
  });
  const note = held === '' ? row.note : `${held.padEnd(HELD_WIDTH)}  ${row.note}`.trimEnd();
  return [{ ...row, name: `${own}${row.name}`, note }, ...rows];
}

const HELD_WIDTH = 'only here'.length;
