import { type Command, Option } from 'commander';
import { DEFAULT_MIN_AGE_MS } from '../../analyze/times.ts';
import { answerFrom } from '../answer.ts';
import { type CommonOptions, parseCount, parseDuration, withCommonOptions } from '../options.ts';

interface OrphansOptions extends CommonOptions {
  readonly untagged?: boolean;
  readonly minAge: number;
  readonly limit?: number;
}

const DEFAULT_LIMIT = 20;

/** `stowage orphans` */
export function addOrphansCommand(program: Command): void {
  const command = program
    .command('orphans')
    .description('blobs that nothing refers to')
    .option('--untagged', 'and those that only untagged manifests hold')
    .addOption(
      new Option('--min-age <duration>', 'younger blobs may be a push in flight')
        .argParser(parseDuration)
        .default(DEFAULT_MIN_AGE_MS, '24h'),
    )
    .option(
      '--limit <n>',
      `rows to print, 0 for all (default: ${DEFAULT_LIMIT}, with --json all)`,
      parseCount,
    );
  withCommonOptions(command).action(async (options: OrphansOptions) => {
    await answerFrom('orphans', options, async (inventory) => {
      const { findOrphans } = await import('../../analyze/orphans.ts');
      const { summarizeScan } = await import('../../analyze/scan-summary.ts');
      const { renderOrphans } = await import('../../render/text/orphans.ts');
      const orphans = findOrphans(inventory, {
        untagged: options.untagged === true,
        minAgeMs: options.minAge,
      });
      const { scannedAt, complete } = summarizeScan(inventory);
      const shown = { limit: options.limit ?? DEFAULT_LIMIT, scannedAt, complete };
      const cut = options.limit ?? 0;
      const json = cut === 0 ? orphans : { ...orphans, blobs: orphans.blobs.slice(0, cut) };
      return { json, text: (style) => renderOrphans(orphans, shown, style) };
    });
  });
}
