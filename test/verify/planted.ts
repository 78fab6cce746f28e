import * as fs from 'node:fs';
import type { VolumeBuilder } from '../support/volume-builder.ts';
import { blobPath } from '../support/volume-paths.ts';

/** Flips one bit of a blob, as a disk does that loses its memory: length and time stay. */
export function flipBit(volume: VolumeBuilder, digest: string, at = 0): void {
  rewrite(volume, digest, (bytes) => {
    bytes[at]! ^= 1;
    return bytes;
  });
}

/** Cuts a blob to half its length; the time stays. */
export function truncate(volume: VolumeBuilder, digest: string): void {
  rewrite(volume, digest, (bytes) => bytes.subarray(0, bytes.length >> 1));
}

function rewrite(volume: VolumeBuilder, digest: string, change: (bytes: Buffer) => Buffer): void {
  const file = volume.resolve(blobPath(digest));
  const { atime, mtime } = fs.statSync(file);
  fs.writeFileSync(file, change(fs.readFileSync(file)));
  fs.utimesSync(file, atime, mtime);
}
