import { REMEDIES } from '../gc/aborts/remedies.ts';
import type { Severity } from './severity.ts';

/** One kind of finding. */
interface CatalogueEntry {
  readonly severity: Severity;
  /** What to do about it. */
  readonly hint: string;
}

const PUSH_AGAIN = 'Push the image again; until then it cannot be pulled.';
const HARMLESS = 'Nothing to do: it takes a little room and breaks nothing.';

/**
 * Every kind of finding. The ids are stable: scripts ignore and count them. `corruption`: an image cannot be pulled, or a
 * collection would end on it or destroy what is tagged; whatever ends one is raised to it (check/findings/aborts.ts). `warning`:
 * something is lost or odd that may matter. `info`: to know. The comments name the rows of the catalogue that
 * test/check/catalogue.test.ts goes through: L links and tags, B blobs and manifests, F file systems.
 */
export const CATALOGUE = {
  // L1
  'revision-link-empty': { severity: 'corruption', hint: REMEDIES['revision-link-empty'] },
  // L2
  'tag-link-empty': { severity: 'corruption', hint: REMEDIES['tag-link-empty'] },
  // L3
  'layer-link-empty': { severity: 'warning', hint: REMEDIES['layer-link-empty'] },
  'tag-history-link-damaged': { severity: 'warning', hint: 'Remove it: no pull needs a tag’s history.' },
  // L4
  'revision-link-malformed': { severity: 'corruption', hint: REMEDIES['revision-link-malformed'] },
  'tag-link-malformed': { severity: 'corruption', hint: REMEDIES['tag-link-malformed'] },
  'layer-link-malformed': { severity: 'corruption', hint: REMEDIES['layer-link-malformed'] },
  // L5
  'revision-link-mismatch': { severity: 'corruption', hint: REMEDIES['revision-link-mismatch'] },
  'layer-link-mismatch': { severity: 'corruption', hint: REMEDIES['layer-link-empty'] },
  // L6
  'tag-revision-missing': {
    severity: 'corruption',
    hint: 'Push the image again, or make its revision link, with the digest and no newline in it, before the next collection deletes its blobs.',
  },
  'tag-dangling': {
    severity: 'warning',
    hint: 'Remove the named directory, or push the image again: neither link nor manifest is left, and 2.x cannot delete such a tag by its API.',
  },
  // Of registry 2.1.
  'manifest-in-layers': { severity: 'corruption', hint: REMEDIES['manifest-in-layers'] },
  // L7
  'repository-without-revisions': {
    severity: 'corruption',
    hint: 'Push its images again, or restore _manifests/revisions, before the next collection deletes their blobs.',
  },
  'repository-without-manifests': {
    severity: 'warning',
    hint: 'A push that failed, or _manifests was lost: restore it before the next collection, or remove the repository.',
  },
  'repository-without-tags': { severity: 'warning', hint: REMEDIES['repository-without-tags'] },
  'tags-elsewhere': {
    severity: 'warning',
    hint: 'If Harbor keeps the tags in its database, collect with Harbor only: the registry’s --delete-untagged would delete live images.',
  },
  // L8
  'repository-without-layers': { severity: 'corruption', hint: REMEDIES['repository-without-layers'] },
  // L9
  'layer-links-stale': {
    severity: 'info',
    hint: 'Normal after a collection by 2.8 or older, which leaves the links of deleted blobs.',
  },
  // L10
  'tag-without-current': {
    severity: 'warning',
    hint: 'Delete the tag’s directory, or push the tag again: a push or an untagging was interrupted.',
  },
  // L11, F3
  leftover: { severity: 'info', hint: 'Remove it once no registry runs: a crash or NFS left it.' },
  // L13
  'tarsum-leftover': { severity: 'info', hint: 'From a registry before 2.3. Remove it if nothing uses it.' },
  // Of registries 2.0 to 2.4.
  'schema1-signature-link': { severity: 'info', hint: HARMLESS },
  'link-misplaced': { severity: 'warning', hint: REMEDIES['link-misplaced'] },

  // B1
  'blob-empty': { severity: 'corruption', hint: REMEDIES['blob-empty'] },
  // B2
  'blob-size-mismatch': { severity: 'corruption', hint: REMEDIES['blob-empty'] },
  // B3
  'blob-digest-mismatch': { severity: 'corruption', hint: REMEDIES['blob-empty'] },
  // B4
  'image-blob-missing': { severity: 'corruption', hint: PUSH_AGAIN },
  'image-manifest-missing': { severity: 'corruption', hint: PUSH_AGAIN },
  'image-layer-link-missing': { severity: 'corruption', hint: PUSH_AGAIN },
  'untagged-image-broken': {
    severity: 'warning',
    hint: 'Nothing if it is pulled by no digest; a collection with --delete-untagged takes it.',
  },
  'revision-blob-missing': {
    severity: 'warning',
    hint: 'Remove the revision’s directory: the API cannot delete a manifest whose blob is gone.',
  },
  'cache-not-filled': {
    severity: 'info',
    hint: 'Normal in a pull-through cache: what is missing is fetched when somebody pulls it.',
  },
  'cache-suspected': {
    severity: 'warning',
    hint: 'Is this a pull-through cache? Then nothing is lost: scan it with --cache, which later scans remember.',
  },
  // B5, F9
  'blob-not-a-file': { severity: 'corruption', hint: REMEDIES['blob-not-a-file'] },
  'link-not-a-file': { severity: 'corruption', hint: REMEDIES['link-not-a-file'] },
  'blob-directory-empty': { severity: 'info', hint: 'Remove it, once no registry runs.' },
  // B6
  'repository-empty': {
    severity: 'info',
    hint: 'Remove its directory while the registry is stopped; the catalog lists it until then.',
  },
  // B7
  'blob-misplaced': { severity: 'corruption', hint: REMEDIES['blob-misplaced'] },
  // L12
  'blob-algorithm-unknown': { severity: 'warning', hint: REMEDIES['blob-algorithm-unknown'] },
  // B8
  'manifest-unknown-type': { severity: 'warning', hint: REMEDIES['manifest-unknown-type'] },
  // B9
  'manifest-schema1': { severity: 'warning', hint: REMEDIES['manifest-schema1'] },
  'manifest-unreadable-3x': { severity: 'warning', hint: REMEDIES['manifest-unreadable-3x'] },
  'manifest-unreadable-2x': { severity: 'warning', hint: REMEDIES['manifest-unreadable-2x'] },
  // B11
  'manifest-unparsable': { severity: 'corruption', hint: REMEDIES['manifest-unparsable'] },
  // B12
  'manifest-not-utf8': {
    severity: 'warning',
    hint: 'Push it again without the bytes that are no UTF-8: registries take it, other tools need not.',
  },
  // B14
  'manifest-too-large': { severity: 'corruption', hint: REMEDIES['manifest-too-large'] },
  // B15
  'index-broken': { severity: 'corruption', hint: PUSH_AGAIN },
  'index-platform-broken': { severity: 'warning', hint: 'Push it again, if anybody uses the platform.' },
  'index-sparse': {
    severity: 'info',
    hint: 'Normal where a registry takes indexes without all of their platforms; else push the index again.',
  },
  // B16
  'delete-untagged-breaks-indexes': {
    severity: 'info',
    hint: 'Never collect with --delete-untagged of 2.7 or 2.8 here (stowage gc --registry 2.8 --delete-untagged); 3.x keeps them.',
  },
  // B19
  'upload-never-purged': {
    severity: 'info',
    hint: 'Remove its directory if it is old: the registry purges only what says when it began.',
  },
  'upload-stale': {
    severity: 'info',
    hint: 'Switch the registry’s upload purging on, or remove the directory: nobody takes it up again after a week.',
  },
  // B20
  'descriptor-size-absurd': { severity: 'warning', hint: 'Push the image again with another client.' },

  // F1
  'symlink-outside': {
    severity: 'info',
    hint: 'Nothing to do if it is meant: back up and mount both places.',
  },
  'symlink-loop': { severity: 'corruption', hint: REMEDIES['symlink-loop'] },
  'symlink-dangling': { severity: 'warning', hint: 'Mount what it leads to, or remove it.' },
  'not-followed': { severity: 'warning', hint: REMEDIES['not-followed'] },
  // F4, F3, F8
  unreadable: { severity: 'warning', hint: REMEDIES['unreadable-failed'] },
  // F6
  'repository-name-invalid': { severity: 'corruption', hint: REMEDIES['repository-name-invalid'] },
  'tag-name-invalid': { severity: 'warning', hint: REMEDIES['tag-name-invalid'] },
  'tag-not-a-directory': { severity: 'warning', hint: REMEDIES['tag-not-a-directory'] },
  'repository-part-not-a-directory': {
    severity: 'corruption',
    hint: REMEDIES['repository-part-not-a-directory'],
  },
  stray: { severity: 'info', hint: HARMLESS },
  // F7
  'name-not-utf8': { severity: 'warning', hint: 'Rename or remove it: no registry takes such a name.' },
  'directory-missing': { severity: 'corruption', hint: REMEDIES['directory-missing'] },
  'metadata-elsewhere': {
    severity: 'info',
    hint: 'Use GitLab’s own garbage collection. Tags and manifests on the volume are stale and were not checked.',
  },
  'scheduler-state-malformed': {
    severity: 'warning',
    hint: 'Stop the cache and remove the file: it writes a new one, and forgets what was to expire.',
  },

  // What a collector would do, where no other finding says why.
  'collection-aborts': {
    severity: 'corruption',
    hint: 'stowage gc --registry <version> names it: mend it before the next collection.',
  },
  'collection-breaks-image': {
    severity: 'corruption',
    hint: 'Do not collect before the cause is mended: stowage gc --registry <version> names it.',
  },
  'repository-hidden-2x': {
    severity: 'corruption',
    hint: 'Remove the file before the next collection by 2.7 or 2.8, which deletes all that is behind it.',
  },
  // Section 7 of the layout: signatures and referrers.
  'signature-subject-gone': {
    severity: 'info',
    hint: 'If what it belongs to is gone for good, delete the manifest of the tag by its digest, and the tag with it: it holds its blobs for ever.',
  },
  'referrer-subject-gone': {
    severity: 'info',
    hint: 'If what it belongs to is gone for good, delete the manifest by its digest.',
  },
} as const satisfies Record<string, CatalogueEntry>;

export type FindingId = keyof typeof CATALOGUE;
