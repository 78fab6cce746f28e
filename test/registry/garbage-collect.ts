import { run } from './run.ts';

/** The switches of the registry's garbage-collect. */
export interface CollectOptions {
  dryRun?: boolean;
  deleteUntagged?: boolean;
}

/** What a garbage-collect of a 2.7 or 2.8 registry said, sorted. */
export interface Collection {
  repositories: string[];
  /** Distinct digests marked, whether or not a blob is there for them. */
  marked: number;
  blobs: string[];
  manifests: { repository: string; digest: string }[];
}

/** Runs the registry's own garbage-collect over the volume that a configuration file names. */
export async function garbageCollect(config: string, options: CollectOptions = {}): Promise<Collection> {
  const answer = await tryGarbageCollect(config, options);
  if ('aborted' in answer) throw new Error(`garbage-collect aborted: ${answer.aborted}`);
  return answer;
}

/** The same where it may give up: what it said then. */
export async function tryGarbageCollect(
  config: string,
  { dryRun, deleteUntagged }: CollectOptions = {},
): Promise<Collection | { aborted: string }> {
  const args = ['garbage-collect'];
  if (dryRun) args.push('--dry-run');
  if (deleteUntagged) args.push('--delete-untagged');
  const { exitCode, stdout, stderr } = await run('docker-registry', [...args, config]);
  if (exitCode === 0) return parseCollection(stdout);
  // Go exits so on a panic.
  if (exitCode === 1 || exitCode === 2) return { aborted: stderr };
  throw new Error(`garbage-collect exited ${exitCode}: ${stderr}`);
}

const TOTALS = /^(\d+) blobs marked, (\d+) blobs and (\d+) manifests eligible for deletion$/;
const ELIGIBLE = /^(blob|manifest) eligible for deletion: (\S+)$/;
const MARKING = /^\S+: marking (manifest|blob) \S* ?$/;

function parseCollection(stdout: string): Collection {
  const found: Collection = { repositories: [], marked: Number.NaN, blobs: [], manifests: [] };
  let counted = { blobs: Number.NaN, manifests: Number.NaN };
  for (const line of stdout.split('\n')) {
    if (line === '' || MARKING.test(line)) continue;
    const totals = TOTALS.exec(line);
    const eligible = ELIGIBLE.exec(line);
    if (totals) {
      found.marked = Number(totals[1]);
      counted = { blobs: Number(totals[2]), manifests: Number(totals[3]) };
    } else if (eligible?.[1] === 'blob') {
      found.blobs.push(eligible[2]!);
    } else if (eligible) {
      // Scheduled while its repository is walked; only the repository's own line, above, names that.
      found.manifests.push({ repository: found.repositories.at(-1)!, digest: eligible[2]! });
    } else if (line.includes(' ')) {
      throw new Error(`garbage-collect printed a line of no known form: ${line}`);
    } else {
      found.repositories.push(line);
    }
  }
  if (counted.blobs !== found.blobs.length || counted.manifests !== found.manifests.length) {
    throw new Error(`garbage-collect counts and lists differ:\n${stdout}`);
  }
  found.blobs.sort();
  return found;
}
