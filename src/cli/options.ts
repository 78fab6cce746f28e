import { type Command, InvalidArgumentError, Option } from 'commander';
import ms from 'ms';
import { SORT_KEYS } from '../analyze/order.ts';
import { EXIT_HELP } from './exit-codes.ts';

/** Options that every command has. */
export interface CommonOptions {
  readonly db: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
}

/** Adds the options that every command has. */
export function withCommonOptions(command: Command): Command {
  return command
    .addOption(new Option('--db <file>', 'the inventory').env('STOWAGE_DB').default('stowage.db'))
    .option('--json', 'print one JSON document')
    .option('-q, --quiet', 'print nothing but the answer and errors')
    .option('--no-color', 'no colours (NO_COLOR does the same)')
    .addHelpText('after', EXIT_HELP);
}

/** How a repository, tag or manifest may be named. */
export const REFERENCE_HELP =
  'as people write it: team/app, team/app:tag, team/app@sha256:..., https://reg.example.com:5000/team/app:tag';

/** Options of commands that scan. */
export interface ScanCommandOptions {
  readonly threads?: number;
  readonly settle: number;
  readonly follow: boolean;
  readonly readLinks: 'unusual' | 'all';
  readonly full?: true;
  readonly cache?: boolean;
}

/** Adds the options of commands that scan. */
export function withScanOptions(command: Command): Command {
  return command
    .option(
      '--threads <n>',
      'worker threads (default: the number of processors, up to 16 on a slow disk)',
      parseThreads,
    )
    .addOption(
      new Option(
        '--settle <duration>',
        'wait before looking again at what seems damaged and was just touched; 0s looks once',
      )
        .argParser(parseDuration)
        .default(2000, '2s'),
    )
    .option('--no-follow', 'stay inside the volume: do not follow symlinks that lead out of it')
    .addOption(
      new Option(
        '--read-links <which>',
        'which layer links to read: those of unusual size, or all; all also lists every directory, for stray files',
      )
        .choices(['unusual', 'all'])
        .default('unusual'),
    )
    .option('--full', 'read everything again, whatever the last inventory says')
    .option(
      '--cache',
      'it is a pull-through cache, though there is no scheduler-state.json: later scans remember it',
    )
    .option('--no-cache', 'it is none, whatever was said or lies there');
}

/** Adds the options of commands that print lists. */
export function withListOptions(command: Command, defaultLimit: number): Command {
  return command
    .addOption(new Option('--sort <key>', 'order of the list').choices(Object.keys(SORT_KEYS)))
    .option(
      '--limit <n>',
      `rows to print, 0 for all (default: ${defaultLimit}, with --json all)`,
      parseCount,
    );
}

/** A time span as people write it, in milliseconds. */
export function parseDuration(text: string): number {
  const span = /^\d/.test(text) ? ms(text as ms.StringValue) : undefined;
  if (span === undefined || Number.isNaN(span)) {
    throw new InvalidArgumentError("Expected a time span such as '90s', '36h' or '30d'.");
  }
  return span;
}

/** A whole number from 0. */
export function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 0.');
  return Number(text);
}

/** A number of worker threads. */
export function parseThreads(text: string): number {
  const threads = parseCount(text);
  if (threads < 1 || threads > 256) throw new InvalidArgumentError('Expected a number from 1 to 256.');
  return threads;
}
