import type { Fact } from '../../src/facts/told.ts';
import { packDigests } from '../../src/registry/digest-list.ts';

/*
 * Facts of repositories that are nowhere, for inventories of many. Of the digests of a repository every fourth is a
 * manifest, the next its config, the two after it its layers; every manifest has a revision and a tag, every other blob a
 * layer link.
 */

const PER_IMAGE = 4;
const NONE = new Uint8Array();

function column(length: number, value: number): Float64Array<ArrayBuffer> {
  return new Float64Array(length).fill(value);
}

/** That blobs are there; of so many bytes each. */
export function madeBlobs(digests: readonly string[], bytesOf = (_at: number) => 5000): Fact {
  const { length } = digests;
  const [allocatedBytes, modifiedAt] = [column(length, 8192), column(length, 1e15)];
  const bytes = column(length, 0).map((_, at) => bytesOf(at));
  const inodes = column(length, 0).map((_, at) => at);
  return {
    fact: 'blobs',
    digests: packDigests(digests),
    bytes,
    allocatedBytes,
    modifiedAt,
    changedAt: column(length, 1e15),
    inodes,
    shared: [],
  };
}

/** A repository with its tags and links. */
export function madeRepository(name: string, digests: readonly string[]): Fact[] {
  const manifests = digests.filter((_, at) => at % PER_IMAGE === 0);
  const others = digests.filter((_, at) => at % PER_IMAGE !== 0);
  const there = 'directory' as const;
  const links = (fact: 'revisions' | 'layer-links', of: readonly string[]): Fact => ({
    fact,
    repository: name,
    digests: packDigests(of),
    modifiedAt: column(of.length, 1e15),
  });
  return [
    {
      fact: 'repository',
      name,
      layers: there,
      manifests: there,
      uploads: there,
      revisions: there,
      tags: there,
    },
    {
      fact: 'tags',
      repository: name,
      names: manifests.map((_, at) => `v${at}`),
      targets: packDigests(manifests),
      modifiedAt: column(manifests.length, 1e15),
      history: packDigests(manifests),
      historyModifiedAt: column(manifests.length, 1e15),
      historyCounts: new Uint32Array(manifests.length).fill(1),
    },
    links('revisions', manifests),
    links('layer-links', others),
    {
      fact: 'files',
      repository: { name, newestAt: 1e15, fingerprint: undefined },
      files: 1500,
      bytes: 106_500,
      hardLinked: [],
    },
  ];
}

/** What its manifests refer to. */
export function madeManifests(digests: readonly string[], bytesOf = (_digest: string) => 5000): Fact {
  const manifests = digests.filter((_, at) => at % PER_IMAGE === 0);
  const references = digests.filter((_, at) => at % PER_IMAGE !== 0);
  const texts = ['oci-image', 'image', 'application/vnd.oci.image.manifest.v1+json', 'config', 'layer'];
  const of = (length: number, value: number) => new Int32Array(length).fill(value);
  const [rows, inner] = [manifests.length, references.length];
  const subjects = packDigests(manifests.map(() => ''));
  return {
    fact: 'manifests',
    digests: packDigests(manifests),
    texts,
    forms: of(rows, 0),
    kinds: of(rows, 1),
    mediaTypes: of(rows, 2),
    artifactTypes: of(rows, -1),
    configMediaTypes: of(rows, -1),
    faults2x: of(rows, -1),
    faults3x: of(rows, -1),
    annotations: of(rows, -1),
    subjects: subjects.length === 0 ? NONE : subjects,
    referenceCounts: new Uint32Array(rows).fill(PER_IMAGE - 1),
    references: packDigests(references),
    referenceKinds: of(inner, 0).map((_, at) => (at % (PER_IMAGE - 1) === 0 ? 3 : 4)),
    referenceBytes: Float64Array.from(references, bytesOf),
    referenceMediaTypes: of(inner, -1),
    referencePlatforms: of(inner, -1),
    referenceAnnotations: of(inner, -1),
    referenceIsForeign: new Uint8Array(inner),
  };
}

/** What a scan knows of itself when its volume is nowhere. */
export const MADE_SCAN = {
  id: 'made',
  volume: '/nowhere',
  stowageVersion: '0',
  scannedAt: 2,
  newestAt: 1,
  trustedBefore: 1,
  readsEveryLink: false,
  readsConfigs: false,
  before: undefined,
  saidCache: undefined,
  space: undefined,
  durationMs: () => 0,
};
