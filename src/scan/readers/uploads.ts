import type { Fact, ProblemFact, UploadFact, UploadFile } from '../../facts/told.ts';
import type { ByteString } from '../../registry/byte-string.ts';
import { repositoryPath } from '../../registry/layout.ts';
import { parseUploadStart } from '../../registry/upload-start.ts';
import { type Entry, type FileStat, identityOf } from '../../volume/file-stat.ts';
import { type Gatherer, UNREAD } from '../gatherer.ts';
import type { TreeDirectory } from './found.ts';
import { strayCode } from './strays.ts';

/** Reads a repository's uploads that were never finished. */
export function readUploads(gatherer: Gatherer, repository: TreeDirectory): void {
  gatherer.forEach(uploadsPath(repository), 'bytes', (entry) => readUpload(gatherer, repository, entry));
}

export function uploadsPath({ name }: TreeDirectory): ByteString {
  return `${repositoryPath(name)}/_uploads`;
}

/** Reads one upload: a directory named by a UUID, with all that is in it. */
export function readUpload(
  gatherer: Gatherer,
  repository: TreeDirectory,
  { name, kind, symlink }: Pick<Entry, 'name' | 'kind' | 'symlink'>,
): void {
  const path = `${uploadsPath(repository)}/${name}`;
  const isCounted = repository.isCounted && symlink !== 'inside';
  const sum = new UploadSum(gatherer, { isCounted, isInPlace: symlink === undefined });
  if (kind === 'directory') sumDirectory(gatherer, path, sum);
  else sumFile(gatherer, path, sum);
  const { files, bytes, dataBytes } = sum;
  const start = kind === 'directory' ? readStart(gatherer, path) : undefined;
  const startedAt = start === UNREAD ? undefined : start;
  const upload: UploadFact = {
    fact: 'upload',
    repository: repository.name,
    name,
    startedAt,
    files,
    dataBytes,
    modifiedAt: sum.modifiedAt,
  };
  const problem = start === UNREAD ? undefined : faultOf(upload, path, kind === 'directory');
  const facts: Fact[] = problem === undefined ? [upload] : [upload, problem];
  if (problem === undefined) return gatherer.add(upload);
  // Finished uploads are removed while we look: what is not there any more has nothing wrong with it.
  const stat = gatherer.lookAtNamed(path, 'bytes');
  if (stat === undefined) return;
  const modifiedAt = Math.max(sum.modifiedAt, stat.modifiedAt);
  gatherer.doubt({
    look: { of: 'upload', repository, name },
    facts,
    modifiedAt,
    evidence: `${files.length}:${bytes}:${modifiedAt}:${startedAt}`,
  });
}

/** Gathers an upload's files; which of them count for it is left to the accounts. */
class UploadSum {
  readonly #gatherer: Gatherer;
  readonly #isCounted: boolean;
  readonly #isInPlace: boolean;
  readonly files: UploadFile[] = [];
  bytes = 0;
  dataBytes = 0;
  modifiedAt = 0;

  /** `isInPlace` is false where the upload's directory is a symlink: then its files stay where that is removed. */
  constructor(gatherer: Gatherer, { isCounted, isInPlace }: { isCounted: boolean; isInPlace: boolean }) {
    this.#gatherer = gatherer;
    this.#isCounted = isCounted;
    this.#isInPlace = isInPlace;
  }

  add(stat: FileStat, isData: boolean): void {
    this.modifiedAt = Math.max(this.modifiedAt, stat.modifiedAt);
    // The other place of a symlink inside the volume: the file counts where it really is.
    if (!this.#isCounted || stat.symlink === 'inside') return;
    this.#gatherer.see(stat.modifiedAt);
    const { bytes, hardLinks: links } = stat;
    const isEntry = this.#isInPlace && stat.symlink === undefined;
    this.bytes += bytes;
    if (isData) this.dataBytes = bytes;
    this.files.push({ file: identityOf(stat), bytes, links, isEntry });
  }
}

function sumDirectory(gatherer: Gatherer, top: ByteString, sum: UploadSum): void {
  const pending = [top];
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    for (const { name, kind, symlink } of gatherer.list(directory, 'bytes')) {
      const path = `${directory}/${name}`;
      if (kind === 'directory' && symlink === undefined) pending.push(path);
      else if (kind === 'file') sumFile(gatherer, path, sum, path === `${top}/data`);
    }
  }
}

function sumFile(gatherer: Gatherer, path: ByteString, sum: UploadSum, isData = false): void {
  const stat = gatherer.lookAtNamed(path, 'bytes');
  if (stat !== undefined) sum.add(stat, isData);
}

function readStart(gatherer: Gatherer, path: ByteString): string | typeof UNREAD | undefined {
  const file = `${path}/startedat`;
  return gatherer.tryTo(file, 'bytes', () =>
    gatherer.named(file, () => gatherer.fs.readStart(file)?.toString()),
  );
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
