import { type Command, Option } from 'commander';
import { orderRows, type SortKey } from '../../analyze/order.ts';
import { UsageError } from '../../errors.ts';
import type { Inventory } from '../../inventory/reader.ts';
import { type Answer, answerFrom } from '../answer.ts';
import { type CommonOptions, withCommonOptions, withListOptions } from '../options.ts';

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
    .argument(
      '[repository]',
      'only this one, as people write it: team/app, reg.example.com:5000/team/app:tag',
    )
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
  repository: string | undefined,
  options: UsageOptions,
): Promise<Answer> {
  const text = await import('../../render/usage-text.ts');
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
      const { usage } = await import('../../analyze/usage.ts');
      const answer = usage(inventory, repository);
      return {
        json: { ...answer, repositories: forJson(answer.repositories) },
        text: (style) => text.renderUsage(answer, cut(answer.repositories), style),
      };
    }
    case 'namespace': {
      const { usageByNamespace } = await import('../../analyze/usage-by-namespace.ts');
      const answer = usageByNamespace(inventory);
      return {
        json: { by: options.by, ...answer, namespaces: forJson(answer.namespaces) },
        text: (style) => text.renderUsageByNamespace(answer, cut(answer.namespaces), style),
      };
    }
    case 'tag': {
      const { usageByTag } = await import('../../analyze/usage-by-tag.ts');
      const answer = usageByTag(inventory, repository);
      return {
        json: { by: options.by, ...answer, tags: forJson(answer.tags) },
        text: (style) => text.renderUsageByTag(answer, cut(answer.tags), style),
      };
    }
    case 'kind': {
      const { usageByKind } = await import('../../analyze/usage-by-kind.ts');
      const answer = usageByKind(inventory);
      return {
        json: { by: options.by, ...answer, kinds: forJson(answer.kinds) },
        text: (style) => text.renderUsageByKind(answer, cut(answer.kinds), style),
      };
    }
  }
}
