import type { LinkPlace } from '../facts.ts';
import { parseDigest } from '../registry/digest.ts';
import { repositoryPath } from '../registry/layout.ts';
import type { SecondLook, TreeDirectory } from './batch.ts';
import { BlobRows, readBlob } from './blobs.ts';
import type { Collector } from './collector.ts';
import { LinkRows } from './link-rows.ts';
import { readLinkDirectory } from './links.ts';
import { ManifestRows, readManifest } from './manifests.ts';
import { readPartsAgain } from './repository.ts';
import { readStray } from './strays.ts';
import { TagRows, tagsFact } from './tag-rows.ts';
import { readTag } from './tags.ts';
import { readUpload } from './uploads.ts';

/** Reads once more what looked damaged or half made, by the same code that read it first. */
export function lookAgain(collector: Collector, look: SecondLook): void {
  switch (look.of) {
    case 'revision':
    case 'layer':
      return readLinkAgain(collector, look.of, look.repository, look.algorithm, look.name);
    case 'history':
      return readHistoryAgain(collector, look);
    case 'tag':
      return readTagAgain(collector, look.repository, look.tag);
    case 'parts':
      return readPartsAgain(collector, look.repository, look.parts);
    case 'upload': {
      const uploads = `${repositoryPath(look.repository.name)}/_uploads`;
      return readUploadAgain(collector, look.repository, uploads, look.name);
    }
    case 'blob':
      return readBlobAgain(collector, look.algorithm, look.hex);
    case 'manifest':
      return readManifestAgain(collector, look.digest);
    case 'stray':
      return readStrayAgain(collector, look);
  }
}

function readLinkAgain(
  collector: Collector,
  place: LinkPlace & ('revision' | 'layer'),
  repository: TreeDirectory,
  algorithm: string,
  name: string,
): void {
  const rows = new LinkRows();
  const top = place === 'layer' ? '_layers' : '_manifests/revisions';
  const path = `${repositoryPath(repository.name)}/${top}/${algorithm}/${name}`;
  readLinkDirectory(collector, { place, repository }, path, algorithm, name, rows);
  const fact = place === 'layer' ? 'layer-links' : 'revisions';
  if (rows.digests.count > 0) collector.add(rows.toFact(fact, repository.name));
}

function readHistoryAgain(collector: Collector, look: SecondLook & { of: 'history' }): void {
  const { repository, tag, algorithm, name } = look;
  const path = `${repositoryPath(repository.name)}/_manifests/tags/${tag}/index/${algorithm}/${name}`;
  const rows = new LinkRows();
  readLinkDirectory(collector, { place: 'tag-history', repository, tag }, path, algorithm, name, rows);
  if (rows.digests.count === 0) return;
  collector.add({
    fact: 'tag-history',
    repository: repository.name,
    tag,
    digests: rows.digests.finish(),
    modifiedAt: rows.modifiedAt.toFloat64(),
  });
}

function readTagAgain(collector: Collector, repository: TreeDirectory, tag: string): void {
  const tags = `${repositoryPath(repository.name)}/_manifests/tags`;
  const stat = collector.attempt(`${tags}/${tag}`, true, () => collector.fs.look(`${tags}/${tag}`));
  if (stat === undefined) return;
  const rows = new TagRows();
  readTag(collector, repository, tags, { name: tag, kind: stat.kind }, rows);
  if (rows.tags.length > 0) collector.add(tagsFact(repository.name, rows.tags));
  // Its manifest may have been pushed meanwhile.
  for (const { target } of rows.tags) {
    const [algorithm, hex] = target.split(':') as [string, string];
    readLinkAgain(collector, 'revision', repository, algorithm, hex);
  }
}

function readUploadAgain(
  collector: Collector,
  repository: TreeDirectory,
  uploads: string,
  name: string,
): void {
  const path = `${uploads}/${name}`;
  const stat = collector.attempt(path, false, () => collector.fs.look(path));
  if (stat === undefined) return;
  const { kind, symlink } = stat;
  readUpload(collector, repository, uploads, { name, kind, ...(symlink !== undefined && { symlink }) });
}

function readBlobAgain(collector: Collector, algorithm: string, hex: string): void {
  const rows = new BlobRows();
  readBlob(collector, algorithm, hex, rows);
  if (rows.count > 0) collector.add(rows.finish());
}

function readManifestAgain(collector: Collector, text: string): void {
  const digest = parseDigest(text);
  if (digest === undefined) return;
  const rows = new ManifestRows();
  readManifest(collector, digest, true, rows);
  if (rows.count > 0) collector.add(rows.finish());
  // A manifest that was being written had another size when the blobs were listed.
  const [algorithm, hex] = digest.split(':') as [string, string];
  readBlobAgain(collector, algorithm, hex);
}

/** What was told apart is not told again. */
function readStrayAgain(collector: Collector, look: SecondLook & { of: 'stray' }): void {
  const { path, isCounted, code, apart } = look;
  readStray(collector, path, {
    isCounted,
    ...(code !== undefined && { code }),
    ...(apart !== undefined && { apart: { name: apart, tell: () => undefined } }),
  });
}
