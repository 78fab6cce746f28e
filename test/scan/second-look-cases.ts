import * as path from 'node:path';
import { madeBytes, madeDigest } from '../support/made-bytes.ts';
import { layerDigest } from '../support/push-layer.ts';
import type { VolumeBuilder } from '../support/volume-builder.ts';
import {
  blobPath,
  currentLinkPath,
  layerLinkPath,
  REPOSITORIES,
  revisionLinkPath,
  uploadPath,
} from '../support/volume-paths.ts';

const TMP = '0a6f9a2c-7f43-4b6f-9d2e-1c2b3a4d5e6f.tmp';
const LINK_TMP = `${REPOSITORIES}/team/api/_layers/link.${TMP}`;
export const MANIFEST = JSON.stringify({
  schemaVersion: 2,
  config: { digest: madeDigest('config') },
  layers: [],
});

export type Act = (volume: VolumeBuilder, digest: string) => unknown;

/** What is in doubt, in a volume that has one image of `team/api`, and what becomes of it while the scan waits. */
export const CASES: Readonly<
  Record<string, { readonly before: Act; readonly meanwhile: Readonly<Record<string, Act>> }>
> = {
  'an upload without a start': {
    before: (volume) => volume.repository('team/api').upload({ id: 'u', bytes: 70, startedAt: null }),
    meanwhile: {
      'gets one': (volume) =>
        volume.writeFileAt(`${uploadPath('team/api', 'u')}/startedat`, '2026-01-05T08:00:00Z'),
      'gets half of one': (volume) => volume.writeFileAt(`${uploadPath('team/api', 'u')}/startedat`, '2026-'),
      grows: (volume) => volume.writeFileAt(`${uploadPath('team/api', 'u')}/data`, madeBytes('more', 900)),
      goes: (volume) => volume.remove(uploadPath('team/api', 'u')),
    },
  },
  'an upload that is a symlink': {
    before: (volume) => {
      volume.repository('team/api').upload({ id: 'u', bytes: 70, startedAt: null });
      volume.symlink(uploadPath('team/api', 'v'), 'u');
    },
    meanwhile: {
      'becomes none': (volume) => volume.remove(uploadPath('team/api', 'v')),
    },
  },
  'an upload that is a file': {
    before: (volume) => volume.writeFileAt(uploadPath('team/api', 'u'), 'some bytes'),
    meanwhile: {
      'becomes a directory': (volume) =>
        volume.remove(uploadPath('team/api', 'u')).repository('team/api').upload({ id: 'u' }),
    },
  },
  'a tag without a revision': {
    before: (volume, digest) => volume.remove(path.dirname(revisionLinkPath('team/api', digest))),
    meanwhile: {
      'gets it': (volume, digest) => volume.writeLink(revisionLinkPath('team/api', digest), digest),
      'gets half of it': (volume, digest) =>
        volume.writeLink(revisionLinkPath('team/api', digest), 'sha256:01'),
      goes: (volume) => volume.repository('team/api').deleteTag('1'),
      'is torn': (volume) => volume.writeLink(currentLinkPath('team/api', '1'), 'sha256:01'),
      'loses its link': (volume) => volume.remove(currentLinkPath('team/api', '1')),
    },
  },
  'a tag whose revision is torn': {
    before: (volume, digest) => volume.writeLink(revisionLinkPath('team/api', digest), 'sha256:01'),
    meanwhile: {
      'gets it': (volume, digest) => volume.writeLink(revisionLinkPath('team/api', digest), digest),
      'loses it': (volume, digest) => volume.remove(revisionLinkPath('team/api', digest)),
    },
  },
  'two tags without their one revision': {
    before: (volume, digest) => {
      volume.repository('team/api').tag('2', digest);
      volume.remove(path.dirname(revisionLinkPath('team/api', digest)));
    },
    meanwhile: {
      'gets half of it': (volume, digest) =>
        volume.writeLink(revisionLinkPath('team/api', digest), 'sha256:01'),
    },
  },
  'a manifest that is torn': {
    before: (volume, digest) => volume.writeFileAt(blobPath(digest), '{"schemaVersion":2'),
    meanwhile: {
      'becomes whole': (volume, digest) => volume.writeFileAt(blobPath(digest), MANIFEST),
      'goes on': (volume, digest) => volume.writeFileAt(blobPath(digest), MANIFEST.slice(0, -3)),
    },
  },
  'a manifest of zeros': {
    before: (volume, digest) => volume.writeFileAt(blobPath(digest), Buffer.alloc(MANIFEST.length)),
    meanwhile: { 'becomes whole': (volume, digest) => volume.writeFileAt(blobPath(digest), MANIFEST) },
  },
  'a blob without bytes': {
    before: (volume) => volume.writeFileAt(blobPath(layerDigest('a')), ''),
    meanwhile: {
      'gets them': (volume) => volume.writeFileAt(blobPath(layerDigest('a')), madeBytes('a', 1000)),
      goes: (volume) => volume.remove(path.dirname(blobPath(layerDigest('a')))),
    },
  },
  'a directory without a blob': {
    before: (volume) => volume.remove(blobPath(layerDigest('a'))),
    meanwhile: {
      'gets it': (volume) => volume.writeFileAt(blobPath(layerDigest('a')), madeBytes('a', 1000)),
    },
  },
  'a blob that is missing': {
    before: (volume) => volume.remove(path.dirname(blobPath(layerDigest('a')))),
    meanwhile: { comes: (volume) => volume.writeFileAt(blobPath(layerDigest('a')), madeBytes('a', 1000)) },
  },
  'a layer link that is missing': {
    before: (volume) => volume.remove(layerLinkPath('team/api', layerDigest('a'))),
    meanwhile: {
      comes: (volume) => volume.writeLink(layerLinkPath('team/api', layerDigest('a')), layerDigest('a')),
    },
  },
  'a file that is no link': {
    before: (volume) => volume.writeFileAt(LINK_TMP, 'sha256:0123'),
    meanwhile: {
      grows: (volume) => volume.writeFileAt(LINK_TMP, 'sha256:01234'),
      goes: (volume) => volume.remove(LINK_TMP),
    },
  },
  'a blob where none belongs': {
    before: (volume) => volume.writeFileAt('docker/registry/v2/blobs/sha256/data', 'some bytes'),
    meanwhile: {
      grows: (volume) => volume.writeFileAt('docker/registry/v2/blobs/sha256/data', 'some more bytes'),
    },
  },
  'a directory where none belongs, with a link in it': {
    before: (volume) => {
      volume.writeFileAt(`${REPOSITORIES}/team/api/_layers/odd/some/link`, 'sha256:01');
      volume.writeFileAt(`${REPOSITORIES}/team/api/_layers/odd/other`, 'some bytes');
    },
    meanwhile: {
      grows: (volume) => volume.writeFileAt(`${REPOSITORIES}/team/api/_layers/odd/other`, 'some more bytes'),
    },
  },
};
