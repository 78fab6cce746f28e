import type { Time } from './times.ts';

/** A tag of a repository that says a digest. */
export interface PlanTag {
  readonly id: number;
  readonly name: string;
  /** What it points to, as a blob id. */
  readonly blob: number;
  readonly time: Time;
  /** True for one that is named for the image it is attached to: it lives and goes with that. */
  readonly isAttached: boolean;
}

/** One revision of one repository, manifest or index; or what a tag of it points to all the same. */
export interface Image {
  readonly blob: number;
  /** Undefined where there is no link, or nobody knows when it was written. */
  readonly revisionTime: Time;
  /** False where a registry would not find it: there is no link, or no blob. */
  readonly isThere: boolean;
  readonly tags: readonly PlanTag[];
  /** Those of its tags that are not attached. */
  readonly ordinaryTags: readonly PlanTag[];
}
