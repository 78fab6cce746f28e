import type { WantedManifests } from '../../facts/asked.ts';
import { BlobRows } from '../../facts/rows/blob-rows.ts';
import { type Digest, parseDigest } from '../../registry/digest.ts';
import { type DigestList, DigestListReader } from '../../registry/digest-list.ts';
import type { TakePart } from '../../volume/threads/serve-units.ts';
import type { VolumeFs, VolumeFsOptions } from '../../volume/volume-fs.ts';
import type { Batch } from '../batch.ts';
import { doubtAbsentBlobs } from '../doubts/absences.ts';
import type { SecondLook } from '../doubts/doubt.ts';
import { lookAgain } from '../doubts/second-look.ts';
import { Gatherer } from '../gatherer.ts';
import { type BlobPrefix, readBlob, readPrefix } from '../readers/blobs.ts';
import { readConfigs } from '../readers/configs.ts';
import type { FoundRepository, TreeDirectory } from '../readers/found.ts';
import { readManifests } from '../readers/manifests.ts';
import { type LastSeen, readRepository } from '../readers/repository.ts';
import { readSurroundings } from '../readers/surroundings.ts';
import { readTree } from '../readers/tree.ts';
import type { ReadingRules } from '../reading-rules.ts';

/** A piece of work that one thread does at a stretch: small enough to share out, large enough to be worth a message. */
export type Unit =
  | { readonly unit: 'surroundings' }
  | {
      readonly unit: 'prefix';
      readonly prefix: BlobPrefix;
      /** Its fingerprint of the last scan. */
      readonly last: number | undefined;
    }
  | { readonly unit: 'blobs'; readonly digests: DigestList }
  | { readonly unit: 'tree'; readonly directories: readonly TreeDirectory[] }
  | {
      readonly unit: 'repositories';
      readonly repositories: readonly FoundRepository[];
      /** What the last scan saw, one a repository. */
      readonly last: ReadonlyArray<LastSeen | undefined>;
    }
  | { readonly unit: 'manifests'; readonly wanted: WantedManifests }
  | { readonly unit: 'configs'; readonly digests: DigestList }
  | { readonly unit: 'looks'; readonly looks: readonly SecondLook[] };

/** What whoever does units is told beforehand. */
export interface UnitSetup {
  readonly volume: VolumeFsOptions;
  readonly rules: ReadingRules;
}

/**
 * Does a unit of work; `give` is told parts of what is found where that is much. Errors of the file system become
 * problems; anything thrown is a bug.
 */
export function performUnit(fs: VolumeFs, rules: ReadingRules, unit: Unit, give: TakePart<Batch>): Batch {
  const gatherer = new Gatherer(fs, rules, give);
  switch (unit.unit) {
    case 'surroundings':
      readSurroundings(gatherer);
      break;
    case 'prefix':
      readPrefix(gatherer, unit.prefix, unit.last);
      return { ...gatherer.finish(), timesInodes: gatherer.seen.timesInodes };
    case 'blobs':
      readNamedBlobs(gatherer, unit.digests);
      break;
    case 'tree':
      return {
        found: readTree(gatherer, unit.directories) as NonNullable<Batch['found']>,
        ...gatherer.finish(),
      };
    case 'repositories':
      for (const [index, repository] of unit.repositories.entries())
        readRepository(gatherer, repository, unit.last[index]);
      break;
    case 'manifests':
      readManifests(gatherer, unit.wanted);
      break;
    case 'configs':
      readConfigs(gatherer, unit.digests);
      break;
    case 'looks':
      for (const look of unit.looks) lookAgain(gatherer, look);
      break;
  }
  return gatherer.finish();
}

function readNamedBlobs(gatherer: Gatherer, digests: DigestList): void {
  const rows = new BlobRows();
  const absent: Digest[] = [];
  const reader = new DigestListReader(digests);
  while (reader.next()) {
    const digest: Digest | undefined = parseDigest(reader.text());
    if (digest === undefined) continue;
    const [algorithm, hex] = digest.split(':') as [string, string];
    if (!readBlob(gatherer, { algorithm, hex }, rows)) absent.push(digest);
  }
  doubtAbsentBlobs(gatherer, absent);
  if (rows.count > 0) gatherer.add(rows.finish());
}
