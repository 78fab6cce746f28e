import type { RegistryFamily } from '../registry/family.ts';

/** Why an image and its tags go or stay. */
export interface Explanation {
  readonly repository: string;
  readonly digest: string;
  /** When its link was last written to; absent where nobody knows. */
  readonly pushedAt?: string;
  /** The tag that was asked about or, where a digest was, all tags of the image. */
  readonly tags: readonly TagExplanation[];
  /** Other tags of the same image. */
  readonly otherTags: ReadonlyArray<{ readonly tag: string; readonly isSelected: boolean }>;
  /** Of an image without a tag: what rules say of it. */
  readonly untagged?: readonly RuleSaying[];
  /** Images of the repository that list or name it, and whether these go. */
  readonly neededBy: ReadonlyArray<{ readonly digest: string; readonly goes: boolean }>;
  /** What it is attached to. */
  readonly attachedTo: readonly string[];
  readonly fates: readonly Fate[];
}

/** What the rules say of a tag. */
export interface TagExplanation {
  readonly tag: string;
  /** Absent where nobody knows. */
  readonly taggedAt?: string;
  /** Why no rule is asked about it, or why the one that decides does not select it; none where it is selected. */
  readonly reasons: readonly string[];
  readonly isSelected: boolean;
  readonly rules: readonly RuleSaying[];
}

/** What a rule says of a tag or image. */
export interface RuleSaying {
  /** Absent for the command line. */
  readonly rule?: string;
  readonly says: 'other-repositories' | 'other-tags' | 'nothing-about-it' | 'not-asked' | 'selects' | 'keeps';
}

/** What becomes of it in the end. */
export interface Fate {
  readonly family: RegistryFamily;
  /** Absent where the image was asked about. */
  readonly tag?: string;
  readonly fate: 'goes' | 'goes-alone' | 'stays' | 'kept';
  readonly reasons: readonly string[];
  readonly by?: string;
}
