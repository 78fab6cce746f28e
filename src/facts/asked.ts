import type { DigestList } from '../registry/digest-list.ts';

/*
 * What the inventory asks its source to look at next, after what it was told. The source answers with facts, which may
 * lead to more questions.
 */

export type Asked = AskedManifests | AskedBlobs | AskedConfigs;

/** Manifests that something leads to. */
interface AskedManifests {
  readonly asked: 'manifests';
  /** Made one by one: of 10 million blobs, all at once would take 100 MB. */
  readonly manifests: Iterable<WantedManifests>;
}

/** Blobs to be read as manifests. */
export interface WantedManifests {
  readonly digests: DigestList;
  /**
   * One a digest: 1 where it must be a manifest, because a link or an index says so; 0 where it only may be one,
   * and anything else is no damage.
   */
  readonly expected: Uint8Array;
}

/** Blobs that something refers to and that were not told: they may have come since blobs were listed. */
interface AskedBlobs {
  readonly asked: 'blobs';
  readonly blobs: readonly DigestList[];
}

/** Configs of images, which are there. Nothing depends on them, so they are asked for last. */
interface AskedConfigs {
  readonly asked: 'configs';
  readonly configs: readonly DigestList[];
}
