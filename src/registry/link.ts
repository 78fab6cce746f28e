import { type Digest, type DigestFault, digestFault } from './digest.ts';

/** What a link file says: a digest, or why it says none. */
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
