import { describe, expect, it } from 'vitest';
import type { RegistryFamily } from '../../src/index.ts';
import { layerDigest } from '../support/push-layer.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import type { VolumeBuilder } from '../support/volume-builder.ts';
import {
  blobPath,
  currentLinkPath,
  layerLinkPath,
  REPOSITORIES,
  revisionLinkPath,
} from '../support/volume-paths.ts';
import { type Rule, whatGoes } from '../support/what-goes.ts';

const dir = temporaryDirectory();

/** An image of one layer; the layer is named as the image is. */
function image(volume: VolumeBuilder, repository: string, name: string, tag?: string): string {
  return volume
    .repository(repository)
    .image({ layers: [name], label: name, ...(tag !== undefined && { tag }) }).digest;
}

/** A tagged index of one image without a tag of its own. */
function index(volume: VolumeBuilder, repository: string, name: string, linked = true) {
  const child = volume.repository(repository).image({ layers: [name], label: name, linked }).digest;
  const parent = volume.repository(repository).index({ children: [{ listed: child }], tag: 'list' }).digest;
  return { index: parent, child, layer: layerDigest(name) };
}

const BOTH: readonly Rule[] = [
  [
    'A blob that no manifest refers to goes, and a layer link keeps none.',
    (volume) => {
      image(volume, 'a', 'kept', '1');
      volume.repository('a').looseBlob({ name: 'loose' });
      return { kept: layerDigest('kept'), orphan: volume.orphan('orphan') };
    },
    '',
    { blobs: ['orphan'] },
  ],
  [
    'Every revision keeps what it refers to, tagged or not.',
    (volume) => ({ untagged: image(volume, 'a', 'x'), layer: layerDigest('x') }),
    '',
    {},
  ],
  [
    'A mark counts in all repositories: a blob that one of them needs stays.',
    (volume) => {
      image(volume, 'a', 'shared', '1');
      const gone = volume.repository('b').image({ layers: ['shared'], label: 'other', tag: '1' }).digest;
      volume.repository('b').deleteManifest(gone);
      return { shared: layerDigest('shared'), gone };
    },
    '',
    { blobs: ['gone'] },
  ],
  [
    'A manifest without a revision link goes, whatever tag points to it.',
    (volume) => {
      const manifest = image(volume, 'a', 'x', '1');
      volume.remove(revisionLinkPath('a', manifest));
      return { manifest };
    },
    '',
    { blobs: ['manifest'] },
  ],
  [
    'A revision whose blob is gone is passed over: its layers go, its link stays.',
    (volume) => {
      const manifest = image(volume, 'a', 'x', '1');
      volume.remove(blobPath(manifest));
      return { manifest };
    },
    '-m',
    {},
  ],
  [
    'Untagged manifests go with --delete-untagged.',
    (volume) => {
      image(volume, 'a', 'tagged', '1');
      return { untagged: image(volume, 'a', 'x'), tagged: layerDigest('tagged') };
    },
    '-m',
    { blobs: ['untagged'], manifests: ['a@untagged'] },
  ],
  [
    'A tag without current/link points nowhere, and its history keeps nothing.',
    (volume) => {
      const manifest = image(volume, 'a', 'x', '1');
      volume.remove(currentLinkPath('a', '1'));
      return { manifest };
    },
    '-m',
    { blobs: ['manifest'], manifests: ['a@manifest'] },
  ],
  [
    'A tag that points to what is not there ends nothing.',
    (volume) => {
      const manifest = image(volume, 'a', 'x', '1');
      volume.repository('a').tag('dangling', layerDigest('nothing'));
      return { manifest };
    },
    '-m',
    {},
  ],
  [
    'A subject is no reference: what is attached to it goes, and it does not stay for that.',
    (volume) => {
      const subject = image(volume, 'a', 'subject', '1');
      const referrer = volume.repository('a').image({ layers: ['sbom'], label: 'sbom', subject }).digest;
      return { subject, referrer };
    },
    '-m',
    { blobs: ['referrer'], manifests: ['a@referrer'] },
  ],
  [
    'What a link says counts, not where it stands.',
    (volume) => {
      const [one, other] = [image(volume, 'a', 'one'), image(volume, 'a', 'other', '1')];
      volume.repository('a').revisionLink(one, other);
      return { one, other };
    },
    '',
    { blobs: ['one'] },
  ],
  [
    'An empty revision link ends it.',
    (volume) => {
      volume.writeLink(revisionLinkPath('a', image(volume, 'a', 'x', '1')), '');
      return {};
    },
    '',
    { aborts: ['revision-link-empty'] },
  ],
  [
    'An empty link of a tag ends it where tags are asked for.',
    (volume) => {
      const manifest = image(volume, 'a', 'x', '1');
      image(volume, 'a', 'x2', '2');
      volume.writeLink(currentLinkPath('a', '1'), '');
      return { manifest };
    },
    '-m',
    { blobs: ['manifest'], manifests: ['a@manifest'], aborts: ['tag-link-empty'] },
  ],
  [
    'The same link ends nothing where they are not.',
    (volume) => {
      const manifest = image(volume, 'a', 'x', '1');
      volume.writeLink(currentLinkPath('a', '1'), '');
      return { manifest };
    },
    '',
    {},
  ],
  [
    'A manifest that does not parse ends it.',
    (volume) => {
      image(volume, 'a', 'x', '1');
      return { manifest: volume.repository('a').manifest('{"schemaVersion":2,').digest };
    },
    '',
    { blobs: ['manifest'], aborts: ['manifest-unparsable'] },
  ],
  [
    'One that is untagged is not read with --delete-untagged, and ends nothing.',
    (volume) => {
      image(volume, 'a', 'x', '1');
      return { manifest: volume.repository('a').manifest('{"schemaVersion":2,').digest };
    },
    '-m',
    { blobs: ['manifest'], manifests: ['a@manifest'] },
  ],
  [
    'A manifest without a media type is an index where it lists manifests.',
    (volume) => {
      const child = image(volume, 'a', 'x', 'child');
      const parent = volume
        .repository('a')
        .index({ children: [{ listed: child }], tag: '1', namesItsType: false });
      volume.repository('a').deleteTag('child');
      return { index: parent.digest, child };
    },
    '',
    {},
  ],
  [
    'Without repositories it ends before it deletes.',
    (volume) => {
      const orphan = volume.orphan('orphan');
      volume.remove(REPOSITORIES);
      return { orphan };
    },
    '',
    { blobs: ['orphan'], aborts: ['directory-missing'] },
  ],
  [
    'A name that no grammar allows ends it.',
    (volume) => ({ manifest: image(volume, 'Upper', 'x', '1') }),
    '',
    { blobs: ['manifest'], aborts: ['repository-name-invalid'] },
  ],
];

