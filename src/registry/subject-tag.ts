import { DIGEST_BYTES, type Digest } from './digest.ts';

/** The digest that a tag is named for, or as much of it as the tag has room for. */
export interface TagSubject {
  readonly algorithm: string;
  readonly hex: string;
}

const ALGORITHMS = Object.keys(DIGEST_BYTES).join('|');
const SUBJECT_TAG = new RegExp(`^(${ALGORITHMS})-([0-9a-f]+)(?:\\.(?:sig|att|sbom))?$`);

/** The referrers tag schema cuts what is longer (OCI distribution specification 1.1, "Referrers Tag Schema"). */
const HEX_IN_TAG = 64;

/**
 * The subject of a tag that is named for the manifest it belongs to: with a suffix of cosign's (pkg/oci/remote), or by
 * the referrers tag schema. Undefined for any other tag.
 */
export function subjectOfTag(tag: string): TagSubject | undefined {
  const [, algorithm = '', hex = ''] = SUBJECT_TAG.exec(tag) ?? [];
  const isWhole = hex.length === (DIGEST_BYTES[algorithm] ?? 0) * 2;
  return hex !== '' && (isWhole || hex.length === HEX_IN_TAG) ? { algorithm, hex } : undefined;
}

/** By what a tag says its subject: the digest, cut to what the referrers tag schema leaves of it. */
export function subjectKey({ algorithm, hex }: TagSubject): string {
  return `${algorithm}:${hex.slice(0, HEX_IN_TAG)}`;
}

/** The tag under which clients keep what is attached to a manifest where a registry does not list it. */
export function subjectTagOf(digest: Digest): string {
  const [algorithm = '', hex = ''] = digest.split(':');
  return `${algorithm}-${hex.slice(0, HEX_IN_TAG)}`;
}
