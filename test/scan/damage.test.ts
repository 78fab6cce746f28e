import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inventoryOf } from '../support/inventory-of.ts';
import { digestOf, madeDigest } from '../support/made-bytes.ts';
import { problemsOf } from '../support/problems-of.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import {
  BLOBS,
  blobPath,
  currentLinkPath,
  layerLinkPath,
  REPOSITORIES,
  revisionLinkPath,
  tagHistoryLinkPath,
} from '../support/volume-paths.ts';

const dir = temporaryDirectory();
const TEAM = `${REPOSITORIES}/team/api`;
const TORN = '{"schemaVersion":2,';
const [ABSENT, OTHER] = [madeDigest('absent'), madeDigest('other')];

// What is done to a volume with one healthy image, and what the scan says of it. `!`: references may be hidden.
const DAMAGE: ReadonlyArray<readonly [string, (volume: VolumeBuilder) => void, readonly string[]]> = [
  ['nothing', () => undefined, []],
  [
    'a revision link is empty',
    (volume) => volume.writeLink(revisionLinkPath('team/api', ABSENT), ''),
    [`link-empty ${revisionLinkPath('team/api', ABSENT)}`],
  ],
  [
    'a revision link ends in a newline',
    (volume) => volume.writeLink(revisionLinkPath('team/api', ABSENT), `${ABSENT}\n`),
    [`link-malformed ${revisionLinkPath('team/api', ABSENT)}`],
  ],
  [
    'a revision link says another digest than its directory',
    (volume) => volume.writeLink(revisionLinkPath('team/api', ABSENT), OTHER),
    [`link-mismatch ${revisionLinkPath('team/api', ABSENT)}`],
  ],
  [
    'a revision link is a directory',
    (volume) => volume.makeDirectory(revisionLinkPath('team/api', ABSENT)),
    [
      `link-not-a-file ${revisionLinkPath('team/api', ABSENT)}`,
      `stray ${revisionLinkPath('team/api', ABSENT)}`,
    ],
  ],
  [
    'a layer link is empty',
    (volume) => volume.writeLink(layerLinkPath('team/api', ABSENT), ''),
    [`link-empty ${layerLinkPath('team/api', ABSENT)}`],
  ],
  [
    'a sha512 layer link says the sha256 of the blob, as registries write it',
    (volume) => volume.writeLink(layerLinkPath('team/api', madeDigest('x', 'sha512')), ABSENT),
    [],
  ],
  [
    "a link in a tag's history is torn",
    (volume) => volume.writeLink(tagHistoryLinkPath('team/api', '1', ABSENT), ABSENT.slice(0, 40)),
    [`link-malformed ${tagHistoryLinkPath('team/api', '1', ABSENT)}`],
  ],
  [
    "a tag's current link is empty",
    (volume) => volume.writeLink(currentLinkPath('team/api', '1'), ''),
    [`link-empty ${currentLinkPath('team/api', '1')}`],
  ],
  [
    'a tag has no current link',
    (volume) => volume.remove(currentLinkPath('team/api', '1')),
    [`tag-without-current ${TEAM}/_manifests/tags/1`],
  ],
  [
    "a tag's current is a file",
    (volume) =>
      volume
        .remove(`${TEAM}/_manifests/tags/1/current`)
        .writeFileAt(`${TEAM}/_manifests/tags/1/current`, 'x'),
    [`stray ${TEAM}/_manifests/tags/1/current`, `tag-without-current ${TEAM}/_manifests/tags/1`],
  ],
  [
    'a tag is a file',
    (volume) => volume.writeFileAt(`${TEAM}/_manifests/tags/2`, 'x'),
    [`tag-not-a-directory ${TEAM}/_manifests/tags/2`],
  ],
  [
    'a tag has a name that cannot be',
    (volume) => volume.writeLink(`${TEAM}/_manifests/tags/-rf/current/link`, ABSENT),
    [`tag-name ${TEAM}/_manifests/tags/-rf`],
  ],
  [
    'a repository has a name that cannot be',
    (volume) => volume.makeDirectory(`${REPOSITORIES}/Team/_layers`),
    [`repository-name ${REPOSITORIES}/Team`],
  ],
  [
    "a repository's _layers is a file",
    (volume) => volume.writeFileAt(`${REPOSITORIES}/team/web/_layers`, 'x'),
    [`repository-part-not-a-directory ${REPOSITORIES}/team/web/_layers`],
  ],
  [
    'a blob is empty, and is not the empty blob',
    (volume) => volume.writeFileAt(blobPath(ABSENT), ''),
    [`blob-empty ${blobPath(ABSENT)}`],
  ],
  ['the empty blob is there', (volume) => volume.writeBlob(''), []],
  [
    "a blob's data is a directory",
    (volume) => volume.makeDirectory(blobPath(ABSENT)),
    [`blob-not-a-file ${blobPath(ABSENT)}`, `stray ${blobPath(ABSENT)}`],
  ],
  [
    "a blob's data is a FIFO",
    (volume) => {
      volume.makeDirectory(path.dirname(blobPath(ABSENT)));
      execFileSync('mkfifo', [volume.resolve(blobPath(ABSENT))]);
    },
    [`blob-not-a-file ${blobPath(ABSENT)}`],
  ],
  [
    "a blob's data is a symlink that leads nowhere",
    (volume) => volume.symlink(blobPath(ABSENT), '/not/mounted'),
    [`blob-not-a-file ${blobPath(ABSENT)} !`, `symlink-dangling ${blobPath(ABSENT)}`],
  ],
  [
    'a blob lies below the wrong prefix',
    (volume) => volume.writeFileAt(`${BLOBS}/sha256/zz/${'a'.repeat(64)}/data`, 'x'),
    [`blob-misplaced ${BLOBS}/sha256/zz/${'a'.repeat(64)}/data`],
  ],
  [
    'a linked manifest does not parse',
    (volume) => volume.repository('team/api').manifest(TORN),
    [`manifest-unparsable ${blobPath(digestOf(TORN))} !`],
  ],
  [
    "a cache's state is no JSON",
    (volume) => volume.writeFileAt('scheduler-state.json', '{'),
    ['scheduler-state-malformed scheduler-state.json'],
  ],
  [
    'GitLab keeps its metadata in a database',
    (volume) => volume.writeFileAt('docker/registry/lockfiles/database-in-use', ''),
    ['metadata-elsewhere docker/registry/lockfiles/database-in-use !'],
  ],
  ['blobs/ is missing', (volume) => volume.remove(BLOBS), [`missing-directory ${BLOBS}`]],
  ['blobs/ is a file', (volume) => volume.remove(BLOBS).writeFileAt(BLOBS, 'x'), [`stray ${BLOBS}`]],
];

