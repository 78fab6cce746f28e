import { CATALOGUE } from '../check/catalogue.ts';
import type { RegistryFamily } from '../registry/family.ts';

/**
 * What removes something but a hand: `nobody`; `upload-purge`, which a running registry does where it is switched on;
 * `collection`, without --delete-untagged; or a call, `delete-tag` or `delete-manifest` (by digest).
 */
export type Remover = 'nobody' | 'upload-purge' | 'collection' | 'delete-tag' | 'delete-manifest';

/**
 * What may come of removing it: `while-running` only where a registry runs meanwhile, which may be writing there;
 * `may-be-wanted` also else, so somebody has to look first.
 */
export type Danger = 'while-running' | 'may-be-wanted';

/**
 * What tells that something is left over: a `file` alone; the `absence` of something it leads to; or all the `references`
 * of the volume, of which none may be missing.
 */
type Rests = 'file' | 'absence' | 'references';

interface KindEntry {
  /** A sentence's beginning: what they are. */
  readonly what: string;
  /** What to do about it. */
  readonly remedy: string;
  readonly danger: Danger;
  readonly removedBy: Readonly<Record<RegistryFamily, Remover>>;
  readonly restsOn: Rests;
}

const NOBODY = { '2.7-2.8': 'nobody', '3.x': 'nobody' } as const;
const BY_PURGE = { '2.7-2.8': 'upload-purge', '3.x': 'upload-purge' } as const;
const BY_DIGEST = { '2.7-2.8': 'delete-manifest', '3.x': 'delete-manifest' } as const;
/** A tag goes by its name in 3.x only: 2.x answers 400, and 404 to the digest of what is not there. */
const BY_NAME = { '2.7-2.8': 'nobody', '3.x': 'delete-tag' } as const;

/** Kinds of what is left over. The codes are stable; where check finds the same, they are the ids of its findings. */
export const LEFTOVER_KINDS = {
  'upload-stale': {
    what: 'Uploads that began over 7 days ago and were never finished',
    remedy: CATALOGUE['upload-stale'].hint,
    danger: 'while-running',
    removedBy: BY_PURGE,
    restsOn: 'file',
  },
  'upload-never-purged': {
    what: 'Uploads that do not say when they began',
    remedy: CATALOGUE['upload-never-purged'].hint,
    danger: 'while-running',
    removedBy: NOBODY,
    restsOn: 'file',
  },
  'tag-dangling': {
    what: 'Tags of which the manifest is gone',
    remedy:
      'Push the image again, or remove the tag’s directory while the registry is stopped: 2.x answers 400 to a DELETE of the tag and 404 to one of the digest.',
    danger: 'while-running',
    removedBy: BY_NAME,
    restsOn: 'absence',
  },
  'tag-without-current': {
    what: 'Tags that point nowhere',
    remedy: CATALOGUE['tag-without-current'].hint,
    danger: 'may-be-wanted',
    removedBy: BY_NAME,
    restsOn: 'absence',
  },
  'revision-blob-missing': {
    what: 'Revisions of which the manifest is gone',
    remedy: CATALOGUE['revision-blob-missing'].hint,
    danger: 'while-running',
    removedBy: NOBODY,
    restsOn: 'absence',
  },
  'repository-empty': {
    what: 'Repositories in which there is nothing',
    remedy:
      'Remove these parts of it while the registry is stopped; the catalog lists it until then. Never its whole directory: other repositories may lie in it.',
    danger: 'while-running',
    removedBy: NOBODY,
    restsOn: 'absence',
  },
  'repository-emptied': {
    what: 'Repositories without a tag or manifest, that still link to layers',
    remedy:
      'Remove these parts of it while the registry is stopped, if nobody is to push there again: its images were deleted, or never pushed whole. The catalog lists it until then.',
    danger: 'while-running',
    removedBy: NOBODY,
    restsOn: 'absence',
  },
  'repository-without-manifests': {
    what: 'Repositories with layers and no _manifests',
    remedy: CATALOGUE['repository-without-manifests'].hint,
    danger: 'may-be-wanted',
    removedBy: NOBODY,
    restsOn: 'absence',
  },
  'layer-link-stale': {
    what: 'Layer links that no manifest of their repository refers to',
    remedy:
      'Nothing has to be done: a link takes a file, and keeps no blob alive. Without it the repository no longer serves the blob, and the next push of it sends it again. A collection by 3.x takes those whose blob no repository before them needs, one by 2.x none.',
    danger: 'while-running',
    removedBy: { '2.7-2.8': 'nobody', '3.x': 'collection' },
    restsOn: 'references',
  },
  'layer-link-without-blob': {
    what: 'Layer links to blobs that are gone, that no manifest of their repository refers to',
    remedy:
      'Nothing has to be done: collections by 2.x leave a link for each blob that they delete, and 3.x passes them over. Removing them frees files, and changes no answer of the registry.',
    danger: 'while-running',
    removedBy: NOBODY,
    restsOn: 'references',
  },
  'blob-directory-empty': {
    what: 'Directories of blobs without a blob',
    remedy: CATALOGUE['blob-directory-empty'].hint,
    danger: 'while-running',
    removedBy: NOBODY,
    restsOn: 'file',
  },
  'temporary-file': {
    what: 'Temporary files of registries and file systems',
    remedy: CATALOGUE.leftover.hint,
    danger: 'while-running',
    removedBy: NOBODY,
    restsOn: 'file',
  },
  'tarsum-leftover': {
    what: 'Blobs and links under a tarsum',
    remedy: CATALOGUE['tarsum-leftover'].hint,
    danger: 'may-be-wanted',
    removedBy: NOBODY,
    restsOn: 'file',
  },
  stray: {
    what: 'Files and directories that are no part of a registry',
    remedy: 'Find out whose they are, and move them out of the volume: no registry knows of them.',
    danger: 'may-be-wanted',
    removedBy: NOBODY,
    restsOn: 'file',
  },
  'signature-subject-gone': {
    what: 'Tags of signatures, attestations and referrers of which the subject is gone',
    remedy: CATALOGUE['signature-subject-gone'].hint,
    danger: 'may-be-wanted',
    removedBy: BY_DIGEST,
    restsOn: 'references',
  },
  'referrer-subject-gone': {
    what: 'Signatures and other referrers without a tag of which the subject is gone',
    remedy: CATALOGUE['referrer-subject-gone'].hint,
    danger: 'may-be-wanted',
    removedBy: BY_DIGEST,
    restsOn: 'references',
  },
} as const satisfies Record<string, KindEntry>;

export type LeftoverKind = keyof typeof LEFTOVER_KINDS;

/** All kinds, bytewise. */
export const ALL_LEFTOVER_KINDS = Object.keys(LEFTOVER_KINDS).sort() as LeftoverKind[];
