import { compareBytewise } from '../../analyze/names.ts';
import { usageByNamespace } from '../../analyze/usage/by-namespace.ts';
import { type RepositoryUsage, usage } from '../../analyze/usage/by-repository.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { safeName } from '../safe-name.ts';
import type { MetricName, Sample } from './declared.ts';

/** What is told of each repository. */
const PER_REPOSITORY = {
  stowage_repository_bytes: 'bytes',
  stowage_repository_unique_bytes: 'uniqueBytes',
  stowage_repository_untagged_bytes: 'untaggedBytes',
  stowage_repository_upload_bytes: 'uploadBytes',
  stowage_repository_tags: 'tags',
} as const satisfies Partial<Record<MetricName, keyof RepositoryUsage>>;

/** The largest repositories, as many as `limit`, what the others add up to, and all namespaces. */
export function* repositorySamples(inventory: Inventory, limit: number): Generator<Sample> {
  const { repositories } = usage(inventory);
  const bySize = [...repositories].sort((a, b) => b.bytes - a.bytes || compareBytewise(a.name, b.name));
  const [told, omitted] = [bySize.slice(0, limit), bySize.slice(limit)];
  yield { metric: 'stowage_repositories', value: repositories.length };
  yield { metric: 'stowage_repositories_omitted', value: omitted.length };
  yield {
    metric: 'stowage_repository_other_bytes',
    value: omitted.reduce((sum, { bytes }) => sum + bytes, 0),
  };
  for (const repository of told) {
    const labels = { repository: labelOf(repository) };
    for (const [metric, key] of Object.entries(PER_REPOSITORY))
      yield { metric: metric as MetricName, value: repository[key], labels };
  }
  for (const { name, bytes } of usageByNamespace(inventory).namespaces)
    yield { metric: 'stowage_namespace_bytes', value: bytes, labels: { namespace: safeName(name) } };
}

/** Two repositories may not have the same, or a whole file of metrics is refused. */
function labelOf({ name, nameBase64 }: RepositoryUsage): string {
  return safeName(nameBase64 === undefined ? name : Buffer.from(nameBase64, 'base64'));
}
