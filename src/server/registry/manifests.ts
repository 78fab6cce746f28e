import type { Digest } from '../../registry/digest.ts';
import { answer } from './answer.ts';
import { answerContent, type ContentRequest, joinParts } from './content.ts';
import { manifestType } from './manifest-type.ts';
import type { ServedRepository } from './repository.ts';
import type { Tag } from './route.ts';

/**
 * Answers with the bytes of a manifest as they are stored, and the type that they are stored as, whatever types the
 * client says that it takes: to convert one would make another digest of it.
 */
export async function answerManifest(
  repository: ServedRepository,
  reference: Tag | Digest,
  request: ContentRequest,
): Promise<Response> {
  const digest = isDigest(reference) ? reference : await repository.resolve(reference);
  const content = await repository.readManifest(digest);
  const about = { digest, type: manifestType(content), size: content.length };
  const { status, headers, parts } = answerContent(about, request);
  return answer(status, headers, parts.length === 0 ? undefined : joinParts(parts, content));
}

function isDigest(reference: Tag | Digest): reference is Digest {
  return reference.includes(':');
}
