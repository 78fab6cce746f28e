import { type Digest, digestFault } from '../../registry/digest.ts';
import { isRepositoryName, isTagName } from '../../registry/reference.ts';
import { RegistryFault } from './fault.ts';

/** What is asked for. Names, tags and digests have passed their grammar. */
export type Route =
  | { readonly kind: 'version' }
  | { readonly kind: 'catalog' }
  | { readonly kind: 'tags'; readonly name: string }
  | { readonly kind: 'manifest'; readonly name: string; readonly reference: Tag | Digest }
  | { readonly kind: 'blob' | 'referrers'; readonly name: string; readonly digest: Digest };

/** A tag that the grammar allows. */
export type Tag = string & { readonly brand: 'Tag' };

/** Longer than any name, tag and digest together that the grammar allows. */
const MAX_PATH_LENGTH = 1024;

/**
 * Reads the path of a request, which begins with `/v2`.
 *
 * Nothing that the grammar refuses comes through, so that no path of the volume can be made of what does: no component
 * of a name or tag begins with a dot or an underscore that the layout knows, and none is empty. The grammar needs no
 * character to be encoded; where a client does so all the same, it is decoded once, and a slash that comes out of that
 * separates nothing.
 * @throws RegistryFault
 */
export function readRoute(path: string): Route {
  if (path.length > MAX_PATH_LENGTH) throw new RegistryFault('NAME_INVALID', { reason: 'too long' });
  const segments = path.split('/').slice(2).map(decodeSegment);
  const [last = ''] = segments.slice(-1);
  if (segments.length < 2) return readTop(last);
  const [endpoint = ''] = segments.slice(-2);
  const name = segments.slice(0, -2).join('/');
  if (endpoint === 'tags' && last === 'list') return { kind: 'tags', name: nameIn(name) };
  if (endpoint === 'manifests') return { kind: 'manifest', name: nameIn(name), reference: referenceIn(last) };
  if (endpoint === 'blobs') return { kind: 'blob', name: nameIn(name), digest: digestIn(last) };
  if (endpoint === 'referrers') return { kind: 'referrers', name: nameIn(name), digest: digestIn(last) };
  throw nothingThere();
}

function readTop(segment: string): Route {
  if (segment === '') return { kind: 'version' };
  if (segment === '_catalog') return { kind: 'catalog' };
  throw nothingThere();
}

function nothingThere(): RegistryFault {
  return new RegistryFault('NAME_UNKNOWN', { reason: 'the API has nothing at this path' });
}

function decodeSegment(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    const decoded = decodeURIComponent(segment);
    if (!decoded.includes('/')) return decoded;
  } catch {
    // Not what it stands for is wrong then, but how it is written.
  }
  throw new RegistryFault('NAME_INVALID', { reason: 'not encoded as a path is' });
}

function nameIn(name: string): string {
  if (!isRepositoryName(name)) throw new RegistryFault('NAME_INVALID', { name });
  return name;
}

function referenceIn(text: string): Tag | Digest {
  if (text.includes(':')) return digestIn(text);
  if (!isTagName(text)) throw new RegistryFault('MANIFEST_UNKNOWN', { tag: text });
  return text as Tag;
}

function digestIn(text: string): Digest {
  const reason = digestFault(text);
  if (reason !== undefined) throw new RegistryFault('DIGEST_INVALID', { digest: text, reason });
  return text as Digest;
}
