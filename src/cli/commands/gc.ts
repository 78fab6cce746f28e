import type { Command } from 'commander';
import { answerFrom } from '../answer.ts';
import { type CommonOptions, parseCount, withCommonOptions } from '../options.ts';

interface GcCommandOptions extends CommonOptions {
  readonly registry?: string;
  readonly deleteUntagged?: boolean;
  readonly limit: number;
}

/** `stowage gc` */
export function addGcCommand(program: Command): void {
  const command = program
    .command('gc')
    .description("what the registry's garbage-collect would do, and what it would break; nothing is deleted")
    .option(
      '--registry <version>',
      "the version whose collector to ask: 2.8.3, registry:2, or what 'registry --version' prints (default: both families)",
    )
    .option('--delete-untagged', "with the collector's own --delete-untagged")
    .option('--limit <n>', 'rows of each list, 0 for all', parseCount, 10);
  withCommonOptions(command).action(async (options: GcCommandOptions) => {
    const { familyOf, REGISTRY_FAMILIES } = await import('../../gc/registry-version.ts');
    const asked = options.registry;
    const registries =
      asked === undefined
        ? REGISTRY_FAMILIES.map((family) => ({ registry: family, family }))
        : [{ registry: asked, family: familyOf(asked) }];
    await answerFrom('gc', options, async (inventory) => {
      // At once, so that one is read from the disk while another is compiled: 3 % of the command.
      const [{ predictCollections }, { areAlike }, { totalsOf }, { renderGc }, { renderGcComparison }] =
        await Promise.all([
          import('../../gc/predict.ts'),
          import('../../gc/comparison.ts'),
          import('../../analyze/usage/totals.ts'),
          import('../../render/text/gc.ts'),
          import('../../render/text/gc-comparison.ts'),
        ]);
      const deleteUntagged = options.deleteUntagged === true;
      const collectors = registries.map((each) => ({ ...each, deleteUntagged }));
      const predictions = predictCollections(inventory, collectors);
      const shown = { limit: options.limit, volumeBytes: totalsOf(inventory).volumeBytes };
      const [only] = predictions;
      if (asked === undefined || only === undefined) {
        const compared = { ...shown, areAlike: areAlike(predictions) };
        return { json: { predictions }, text: (style) => renderGcComparison(predictions, compared, style) };
      }
      return { json: only, text: (style) => renderGc(only, shown, style) };
    });
  });
}