describe('where there is damage, the scan says so and goes on', () => {
  it.each(DAMAGE)('%s', async (_, damage, expected) => {
    const volume = aVolume(path.join(dir(), 'volume'));
    volume.repository('team/api').image({ layers: ['base'], tag: '1' });
    damage(volume);
    const inventory = await inventoryOf(volume.dir);
    expect(problemsOf(inventory)).toEqual(expected);
    expect(inventory.scan.is_complete).toBe(1);
    inventory.close();
  });
});

it('what only a torn manifest behind a damaged link leads to is no garbage', async () => {
  const volume = aVolume(path.join(dir(), 'chain'));
  const [config, layer] = [
    volume.describe(volume.writeBlob('{}')),
    volume.describe(volume.writeBlob('a layer')),
  ];
  const image = volume.writeBlob(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: { ...config, mediaType: 'application/vnd.oci.image.config.v1+json' },
      layers: [{ ...layer, mediaType: 'application/vnd.oci.image.layer.v1.tar' }],
    }),
  );
  const torn = volume.writeBlob(`{"schemaVersion":2,"manifests":[{"digest":"${image}"`);
  volume.makeDirectory(`${TEAM}/_layers`).writeLink(revisionLinkPath('team/api', torn), 'garbage');
  const inventory = await inventoryOf(volume.dir);
  expect(inventory.database.prepare('SELECT count(*) FROM blob WHERE state = 0').pluck().get()).toBe(0);
  inventory.close();
});
