import { type Digest, type DigestFault, digestFault, parseDigest } from './digest.ts';

/**
 * What a link file says: a digest, or why it says none. A deviant link says another digest than its directory; a stray
 * link stands where the layout has none; a damaged one says no digest.
 */
export type LinkReading = { readonly target: Digest } | { readonly fault: LinkFault };

type LinkFault = 'empty' | DigestFault;

/**
 * Reads a link file's content as the registry does: the whole content is the digest, nothing is trimmed
 * (distribution, registry/storage/blobstore.go, readlink).
 */
export function readLinkContent(content: Uint8Array): LinkReading {
  if (content.length === 0) return { fault: 'empty' };
  const text = Buffer.from(content.buffer, content.byteOffset, content.length).toString('latin1');
  const fault = digestFault(text);
  return fault === undefined ? { target: text as Digest } : { fault };
}

/**
 * True where a layer link that says `target` makes `named`, the digest of its directory, another name of that blob.
 * Registries keep every blob by its sha256; one that is pushed by another digest gets a second link, under that digest,
 * which says the sha256 too (distribution v2.8.3, registry/storage/linkedblobstore.go, linkBlob).
 */
export function isAlias(named: string, target: string): boolean {
  const isOther = parseDigest(named) !== undefined && !named.startsWith('sha256:');
  return isOther && target.startsWith('sha256:');
}
