import { type Command, Option } from 'commander';
import { inspectQuestion } from '../../answers/inspect.ts';
import { UsageError } from '../../errors.ts';
import { answerFrom } from '../answer.ts';
import { type CommonOptions, REFERENCE_HELP, VOLUME_OPTION, withQuestionOptions } from '../options.ts';
import { placeOf } from '../scan-volume.ts';
import { complain, printBytes } from '../terminal.ts';

interface InspectCommandOptions extends CommonOptions {
  readonly volume?: string;
  readonly raw?: true;
  readonly config?: true;
}

/** `stowage inspect <reference>` */
export function declareInspect(command: Command): void {
  command
    .argument('<reference>', `a tag or a manifest, ${REFERENCE_HELP}; a repository alone is its tag latest`)
    .addOption(
      new Option('--raw', "the manifest's bytes as they are, of which its digest is the sha256").conflicts(
        'config',
      ),
    )
    .option('--config', "the config's bytes as they are")
    .option(...VOLUME_OPTION);
  withQuestionOptions(command, inspectQuestion).action(inspect);
}

async function inspect(reference: string, options: InspectCommandOptions): Promise<void> {
  const of = options.raw ? 'manifest' : options.config ? 'config' : undefined;
  if (of !== undefined && options.json)
    throw new UsageError('--raw and --config print bytes as they are: leave --json out.');
  const given = await placeOf(options.volume);
  if (of === undefined) return answerFrom(inspectQuestion, { reference, ...given }, options);
  const { openInventory } = await import('../../inventory/read/reader.ts');
  const { answerBytes } = await import('../../answers/exact-bytes.ts');
  const inventory = openInventory(options.db);
  try {
    const answer = await answerBytes(inventory, reference, of, given);
    if ('bytes' in answer) return printBytes(answer.bytes);
    complain(`stowage: ${answer.complaint}`);
    process.exitCode = answer.exitCode;
  } finally {
    inventory.close();
  }
}
