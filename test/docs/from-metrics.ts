import { type DeclaredMetric, METRICS } from '../../src/export/prometheus/declared.ts';
import { code, markdownTable } from './markdown.ts';

/** The metrics with their labels, as they are declared. */
export function metricTable(): string {
  const rows = Object.entries<DeclaredMetric>(METRICS).map(([name, { help, labels = [] }]) => [
    code(name),
    labels.map(code).join(', '),
    help,
  ]);
  return markdownTable(['metric', 'labels', 'what it is'], rows);
}
