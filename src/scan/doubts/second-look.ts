import { BlobRows } from '../../facts/rows/blob-rows.ts';
import { LinkRows } from '../../facts/rows/link-rows.ts';
import { ManifestRows } from '../../facts/rows/manifest-rows.ts';
import { TagRows, tagsFact } from '../../facts/rows/tag-rows.ts';
import type { LinkPlace } from '../../facts/told.ts';
import { parseDigest } from '../../registry/digest.ts';
import { repositoryPath } from '../../registry/layout.ts';
import { readBlob } from '../blobs.ts';
import type { TreeDirectory } from '../found.ts';
import type { Gatherer } from '../gatherer.ts';
import { readLinkDirectory } from '../links.ts';
import { readManifest } from '../manifests.ts';
import { readPartsAgain } from '../repository.ts';
import { readStray } from '../strays.ts';
import { readTag } from '../tags.ts';
import { readUpload } from '../uploads.ts';
import type { SecondLook } from './doubt.ts';

/** Reads once more what looked damaged or half made, by the same code that read it first. */
export function lookAgain(gatherer: Gatherer, look: SecondLook): void {
  switch (look.of) {
    case 'revision':
    case 'layer':
      return readLinkAgain(gatherer, look.of, look.repository, look.algorithm, look.name);
    case 'history':
      return readHistoryAgain(gatherer, look);
    case 'tag':
      return readTagAgain(gatherer, look.repository, look.tag);
    case 'parts':
      return readPartsAgain(gatherer, look.repository, look.parts);
    case 'upload': {
      const uploads = `${repositoryPath(look.repository.name)}/_uploads`;
      return readUploadAgain(gatherer, look.repository, uploads, look.name);
    }
    case 'blob':
      return readBlobAgain(gatherer, look.algorithm, look.hex);
    case 'manifest':
      return readManifestAgain(gatherer, look.digest);
    case 'stray':
      return readStrayAgain(gatherer, look);
  }
}

function readLinkAgain(
  gatherer: Gatherer,
  place: LinkPlace & ('revision' | 'layer'),
  repository: TreeDirectory,
  algorithm: string,
  name: string,
): void {
  const rows = new LinkRows();
  const top = place === 'layer' ? '_layers' : '_manifests/revisions';
  const path = `${repositoryPath(repository.name)}/${top}/${algorithm}/${name}`;
  readLinkDirectory(gatherer, { place, repository }, path, algorithm, name, rows);
  const fact = place === 'layer' ? 'layer-links' : 'revisions';
  if (rows.digests.count > 0) gatherer.add(rows.toFact(fact, repository.name));
}

function readHistoryAgain(gatherer: Gatherer, look: SecondLook & { of: 'history' }): void {
  const { repository, tag, algorithm, name } = look;
  const path = `${repositoryPath(repository.name)}/_manifests/tags/${tag}/index/${algorithm}/${name}`;
  const rows = new LinkRows();
  readLinkDirectory(gatherer, { place: 'tag-history', repository, tag }, path, algorithm, name, rows);
  if (rows.digests.count === 0) return;
  gatherer.add({
    fact: 'tag-history',
    repository: repository.name,
    tag,
    digests: rows.digests.finish(),
    modifiedAt: rows.modifiedAt.toFloat64(),
  });
}

function readTagAgain(gatherer: Gatherer, repository: TreeDirectory, tag: string): void {
  const tags = `${repositoryPath(repository.name)}/_manifests/tags`;
  const stat = gatherer.attempt(`${tags}/${tag}`, true, () => gatherer.fs.look(`${tags}/${tag}`));
  if (stat === undefined) return;
  const rows = new TagRows();
  readTag(gatherer, repository, tags, { name: tag, kind: stat.kind }, rows);
  if (rows.tags.length > 0) gatherer.add(tagsFact(repository.name, rows.tags));
  // Its manifest may have been pushed meanwhile.
  for (const { target } of rows.tags) {
    const [algorithm, hex] = target.split(':') as [string, string];
    readLinkAgain(gatherer, 'revision', repository, algorithm, hex);
  }
}

function readUploadAgain(gatherer: Gatherer, repository: TreeDirectory, uploads: string, name: string): void {
  const path = `${uploads}/${name}`;
  const stat = gatherer.attempt(path, false, () => gatherer.fs.look(path));
  if (stat === undefined) return;
  const { kind, symlink } = stat;
  readUpload(gatherer, repository, uploads, { name, kind, ...(symlink !== undefined && { symlink }) });
}

function readBlobAgain(gatherer: Gatherer, algorithm: string, hex: string): void {
  const rows = new BlobRows();
  readBlob(gatherer, algorithm, hex, rows);
  if (rows.count > 0) gatherer.add(rows.finish());
}

function readManifestAgain(gatherer: Gatherer, text: string): void {
  const digest = parseDigest(text);
  if (digest === undefined) return;
  const rows = new ManifestRows();
  readManifest(gatherer, digest, true, rows);
  if (rows.count > 0) gatherer.add(rows.finish());
  // A manifest that was being written had another size when the blobs were listed.
  const [algorithm, hex] = digest.split(':') as [string, string];
  readBlobAgain(gatherer, algorithm, hex);
}

/** What was told apart is not told again. */
function readStrayAgain(gatherer: Gatherer, look: SecondLook & { of: 'stray' }): void {
  const { path, isCounted, code, apart } = look;
  readStray(gatherer, path, {
    isCounted,
    ...(code !== undefined && { code }),
    ...(apart !== undefined && { apart: { name: apart, tell: () => undefined } }),
  });
}
