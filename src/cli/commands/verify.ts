import { type Command, Option } from 'commander';
import { type VerifyAnswer, type VerifyQuestionOptions, verifyQuestion } from '../../answers/verify.ts';
import { UsageError } from '../../errors.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { answerFrom, complainOf } from '../answer.ts';
import { type CommonOptions, REFERENCE_HELP, withQuestionOptions } from '../options.ts';

interface VerifyCommandOptions extends CommonOptions {
  readonly volume?: string;
}

/** `stowage verify [volume] [repository...]` */
export function declareVerify(command: Command): void {
  command
    .argument(
      '[volume]',
      'where the volume is now, as a path with a / in front, or ./ (default: where it was scanned)',
    )
    .argument('[repository...]', `only the blobs of these, ${REFERENCE_HELP}`)
    .addOption(new Option('--volume <path>', 'where the volume is now, whatever the path looks like'));
  withQuestionOptions(command, verifyQuestion).action(verify);
}

async function verify(
  first: string | undefined,
  rest: readonly string[],
  options: VerifyCommandOptions,
): Promise<void> {
  const { place, repositories } = sortArguments(first, rest, options);
  const { findOneVolume } = await import('../scan-volume.ts');
  const { watchSignals } = await import('../signals.ts');
  const volume = place === undefined ? undefined : await findOneVolume(place);
  const interruption = watchSignals();
  const given = { repositories, signal: interruption.signal, ...(volume !== undefined && { volume }) };
  await answerFrom({ ...verifyQuestion, ask: askWhileWatched }, given, options);
  if (interruption.code !== undefined) process.exitCode = interruption.code;

  /** It may take hours: what is odd about names is said before, and how far it is meanwhile. */
  async function askWhileWatched(inventory: Inventory, asked: VerifyQuestionOptions): Promise<VerifyAnswer> {
    const { odditiesOf } = await import('../../answers/oddities.ts');
    const { VerifyProgressLine } = await import('../verify-progress.ts');
    complainOf(await odditiesOf(inventory, repositories), options);
    const progress = new VerifyProgressLine(options.quiet === true);
    try {
      return await verifyQuestion.ask(inventory, { ...asked, onProgress: (step) => progress.update(step) });
    } finally {
      progress.stop();
      interruption.stop();
    }
  }
}

/** No repository's name begins as a path does, so the first argument tells what it is. */
function sortArguments(first: string | undefined, rest: readonly string[], { volume }: VerifyCommandOptions) {
  const isPath = first !== undefined && /^(?:\.{0,2}\/|\.{1,2}$)/.test(first);
  if (isPath && volume !== undefined) {
    throw new UsageError(`Name one volume, not both ${first} and ${volume}.`);
  }
  const place = isPath ? first : volume;
  return { place, repositories: first === undefined || isPath ? rest : [first, ...rest] };
}
