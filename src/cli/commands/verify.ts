import { constants } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { UsageError } from '../../errors.ts';
import { answerFrom } from '../answer.ts';
import { EXIT } from '../exit-codes.ts';
import {
  type CommonOptions,
  parseCount,
  parseDuration,
  parseThreads,
  REFERENCE_HELP,
  withCommonOptions,
} from '../options.ts';
import { findOneVolume } from '../scan-volume.ts';

interface VerifyCommandOptions extends CommonOptions {
  readonly volume?: string;
  readonly sample?: number;
  readonly newerThan?: number;
  readonly againAfter?: number;
  readonly full?: boolean;
  readonly threads?: number;
  readonly limit: number;
}

/** `stowage verify [volume] [repository...]` */
export function addVerifyCommand(program: Command): void {
  const command = program
    .command('verify')
    .description(
      'hash blobs and compare with their digests; an interrupted run is taken up by the next with the same selection',
    )
    .argument(
      '[volume]',
      'where the volume is now, as a path with a / in front, or ./ (default: where it was scanned)',
    )
    .argument('[repository...]', `only the blobs of these, ${REFERENCE_HELP}`)
    .option('--volume <path>', 'where the volume is now, whatever the path looks like')
    .option('--sample <share>', 'only a share, as in 5%: what was verified longest ago or never', parseShare)
    .option('--newer-than <duration>', 'only blobs written this lately, as in 7d', parseDuration)
    .addOption(
      new Option('--again-after <duration>', 'skip what was found sound in this time, as in 30d')
        .argParser(parseDuration)
        .conflicts('full'),
    )
    .option('--full', 'skip nothing, also when a run was interrupted')
    .option('--threads <n>', 'worker threads (default: the number of processors)', parseThreads)
    .option('--limit <n>', 'rows of each list, 0 for all', parseCount, 20);
  withCommonOptions(command).action(
    async (first: string | undefined, rest: readonly string[], options: VerifyCommandOptions) => {
      const { place, repositories } = sortArguments(first, rest, options);
      const volume = place === undefined ? undefined : await findOneVolume(place);
      await verify(volume, repositories, options);
    },
  );
}

async function verify(
  volume: string | undefined,
  repositories: readonly string[],
  options: VerifyCommandOptions,
): Promise<void> {
  const { verifyBlobs } = await import('../../verify/verify-blobs.ts');
  const { renderVerify } = await import('../../render/text/verify.ts');
  const { noteOddities } = await import('../note-oddities.ts');
  const { VerifyProgressLine } = await import('../verify-progress.ts');
  const interruption = watchSignals();
  let code: number | undefined;
  await answerFrom('verify', options, async (inventory) => {
    noteOddities(inventory, repositories, options);
    const progress = new VerifyProgressLine(options.quiet === true);
    try {
      const { sample, newerThan, againAfter, threads } = options;
      const verification = await verifyBlobs(inventory, {
        repositories,
        full: options.full === true,
        signal: interruption.signal,
        onProgress: (step) => progress.update(step),
        ...(volume !== undefined && { volume }),
        ...(sample !== undefined && { sample }),
        ...(newerThan !== undefined && { newerThanMs: newerThan }),
        ...(againAfter !== undefined && { againAfterMs: againAfter }),
        ...(threads !== undefined && { threads }),
      });
      if (verification.mismatches.length > 0) code = EXIT.findings;
      if (verification.unreadable.length > 0) code = EXIT.incomplete;
      const shown = { limit: options.limit, complete: inventory.scan.is_complete === 1 };
      return { json: verification, text: (style) => renderVerify(verification, shown, style) };
    } finally {
      progress.stop();
      interruption.stop();
    }
  });
  process.exitCode = interruption.code ?? Math.max(code ?? EXIT.done, Number(process.exitCode ?? EXIT.done));
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

/** The first signal ends a run in order, with what is done kept; the second as it always does. */
function watchSignals(): { signal: AbortSignal; readonly code: number | undefined; stop: () => void } {
  const abort = new AbortController();
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  let code: number | undefined;
  const handler = (name: (typeof names)[number]) => {
    code = 128 + constants.signals[name];
    stop();
    abort.abort();
  };
  const stop = () => {
    for (const name of names) process.removeListener(name, handler);
  };
  for (const name of names) process.once(name, handler);
  return {
    signal: abort.signal,
    get code() {
      return code;
    },
    stop,
  };
}

function parseShare(text: string): number {
  const percent = /^(\d+(?:\.\d+)?) ?%$/.exec(text)?.[1];
  if (percent === undefined || Number(percent) <= 0 || Number(percent) > 100) {
    throw new InvalidArgumentError("Expected a share such as '5%', up to 100%.");
  }
  return Number(percent) / 100;
}
