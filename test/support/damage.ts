import * as fs from 'node:fs';
import { madeDigest } from './made-bytes.ts';
import type { VolumeBuilder } from './volume-builder.ts';

/** What becomes of a link file; `other` is the digest of something else that was pushed. */
export type LinkDamage = 'missing' | 'empty' | 'newline' | 'other' | 'absent' | 'garbage' | 'upper' | 'short';

/** What becomes of a blob's file. */
export type BlobDamage = 'missing' | 'empty' | 'cut';

/** The links that can be damaged. */
export type LinkKind = 'revision' | 'current' | 'history' | 'layer';

const LINKS: Record<LinkKind, RegExp> = {
  revision: /_manifests\/revisions\/[^/]+\/[^/]+\/link$/,
  current: /_manifests\/tags\/[^/]+\/current\/link$/,
  history: /_manifests\/tags\/[^/]+\/index\/.*\/link$/,
  layer: /_layers\/.*\/link$/,
};

/** Damages one of the links of a kind that are in the volume, if there is any. */
export function breakLink(
  volume: VolumeBuilder,
  { kind, pick, how, other }: { kind: LinkKind; pick: number; how: LinkDamage; other: string },
): void {
  const links = filesIn(volume, LINKS[kind]);
  const link = links[pick % links.length];
  if (link === undefined) return;
  if (how === 'missing') volume.remove(link);
  else volume.writeLink(link, damaged(fs.readFileSync(volume.resolve(link), 'latin1'), how, other));
}

/** Damages one of the blobs in the volume, a manifest or any other, if there is any. */
export function breakBlob(
  volume: VolumeBuilder,
  { of, pick, how }: { of: 'layer' | 'manifest'; pick: number; how: BlobDamage },
): void {
  const blobs = filesIn(volume, /blobs\/sha\d+\/..\/\w+\/data$/);
  const wanted = blobs.filter((path) => looksLikeManifest(volume, path) === (of === 'manifest'));
  const data = wanted[pick % wanted.length];
  if (data === undefined) return;
  const bytes = fs.readFileSync(volume.resolve(data));
  if (how === 'missing') volume.remove(data);
  else volume.writeFileAt(data, how === 'empty' ? '' : bytes.subarray(0, Math.floor(bytes.length / 2)));
}

/** The files of a volume whose path matches, sorted. */
function filesIn(volume: VolumeBuilder, path: RegExp): string[] {
  const names = fs.readdirSync(volume.dir, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => path.test(name) && fs.statSync(volume.resolve(name)).isFile()).sort();
}

function looksLikeManifest(volume: VolumeBuilder, path: string): boolean {
  return /schemaVersion/i.test(fs.readFileSync(volume.resolve(path), 'latin1'));
}

function damaged(content: string, how: Exclude<LinkDamage, 'missing'>, other: string): string {
  switch (how) {
    case 'empty':
      return '';
    case 'newline':
      return `${content}\n`;
    case 'other':
      return other;
    case 'absent':
      return madeDigest(`in place of ${content}`);
    case 'garbage':
      return `md5:\u0000${content.slice(10)}`;
    case 'upper':
      return content.replace(/:.*/, (hex) => hex.toUpperCase());
    case 'short':
      return content.slice(0, -1);
  }
}
