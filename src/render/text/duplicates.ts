import type { Churn, DuplicateContent, DuplicateLayer } from '../../analyze/duplicates/describe.ts';
import type { HeldBy } from '../../analyze/duplicates/holders.ts';
import type { DuplicatesAnswer } from '../../answers/duplicates.ts';
import { escapeText } from '../escape.ts';
import { countOf, formatBytes, formatCount, shortDigest } from '../format.ts';
import type { Style } from './parts/style.ts';
import { type Column, renderTable } from './parts/table.ts';
import { renderTrust } from './parts/warnings.ts';
import { renderMore } from './parts/what-was-cut.ts';

/** Below this many columns a digest is cut to what still tells layers apart. */
const WIDE = 160;

/** Layers that are there several times, and the steps that keep making new ones. */
export function renderDuplicates(answer: DuplicatesAnswer, style: Style): string {
  const { totals, contents, churn, certainty } = answer;
  const { duplicates } = totals;
  const doubts = renderTrust(certainty, style);
  const lines = [
    ...renderKnown(answer, style),
    '',
    `${style.heading('Same content')}  ${describeContents(answer)}`,
    ...contents.rows.flatMap((content) => ['', ...renderContent(content, style)]),
    ...renderMore(contents, style),
    ...(duplicates.contents > 0
      ? ['', 'saved: what keeping the largest of each would free; compressed like the smallest it is more.']
      : []),
    '',
    `${style.heading('Build churn')}   ${describeChurn(answer)}`,
    ...(churn.rows.length > 0 ? ['', renderTable(churn.rows, CHURN, style)] : []),
    ...renderMore(churn, style),
    ...(doubts.length > 0 ? ['', ...doubts] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** Of how many layers it is known what they hold, and why not of the others. */
function renderKnown({ totals, areConfigsRead }: DuplicatesAnswer, style: Style): string[] {
  const { layers, bytes, known, unknown } = totals;
  const { unread, withoutDiffId, disputed } = unknown;
  const because = [
    ...(unread > 0
      ? [`${countOf(unread, 'layer')}: the config of an image was not read, or is damaged`]
      : []),
    ...(withoutDiffId > 0
      ? [`${countOf(withoutDiffId, 'layer')}: no config says as many diff_ids as its image has layers`]
      : []),
    ...(disputed > 0 ? [`${countOf(disputed, 'layer')}: configs say different diff_ids of it`] : []),
  ];
  return [
    `${style.heading('Layers')}        ${countOf(layers, 'layer')} of images, ${formatBytes(bytes)}; of ${formatCount(known)} it is known what they hold`,
    ...because.map((reason) => `  not known of ${reason}`),
    ...(areConfigsRead
      ? []
      : ["  The last scan left configs unread: run 'stowage scan' without --no-configs."]),
  ];
}

function describeContents({ totals: { duplicates, known } }: DuplicatesAnswer): string {
  const { contents, layers, bytes, savedBytes } = duplicates;
  if (known === 0) return 'nobody can say';
  if (contents === 0) return 'no two layers hold the same';
  return `${countOf(layers, 'layer')} with ${formatBytes(bytes)} hold ${countOf(contents, 'content')}; one of each would save ${formatBytes(savedBytes)}`;
}

function describeChurn({ totals: { churn } }: DuplicatesAnswer): string {
  if (churn.steps === 0) return 'no step of a build is known to have made several layers';
  return `${countOf(churn.layers, 'layer')} with ${formatBytes(churn.bytes)} are of ${countOf(churn.steps, 'step')} that made several`;
}

function renderContent(content: DuplicateContent, style: Style): string[] {
  const isWide = style.width >= WIDE;
  const made = content.createdBy === null ? '' : `  ${cut(content.createdBy, style.width - 50)}`;
  return [
    `  saved ${formatBytes(content.savedBytes)}  ${isWide ? content.diffId : shortDigest(content.diffId)}${made}`,
    renderTable(content.layers, layerColumns(isWide), style),
  ];
}

function layerColumns(isWide: boolean): Array<Column<DuplicateLayer>> {
  return [
    { title: 'layer', value: ({ digest }) => (isWide ? digest : shortDigest(digest)), align: 'left' },
    { title: 'bytes', value: ({ bytes }) => formatBytes(bytes) },
    { title: 'as', value: ({ compression }) => compression, align: 'left' },
    { title: 'images', isOptional: true, value: ({ images }) => formatCount(images) },
    { title: 'held by', value: heldByText, align: 'left', isFlexible: true },
  ];
}

const CHURN: ReadonlyArray<Column<Churn>> = [
  { title: 'digests', value: ({ digests }) => formatCount(digests) },
  { title: 'contents', isOptional: true, value: ({ contents }) => formatCount(contents) },
  { title: 'bytes', value: ({ bytes }) => formatBytes(bytes) },
  { title: 'a day', value: ({ bytesPerDay }) => (bytesPerDay === null ? '-' : formatBytes(bytesPerDay)) },
  { title: 'last', isOptional: true, value: ({ lastAt }) => lastAt?.slice(0, 10) ?? '-' },
  {
    title: 'built from',
    value: ({ source, repository, repositories }) =>
      source ?? repository ?? countOf(repositories, 'repository', 'repositories'),
    align: 'left',
  },
  { title: 'step', value: ({ step }) => step, align: 'left', isFlexible: true },
];

/** The first tag, or repository where none leads to it, and how many others there are. */
function heldByText({
  heldBy,
  tags,
  repositories,
}: {
  heldBy: readonly HeldBy[];
  tags: number;
  repositories: number;
}): string {
  const tagged = heldBy.find(({ tags: own }) => own.length > 0);
  const [first] = heldBy;
  if (tagged !== undefined)
    return `${tagged.repository}:${tagged.tags[0]}${tags > 1 ? ` and ${countOf(tags - 1, 'other tag')}` : ''}`;
  return first === undefined
    ? '-'
    : `${first.repository}${repositories > 1 ? ` and ${countOf(repositories - 1, 'other')}` : ''}, untagged`;
}

function cut(text: string, room: number): string {
  const clean = escapeText(text);
  return clean.length > room ? `${clean.slice(0, Math.max(20, room) - 1)}…` : clean;
}
