import type { Fact, ProblemFact, UploadFact } from '../facts.ts';
import type { ByteString } from '../registry/byte-string.ts';
import { parseUploadStart } from '../registry/upload-start.ts';
import type { TreeDirectory } from './batch.ts';
import { type Collector, UNREAD } from './collector.ts';
import type { Entry } from './file-stat.ts';
import { strayCode } from './strays.ts';

/** Reads a repository's uploads that were never finished. */
export function readUploads(collector: Collector, repository: TreeDirectory, path: ByteString): void {
  const linked = new Set<string>();
  collector.forEach(path, false, (entry) => readUpload(collector, repository, path, entry, linked));
}

/** Reads one upload: a directory named by a UUID, with all that is in it. */
export function readUpload(
  collector: Collector,
  repository: TreeDirectory,
  uploads: ByteString,
  { name, kind }: Pick<Entry, 'name' | 'kind'>,
  linked: Set<string> = new Set(),
): void {
  const path = `${uploads}/${name}`;
  const sum: UploadSum = { files: 0, bytes: 0, dataBytes: 0, modifiedAt: 0, linked };
  if (kind === 'directory') sumDirectory(collector, repository, path, sum);
  else sumFile(collector, repository, path, sum);
  const { files, bytes, dataBytes } = sum;
  const start = kind === 'directory' ? readStart(collector, path) : undefined;
  const startedAt = start === UNREAD ? undefined : start;
  const upload: UploadFact = {
    fact: 'upload',
    repository: repository.name,
    name,
    startedAt,
    files,
    bytes,
    dataBytes,
    modifiedAt: sum.modifiedAt,
  };
  const problem = start === UNREAD ? undefined : faultOf(upload, path, kind === 'directory');
  const facts: Fact[] = problem === undefined ? [upload] : [upload, problem];
  if (problem === undefined) return collector.add(upload);
  // Finished uploads are removed while we look: what is not there any more has nothing wrong with it.
  const stat = collector.attempt(path, false, () => collector.fs.look(path));
  if (stat === undefined) return;
  const modifiedAt = Math.max(sum.modifiedAt, stat.modifiedAt);
  collector.doubt({
    look: { of: 'upload', repository, name },
    facts,
    modifiedAt,
    evidence: `${sum.files}:${sum.bytes}:${modifiedAt}:${startedAt}`,
  });
}

interface UploadSum {
  files: number;
  bytes: number;
  dataBytes: number;
  modifiedAt: number;
  /** Files with several names that the repository's uploads have already. */
  readonly linked: Set<string>;
}

function sumDirectory(
  collector: Collector,
  repository: TreeDirectory,
  top: ByteString,
  sum: UploadSum,
): void {
  const pending = [top];
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    for (const { name, kind, symlink } of collector.list(directory, false)) {
      const path = `${directory}/${name}`;
      if (kind === 'directory' && symlink === undefined) pending.push(path);
      else if (kind === 'file') sumFile(collector, repository, path, sum, path === `${top}/data`);
    }
  }
}

function sumFile(
  collector: Collector,
  repository: TreeDirectory,
  path: ByteString,
  sum: UploadSum,
  isData = false,
): void {
  const stat = collector.attempt(path, false, () => collector.fs.look(path));
  if (stat === undefined) return;
  sum.modifiedAt = Math.max(sum.modifiedAt, stat.modifiedAt);
  if (!repository.isCounted || stat.symlink === 'inside') return;
  const file = `${stat.device}:${stat.inode}`;
  if (sum.linked.has(file)) return;
  if (stat.hardLinks > 1) sum.linked.add(file);
  collector.countFile(stat, true);
  sum.files++;
  sum.bytes += stat.bytes;
  if (isData) sum.dataBytes = stat.bytes;
}

function readStart(collector: Collector, path: ByteString): string | typeof UNREAD | undefined {
  const file = `${path}/startedat`;
  return collector.tryTo(file, false, () => collector.fs.readStart(file)?.toString());
}

/** The registry purges an upload by its `startedat`: without a readable one it never does. */
function faultOf(upload: UploadFact, path: ByteString, isDirectory: boolean): ProblemFact | undefined {
  const at = { fact: 'problem', path, repository: upload.repository } as const;
  if (!isDirectory) return { ...at, code: strayCode(path.slice(path.lastIndexOf('/') + 1)) };
  if (upload.startedAt === undefined) return { ...at, code: 'upload-without-start' };
  return parseUploadStart(upload.startedAt) === undefined
    ? { ...at, code: 'upload-start-malformed' }
    : undefined;
}
