import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import type { FindingId } from '../../src/check/catalogue.ts';
import type { TakeInventoryOptions } from '../../src/index.ts';
import type { Hooked } from '../../src/volume/test-hooks.ts';
import { cosignSignature, sbom } from '../support/artifact-kinds.ts';
import { digestOf, madeBytes, madeDigest, madeUuid } from '../support/made-bytes.ts';
import { MEDIA_TYPES } from '../support/manifest-json.ts';
import { layerDigest } from '../support/push-layer.ts';
import type { VolumeBuilder } from '../support/volume-builder.ts';
import {
  BLOBS,
  blobPath,
  currentLinkPath,
  layerLinkPath,
  REPOSITORIES,
  revisionLinkPath,
  tagHistoryLinkPath,
} from '../support/volume-paths.ts';

/** One instance of a state of the catalogue, and what is found then. */
export interface Plant {
  readonly row: string;
  readonly what: string;
  readonly finds: readonly FindingId[];
  readonly plant: (volume: VolumeBuilder) => void;
  readonly scan?: Partial<TakeInventoryOptions & Hooked>;
}

const API = `${REPOSITORIES}/team/api`;
const [ABSENT, OTHER] = [madeDigest('absent'), madeDigest('other')];
const { manifest: IMAGE, config: CONFIG, layer: LAYER, index: INDEX } = MEDIA_TYPES.oci;

function plant(
  row: string,
  what: string,
  finds: FindingId | readonly FindingId[],
  act: (volume: VolumeBuilder) => unknown,
  scan: Partial<TakeInventoryOptions> = {},
): Plant {
  return { row, what, finds: typeof finds === 'string' ? [finds] : finds, plant: act, scan };
}

/** A whole image apart from everything else, and its manifest's digest. */
function image(volume: VolumeBuilder, options: { tag?: string; repository?: string } = {}): string {
  const repository = volume.repository(options.repository ?? 'team/extra');
  return repository.image({ layers: ['extra layer'], label: 'extra', ...options }).digest;
}

function manifest(volume: VolumeBuilder, bytes: string | Buffer, tag = 'odd'): string {
  return volume.repository('team/api').manifest(bytes, { tag }).digest;
}

/** The manifest of an image whose blobs are there. */
function imageJson(change: (json: ImageJson) => unknown): string {
  const json: ImageJson = {
    schemaVersion: 2,
    mediaType: IMAGE,
    config: { mediaType: CONFIG, digest: layerDigest('base'), size: 1000 },
    layers: [{ mediaType: LAYER, digest: layerDigest('app'), size: 1000 }],
  };
  change(json);
  return JSON.stringify(json);
}

interface ImageJson {
  schemaVersion: unknown;
  mediaType: string;
  config: Record<string, unknown>;
  layers: [Record<string, unknown>];
  annotations?: Record<string, string>;
}

function blobDirectory(digest: string): string {
  return path.dirname(blobPath(digest));
}

function mkfifo(volume: VolumeBuilder, at: string): void {
  volume.remove(at).makeDirectory(path.dirname(at));
  execFileSync('mkfifo', [volume.resolve(at)]);
}

/** An index of two platforms, whose children's digests it gives. */
function index(volume: VolumeBuilder): [string, string] {
  const team = volume.repository('team/two');
  const amd = team.image({ layers: ['two'], label: 'two amd64' }).digest;
  const arm = team.image({ layers: ['two arm'], label: 'two arm64' }).digest;
  const platform = (architecture: string) => ({ os: 'linux', architecture });
  team.index({
    tag: '1',
    children: [
      { listed: amd, platform: platform('amd64') },
      { listed: arm, platform: platform('arm64') },
    ],
  });
  return [amd, arm];
}

/** Found of every tagged index with untagged children. */
const UNTAGGED = 'delete-untagged-breaks-indexes';

/** Found of two layer links that say one digest: 3.x deletes each, and ends on the second. */
const DOUBLE = 'collection-aborts';

