import { Command } from 'commander';
import { stowageVersion } from '../version.ts';
import { EXIT_HELP, TOPICS_HELP } from './exit-help.ts';

/** Gives a command its arguments, options and action. */
type Declare = (command: Command) => void;

interface CommandEntry {
  /** As help lists them. */
  readonly arguments: string;
  readonly description: string;
  readonly load: () => Promise<Declare>;
}

/**
 * The commands, in the order in which help lists them. What a command is called with is loaded when it is called, so that
 * help is quick.
 */
export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  scan: {
    arguments: '[volume]',
    description:
      'read a volume into the inventory; without a volume, list those found where registries keep theirs',
    load: async () => (await import('./commands/scan.ts')).declareScan,
  },
  report: {
    arguments: '[volume]',
    description: 'the overview: what fills the volume, and what could go',
    load: async () => (await import('./commands/report.ts')).declareReport,
  },
  usage: {
    arguments: '[repository]',
    description: 'disk usage: bytes, what is only here, shared, untagged',
    load: async () => (await import('./commands/usage.ts')).declareUsage,
  },
  orphans: {
    arguments: '',
    description: 'blobs that nothing refers to',
    load: async () => (await import('./commands/orphans.ts')).declareOrphans,
  },
  gc: {
    arguments: '',
    description: "what the registry's garbage-collect would do, and what it would break; nothing is deleted",
    load: async () => (await import('./commands/gc.ts')).declareGc,
  },
  plan: {
    arguments: '',
    description:
      'what a retention rule would delete and free, and what stays all the same; nothing is deleted',
    load: async () => (await import('./commands/plan.ts')).declarePlan,
  },
  check: {
    arguments: '',
    description:
      'damage: images that cannot be pulled, bad links, wrong sizes, what would end or hurt a collection',
    load: async () => (await import('./commands/check.ts')).declareCheck,
  },
  verify: {
    arguments: '[volume] [repository...]',
    description:
      'hash blobs and compare with their digests; an interrupted run is taken up by the next with the same selection',
    load: async () => (await import('./commands/verify.ts')).declareVerify,
  },
  ls: {
    arguments: '[repository]',
    description: 'the repositories, or the tags of one: what the registry itself would answer',
    load: async () => (await import('./commands/ls.ts')).declareLs,
  },
  where: {
    arguments: '<digest>',
    description: 'what a digest is, who holds it, and what would free it',
    load: async () => (await import('./commands/where.ts')).declareWhere,
  },
  leftovers: {
    arguments: '',
    description: 'what no collection removes: stale uploads, dangling tags, empty repositories, stray files',
    load: async () => (await import('./commands/leftovers.ts')).declareLeftovers,
  },
  inspect: {
    arguments: '<reference>',
    description: 'what an image is made of: platforms, config, layers, what is attached to it',
    load: async () => (await import('./commands/inspect.ts')).declareInspect,
  },
  reconcile: {
    arguments: '<file>',
    description: 'the volume against a list of the digests that a database knows',
    load: async () => (await import('./commands/reconcile.ts')).declareReconcile,
  },
  duplicates: {
    arguments: '',
    description: 'layers with the same content under other digests, and builds that keep making new ones',
    load: async () => (await import('./commands/duplicates.ts')).declareDuplicates,
  },
  history: {
    arguments: '[repository]',
    description: 'how the volume, or a repository, grew from scan to scan, and when the disk is full',
    load: async () => (await import('./commands/history.ts')).declareHistory,
  },
  diff: {
    arguments: '[from] [to]',
    description: 'what changed between two scans, or two inventories: the last scan since the one before',
    load: async () => (await import('./commands/diff.ts')).declareDiff,
  },
  sql: {
    arguments: '[statement]',
    description: 'anything, in SQL that only reads, or by a query of ours; in a process of its own',
    load: async () => (await import('./commands/sql.ts')).declareSql,
  },
  export: {
    arguments: '<target>',
    description: 'the inventory as files for other programs',
    load: async () => (await import('./commands/export.ts')).declareExport,
  },
  serve: {
    arguments: '[volume]',
    description: 'the page, the answers as an API, metrics, and images to pull, over HTTP',
    load: async () => (await import('./commands/serve.ts')).declareServe,
  },
  completion: {
    arguments: '<shell>',
    description: 'teach a shell to complete commands, options, and the names of repositories and tags',
    load: async () => (await import('./commands/completion.ts')).declareCompletion,
  },
};

/** Loads some commands; what is none is passed over. */
export async function loadCommands(names: readonly string[]): Promise<Map<string, Declare>> {
  const known = Object.entries(COMMANDS).filter(([name]) => names.includes(name));
  return new Map(await Promise.all(known.map(async ([name, { load }]) => [name, await load()] as const)));
}

/** The command line; commands that are not loaded are merely listed. */
export function programWith(loaded: ReadonlyMap<string, Declare>): Command {
  const program = new Command('stowage')
    .description('Tells what fills a container registry: reads the mounted volume, never writes to it.')
    .version(stowageVersion())
    .showHelpAfterError('(add --help for what is possible)')
    .configureHelp({ subcommandTerm: termOf })
    .helpCommand('help [command]', 'all of a command, or about a topic')
    .addHelpText('after', `${TOPICS_HELP}\n${EXIT_HELP}`);
  for (const [name, { description }] of Object.entries(COMMANDS)) {
    const command = program.command(name).description(description);
    loaded.get(name)?.(command);
  }
  return program;
}

/** How help lists a command, loaded or not. */
function termOf(command: Command): string {
  const name = command.name();
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  return `${name} ${entry === undefined ? '[command or topic]' : `[options] ${entry.arguments}`}`.trimEnd();
}