/** What the families do differently: the volume, and what goes by each. */
const EACH: ReadonlyArray<readonly [string, Rule[1], Rule[2], Readonly<Record<RegistryFamily, Rule[3]>>]> = [
  [
    '2.x does not go into the children of an index, 3.x does.',
    (volume) => index(volume, 'a', 'x'),
    '-m',
    { '2.7-2.8': { blobs: ['layer'], manifests: ['a@child'] }, '3.x': {} },
  ],
  [
    'Neither finds the layers of a child that has no revision link here.',
    (volume) => index(volume, 'a', 'x', false),
    '',
    { '2.7-2.8': { blobs: ['layer'] }, '3.x': { blobs: ['layer'], links: ['a@layer'] } },
  ],
  [
    '3.x removes layer links that nothing marked, 2.x none.',
    (volume) => {
      image(volume, 'a', 'kept', '1');
      volume.repository('a').looseBlob({ name: 'loose' });
      return { kept: layerDigest('kept'), loose: layerDigest('loose') };
    },
    '',
    { '2.7-2.8': { blobs: ['loose'] }, '3.x': { blobs: ['loose'], links: ['a@loose'] } },
  ],
  [
    '3.x judges layer links when it leaves a repository: a later one does not keep them.',
    (volume) => {
      image(volume, 'a', 'x', '1');
      volume.repository('a').looseBlob({ name: 'later' });
      image(volume, 'b', 'later', '1');
      return { later: layerDigest('later') };
    },
    '',
    { '2.7-2.8': {}, '3.x': { links: ['a@later'] } },
  ],
  [
    'and an earlier one does.',
    (volume) => {
      image(volume, 'a', 'earlier', '1');
      image(volume, 'b', 'x', '1');
      volume.repository('b').looseBlob({ name: 'earlier' });
      return { earlier: layerDigest('earlier') };
    },
    '',
    { '2.7-2.8': {}, '3.x': {} },
  ],
  [
    'A link to a blob that is gone stays for ever with 3.x too.',
    (volume) => {
      image(volume, 'a', 'x', '1');
      volume.repository('a').layerLink(layerDigest('gone'));
      return { gone: layerDigest('gone') };
    },
    '',
    { '2.7-2.8': {}, '3.x': {} },
  ],
  [
    '3.x deletes a manifest in no repository where one marked it, 2.x where it is untagged.',
    (volume) => {
      image(volume, 'a', 'other', '1');
      image(volume, 'a', 'x');
      return { manifest: image(volume, 'b', 'x', '1'), layer: layerDigest('x') };
    },
    '-m',
    { '2.7-2.8': { manifests: ['a@manifest'] }, '3.x': { links: ['a@layer'] } },
  ],
  [
    '3.x does not go again into what is marked: the layers of a child that an earlier repository lists go.',
    (volume) => {
      const child = image(volume, 'b', 'x');
      const { digest } = volume.repository('b').index({ children: [{ listed: child }], tag: '1' });
      volume.repository('a').revisionLink(digest).tag('1', digest).layerLink(digest);
      return { child, layer: layerDigest('x') };
    },
    '-m',
    {
      '2.7-2.8': { blobs: ['layer'], manifests: ['b@child'] },
      '3.x': { blobs: ['layer'], links: ['b@layer'] },
    },
  ],
  [
    '2.x takes a directory with _layers for a repository, 3.x one with _manifests, and ends without _layers.',
    (volume) => {
      const manifest = image(volume, 'a', 'x', '1');
      volume.remove(`${REPOSITORIES}/a/_layers`);
      return { manifest };
    },
    '',
    { '2.7-2.8': { blobs: ['manifest'] }, '3.x': { aborts: ['repository-without-layers'] } },
  ],
  [
    'A repository without _manifests is none to 3.x: nothing cleans its links.',
    (volume) => {
      volume.repository('a').looseBlob({ name: 'loose' });
      return { loose: layerDigest('loose') };
    },
    '',
    { '2.7-2.8': { blobs: ['loose'] }, '3.x': { blobs: ['loose'] } },
  ],
  [
    '2.x leaves a directory for good at a plain file whose name begins with _.',
    (volume) => {
      volume.writeFileAt(`${REPOSITORIES}/_stray`, '');
      return { before: image(volume, '0', 'x', '1'), after: image(volume, 'a', 'y', '1') };
    },
    '',
    { '2.7-2.8': { blobs: ['after'] }, '3.x': {} },
  ],
  [
    'Only 3.x reads layer links, and ends on an empty one.',
    (volume) => {
      const manifest = image(volume, 'a', 'x', '1');
      volume.writeLink(layerLinkPath('a', layerDigest('x')), '');
      return { manifest };
    },
    '',
    { '2.7-2.8': {}, '3.x': { aborts: ['layer-link-empty'] } },
  ],
  [
    '2.x finds a revision through a layer link where its own link is not that of its directory; 3.x does not.',
    (volume) => {
      const manifest = image(volume, 'a', 'x', '1');
      const elsewhere = volume.repository('a').image({ layers: ['y'], label: 'y', linked: false }).digest;
      volume.repository('a').revisionLink(manifest, elsewhere).layerLink(elsewhere);
      return { elsewhere };
    },
    '',
    { '2.7-2.8': {}, '3.x': { blobs: ['elsewhere'], links: ['a@elsewhere'] } },
  ],
  [
    'Schema 1 ends 3.x, which reads it no more.',
    (volume) => ({
      manifest: volume.repository('a').image({ layers: ['x'], tag: '1', format: 'schema1' }).digest,
      layer: layerDigest('x'),
    }),
    '',
    {
      '2.7-2.8': {},
      '3.x': { blobs: ['layer', 'manifest'], links: ['a@layer'], aborts: ['manifest-schema1'] },
    },
  ],
  [
    'Without tags/, --delete-untagged ends 2.x; 3.x takes the blobs and leaves the revision.',
    (volume) => {
      const manifest = image(volume, 'a', 'x', '1');
      volume.remove(`${REPOSITORIES}/a/_manifests/tags`);
      return { manifest };
    },
    '-m',
    {
      '2.7-2.8': { blobs: ['manifest'], manifests: ['a@manifest'], aborts: ['repository-without-tags'] },
      '3.x': { blobs: ['manifest'] },
    },
  ],
];

describe('a rule of both collectors', () => {
  it.each(
    BOTH.flatMap((rule) => (['2.7-2.8', '3.x'] as const).map((family) => [rule[0], family, rule] as const)),
  )('%s (%s)', async (_, family, rule) => {
    const { links: _links, ...goes } = await whatGoes(dir(), family, rule);
    expect(goes).toEqual(rule[3]);
  });
});

describe('what the collectors do each in its way', () => {
  it.each(
    EACH.flatMap((rule) => (['2.7-2.8', '3.x'] as const).map((family) => [rule[0], family, rule] as const)),
  )('%s (%s)', async (_, family, [sentence, build, flags, goes]) => {
    expect(await whatGoes(dir(), family, [sentence, build, flags, goes[family]])).toEqual(goes[family]);
  });
});
