import type { Doubt } from '../../facts/source.ts';
import type { Fact, ProblemCode } from '../../facts/told.ts';
import type { ByteString } from '../../registry/byte-string.ts';
import type { Digest } from '../../registry/digest.ts';
import type { FoundRepository, ManifestParts, TreeDirectory } from '../readers/found.ts';
import type { LinkHome } from '../readers/link-place.ts';

/** Something in doubt, and how to look at it again. */
export interface ScanDoubt extends Doubt {
  readonly facts: Fact[];
  readonly look: SecondLook;
  /** The same on two looks where nothing changed between them. */
  readonly evidence: string;
}

/** What to read again. */
export type SecondLook =
  | {
      readonly of: 'link';
      readonly home: LinkHome;
      readonly algorithm: string;
      readonly name: ByteString;
    }
  | { readonly of: 'tag'; readonly repository: TreeDirectory; readonly tag: ByteString }
  | {
      readonly of: 'parts';
      readonly repository: FoundRepository;
      readonly parts: ManifestParts;
    }
  | { readonly of: 'upload'; readonly repository: TreeDirectory; readonly name: ByteString }
  | { readonly of: 'blob'; readonly algorithm: string; readonly hex: string }
  | { readonly of: 'manifest'; readonly digest: Digest }
  | {
      readonly of: 'stray';
      readonly path: ByteString;
      readonly isCounted: boolean;
      readonly code?: ProblemCode;
      /** Name of files that were told on their own and are no part of the stray's sum. */
      readonly apart?: 'data' | 'link';
    };
