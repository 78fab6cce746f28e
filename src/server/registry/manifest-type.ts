import { DOCKER_SCHEMA1, OCI_INDEX, OCI_MANIFEST, servedType } from '../../registry/manifest/media-types.ts';
import { parseManifest } from '../../registry/manifest/read-manifest.ts';

/**
 * A media type without parameters (RFC 6838, section 4.2), of the kind that all manifests are: anything else in a header
 * could be anything, and text/html a page.
 */
const MEDIA_TYPE = /^application\/[A-Za-z0-9][\w!#$&^.+-]{0,126}$/;
const NO_TYPE = 'application/octet-stream';

/**
 * As what a manifest is served: by the type that it says, or by what it is made of. Registries keep a manifest of
 * schema 1 without its signatures (distribution v2.8.3, registry/storage/signedmanifesthandler.go), so it is not served
 * as a signed one. What no registry would read is given all the same, because whoever asks for it wants its bytes.
 */
export function manifestType(content: Buffer): string {
  const { form, mediaType } = parseManifest(content);
  if (form === 'schema1') return DOCKER_SCHEMA1;
  if (form === 'unparsable') return typeOfAny(content);
  return [mediaType, servedType(form, null) ?? ''].find((type) => MEDIA_TYPE.test(type)) ?? NO_TYPE;
}

function typeOfAny(content: Buffer): string {
  try {
    const { mediaType, manifests, layers } = Object(JSON.parse(content.toString())) as Record<
      string,
      unknown
    >;
    if (typeof mediaType === 'string' && MEDIA_TYPE.test(mediaType)) return mediaType;
    if (Array.isArray(manifests)) return OCI_INDEX;
    return Array.isArray(layers) ? OCI_MANIFEST : NO_TYPE;
  } catch {
    return NO_TYPE;
  }
}
