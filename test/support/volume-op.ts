import type { BlobDamage, LinkDamage, LinkKind } from './damage.ts';
import type { Algorithm } from './made-bytes.ts';
import type { ImageFormat, IndexFormat } from './manifest-json.ts';
import type { OddManifest } from './odd-manifests.ts';

/** Who a push is for. */
interface Push {
  repository: string;
  tag: string | undefined;
  /** Whether the revision link is written. */
  linked: boolean;
}

/** What an index of a random volume lists. Numbers pick among the manifests pushed so far, or the layer pool. */
export type RandomChild =
  | { pick: number; pushedHere: boolean }
  | { layer: number }
  | { aliased: number }
  | { fresh: readonly number[]; linked: boolean }
  | 'absent'
  | 'attestation';

/** What gets several names. */
export type NamedFile = 'blob' | 'upload' | 'stray';

/**
 * One step in the making of a random volume, as plain data so that a failing volume can be read and replayed.
 * `pick` numbers choose among whatever is there when the step is done.
 */
export type VolumeOp =
  | ({
      op: 'image';
      layers: readonly number[];
      label: string;
      format: ImageFormat;
      namesItsType: boolean;
      /** By which its layers are named, whatever they are kept by. */
      named: Algorithm;
      /** Picks a manifest that is one of its layers too, as artifacts have it that carry whole images. */
      carries: number | undefined;
    } & Push)
  | ({ op: 'index'; children: readonly RandomChild[]; format: IndexFormat; namesItsType: boolean } & Push)
  | ({ op: 'odd'; kind: OddManifest; layers: readonly number[] } & Push)
  | ({ op: 'referrer'; pick: number } & Push)
  | { op: 'tag'; repository: string; tag: string; pick: number }
  | { op: 'deleteManifest'; repository: string; pick: number }
  | { op: 'deleteTag'; repository: string; tag: string }
  | { op: 'layerLink'; repository: string; layer: number; stored: boolean }
  | { op: 'sha512'; repository: string; layer: number; stored: 'sha512' | 'sha256' }
  | { op: 'signature'; repository: string; pick: number }
  | { op: 'orphan'; name: number }
  | {
      op: 'upload';
      repository: string;
      bytes: number | null;
      startedAt: string | null;
      hashStates: readonly number[];
    }
  | { op: 'breakLink'; kind: LinkKind; pick: number; how: LinkDamage }
  | { op: 'breakBlob'; of: 'layer' | 'manifest'; pick: number; how: BlobDamage }
  | { op: 'removeDirectory'; repository: string; which: string }
  | { op: 'stray'; path: string; directory: boolean }
  /** Gives a file another name; `in` is where it gets it. */
  | {
      op: 'secondName';
      of: NamedFile;
      pick: number;
      in: NamedFile | 'outside';
      other: number;
      symlink: boolean;
    }
  /** Gives every repository with manifests the directories whose lack makes some collectors give up. */
  | { op: 'complete' };
