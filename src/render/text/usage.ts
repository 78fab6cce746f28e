import type { LayerUsage } from '../../analyze/usage/by-layer.ts';
import type { MatchedUsage } from '../../analyze/usage/matched.ts';
import type { List } from '../../answers/lists.ts';
import type { UsageAnswer, UsageAnswerBy } from '../../answers/usage.ts';
import { countOf, formatBytes } from '../format.ts';
import { renderNamedElsewhere } from './parts/named-elsewhere.ts';
import { renderVolume } from './parts/shares.ts';
import type { Style } from './parts/style.ts';
import { type Column, renderTable } from './parts/table.ts';
import { renderTrust } from './parts/warnings.ts';
import { renderMore } from './parts/what-was-cut.ts';
import { wrapParts } from './parts/wrap.ts';
import {
  ageColumns,
  KIND,
  layerColumns,
  NAMESPACE,
  PLATFORM,
  REPOSITORY,
  SOURCE,
  TAG,
} from './usage-columns.ts';
import { renderUsageOfOne } from './usage-of-one.ts';

/** Disk usage: a table, or what is known of the one tag or manifest that was named. */
export function renderUsage(answer: UsageAnswer, style: Style): string {
  if (answer.by === 'manifest' || (answer.by === 'tag' && answer.isOfOne === true))
    return answer.list.rows.map((one) => renderUsageOfOne(one, answer, style)).join('');
  const { totals, namedElsewhere, certainty, matched } = answer;
  const doubts = renderTrust(certainty, style);
  const lines = [
    ...(answer.alone === undefined
      ? renderRows(answer, style)
      : renderLayers(answer.list, answer.alone, style)),
    '',
    ...(matched === undefined ? [] : renderMatched(matched, style)),
    ...renderVolume(totals, style),
    ...renderNamedElsewhere(namedElsewhere, style),
    ...(doubts.length > 0 ? ['', ...doubts] : []),
  ];
  return `${lines.join('\n')}\n`;
}

type Listed = Exclude<UsageAnswer, UsageAnswerBy<'manifest'>>;

function renderRows(answer: Listed, style: Style): string[] {
  return [renderList(answer, style), ...renderMore(answer.list, style)];
}

/** Layers in two lists, of which either may be empty. */
function renderLayers(shared: UsageAnswer['list'], alone: List<LayerUsage>, style: Style): string[] {
  return [
    ...renderSomeLayers('In several repositories', shared as List<LayerUsage>, layerColumns(style), style),
    '',
    ...renderSomeLayers('In one repository', alone, layerColumns(style, true), style),
  ];
}

function renderSomeLayers(
  title: string,
  layers: List<LayerUsage>,
  columns: ReadonlyArray<Column<LayerUsage>>,
  style: Style,
): string[] {
  return [
    style.heading(`${title}: ${countOf(layers.count, 'layer')}`),
    ...(layers.count === 0 ? [] : [renderTable(layers.rows, columns, style)]),
    ...renderMore(layers, style),
  ];
}

/** What the repositories that match take together. */
function renderMatched({ repositories, tags, ...bytes }: MatchedUsage, style: Style): string[] {
  const parts = [
    `${countOf(repositories, 'repository', 'repositories')} with ${countOf(tags, 'tag')}:`,
    `${formatBytes(bytes.bytes)},`,
    `only here ${formatBytes(bytes.uniqueBytes)},`,
    `untagged ${formatBytes(bytes.untaggedBytes)},`,
    `uploads ${formatBytes(bytes.uploadBytes)}`,
  ];
  const start = { text: `${style.heading('Matching')}  `, width: 'Matching  '.length };
  return wrapParts(start, parts, ' ', style.width);
}

function renderList(answer: Listed, style: Style): string {
  switch (answer.by) {
    case 'repository':
      return renderTable(answer.list.rows, REPOSITORY, style);
    case 'namespace':
      return renderTable(answer.list.rows, NAMESPACE, style);
    case 'kind':
      return renderTable(answer.list.rows, KIND, style);
    case 'tag':
      return renderTable(answer.list.rows, TAG, style);
    case 'platform':
      return renderTable(answer.list.rows, PLATFORM, style);
    case 'source':
      return renderTable(answer.list.rows, SOURCE, style);
    case 'age':
      return renderTable(answer.list.rows, ageColumns(answer.totals.blobBytes), style);
    case 'layer':
      return renderTable(answer.list.rows, layerColumns(style), style);
  }
}
