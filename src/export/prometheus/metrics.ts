import { Gauge, Registry } from 'prom-client';
import type { Inventory } from '../../inventory/read/reader.ts';
import type { ExportOptions } from '../export-options.ts';
import { type DeclaredMetric, METRICS, type Sample } from './declared.ts';
import { findingSamples } from './finding-samples.ts';
import { repositorySamples } from './repository-samples.ts';
import { volumeSamples } from './volume-samples.ts';

/** Of more repositories Prometheus gets the sum, unless one asks for them: each is five series. */
const REPOSITORIES = 1000;

/** What metrics may be told. */
export type MetricOptions = Pick<ExportOptions, 'repositories' | 'registryName'>;

/** An inventory as metrics, in the order in which they are declared. With a name of the registry each has it as a label. */
function metricsOf(inventory: Inventory, options: MetricOptions): Registry {
  const { repositories = REPOSITORIES, registryName } = options;
  const samples = [
    ...volumeSamples(inventory),
    ...repositorySamples(inventory, repositories === 'all' ? Number.POSITIVE_INFINITY : repositories),
    ...findingSamples(inventory),
  ];
  const registry = new Registry();
  if (registryName !== undefined) registry.setDefaultLabels({ registry: registryName });
  for (const [name, declared] of Object.entries(METRICS))
    declare(
      registry,
      name,
      declared,
      samples.filter(({ metric }) => metric === name),
    );
  return registry;
}

/** A metric of which nothing is known is none: it would be told as 0. */
function declare(
  registry: Registry,
  name: string,
  { help, labels = [] }: DeclaredMetric,
  samples: readonly Sample[],
): void {
  if (samples.length === 0) return;
  const gauge = new Gauge({ name, help, labelNames: labels, registers: [registry] });
  for (const { labels: of = {}, value } of samples) gauge.set(of, value);
}

/** In the text format of Prometheus, for node_exporter's textfile collector. */
export async function* prometheusText(inventory: Inventory, options: MetricOptions): AsyncGenerator<string> {
  yield await metricsOf(inventory, options).metrics();
}

/** What would keep node_exporter from reading it. */
export function prometheusNotes(_: Inventory, __: MetricOptions, target: string): string[] {
  if (target === '-' || target.endsWith('.prom')) return [];
  return [`node_exporter reads only files whose names end in .prom, and ${target} does not.`];
}
