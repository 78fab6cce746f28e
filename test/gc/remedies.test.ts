import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findFindings } from '../../src/check/find-findings.ts';
import type { Abort } from '../../src/gc/aborts/abort.ts';
import { REMEDIES, type RemedyCode } from '../../src/gc/aborts/remedies.ts';
import { REGISTRY_FAMILIES, type RegistryFamily } from '../../src/gc/registry-version.ts';
import { type Finding, type GcPrediction, predictCollection } from '../../src/index.ts';
import { inventoryOf } from '../support/inventory-of.ts';
import { madeDigest } from '../support/made-bytes.ts';
import { layerDigest } from '../support/push-layer.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import {
  BLOBS,
  blobPath,
  currentLinkPath,
  layerLinkPath,
  REPOSITORIES,
  revisionLinkPath,
} from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const TAGS = `${REPOSITORIES}/a/_manifests/tags`;

interface Answers {
  readonly predictions: readonly GcPrediction[];
  readonly findings: readonly Finding[];
}

async function ask(build: (volume: VolumeBuilder) => unknown, deleteUntagged = false): Promise<Answers> {
  const volume = aVolume(join(dir(), 'volume'));
  build(volume);
  const inventory = await inventoryOf(volume.dir);
  const predictions = REGISTRY_FAMILIES.map((family) =>
    predictCollection(inventory, { registry: family, family, deleteUntagged }),
  );
  const { findings } = findFindings(inventory);
  inventory.close();
  return { predictions, findings };
}

function image(volume: VolumeBuilder): string {
  return volume.repository('a').image({ layers: ['one'], tag: '1' }).digest;
}

function aborts({ allAborts, deletionAborts }: GcPrediction): Abort[] {
  return [...allAborts, ...deletionAborts];
}

type Case = readonly [RemedyCode, readonly RegistryFamily[], (volume: VolumeBuilder) => unknown];
const [BOTH, ONLY_2, ONLY_3] = [['2.7-2.8', '3.x'], ['2.7-2.8'], ['3.x']] as const;

/** What ends a plain collection, and of which families. */
const PLAIN: readonly Case[] = [
  ['revision-link-empty', BOTH, (volume) => volume.writeLink(revisionLinkPath('a', image(volume)), '')],
  ['revision-link-malformed', BOTH, (volume) => volume.writeLink(revisionLinkPath('a', image(volume)), 'x')],
  ['layer-link-empty', ONLY_3, (volume) => volume.writeLink(layerLinkPath('a', madeDigest('x')), '')],
  ['layer-link-malformed', ONLY_3, (volume) => volume.writeLink(layerLinkPath('a', madeDigest('x')), 'x')],
  [
    'link-misplaced',
    BOTH,
    (volume) => volume.writeLink(`${REPOSITORIES}/a/_manifests/revisions/sha256/lost/deep/link`, ''),
  ],
  [
    'link-not-a-file',
    BOTH,
    (volume) => {
      const path = revisionLinkPath('a', madeDigest('x'));
      volume.makeDirectory(path).writeLink(revisionLinkPath('a', madeDigest('y')), madeDigest('x'));
    },
  ],
  [
    'not-a-directory',
    BOTH,
    (volume) => {
      const directory = blobPath(image(volume)).slice(0, -'/data'.length);
      volume.remove(directory).writeFileAt(directory, '');
    },
  ],
  ['blob-empty', BOTH, (volume) => volume.writeFileAt(blobPath(image(volume)), '')],
  ['manifest-unparsable', BOTH, (volume) => volume.repository('a').manifest('{"schemaVersion":2,')],
  [
    'manifest-unknown-type',
    BOTH,
    (volume) =>
      volume.repository('a').manifest('{"mediaType":"application/vnd.oci.artifact.manifest.v1+json"}'),
  ],
  [
    'manifest-schema1',
    ONLY_3,
    (volume) => volume.repository('a').image({ layers: ['one'], tag: '1', format: 'schema1' }),
  ],
  [
    'manifest-too-large',
    BOTH,
    (volume) => volume.repository('a').manifest(`{"schemaVersion":2,"x":"${'x'.repeat(4 * 1024 * 1024)}"}`),
  ],
  ['directory-missing', BOTH, (volume) => volume.remove(REPOSITORIES)],
  ['directory-is-a-file', BOTH, (volume) => volume.remove(REPOSITORIES).writeFileAt(REPOSITORIES, '')],
  [
    'repository-name-invalid',
    BOTH,
    (volume) => volume.repository('Upper').image({ layers: ['b'], tag: '1' }),
  ],
  [
    'repository-part-not-a-directory',
    BOTH,
    (volume) => {
      const revisions = `${REPOSITORIES}/a/_manifests/revisions`;
      image(volume);
      volume.remove(revisions).writeFileAt(revisions, '');
    },
  ],
  [
    'repository-without-layers',
    ONLY_3,
    (volume) => image(volume) && volume.remove(`${REPOSITORIES}/a/_layers`),
  ],
  [
    'repository-empty-without-layers',
    ONLY_3,
    (volume) => volume.makeDirectory(`${REPOSITORIES}/b/_manifests`),
  ],
  ['symlink-loop', BOTH, (volume) => volume.symlink(`${REPOSITORIES}/a/again`, '..')],
  ['blob-misplaced', BOTH, (volume) => volume.writeFileAt(`${BLOBS}/sha256/data`, 'x')],
  ['blob-algorithm-unknown', BOTH, (volume) => volume.writeFileAt(`${BLOBS}/sha256.bak/ab/ab/data`, 'x')],
  [
    'layer-link-double',
    ONLY_3,
    (volume) => {
      const orphan = volume.orphan('orphan');
      volume.repository('a').layerLink(orphan).layerLink(madeDigest('x', 'sha512'), orphan);
    },
  ],
];

