import type { Contents } from '../../contents/contents.ts';
import type { Repository } from '../../contents/repositories/repository.ts';
import { subjectOfTag } from '../../registry/subject-tag.ts';
import type { Attachments } from './attachments.ts';
import type { Image, PlanTag } from './image.ts';
import type { Times } from './times.ts';

/** A repository with its images, by blob id. */
export interface RepositoryImages {
  readonly repository: Repository;
  readonly images: ReadonlyMap<number, Image>;
  /** Those that were made for another. */
  readonly attached: readonly Image[];
  /** How many tags they have together, and how many of these are not attached to anything. */
  readonly tagCount: number;
  readonly ordinaryTagCount: number;
}

/** The images of a repository. */
export function imagesOf(
  contents: Contents,
  times: Times,
  attachments: Attachments,
  repository: Repository,
): RepositoryImages {
  const tags = new Map<number, PlanTag[]>();
  for (const { id, name, target } of repository.tags.list) {
    if (target === undefined) continue;
    const isAttached = isAttachedTag(contents, name, target);
    const tag: PlanTag = { id, name, blob: target, time: times.ofTag(id), isAttached };
    const others = tags.get(target);
    if (others === undefined) tags.set(target, [tag]);
    else others.push(tag);
  }
  const images = new Map<number, Image>();
  const attached: Image[] = [];
  let [tagCount, ordinaryTagCount] = [0, 0];
  const add = (blob: number, hasLink: boolean) => {
    const own = tags.get(blob) ?? NO_TAGS;
    const image: Image = {
      blob,
      revisionTime: hasLink ? times.ofRevision(repository.id, blob) : undefined,
      isThere: hasLink && contents.blobs.isPresent(blob),
      tags: own,
      ordinaryTags: own.some(({ isAttached }) => isAttached)
        ? own.filter(({ isAttached }) => !isAttached)
        : own,
    };
    images.set(blob, image);
    tagCount += own.length;
    ordinaryTagCount += image.ordinaryTags.length;
    if (attachments.isAttached(image)) attached.push(image);
  };
  for (const blob of repository.revisions.directories) add(blob, true);
  for (const blob of tags.keys()) if (!images.has(blob)) add(blob, false);
  return { repository, images, attached, tagCount, ordinaryTagCount };
}

const NO_TAGS: readonly PlanTag[] = [];

const SUFFIX = /\.(?:sig|att|sbom)$/;

/**
 * Tags as cosign names them (pkg/oci/remote, `.sig`, `.att`, `.sbom`), and those of the referrers tag schema (OCI
 * distribution specification 1.1), which point to an index.
 */
function isAttachedTag({ manifests, blobs }: Contents, name: string, target: number): boolean {
  // Nearly no tag begins so, and there are many.
  const subject = name.startsWith('sha') ? subjectOfTag(name) : undefined;
  if (subject === undefined) return false;
  if (!SUFFIX.test(name) && !manifests.isIndex(target)) return false;
  return !blobs.digestOf(target).startsWith(`${subject.algorithm}:${subject.hex}`);
}
