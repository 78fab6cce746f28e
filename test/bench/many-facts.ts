import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { InventoryWriter } from '../../dist/inventory/write/writer.js';
import type { Fact } from '../../src/facts/told.ts';
import { packDigests } from '../../src/registry/digest-list.ts';

/*
 * Takes the facts of a volume that is nowhere: `many-facts.ts <db> <blobs>`. Of four blobs one is a manifest, one its
 * config, two its layers; every manifest has a revision and a tag, every other blob a layer link, 1,000 blobs make a
 * repository.
 */

const PER_REPOSITORY = 1000;
const PER_IMAGE = 4;
const [db = '', blobs = '0'] = process.argv.slice(2);
const NONE = new Uint8Array();

const writer = new InventoryWriter(db, { startsFromLast: false, readsConfigs: false });
const repositories = Math.ceil(Number(blobs) / PER_REPOSITORY);
for (let number = 0; number < repositories; number++) writer.add([blobsOf(digestsOf(number))]);
for (let number = 0; number < repositories; number++) writer.add(repositoryFacts(number, digestsOf(number)));
for (let number = 0; number < repositories; number++) writer.add([manifestsOf(digestsOf(number))]);
writer.finish({
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
});
rmSync(db);

function digestsOf(repository: number): string[] {
  return Array.from({ length: PER_REPOSITORY }, (_, at) => {
    const name = `${repository}.${at}`;
    return `sha256:${createHash('sha256').update(name).digest('hex')}`;
  });
}

function column(length: number, value: number): Float64Array<ArrayBuffer> {
  return new Float64Array(length).fill(value);
}

function blobsOf(digests: readonly string[]): Fact {
  const { length } = digests;
  const [bytes, allocatedBytes, modifiedAt] = [
    column(length, 5000),
    column(length, 8192),
    column(length, 1e15),
  ];
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

function repositoryFacts(number: number, digests: readonly string[]): Fact[] {
  const name = `team${number % 50}/app${number}`;
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
    { fact: 'files', files: 1500, bytes: 106_500, hardLinked: [] },
  ];
}

function manifestsOf(digests: readonly string[]): Fact {
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
    referenceBytes: column(inner, 5000),
    referenceMediaTypes: of(inner, -1),
    referencePlatforms: of(inner, -1),
    referenceAnnotations: of(inner, -1),
    referenceIsForeign: new Uint8Array(inner),
  };
}
