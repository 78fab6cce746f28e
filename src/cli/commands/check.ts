import { type Command, Option } from 'commander';
import { UsageError } from '../../errors.ts';
import { answerFrom } from '../answer.ts';
import { EXIT } from '../exit-codes.ts';
import { type CommonOptions, parseCount, withCommonOptions } from '../options.ts';

interface CheckCommandOptions extends CommonOptions {
  readonly failOn: 'corruption' | 'warning' | 'info' | 'never';
  readonly ignore: readonly string[];
  readonly format?: 'text' | 'json' | 'ndjson';
  readonly limit?: number;
}

const DEFAULT_LIMIT = 3;

/** `stowage check` */
export function addCheckCommand(program: Command): void {
  const command = program
    .command('check')
    .description(
      'damage: images that cannot be pulled, bad links, wrong sizes, what would end or hurt a collection',
    )
    .addOption(
      new Option('--fail-on <severity>', 'exit with 1 where something is at or above it')
        .choices(['corruption', 'warning', 'info', 'never'])
        .default('corruption'),
    )
    .option('--ignore <id>', 'leave out findings of this id (repeatable)', collect, [])
    .addOption(
      new Option('--format <format>', 'ndjson: one finding a line; json is --json').choices([
        'text',
        'json',
        'ndjson',
      ]),
    )
    .option(
      '--limit <n>',
      `findings of each id to print, 0 for all (default: ${DEFAULT_LIMIT}, with JSON all)`,
      parseCount,
    );
  withCommonOptions(command).action(async (options: CheckCommandOptions) => {
    const { isFindingId } = await import('../../check/catalogue.ts');
    const unknown = options.ignore.find((id) => !isFindingId(id));
    if (unknown !== undefined) throw new UsageError(`No finding has the id '${unknown}'.`);
    const json = options.json === true || options.format === 'json';
    await answerFrom('check', { ...options, json }, async (inventory) => {
      const { findFindings, isAtOrAbove, limitEach } = await import('../../check/find-findings.ts');
      const { renderCheck } = await import('../../render/text/check.ts');
      const { renderNdjson } = await import('../../render/data/json.ts');
      const found = findFindings(inventory, { ignore: new Set(options.ignore) });
      if (options.failOn !== 'never' && isAtOrAbove(found, options.failOn)) process.exitCode = EXIT.findings;
      const cut = { ...found, findings: limitEach(found.findings, options.limit ?? 0) };
      const shown = { limit: options.limit ?? DEFAULT_LIMIT, complete: inventory.scan.is_complete === 1 };
      return {
        json: cut,
        text: (style) =>
          options.format === 'ndjson' ? renderNdjson(cut.findings) : renderCheck(found, shown, style),
      };
    });
  });
}

function collect(id: string, before: readonly string[]): string[] {
  return [...before, id];
}
