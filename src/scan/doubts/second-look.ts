import { BlobRows } from '../../facts/rows/blob-rows.ts';
import { LinkRows } from '../../facts/rows/link-rows.ts';
import { ManifestRows } from '../../facts/rows/manifest-rows.ts';
import { TagRows, tagsFact } from '../../facts/rows/tag-rows.ts';
import type { ByteString } from '../../registry/byte-string.ts';
import type { Digest } from '../../registry/digest.ts';
import type { Gatherer } from '../gatherer.ts';
import { readBlob } from '../readers/blobs.ts';
import type { TreeDirectory } from '../readers/found.ts';
import { type LinkHome, linkHomePath } from '../readers/link-place.ts';
import { readLink, tellLinks } from '../readers/links.ts';
import { readManifest } from '../readers/manifests.ts';
import { readPartsAgain } from '../readers/repository.ts';
import { readStray } from '../readers/strays.ts';
import { tagPlace } from '../readers/tag-place.ts';
import { readTag } from '../readers/tags.ts';
import { readUpload, uploadsPath } from '../readers/uploads.ts';
import type { SecondLook } from './doubt.ts';

/** Reads once more what looked damaged or half made, by the same code that read it first. */
export function lookAgain(gatherer: Gatherer, look: SecondLook): void {
  switch (look.of) {
    case 'link':
      return readLinkAgain(gatherer, look.home, look.algorithm, look.name);
    case 'tag':
      return readTagAgain(gatherer, look.repository, look.tag);
    case 'parts':
      return readPartsAgain(gatherer, look.repository, look.parts);
    case 'upload':
      return readUploadAgain(gatherer, look.repository, look.name);
    case 'blob':
      return readBlobAgain(gatherer, look.algorithm, look.hex);
    case 'manifest':
      return readManifestAgain(gatherer, look.digest);
    case 'stray':
      return readStrayAgain(gatherer, look);
  }
}

function readLinkAgain(gatherer: Gatherer, home: LinkHome, algorithm: string, name: ByteString): void {
  const rows = new LinkRows();
  const path = `${linkHomePath(home)}/${algorithm}/${name}`;
  readLink(gatherer, { home, algorithm, name, path }, rows);
  tellLinks(gatherer, home, rows);
}

function readTagAgain(gatherer: Gatherer, repository: TreeDirectory, name: ByteString): void {
  const place = tagPlace(repository, name);
  const stat = gatherer.look(place.path, 'references');
  if (stat === undefined) return;
  const rows = new TagRows();
  readTag(gatherer, place, { kind: stat.kind }, rows);
  gatherer.add(tagsFact(repository.name, rows.tags));
  // Its manifest may have been pushed meanwhile.
  for (const { target } of rows.tags) {
    const [algorithm, hex] = target.split(':') as [string, string];
    readLinkAgain(gatherer, { place: 'revision', repository }, algorithm, hex);
  }
}

function readUploadAgain(gatherer: Gatherer, repository: TreeDirectory, name: ByteString): void {
  const stat = gatherer.look(`${uploadsPath(repository)}/${name}`, 'bytes');
  if (stat === undefined) return;
  const { kind, symlink } = stat;
  readUpload(gatherer, repository, { name, kind, ...(symlink !== undefined && { symlink }) });
}

function readBlobAgain(gatherer: Gatherer, algorithm: string, hex: string): void {
  const rows = new BlobRows();
  readBlob(gatherer, { algorithm, hex }, rows);
  gatherer.add(rows.finish());
}

function readManifestAgain(gatherer: Gatherer, digest: Digest): void {
  const rows = new ManifestRows();
  readManifest(gatherer, { digest, isExpected: true }, rows);
  gatherer.add(rows.finish());
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
