import type { Inventory } from '../../inventory/read/reader.ts';
import type { Digest } from '../../registry/digest.ts';
import { MAX_MANIFEST_BYTES } from '../../registry/layout.ts';
import { OCI_INDEX } from '../../registry/manifest/media-types.ts';
import { answerJson } from './answer.ts';
import { linkTo } from './paging.ts';
import { findReferrers, type Referrer } from './referrers.ts';
import type { ServedRepository } from './repository.ts';

/** What an index needs besides its descriptors, and more. */
const MAX_DESCRIPTOR_BYTES = MAX_MANIFEST_BYTES - 1024;

/**
 * Answers with an index of what is attached to a manifest, be that there or not. It is no longer than a manifest may be:
 * a link leads to the rest.
 */
export async function answerReferrers(
  repository: ServedRepository,
  inventory: Inventory,
  subject: Digest,
  query: URLSearchParams,
): Promise<Response> {
  // A plus that a client did not encode comes as a space, which no type has.
  const artifactType = query.get('artifactType')?.replaceAll(' ', '+') || undefined;
  const after = query.get('last') ?? '';
  const found = await findReferrers(repository, inventory, subject);
  const asked = found.filter(
    (referrer) =>
      referrer.digest > after && (artifactType === undefined || referrer.artifactType === artifactType),
  );
  const manifests = takeFitting(asked);
  const [last] = manifests.slice(-1);
  const filter = artifactType === undefined ? {} : { artifactType };
  const path = `/v2/${repository.name}/referrers/${subject}`;
  return answerJson(
    { schemaVersion: 2, mediaType: OCI_INDEX, manifests },
    {
      'content-type': OCI_INDEX,
      ...(artifactType !== undefined && { 'oci-filters-applied': 'artifactType' }),
      ...(last !== undefined &&
        manifests.length < asked.length &&
        linkTo(path, { ...filter, last: last.digest })),
    },
  );
}

/** As many as one index has room for, and one at least. */
function takeFitting(referrers: readonly Referrer[]): Referrer[] {
  let room = MAX_DESCRIPTOR_BYTES;
  const end = referrers.findIndex((referrer, at) => {
    room -= Buffer.byteLength(JSON.stringify(referrer)) + 1;
    return room < 0 && at > 0;
  });
  return referrers.slice(0, end === -1 ? undefined : end);
}
