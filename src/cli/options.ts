import { type Command, InvalidArgumentError, Option } from 'commander';
import { type OptionSpec, parseThreads } from '../answers/options.ts';
import { parseDuration, parseWait } from '../duration.ts';
import { UsageError } from '../errors.ts';
import { formatsOf } from '../render/formats.ts';
import { withChoices } from './choices.ts';
import { EXIT_HELP } from './exit-help.ts';
import { readInputFile } from './input-file.ts';

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

/** Of commands that read blobs of a volume that was scanned. */
export const VOLUME_OPTION = [
  '--volume <path>',
  'where the volume is now (default: where it was scanned)',
] as const;

/** Options of commands that scan. */
export interface ScanCommandOptions {
  readonly threads?: number;
  readonly settle: number;
  readonly follow: boolean;
  readonly readLinks: 'unusual' | 'all';
  readonly full?: true;
  readonly configs: boolean;
  readonly cache?: boolean;
  readonly keep?: number;
}

/** Adds the options of commands that scan. */
export function withScanOptions(command: Command): Command {
  return command
    .option(
      '--threads <n>',
      'worker threads (default: the number of processors, up to 8 on a slow disk)',
      refusing(parseThreads),
    )
    .addOption(
      new Option(
        '--settle <duration>',
        'wait before looking again at what seems damaged and was just touched; 0s looks once',
      )
        .argParser(refusing(parseWait))
        .default(2000, '2s'),
    )
    .option('--no-follow', 'stay inside the volume: do not follow symlinks that lead out of it')
    .addOption(
      withChoices(
        new Option(
          '--read-links <which>',
          'which layer links to read: those of unusual size, or all; all also lists every directory, for stray files',
        ).default('unusual'),
        ['unusual', 'all'],
      ),
    )
    .option('--no-configs', 'leave the configs of images unread: those that an earlier scan read stay known')
    .option('--full', 'read everything again, whatever the last inventory says')
    .option(
      '--cache',
      'it is a pull-through cache, though there is no scheduler-state.json: later scans remember it',
    )
    .option('--no-cache', 'it is none, whatever was said or lies there')
    .option(
      '--keep <duration>',
      'how long the history keeps what happened to tags (default: 400d): later scans remember it',
      refusing(parseDuration),
    );
}

/** What the command line needs to know of a question. */
interface Asked {
  readonly options: Readonly<Record<string, OptionSpec | undefined>>;
  readonly lines?: unknown;
}

/** Adds the options of a question, and those that every command has. */
export function withQuestionOptions(command: Command, question: Asked): Command {
  for (const spec of Object.values(question.options))
    if (spec !== undefined) command.addOption(optionOf(spec));
  const formats = formatsOf(question);
  if (formats.length > 2)
    command.addOption(withChoices(new Option('--format <format>', FORMAT_HELP), formats));
  return withCommonOptions(command);
}

const FORMAT_HELP = 'ndjson: one finding a line; json is --json';

/** An option of a question or of the service. */
export function optionOf(spec: OptionSpec): Option {
  const option = new Option(spec.flags, spec.description);
  if (spec.choices !== undefined) withChoices(option, spec.choices);
  if (spec.default !== undefined) option.default(spec.default, spec.defaultText);
  if (spec.conflicts !== undefined) option.conflicts(spec.conflicts);
  if (spec.isRepeatable === true) option.argParser((text, before: readonly string[]) => [...before, text]);
  else if (spec.parse !== undefined) option.argParser(refusing(spec.parse));
  return option;
}

/** What a command was given, by the names that its question's options have. */
export function askedFor(question: Asked, given: CommonOptions): Record<string, unknown> {
  const values = Object.entries(question.options).flatMap(([name, spec]) => {
    const option = spec && optionOf(spec);
    const value = option && (given as unknown as Record<string, unknown>)[option.attributeName()];
    if (option === undefined || value === undefined) return [];
    return [[name, spec?.isFile === true ? readInputFile(String(option.long), String(value)) : value]];
  });
  return Object.fromEntries(values);
}

/** Parses, and refuses as the command line does. */
export function refusing<Value>(parse: (text: string) => Value): (text: string) => Value {
  return (text) => {
    try {
      return parse(text);
    } catch (error) {
      if (error instanceof UsageError) throw new InvalidArgumentError(error.message);
      throw error;
    }
  };
}
