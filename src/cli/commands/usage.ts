import { type Command, Option } from 'commander';
import { orderRows, type SortKey } from '../../analyze/order.ts';
import type { Certainty } from '../../analyze/trust/trust.ts';
import type { TagUsage } from '../../analyze/usage/by-tag.ts';
import { UsageError } from '../../errors.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { type Answer, answerFrom } from '../answer.ts';
import { type CommonOptions, REFERENCE_HELP, withCommonOptions, withListOptions } from '../options.ts';

interface UsageOptions extends CommonOptions {
  readonly by: 'repository' | 'namespace' | 'tag' | 'kind';
  readonly sort?: SortKey;
  readonly limit?: number;
}

const DEFAULT_LIMIT = 20;

/** `stowage usage [repository]` */
export function addUsageCommand(program: Command): void {
  const command = program
    .command('usage')
    .description('disk usage: bytes, what is only here, shared, untagged')
    .argument('[repository]', `only this one, or one tag or manifest, ${REFERENCE_HELP}`)
    .addOption(
      new Option('--by <what>', 'what to add up by')
        .choices(['repository', 'namespace', 'tag', 'kind'])
        .default('repository'),
    );
  withListOptions(withCommonOptions(command), DEFAULT_LIMIT).action(
    async (repository: string | undefined, options: UsageOptions) => {
      if (repository !== undefined && options.by !== 'repository' && options.by !== 'tag') {
        throw new UsageError(`--by ${options.by} adds up over all repositories: leave '${repository}' out.`);
      }
      await answerFrom('usage', options, (inventory) => ask(inventory, repository, options));
    },
  );
}

async function ask(
  inventory: Inventory,
  reference: string | undefined,
  options: UsageOptions,
): Promise<Answer> {
  if (reference !== undefined) {
    const { noteOddities } = await import('../note-oddities.ts');
    noteOddities(inventory, [reference], options);
  }
  const [text, { certaintyOf, trustIn }] = await Promise.all([
    import('../../render/text/usage.ts'),
    import('../../analyze/trust/trust.ts'),
  ]);
  // What deleting a repository would free, and what no tag leads to, depends on all references.
  const certainty = certaintyOf(trustIn(inventory), true);
  const sure = certainty.undetermined ? certainty : {};
  const cut = <Row extends object>(rows: readonly Row[]) => {
    const limit = options.limit ?? DEFAULT_LIMIT;
    const ordered = orderRows(rows, options.sort ?? 'bytes');
    return { rows: limit === 0 ? ordered : ordered.slice(0, limit), of: rows.length };
  };
  const forJson = <Row extends object>(rows: readonly Row[]) => {
    const ordered = orderRows(rows, options.sort ?? 'name');
    return options.limit === undefined || options.limit === 0 ? ordered : ordered.slice(0, options.limit);
  };
  switch (options.by) {
    case 'repository': {
      const one = reference === undefined ? undefined : await askOfOne(inventory, reference, certainty);
      if (one !== undefined) return one;
      const { usage } = await import('../../analyze/usage/by-repository.ts');
      const answer = usage(inventory, reference);
      return {
        json: { ...answer, repositories: forJson(answer.repositories), ...sure },
        text: (style) => text.renderUsage(answer, cut(answer.repositories), certainty, style),
      };
    }
    case 'namespace': {
      const { usageByNamespace } = await import('../../analyze/usage/by-namespace.ts');
      const answer = usageByNamespace(inventory);
      return {
        json: { by: options.by, ...answer, namespaces: forJson(answer.namespaces), ...sure },
        text: (style) => text.renderUsageByNamespace(answer, cut(answer.namespaces), certainty, style),
      };
    }
    case 'tag': {
      const { usageByTag } = await import('../../analyze/usage/by-tag.ts');
      const answer = usageByTag(inventory, reference);
      return {
        json: { by: options.by, ...answer, tags: forJson(answer.tags), ...sure },
        text: (style) => text.renderUsageByTag(answer, cut(answer.tags), certainty, style),
      };
    }
    case 'kind': {
      const { usageByKind } = await import('../../analyze/usage/by-kind.ts');
      const answer = usageByKind(inventory);
      return {
        json: { by: options.by, ...answer, kinds: forJson(answer.kinds), ...sure },
        text: (style) => text.renderUsageByKind(answer, cut(answer.kinds), certainty, style),
      };
    }
  }
}

/** The usage of a tag or manifest, where that is what was named. */
async function askOfOne(
  inventory: Inventory,
  reference: string,
  certainty: Certainty,
): Promise<Answer | undefined> {
  const { findReference } = await import('../../analyze/reference/find-reference.ts');
  const found = findReference(inventory, reference);
  if (found.names === 'repository') return undefined;
  const { renderUsageOfOne } = await import('../../render/text/usage-of-one.ts');
  const sure = certainty.undetermined ? certainty : {};
  if (found.names === 'tag') {
    const { usageByTag } = await import('../../analyze/usage/by-tag.ts');
    const answer = usageByTag(inventory, reference);
    const [tag] = answer.tags as [TagUsage];
    const json = { by: 'tag', ...answer, ...sure };
    return { json, text: (style) => renderUsageOfOne(tag, answer, certainty, style) };
  }
  const { usageOfManifest } = await import('../../analyze/usage/of-manifest.ts');
  const answer = usageOfManifest(inventory, found);
  const [manifest] = answer.manifests;
  const json = { by: 'manifest', ...answer, ...sure };
  return { json, text: (style) => renderUsageOfOne(manifest, answer, certainty, style) };
}