/** What ends one with --delete-untagged. */
const UNTAGGED: readonly Case[] = [
  ['tag-link-empty', BOTH, (volume) => image(volume) && volume.writeLink(currentLinkPath('a', '1'), '')],
  [
    'tag-link-malformed',
    BOTH,
    (volume) => image(volume) && volume.writeLink(currentLinkPath('a', '1'), 'x\n'),
  ],
  ['tag-not-a-directory', BOTH, (volume) => image(volume) && volume.writeFileAt(`${TAGS}/.DS_Store`, '')],
  ['tag-name-invalid', BOTH, (volume) => image(volume) && volume.makeDirectory(`${TAGS}/lost+found`)],
  ['repository-without-tags', ONLY_2, (volume) => image(volume) && volume.remove(TAGS)],
  ['tags-not-a-directory', BOTH, (volume) => image(volume) && volume.remove(TAGS).writeFileAt(TAGS, '')],
  [
    'revision-link-mismatch',
    BOTH,
    (volume) => {
      image(volume);
      const { digest } = volume.repository('a').image({ layers: ['two'] });
      volume.repository('a').revisionLink(madeDigest('x'), digest);
    },
  ],
];

describe('what a collection ends on has the remedy of what it is', () => {
  it.each(PLAIN)('%s, in gc and check alike', async (code, families, build) => {
    const { predictions, findings } = await ask((volume) => {
      volume.repository('a').image({ layers: ['other'], tag: 'other' });
      build(volume);
    });
    for (const prediction of predictions) {
      const found = aborts(prediction).map((abort) => [abort.code, abort.hint]);
      const isEnded = families.includes(prediction.family);
      expect(new Set(found.map(String))).toEqual(new Set(isEnded ? [String([code, REMEDIES[code]])] : []));
    }
    const ending = findings.filter(({ endsCollection }) => endsCollection !== undefined);
    expect(new Set(ending.map(({ hint, severity }) => `${severity} ${hint}`))).toEqual(
      new Set([`corruption ${REMEDIES[code]}`]),
    );
    expect(ending[0]?.endsCollection).toEqual(families);
    expect(findings.filter(({ id }) => id === 'stray' || id === 'leftover')).toEqual([]);
  });

  it.each(UNTAGGED)('%s, with --delete-untagged', async (code, families, build) => {
    const { predictions } = await ask(build, true);
    for (const prediction of predictions) {
      const found = new Set(aborts(prediction).map((abort) => abort.code));
      expect(found).toEqual(new Set(families.includes(prediction.family) ? [code] : []));
    }
  });

  it('of a missing half never is to make it', () => {
    expect(REMEDIES['directory-missing']).toMatch(
      /^Is its disk mounted\?.* do not collect before, nor make it by hand/,
    );
  });
});

describe('what a collection would delete of a tag that can be mended', () => {
  it('is named where its revision link is empty', async () => {
    let digest = '';
    const { predictions } = await ask((volume) => {
      digest = image(volume);
      volume.writeLink(revisionLinkPath('a', digest), '');
    });
    for (const { casualties, losses } of predictions) {
      expect(casualties).toEqual([]);
      expect(losses).toMatchObject([{ repository: 'a', tag: '1', digest }]);
      expect(losses[0]?.deletes).toEqual(expect.arrayContaining([digest, layerDigest('one')]));
    }
  });

  it('is named of a damaged tag by what it last pointed to', async () => {
    let last = '';
    const { predictions } = await ask((volume) => {
      volume
        .at('2026-01-01')
        .repository('a')
        .image({ layers: ['old'], tag: '1', label: 'old' });
      last = volume
        .at('2026-01-02')
        .repository('a')
        .image({ layers: ['new'], tag: '1' }).digest;
      volume.writeLink(currentLinkPath('a', '1'), '');
    }, true);
    for (const { losses } of predictions) expect(losses).toMatchObject([{ tag: '1', digest: last }]);
  });

  it('is none of what is healthy, or gone already', async () => {
    const { predictions } = await ask((volume) => {
      image(volume);
      volume
        .repository('a')
        .image({ layers: ['untagged'] })
        .tag('dangling', madeDigest('x'));
      volume.repository('a').image({ layers: ['gone', 'left'], tag: 'broken' });
      volume.remove(blobPath(layerDigest('gone')));
      volume.orphan('orphan');
    }, true);
    for (const { losses, casualties } of predictions) expect([losses, casualties]).toEqual([[], []]);
  });

  it('is said of a manifest that registry 2.1 linked in _layers, of either family', async () => {
    const { predictions } = await ask((volume) => {
      const digest = image(volume);
      volume.repository('a').layerLink(digest);
      volume.remove(revisionLinkPath('a', digest));
    });
    const [two, three] = predictions;
    expect(two?.casualties).toMatchObject([{ tag: '1', linkedInLayers: true }]);
    expect(three?.casualties).toEqual([]);
    expect(three?.losses).toMatchObject([{ tag: '1', linkedInLayers: true }]);
  });
});
