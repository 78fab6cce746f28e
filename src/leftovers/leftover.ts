import { namedAs, type StoredName } from '../analyze/names.ts';
import { isoTime } from '../analyze/times.ts';
import { linkLength } from '../registry/layout.ts';
import type { LeftoverKind } from './kinds.ts';

/** Something that is left over, as a finder gives it. */
export interface FoundLeftover {
  readonly kind: LeftoverKind;
  /** Relative to the volume's root: what would be removed, with all that is in it. */
  readonly path: StoredName;
  /** Of a directory that must stay: what of it would be removed. */
  readonly parts?: readonly string[];
  readonly repository?: StoredName | undefined;
  readonly tag?: StoredName;
  readonly digest?: string | undefined;
  readonly files: number;
  readonly bytes: number;
  /** In microseconds, of the newest file; undefined where there is none. */
  readonly modifiedAt: number | undefined;
}

/** Something that is left over. */
export interface Leftover {
  readonly kind: LeftoverKind;
  /** Relative to the volume's root. */
  readonly path: string;
  readonly pathBase64?: string;
  /** Of a directory that must stay, because other repositories may lie in it: what of it can be removed. */
  readonly parts?: readonly string[];
  readonly repository?: string;
  readonly repositoryBase64?: string;
  readonly tag?: string;
  readonly tagBase64?: string;
  readonly digest?: string;
  readonly files: number;
  /** What becomes free where it goes. */
  readonly bytes: number;
  /** Of the newest file of it; not there where there is none. */
  readonly modifiedAt?: string;
  /** True where that is so new that somebody may be writing there. */
  readonly young: boolean;
}

/** Of a healthy link to a manifest or blob, which a registry keeps by its sha256. */
export const LINK_BYTES = linkLength('sha256') as number;

/** What was found, as everybody gets it. */
export function toLeftover(found: FoundLeftover, youngSince: number): Leftover {
  const { kind, path, parts, repository, tag, digest, files, bytes, modifiedAt } = found;
  return {
    kind,
    ...namedAs('path', path),
    ...(parts !== undefined && { parts }),
    ...(repository !== undefined && namedAs('repository', repository)),
    ...(tag !== undefined && namedAs('tag', tag)),
    ...(digest !== undefined && { digest }),
    files,
    bytes,
    ...(modifiedAt !== undefined && { modifiedAt: isoTime(modifiedAt) }),
    young: modifiedAt !== undefined && modifiedAt > youngSince,
  };
}
