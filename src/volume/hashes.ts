import { createHash } from 'node:crypto';
import type { HashedBlob } from '../facts/hashed-blob.ts';
import { type Digest, digestFromBytes, parseDigest } from '../registry/digest.ts';
import { type DigestList, DigestListReader } from '../registry/digest-list.ts';
import { blobDataPath } from '../registry/layout.ts';
import { unlessNamed } from './listed.ts';
import { errorCode } from './system-error.ts';
import type { VolumeFs } from './volume-fs.ts';

/** One number that threads share: the bytes hashed so far. */
export type HashTally = BigInt64Array;

export function newHashTally(): HashTally {
  return new BigInt64Array(new SharedArrayBuffer(8));
}

/** Hashes blobs, in the order given. */
export function hashBlobs(fs: VolumeFs, digests: DigestList, tally: HashTally): HashedBlob[] {
  const hashed: HashedBlob[] = [];
  const onRead = (bytes: number) => {
    Atomics.add(tally, 0, BigInt(bytes));
  };
  const reader = new DigestListReader(digests);
  while (reader.next()) {
    const digest = parseDigest(reader.text());
    if (digest !== undefined) hashed.push(hashTwice(fs, digest, onRead));
  }
  return hashed;
}

/**
 * A blob is damaged only if a second reading, from a file opened anew, says so too: disks, cables and memory err once
 * in a while, and a registry before 3.1 may just be writing the file.
 */
function hashTwice(fs: VolumeFs, digest: Digest, onRead: (bytes: number) => void): HashedBlob {
  const first = hashOnce(fs, digest, onRead);
  if (first.outcome === 'sound' || first.outcome === 'missing') return first;
  const second = hashOnce(fs, digest, onRead);
  if (second.outcome !== 'sound') return second;
  const { actual, detail } = first;
  return {
    ...second,
    outcome: 'transient',
    ...(actual !== undefined && { actual }),
    ...(detail !== undefined && { detail }),
  };
}

function hashOnce(fs: VolumeFs, digest: Digest, onRead: (bytes: number) => void): HashedBlob {
  const [algorithm, hex] = digest.split(':') as [string, string];
  const nothing = { digest, bytes: 0, inode: 0, modifiedAt: 0, changedAt: 0 };
  try {
    const path = blobDataPath(algorithm, hex);
    let hash = createHash(algorithm);
    const stat = unlessNamed(fs, path, () => {
      hash = createHash(algorithm);
      return fs.readThrough(path, (content) => {
        hash.update(content);
        onRead(content.length);
      });
    });
    if (stat === undefined) return { ...nothing, outcome: 'missing' };
    if (stat.kind !== 'file') return { ...nothing, outcome: 'unreadable', detail: stat.kind };
    const { bytes, inode, modifiedAt, changedAt } = stat;
    const actual = digestFromBytes(hash.digest());
    const file = { digest, bytes, inode, modifiedAt, changedAt };
    return actual === digest ? { ...file, outcome: 'sound' } : { ...file, outcome: 'mismatch', actual };
  } catch (error) {
    return { ...nothing, outcome: 'unreadable', detail: errorCode(error) };
  }
}
