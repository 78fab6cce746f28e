import type { ReconcileAnswer } from '../../answers/reconcile.ts';
import type { SizeMismatch } from '../../reconcile/reconcile.ts';
import type { AgeAmount, RepositoryAmount } from '../../reconcile/unknown.ts';
import { countOf, formatBytes, formatCount, shortDigest } from '../format.ts';
import type { Style } from './parts/style.ts';
import { type Column, renderTable } from './parts/table.ts';
import { renderMore } from './parts/what-was-cut.ts';

/** Below this many columns a digest is cut to what still tells blobs apart. */
const WIDE = 130;

/** What the list and the volume say of each other. */
export function renderReconcile(answer: ReconcileAnswer, style: Style): string {
  if (answer.isListed) return '';
  const { list, unknown, byRepository, sizeMismatches } = answer;
  const repeated = list.repeated > 0 ? `, ${formatCount(list.repeated)} of them repeated` : '';
  const ages = unknown.byAge.filter(({ blobs }) => blobs > 0);
  const sections = [
    [`${style.heading('The list')}  ${countOf(list.lines, 'line')}${repeated}`],
    [renderTable(partsOf(answer), PARTS, style), ...renderSome(answer)],
    ages.length === 0
      ? []
      : [style.heading('Unknown, by age'), renderTable(ages, agesOf(unknown.byAge), style)],
    byRepository.count === 0
      ? []
      : [
          style.heading('Unknown, by repository that links to them'),
          renderTable(byRepository.rows, REPOSITORIES, style),
          ...renderMore(byRepository, style),
        ],
    sizeMismatches.count === 0
      ? []
      : [
          style.warning(`${countOf(sizeMismatches.count, 'blob')} of another size than the list says`),
          renderTable(sizeMismatches.rows, mismatchesFor(style), style),
          ...renderMore(sizeMismatches, style),
        ],
    [
      'Not a list of what is safe to delete: it holds as far as the list is whole, and no older than the scan.',
    ],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

interface Part {
  readonly name: string;
  readonly blobs: number;
  readonly bytes?: number;
  readonly text: string;
}

function partsOf({ known, unknown, missing }: ReconcileAnswer): Part[] {
  const { blobs, bytes, young } = unknown;
  return [
    { name: 'known', ...known, text: 'on the disk, in the list' },
    { name: 'unknown', blobs, bytes, text: 'on the disk, not in the list' },
    ...(young.blobs > 0 ? [{ name: 'young', ...young, text: 'the same, perhaps newer than the list' }] : []),
    { name: 'missing', blobs: missing.blobs, text: 'in the list, not on the disk' },
  ];
}

/** What there is to know of some of them. */
function renderSome({ unknown, missing }: ReconcileAnswer): string[] {
  const { manifests, inNoRepository } = unknown;
  const said = [
    [manifests.blobs, 'of the unknown are manifests'],
    [inNoRepository.blobs, 'of the unknown are linked to by no repository'],
    [missing.foreign, 'of the missing are foreign layers, which need not be there'],
  ] as const;
  return said.flatMap(([blobs, text]) => (blobs > 0 ? [`  ${formatCount(blobs)} ${text}`] : []));
}

const PARTS: ReadonlyArray<Column<Part>> = [
  { title: '', value: ({ name }) => name, align: 'left' },
  { title: 'blobs', value: ({ blobs }) => formatCount(blobs) },
  { title: 'bytes', value: ({ bytes }) => (bytes === undefined ? '' : formatBytes(bytes)) },
  { title: '', value: ({ text }) => text, align: 'left', isFlexible: true },
];

const AMOUNT = [
  { title: 'blobs', value: ({ blobs }: { blobs: number }) => formatCount(blobs) },
  { title: 'bytes', value: ({ bytes }: { bytes: number }) => formatBytes(bytes) },
] as const;

function agesOf(all: readonly AgeAmount[]): Array<Column<AgeAmount>> {
  const next = ({ minDays }: AgeAmount) => all.find((each) => each.minDays > minDays)?.minDays;
  const text = (age: AgeAmount) => {
    const end = next(age);
    return `${age.minDays}${end === undefined ? '+' : `-${end}`} days`;
  };
  return [{ title: 'last written', value: text, align: 'left' }, ...AMOUNT];
}

const REPOSITORIES: ReadonlyArray<Column<RepositoryAmount>> = [
  { title: 'repository', value: ({ repository }) => repository, align: 'left', isFlexible: true },
  ...AMOUNT,
];

function mismatchesFor(style: Style): Array<Column<SizeMismatch>> {
  const digest = (text: string) => (style.width >= WIDE ? text : shortDigest(text));
  return [
    { title: 'blob', value: (each) => digest(each.digest), align: 'left' },
    { title: 'bytes', value: ({ bytes }) => formatCount(bytes) },
    { title: 'in the list', value: ({ expected }) => formatCount(expected) },
  ];
}
