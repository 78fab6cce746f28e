import type { AgeUsage } from '../../analyze/usage/by-age.ts';
import type { KindUsage } from '../../analyze/usage/by-kind.ts';
import type { LayerUsage, UnnamedLayer } from '../../analyze/usage/by-layer.ts';
import type { NamespaceUsage } from '../../analyze/usage/by-namespace.ts';
import type { PlatformUsage } from '../../analyze/usage/by-platform.ts';
import type { RepositoryUsage, Usage } from '../../analyze/usage/by-repository.ts';
import type { SourceUsage } from '../../analyze/usage/by-source.ts';
import type { TagUsage } from '../../analyze/usage/by-tag.ts';
import type { MatchedUsage } from '../../analyze/usage/matched.ts';
import type { ManifestUsage } from '../../analyze/usage/of-manifest.ts';
import { UsageError } from '../../errors.ts';
import type { Inventory } from '../../inventory/read/reader.ts';

/** What disk usage is added up by. */
export type UsageBy = 'repository' | 'namespace' | 'tag' | 'kind' | 'platform' | 'source' | 'age' | 'layer';

/** What is added up, and by what. */
export interface UsageScope {
  /** Only this repository, with `by` layer too; with `by` repository one tag or manifest as well, with `by` tag those of it. */
  readonly reference?: string | undefined;
  /** @default 'repository' */
  readonly by?: UsageBy;
  /** Only repositories that match one of these patterns; with `by` repository, namespace or tag. */
  readonly match?: readonly string[];
  /**
   * Of how many parts a namespace is at most.
   * @default 1
   */
  readonly depth?: number;
}

/** The rows that there are, by what is added up. */
export interface UsageRows {
  readonly repository: RepositoryUsage;
  readonly namespace: NamespaceUsage;
  readonly tag: TagUsage;
  readonly kind: KindUsage;
  readonly platform: PlatformUsage;
  readonly source: SourceUsage;
  readonly age: AgeUsage;
  readonly layer: LayerUsage;
  /** Where one was named. */
  readonly manifest: ManifestUsage;
}

/** What an analysis found: the rows, of what sort they are, and what is said beside them. */
export interface AddedUp extends Pick<Usage, 'totals' | 'namedElsewhere'> {
  readonly by: keyof UsageRows;
  /** Layers have no digest before the list of them is cut. */
  readonly rows: ReadonlyArray<UsageRows[Exclude<keyof UsageRows, 'layer'>] | UnnamedLayer>;
  /** Set where one tag or manifest was named: it is the only row. */
  readonly isOfOne?: true;
  /** The id of the repository whose layers these are, where one was named. */
  readonly only?: number;
  /** Set where patterns were given: what all that match take together. */
  readonly matched?: MatchedUsage;
}

/** Adds up. */
export async function addUp(inventory: Inventory, scope: UsageScope): Promise<AddedUp> {
  const { match = [] } = scope;
  if (match.length === 0) return addUpAll(inventory, scope);
  const { matchRepositories, usageOfMatched } = await import('../../analyze/usage/matched.ts');
  const only = matchRepositories(inventory, match);
  return { ...(await addUpAll(inventory, scope, only)), matched: usageOfMatched(inventory, only) };
}

async function addUpAll(
  inventory: Inventory,
  { by = 'repository', reference, depth }: UsageScope,
  only?: ReadonlySet<number>,
): Promise<AddedUp> {
  switch (by) {
    case 'repository': {
      const one = reference === undefined ? undefined : await addUpOne(inventory, reference);
      if (one !== undefined) return one;
      const { usage } = await import('../../analyze/usage/by-repository.ts');
      const { repositories: rows, ...rest } = usage(inventory, reference, only);
      return { by, rows, ...rest };
    }
    case 'namespace': {
      const { usageByNamespace } = await import('../../analyze/usage/by-namespace.ts');
      const options = { only, ...(depth !== undefined && { depth }) };
      const { namespaces: rows, ...rest } = usageByNamespace(inventory, options);
      return { by, rows, ...rest };
    }
    case 'tag':
      return addUpTags(inventory, reference, only);
    case 'kind': {
      const { usageByKind } = await import('../../analyze/usage/by-kind.ts');
      const { kinds: rows, ...rest } = usageByKind(inventory);
      return { by, rows, ...rest };
    }
    case 'platform': {
      const { usageByPlatform } = await import('../../analyze/usage/by-platform.ts');
      const { platforms: rows, ...rest } = usageByPlatform(inventory);
      return { by, rows, ...rest };
    }
    case 'source': {
      const { usageBySource } = await import('../../analyze/usage/by-source.ts');
      const { sources: rows, ...rest } = usageBySource(inventory);
      return { by, rows, ...rest };
    }
    case 'age': {
      const { usageByAge } = await import('../../analyze/usage/by-age.ts');
      const { ages: rows, ...rest } = usageByAge(inventory);
      return { by, rows, ...rest };
    }
    case 'layer': {
      const { usageByLayer } = await import('../../analyze/usage/by-layer.ts');
      const only = await repositoryNamed(inventory, reference);
      const { layers: rows, ...rest } = usageByLayer(inventory, only);
      return { by, rows, ...rest, ...(only !== undefined && { only }) };
    }
  }
}

async function addUpTags(
  inventory: Inventory,
  reference: string | undefined,
  only?: ReadonlySet<number>,
): Promise<AddedUp> {
  const { usageByTag } = await import('../../analyze/usage/by-tag.ts');
  const { tags: rows, ...rest } = usageByTag(inventory, reference, only);
  return { by: 'tag', rows, ...rest };
}

/** The usage of a tag or manifest, where that is what was named. */
async function addUpOne(inventory: Inventory, reference: string): Promise<AddedUp | undefined> {
  const { findReference } = await import('../../analyze/reference/find-reference.ts');
  const found = findReference(inventory, reference);
  if (found.names === 'repository') return undefined;
  if (found.names === 'tag') return { ...(await addUpTags(inventory, reference)), isOfOne: true };
  const { usageOfManifest } = await import('../../analyze/usage/of-manifest.ts');
  const { manifests: rows, ...rest } = usageOfManifest(inventory, found);
  return { by: 'manifest', rows, ...rest, isOfOne: true };
}

/**
 * The id of a repository that was named; undefined where none was.
 * @throws UsageError for a tag or a manifest, and for what is not there.
 */
async function repositoryNamed(
  inventory: Inventory,
  reference: string | undefined,
): Promise<number | undefined> {
  if (reference === undefined) return undefined;
  const { findReference } = await import('../../analyze/reference/find-reference.ts');
  const found = findReference(inventory, reference);
  if (found.names === 'repository') return found.repositoryId;
  throw new UsageError(`'${reference}' is no repository: --by layer adds up all or one of them.`);
}
