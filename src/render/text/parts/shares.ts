import type { Totals } from '../../../analyze/usage/totals.ts';
import { formatBytes } from '../../format.ts';
import type { Style } from './style.ts';
import type { Column } from './table.ts';
import { wrapParts } from './wrap.ts';

interface Sized {
  readonly bytes: number;
  readonly uniqueBytes: number;
  readonly sharedBytes: number;
  readonly fairShareBytes: number;
}

/** The columns that every list of shares has. */
export const SIZES: ReadonlyArray<Column<Sized>> = [
  { title: 'bytes', value: ({ bytes }) => formatBytes(bytes) },
  { title: 'only here', value: ({ uniqueBytes }) => formatBytes(uniqueBytes) },
  { title: 'shared', isOptional: true, value: ({ sharedBytes }) => formatBytes(sharedBytes) },
  { title: 'fair share', isOptional: true, value: ({ fairShareBytes }) => formatBytes(fairShareBytes) },
];

/** The volume, and the parts that it is the sum of. */
export function renderVolume(totals: Totals, style: Style): string[] {
  const { taggedBytes, untaggedBytes, unreferencedBytes, uploadBytes, otherBytes, volumeBytes } = totals;
  const parts = [
    `${formatBytes(volumeBytes)} =`,
    `tagged ${formatBytes(taggedBytes)} +`,
    `untagged ${formatBytes(untaggedBytes)} +`,
    `unreferenced ${formatBytes(unreferencedBytes)} +`,
    `uploads ${formatBytes(uploadBytes)} +`,
    `other ${formatBytes(otherBytes)}`,
  ];
  const start = { text: `${style.heading('Volume')}  `, width: 'Volume  '.length };
  return wrapParts(start, parts, ' ', style.width);
}