/** Every row that has an instance. */
export const PLANTS: readonly Plant[] = [
  plant('L1', 'an empty revision link', 'revision-link-empty', (volume) =>
    volume.writeLink(revisionLinkPath('team/api', ABSENT), ''),
  ),
  plant('L1', 'an empty revision link of a tagged image', 'revision-link-empty', (volume) =>
    volume.writeLink(revisionLinkPath('team/extra', image(volume, { tag: '1' })), ''),
  ),
  plant('L2', 'an empty link of a tag', 'tag-link-empty', (volume) =>
    volume.writeLink(currentLinkPath('team/api', '1'), ''),
  ),
  plant('L3', 'an empty layer link', 'layer-link-empty', (volume) =>
    volume.writeLink(layerLinkPath('team/api', ABSENT), ''),
  ),
  plant(
    'L3',
    'an empty layer link that an image needs',
    ['layer-link-empty', 'image-layer-link-missing'],
    (volume) => volume.writeLink(layerLinkPath('team/api', layerDigest('app')), ''),
  ),
  plant('L3', 'an empty link in a tag’s history', 'tag-history-link-damaged', (volume) =>
    volume.writeLink(tagHistoryLinkPath('team/api', '1', ABSENT), ''),
  ),
  plant('L4', 'a revision link with a newline', 'revision-link-malformed', (volume) =>
    volume.writeLink(revisionLinkPath('team/api', ABSENT), `${ABSENT}\n`),
  ),
  plant('L4', 'a tag’s link that wants to go up', 'tag-link-malformed', (volume) =>
    volume.writeLink(currentLinkPath('team/api', '1'), '../../../../etc/passwd'),
  ),
  plant('L4', 'a layer link that is too short', 'layer-link-malformed', (volume) =>
    volume.writeLink(layerLinkPath('team/api', ABSENT), ABSENT.slice(0, -1)),
  ),
  plant('L5', 'a revision link that says another digest', 'revision-link-mismatch', (volume) =>
    volume.writeLink(revisionLinkPath('team/extra', ABSENT), image(volume, { tag: '1' })),
  ),
  plant(
    'L5',
    'a layer link that says another digest',
    'layer-link-mismatch',
    (volume) => volume.writeLink(layerLinkPath('team/api', ABSENT), layerDigest('base')),
    { readEveryLink: true },
  ),
  plant('L6', 'a tagged manifest without its revision link', 'tag-revision-missing', (volume) =>
    volume.remove(revisionLinkPath('team/extra', image(volume, { tag: '1' }))),
  ),
  plant('L6', 'a tag of which nothing is left', 'tag-dangling', (volume) =>
    volume.repository('team/api').tag('old', ABSENT),
  ),
  plant('L7', 'a repository without revisions/', 'repository-without-revisions', (volume) => {
    image(volume, { tag: '1' });
    volume.remove(`${REPOSITORIES}/team/extra/_manifests/revisions`);
  }),
  plant('L7', 'a repository without _manifests', 'repository-without-manifests', (volume) => {
    volume.at('2026-01-05');
    image(volume, { tag: '1' });
    volume.at(new Date()).remove(`${REPOSITORIES}/team/extra/_manifests`);
  }),
  plant('L7', 'a repository without tags/', 'repository-without-tags', (volume) => image(volume)),
  plant('L7', 'no tags anywhere, as Harbor keeps them', 'tags-elsewhere', (volume) => {
    for (const repository of REPOSITORIES_OF_HEALTHY)
      volume.remove(`${REPOSITORIES}/${repository}/_manifests/tags`);
  }),
  plant('L7', 'tags in few repositories, as after an upgrade of Harbor', 'tags-elsewhere', (volume) => {
    for (const repository of REPOSITORIES_OF_HEALTHY.slice(2))
      volume.remove(`${REPOSITORIES}/${repository}/_manifests/tags`);
  }),
  plant('L8', 'a repository without _layers', 'repository-without-layers', (volume) => {
    image(volume, { tag: '1' });
    volume.remove(`${REPOSITORIES}/team/extra/_layers`);
  }),
  plant('L9', 'one more layer link to a blob that is gone', 'layer-links-stale', (volume) =>
    volume.repository('team/web').layerLink(ABSENT),
  ),
  plant('L10', 'a tag without current', 'tag-without-current', (volume) =>
    volume.makeDirectory(`${API}/_manifests/tags/broken`),
  ),
  plant('L11', 'what a crash of 3.1 leaves', 'leftover', (volume) =>
    volume.writeFileAt(`${API}/_layers/sha256/link.${madeUuid('crash')}.tmp`, ''),
  ),
  plant('L12', 'a blob under an algorithm nobody knows', 'blob-algorithm-unknown', (volume) =>
    volume.writeFileAt(`${BLOBS}/md5/d4/d41d8cd98f00b204e9800998ecf8427e/data`, 'x'),
  ),
  plant('L12', 'a sha512 link that says a sha256 digest', [], (volume) =>
    volume.writeLink(layerLinkPath('team/api', madeDigest('x', 'sha512')), layerDigest('base')),
  ),
  plant('L13', 'a tarsum blob', 'tarsum-leftover', (volume) =>
    volume.writeFileAt(`${BLOBS}/tarsum/v1/sha256/${'ab'.padEnd(64, '0').replace(/^/, 'ab/')}/data`, 'x'),
  ),
  plant('L13', 'a tarsum layer link', 'tarsum-leftover', (volume) =>
    volume.writeFileAt(`${API}/_layers/tarsum/v1/sha256/${'a'.repeat(64)}/link`, layerDigest('base')),
  ),

  plant('B1', 'a layer without bytes', 'blob-empty', (volume) =>
    volume.writeFileAt(blobPath(layerDigest('app')), ''),
  ),
  plant('B1', 'a manifest without bytes', 'blob-empty', (volume) =>
    volume.writeFileAt(blobPath(image(volume, { tag: '1' })), ''),
  ),
  plant('B2', 'a layer that was cut short', 'blob-size-mismatch', (volume) =>
    volume.writeFileAt(blobPath(layerDigest('app')), madeBytes('app', 999)),
  ),
  plant('B4', 'a layer that is gone', 'image-blob-missing', (volume) => {
    image(volume, { tag: '1' });
    volume.remove(blobDirectory(layerDigest('extra layer')));
  }),
  plant('B4', 'a manifest that is gone', 'image-manifest-missing', (volume) =>
    volume.remove(blobDirectory(image(volume, { tag: '1' }))),
  ),
  plant('B4', 'a layer link that is gone', 'image-layer-link-missing', (volume) => {
    image(volume, { tag: '1' });
    volume.remove(path.dirname(layerLinkPath('team/extra', layerDigest('extra layer'))));
  }),
  plant('B4', 'the layer of an untagged image', 'untagged-image-broken', (volume) => {
    volume.repository('team/api').image({ layers: ['extra layer'], label: 'untagged' });
    volume.remove(blobDirectory(layerDigest('extra layer')));
  }),
  plant('B4', 'the manifest of an untagged revision', 'revision-blob-missing', (volume) =>
    volume.repository('team/api').revisionLink(ABSENT),
  ),
  plant('B4', 'a layer that is not in a cache', 'cache-not-filled', (volume) => {
    volume.schedulerState([`team/extra@${image(volume, { tag: '1' })}`]);
    volume.remove(blobDirectory(layerDigest('extra layer')));
  }),
  plant(
    'B4',
    'most repositories without layers and links',
    ['image-blob-missing', 'cache-suspected'],
    (volume) => {
      for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
        volume.repository(`cached/${name}`).image({ layers: [`cached ${name}`], tag: '1', label: name });
        const layer = layerDigest(`cached ${name}`);
        volume.remove(blobDirectory(layer)).remove(path.dirname(layerLinkPath(`cached/${name}`, layer)));
      }
    },
  ),
  plant('B5', 'a directory without a blob', 'blob-directory-empty', (volume) =>
    volume.makeDirectory(blobDirectory(ABSENT)),
  ),
  plant('B5', 'a blob that is a directory', 'blob-not-a-file', (volume) =>
    volume.makeDirectory(blobPath(ABSENT)),
  ),
  plant('B6', 'a repository with nothing in it', 'repository-empty', (volume) =>
    volume
      .makeDirectory(`${REPOSITORIES}/team/gone/_layers/sha256`)
      .makeDirectory(`${REPOSITORIES}/team/gone/_manifests/revisions/sha256`)
      .makeDirectory(`${REPOSITORIES}/team/gone/_manifests/tags`)
      .makeDirectory(`${REPOSITORIES}/team/gone/_uploads`),
  ),
  plant('B6', 'empty prefix directories', [], (volume) => volume.makeDirectory(`${BLOBS}/sha256/00`)),
  plant('B7', 'a blob below the wrong prefix', 'blob-misplaced', (volume) =>
    volume.writeFileAt(`${BLOBS}/sha256/zz/${'a'.repeat(64)}/data`, 'x'),
  ),
  plant('B7', 'a file blobs/sha256/data', 'blob-misplaced', (volume) =>
    volume.writeFileAt(`${BLOBS}/sha256/data`, 'x'),
  ),
  plant('B8', 'a manifest of an unknown type', 'manifest-unknown-type', (volume) =>
    manifest(
      volume,
      imageJson((json) => (json.mediaType = 'application/vnd.example.box.v9+json')),
    ),
  ),
  plant('B8', 'an OCI artifact manifest', 'manifest-unknown-type', (volume) =>
    manifest(volume, JSON.stringify({ mediaType: 'application/vnd.oci.artifact.manifest.v1+json' })),
  ),
  plant('B9', 'a schema 1 image', 'manifest-schema1', (volume) =>
    volume.repository('team/api').image({ layers: ['base'], tag: 'old', format: 'schema1' }),
  ),
  plant('B9', 'a manifest that only 2.x reads', 'manifest-unreadable-3x', (volume) =>
    manifest(
      volume,
      imageJson((json) => (json.layers[0]['artifactType'] = 7)),
    ),
  ),
  plant('B9', 'a manifest that only 3.x reads', 'manifest-unreadable-2x', (volume) =>
    volume.repository('team/extra').manifest(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: INDEX,
        manifests: [
          {
            ...volume.describe(image(volume, { tag: '1' })),
            platform: { os: 'linux', architecture: 'amd64', features: 'none' },
          },
        ],
      }),
      { tag: 'index' },
    ),
  ),
  plant('B10', 'an image that does not name its type', [], (volume) =>
    volume.repository('team/api').image({ layers: ['base'], tag: 'untyped', namesItsType: false }),
  ),
  plant('B11', 'a manifest that is torn', 'manifest-unparsable', (volume) =>
    manifest(volume, '{"schemaVersion":2,'),
  ),
  plant('B11', 'a manifest with a size beyond 2^63', 'manifest-unparsable', (volume) =>
    manifest(volume, imageJson(() => undefined).replace('"size":1000', '"size":9223372036854775808')),
  ),
  plant('B12', 'a manifest with bytes that are no UTF-8', 'manifest-not-utf8', (volume) => {
    const text = imageJson((json) => (json.annotations = { note: '@' }));
    manifest(volume, Buffer.from(text.replace('"@"', '"\xff"'), 'latin1'));
  }),
  plant('B14', 'a manifest of over 4 MiB', 'manifest-too-large', (volume) =>
    manifest(
      volume,
      imageJson((json) => (json.annotations = { note: 'x'.repeat(4 * 1024 * 1024) })),
    ),
  ),
  plant('B15', 'one platform of an index that lost its link', ['index-platform-broken', UNTAGGED], (volume) =>
    volume.remove(revisionLinkPath('team/two', index(volume)[1])),
  ),
  plant(
    'B15',
    'one platform of an index that lost a layer',
    ['index-platform-broken', UNTAGGED],
    (volume) => {
      index(volume);
      volume.remove(blobDirectory(layerDigest('two arm')));
    },
  ),
  plant('B15', 'an index that lost all its platforms', 'index-broken', (volume) => {
    for (const child of index(volume)) volume.remove(revisionLinkPath('team/two', child));
  }),
  plant('B15', 'a platform that was never pushed', ['index-sparse', UNTAGGED], (volume) => {
    const [, arm] = index(volume);
    volume.remove(path.dirname(revisionLinkPath('team/two', arm))).remove(blobDirectory(arm));
  }),
  plant('B15', 'a platform that is not in a cache', 'cache-not-filled', (volume) => {
    const [, arm] = index(volume);
    volume.schedulerState([`team/two@${arm}`]);
    volume.remove(path.dirname(revisionLinkPath('team/two', arm))).remove(blobDirectory(arm));
  }),
  plant('B16', 'a tagged index of untagged manifests', 'delete-untagged-breaks-indexes', index),
  plant('B19', 'an upload without a start', 'upload-never-purged', (volume) =>
    volume.repository('team/api').upload({ startedAt: null }),
  ),
  plant('B19', 'an upload with a start that is no time', 'upload-never-purged', (volume) =>
    volume.repository('team/api').upload({ startedAt: 'yesterday' }),
  ),
  plant('B19', 'an upload of long ago', 'upload-stale', (volume) =>
    volume.repository('team/api').upload({ startedAt: '2020-01-05T08:00:00Z' }),
  ),
  plant('B19', 'an upload of right now', [], (volume) =>
    volume.repository('team/api').upload({ startedAt: new Date().toISOString() }),
  ),
  plant('B20', 'a negative size', 'descriptor-size-absurd', (volume) =>
    manifest(
      volume,
      imageJson((json) => (json.layers[0]['size'] = -1)),
    ),
  ),
  plant('B20', 'a size beyond 2^53', 'descriptor-size-absurd', (volume) =>
    manifest(volume, imageJson(() => undefined).replace('"size":1000', '"size":9223372036854775807')),
  ),

  plant('F1', 'a symlink that leads nowhere', 'symlink-dangling', (volume) =>
    volume.symlink(`${REPOSITORIES}/nowhere`, '/nonexistent/place'),
  ),
  plant('F1', 'a symlink to its own parent', 'symlink-loop', (volume) =>
    volume.symlink(`${REPOSITORIES}/team/again`, '..'),
  ),
  plant('F1', 'a symlink out of the volume', 'symlink-outside', (volume) => {
    volume.makeDirectory('../outside');
    volume.symlink(`${REPOSITORIES}/out`, volume.resolve('../outside'));
  }),
  plant(
    'F1',
    'a symlink that was not followed',
    'not-followed',
    (volume) => {
      volume.makeDirectory('../outside');
      volume.symlink(`${REPOSITORIES}/out`, volume.resolve('../outside'));
    },
    { follow: false },
  ),
  plant('F3', 'what NFS keeps of a removed file', 'leftover', (volume) =>
    volume.writeFileAt(`${BLOBS}/sha256/.nfs0000000000c0ffee`, 'x'),
  ),
  plant('F6', 'a repository in upper case', 'repository-name-invalid', (volume) =>
    image(volume, { tag: '1', repository: 'Team' }),
  ),
  plant('F6', 'a tag that cannot be', 'tag-name-invalid', (volume) =>
    volume.repository('team/extra').tag('-rf', image(volume, { tag: '1' })),
  ),
  plant('F6', 'a file in tags/', 'tag-not-a-directory', (volume) =>
    volume.writeFileAt(`${API}/_manifests/tags/.DS_Store`, 'x'),
  ),
  plant('F6', 'a file where a part should be', 'repository-part-not-a-directory', (volume) =>
    volume.writeFileAt(`${REPOSITORIES}/team/part/_layers`, 'x'),
  ),
  plant('F6', '.DS_Store in blobs/', 'stray', (volume) => volume.writeFileAt(`${BLOBS}/.DS_Store`, 'x')),
  plant('F7', 'a repository whose name is no UTF-8', ['name-not-utf8', 'repository-empty'], (volume) => {
    const name = Buffer.concat([Buffer.from(`${volume.resolve(REPOSITORIES)}/`), Buffer.from([0xff])]);
    execFileSync('sh', [
      '-c',
      'mkdir -p "$(printf "%s" "$1" | tr "?" "\\377")/_uploads"',
      'sh',
      `${name.subarray(0, -1)}?`,
    ]);
  }),
  plant('F9', 'a FIFO for a blob', 'blob-not-a-file', (volume) => mkfifo(volume, blobPath(ABSENT))),
  plant('F9', 'a FIFO for a link', 'link-not-a-file', (volume) =>
    mkfifo(volume, layerLinkPath('team/api', ABSENT)),
  ),
  plant('3.2', 'a link deep under revisions/', 'link-misplaced', (volume) =>
    volume.writeFileAt(`${API}/_manifests/revisions/sha256/extra/deep/link`, ABSENT),
  ),
  plant('3.2', 'a schema 1 signature', 'schema1-signature-link', (volume) => {
    const digest = volume.repository('team/api').digest;
    const revision = path.dirname(revisionLinkPath('team/extra', image(volume, { tag: '1' })));
    volume.writeFileAt(`${revision}/signatures/sha256/${OTHER.slice(7)}/link`, digest);
  }),
  plant('3.5', 'no repositories/', 'directory-missing', (volume) => volume.remove(REPOSITORIES)),
  plant('3.5', 'nothing in repositories/', 'directory-missing', (volume) =>
    volume.remove(REPOSITORIES).makeDirectory(REPOSITORIES),
  ),
  plant('3.5', 'a repositories/ whose disk is gone', 'directory-missing', (volume) =>
    volume.remove(REPOSITORIES).symlink(REPOSITORIES, '/nonexistent/repositories'),
  ),
  plant('3.5', 'no blobs/', 'directory-missing', (volume) => volume.remove(BLOBS)),
  plant('3.5', 'nothing in blobs/', 'directory-missing', (volume) =>
    volume.remove(BLOBS).makeDirectory(BLOBS),
  ),
  plant('3.5', 'a blobs/ whose disk is gone', 'directory-missing', (volume) =>
    volume.remove(BLOBS).symlink(BLOBS, '/nonexistent/blobs'),
  ),
  plant('3.5', 'a blobs/sha256 whose disk is gone', 'directory-missing', (volume) =>
    volume.remove(`${BLOBS}/sha256`).symlink(`${BLOBS}/sha256`, '/nonexistent/sha256'),
  ),
  plant('3.5', 'an emptied repository without _layers', ['repository-empty', 'collection-aborts'], (volume) =>
    volume.makeDirectory(`${REPOSITORIES}/team/gone/_manifests/tags`),
  ),
  plant('3.1', 'a file that hides what follows from 2.x', ['stray', 'repository-hidden-2x'], (volume) => {
    volume.writeFileAt(`${REPOSITORIES}/win/_hidden`, 'x');
    image(volume, { tag: '1', repository: 'win/zebra' });
  }),
  plant('3.7', 'a layer that is named by its sha512', ['collection-breaks-image', DOUBLE], (volume) => {
    const bytes = madeBytes('named by sha512', 1000);
    const [sha512, sha256] = [digestOf(bytes, 'sha512'), volume.writeBlob(bytes)];
    volume.repository('team/api').layerLink(sha256).layerLink(sha512, sha256);
    manifest(
      volume,
      imageJson((json) => (json.layers[0]['digest'] = sha512)),
    );
  }),
  plant(
    '5',
    'a tagged manifest with a layer link in place of its revision link',
    'manifest-in-layers',
    (volume) => {
      const digest = image(volume, { tag: '1' });
      volume.repository('team/extra').layerLink(digest);
      volume.remove(revisionLinkPath('team/extra', digest));
    },
  ),
  plant('5', 'such a manifest where no revisions/ is left', 'manifest-in-layers', (volume) => {
    volume.repository('team/extra').layerLink(image(volume, { tag: '1' }));
    volume.remove(`${REPOSITORIES}/team/extra/_manifests/revisions`);
  }),
  plant('5', 'platforms of an index that have layer links only', 'manifest-in-layers', (volume) => {
    for (const child of index(volume)) {
      volume.repository('team/two').layerLink(child);
      volume.remove(revisionLinkPath('team/two', child));
    }
  }),
  plant('5', 'a cache’s state that is no JSON', 'scheduler-state-malformed', (volume) =>
    volume.writeFileAt('scheduler-state.json', '{'),
  ),
  plant('6', 'GitLab’s lock', 'metadata-elsewhere', (volume) =>
    volume.writeFileAt('docker/registry/lockfiles/database-in-use', ''),
  ),
  plant('6', 'GitLab’s lock without a database', [], (volume) =>
    volume.writeFileAt('docker/registry/lockfiles/filesystem-in-use', '{"version":1}'),
  ),
  plant('7', 'a signature of an image that is gone', 'signature-subject-gone', (volume) =>
    volume.repository('team/api').artifact(cosignSignature(ABSENT)),
  ),
  plant('7', 'an SBOM of an image that is gone', 'referrer-subject-gone', (volume) =>
    volume.repository('team/api').artifact(sbom(ABSENT)),
  ),
];

/** The repositories of the healthy volume. */
const REPOSITORIES_OF_HEALTHY = [
  'team/api',
  'team/web',
  'win/app',
  'charts/shop',
  'ci/cache',
  'odd/types',
  'odd/empty',
];
