import type { Abort } from '../gc/aborts/abort.ts';
import type { Casualty } from '../gc/harm/casualties.ts';
import type { RegistryFamily } from '../registry/family.ts';

/** What a retention rule would delete from a volume, in what order, what stays and why, and what becomes free. */
export interface Plan {
  /** As the operator says it. */
  readonly registry: string;
  readonly family: RegistryFamily;
  /** When the scan began: all ages count from then. */
  readonly scannedAt: string;
  /** True where part of the volume was not read, so that what a collection frees is not known. */
  readonly undetermined: boolean;
  /** What would end the collection before its time; null where nothing does. */
  readonly aborts: Abort | null;
  /** Set where it aborts: the numbers are as if that were out of the way. */
  readonly assumed?: true;
  readonly warnings: readonly PlanWarning[];
  /** What no rule selected. */
  readonly keep: readonly Kept[];
  /** In the order of the calls that do it. */
  readonly delete: readonly Deletion[];
  /** What a rule selected and what stays all the same. */
  readonly stays: readonly Staying[];
  /** What the collection takes because of the plan, without it, and both together. */
  readonly freed: BlobSum;
  readonly garbageAlready: BlobSum;
  readonly together: BlobSum;
  readonly byRepository: readonly RepositoryPlan[];
  /** Repositories that lose their last ordinary tag. */
  readonly emptied: readonly string[];
  /** What the plan would break: always none, since such a plan is refused. */
  readonly casualties: readonly Casualty[];
  /** What the collection breaks with the plan or without it. */
  readonly collectionCasualties: readonly Casualty[];
  /** Set where so many bytes were asked for. */
  readonly free?: { readonly asked: number; readonly reached: number };
}

/** A plan whose lists are made when somebody asks for them, and what people want to know of them before. */
export interface SummarizedPlan extends Plan {
  readonly summary: PlanSummary;
  /** How many rows the lists have that are as long as there are images. */
  readonly counts: { readonly [List in 'keep' | 'delete' | 'stays']: number };
  /** The plan with no more rows in these lists than are told, which spares spelling out the others. */
  readonly cutTo: (limit: number) => Plan;
}

/** How much goes and stays. */
export interface PlanSummary {
  /** Images that go. */
  readonly images: number;
  /** Tags that go with them. */
  readonly tags: number;
  /** Tags that go alone, whose image stays. */
  readonly loneTags: number;
  /** Tags that stay, of those that were looked at. */
  readonly keptTags: number;
  /** What stays though selected, by reason: the most frequent first. */
  readonly staying: ReadonlyArray<{
    readonly reason: string;
    readonly count: number;
    readonly first: Staying;
  }>;
}

/** What to beware of. */
export interface PlanWarning {
  readonly code: string;
  readonly message: string;
}

/** Blobs and the bytes that become free with them. */
export interface BlobSum {
  readonly blobs: number;
  readonly bytes: number;
}

/** A tag, or an image without one, that no rule selected. */
export interface Kept {
  readonly repository: string;
  readonly tag?: string;
  readonly digest: string;
  /** The name of the rule of a policy that decided. */
  readonly rule?: string;
  readonly reasons: readonly string[];
  readonly by?: string;
}

/** A call: of an image with all its tags or, with `tag`, of a tag alone, which only 3.x does. */
export interface Deletion {
  readonly repository: string;
  readonly tag?: string;
  readonly digest: string;
  /** Those that go with the image, bytewise. */
  readonly tags: readonly string[];
  readonly rule?: string;
  readonly reasons: readonly string[];
}

/** What was selected and stays: a tag, or an image without one. */
export interface Staying {
  readonly repository: string;
  readonly tag?: string;
  readonly digest: string;
  readonly reason: string;
  /** The tag or digest because of which it stays. */
  readonly by?: string;
}

/** What a plan does to a repository. */
export interface RepositoryPlan {
  readonly repository: string;
  readonly keptTags: number;
  readonly deletedTags: number;
  /** Of blobs that become free and that its images led to; what several repositories led to counts for each. */
  readonly bytes: number;
}
