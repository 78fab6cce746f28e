import { isUtf8 } from 'node:buffer';
import type { WantedManifests } from '../../facts/asked.ts';
import { ManifestRows } from '../../facts/rows/manifest-rows.ts';
import { type Digest, parseDigest } from '../../registry/digest.ts';
import { DigestListReader } from '../../registry/digest-list.ts';
import { blobDataPath, MAX_MANIFEST_BYTES } from '../../registry/layout.ts';
import { couldBeManifest, parseManifest } from '../../registry/manifest/read-manifest.ts';
import type { Gatherer } from '../gatherer.ts';
import { blobNotAFile } from './symlink-problem.ts';

/** Reads and parses manifests. */
export function readManifests(gatherer: Gatherer, wanted: WantedManifests): void {
  const rows = new ManifestRows();
  const reader = new DigestListReader(wanted.digests);
  for (let row = 0; reader.next(); row++) {
    const digest = parseDigest(reader.text());
    if (digest !== undefined)
      readManifest(gatherer, { digest, isExpected: wanted.expected[row] === 1 }, rows);
  }
  if (rows.count > 0) gatherer.add(rows.finish());
}

/** Reads one manifest into `rows`; one that does not parse waits for a second look. */
export function readManifest(
  gatherer: Gatherer,
  { digest, isExpected }: { readonly digest: Digest; readonly isExpected: boolean },
  rows: ManifestRows,
): void {
  const [algorithm, hex] = digest.split(':') as [string, string];
  const path = blobDataPath(algorithm, hex);
  if (!isExpected && !startsLikeManifest(gatherer, path)) return;
  const file = gatherer.attempt(path, 'references', () =>
    gatherer.named(path, () => gatherer.fs.readWhole(path, MAX_MANIFEST_BYTES)),
  );
  if (file === undefined) return;
  if (file.content === undefined) {
    if (!isExpected) return;
    const { kind } = file.stat;
    if (kind === 'file')
      gatherer.problem({ code: 'manifest-too-large', path, digest, hidesReferences: true });
    else gatherer.problem(blobNotAFile(path, digest, kind));
    return;
  }
  const manifest = parseManifest(file.content);
  if (manifest.form !== 'unparsable') {
    if (!isUtf8(file.content)) gatherer.problem({ code: 'manifest-not-utf8', path, digest });
    return rows.push(digest, manifest);
  }
  if (!isExpected) return;
  const only = new ManifestRows();
  only.push(digest, manifest);
  const detail = manifest.fault2x ?? '';
  gatherer.doubt({
    look: { of: 'manifest', digest },
    facts: [
      only.finish(),
      { fact: 'problem', code: 'manifest-unparsable', path, digest, detail, hidesReferences: true },
    ],
    modifiedAt: file.stat.modifiedAt,
    evidence: `${file.stat.inode}:${file.stat.bytes}:${file.stat.modifiedAt}`,
  });
}

function startsLikeManifest(gatherer: Gatherer, path: string): boolean {
  const start = gatherer.attempt(path, 'references', () =>
    gatherer.named(path, () => gatherer.fs.readStart(path)),
  );
  return start !== undefined && couldBeManifest(start);
}
