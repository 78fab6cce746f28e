import { QUESTIONS } from '../../answers/ask.ts';
import { namesScan } from '../../answers/diff.ts';
import type { OptionSpec } from '../../answers/options.ts';
import { EMIT_FORMATS } from '../../emit/emit-plan.ts';
import { UsageError } from '../../errors.ts';
import { hasPages } from '../asking/pages.ts';

/** What is asked over HTTP: a question, or what a page needs beside. */
export interface Served {
  /** In a sentence, for whoever reads the description of the API. */
  readonly summary: string;
  readonly options: Readonly<Record<string, OptionSpec | undefined>>;
  /** What the command takes as arguments. */
  readonly arguments: readonly Argument[];
  /** True where blobs are read, of the volume that is mounted here. */
  readonly readsVolume?: true;
}

/** A parameter that is no option of the command. */
interface Argument {
  readonly name: string;
  readonly option: string;
  readonly description: string;
  readonly isRequired?: true;
  /** @throws UsageError with what was expected. */
  readonly parse?: (text: string) => unknown;
}

const SCAN = "a scan of the history: its number, or a time such as '@-7d' or '@2026-11-20'";
const IMAGE = 'as people write it: team/app:tag, team/app@sha256:...';

/** The questions that are answered over HTTP. Those that read or write files, or run what anybody wrote, are not. */
const ASKED = {
  scan: { summary: 'What the last scan found, in numbers.', arguments: [] },
  report: { summary: 'The overview: what fills the volume, and what could go.', arguments: [] },
  usage: {
    summary: 'Disk usage by repository, namespace, tag, kind, platform, source, age or layer.',
    arguments: [argument('repository', `only this one, or one tag or manifest, ${IMAGE}`, 'reference')],
  },
  orphans: { summary: 'Blobs that nothing refers to.', arguments: [], readsVolume: true },
  gc: { summary: "What the registry's garbage-collect would do, and what it would break.", arguments: [] },
  plan: { summary: 'What a retention rule would delete and free, and what stays.', arguments: [] },
  check: { summary: 'What is damaged, and what would end or hurt a collection.', arguments: [] },
  ls: {
    summary: 'The repositories, or the tags of one.',
    arguments: [
      argument('repository', 'list the tags of this one, or of a pattern such as team/*:v*', 'reference'),
    ],
  },
  where: {
    summary: 'What a digest is, who holds it, and what would free it.',
    arguments: [needed('digest', 'a digest, the beginning of one, or the tag of an image')],
  },
  inspect: {
    summary: 'What an image is made of.',
    arguments: [needed('reference', `a tag or a manifest, ${IMAGE}`)],
    readsVolume: true,
  },
  leftovers: { summary: 'What no collection removes.', arguments: [] },
  duplicates: { summary: 'Layers with the same content under other digests.', arguments: [] },
  history: {
    summary: 'How the volume, or a repository, grew from scan to scan.',
    arguments: [argument('repository', 'only what this one took')],
  },
  diff: {
    summary: 'What changed between two scans.',
    arguments: [
      { ...argument('from', `${SCAN} (default: the scan before)`), parse: parseScan },
      { ...argument('to', `the later one (default: the last scan)`), parse: parseScan },
    ],
  },
} as const satisfies Partial<Record<keyof typeof QUESTIONS, Omit<Served, 'options'>>>;

const AFTER = argument('after', "where the last page's Link says that the next one begins");

/** The questions by name. */
export const SERVED: ReadonlyMap<string, Served> = new Map(
  Object.entries(ASKED).map(([name, asked]: [string, Omit<Served, 'options'>]) => {
    const { options } = QUESTIONS[name as keyof typeof ASKED] as Pick<Served, 'options'>;
    const given = hasPages(name) ? [...asked.arguments, AFTER] : asked.arguments;
    return [name, { ...asked, options, arguments: given }];
  }),
);

const { explain: _, limit: __, sort: ___, reverse: ____, ...RULES } = QUESTIONS.plan.options;

/** The calls that carry out a plan. */
export const SCRIPT: Served = {
  summary: 'The calls that carry out a plan, as a script or bare.',
  options: {
    ...RULES,
    emit: {
      flags: '--emit <form>',
      description: 'a script that checks and saves before it deletes, or bare calls',
      choices: EMIT_FORMATS,
      default: 'sh',
    },
  },
  arguments: [],
};

/** What somebody may have meant by a few letters. */
export const SEARCH: Served = {
  summary: 'Repositories and tags that have a text in their name, and digests that begin so.',
  options: {},
  arguments: [needed('q', 'part of a name, or the beginning of a digest')],
};

function argument(name: string, description: string, option = name): Argument {
  return { name, option, description };
}

function needed(name: string, description: string): Argument {
  return { name, option: name, description, isRequired: true };
}

/** Of other inventories nothing is told: they are files. */
function parseScan(text: string): string {
  if (!namesScan(text)) throw new UsageError(`expected ${SCAN}.`);
  return text;
}
