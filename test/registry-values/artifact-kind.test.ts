import { describe, expect, it } from 'vitest';
import {
  isImageConfigType,
  isManifestType,
  OCI_EMPTY,
  OCI_INDEX,
  OCI_MANIFEST,
} from '../../src/registry/manifest/media-types.ts';
import { parseManifest } from '../../src/registry/manifest/read-manifest.ts';
import { type ImageLike, imageOf, indexOf } from './manifests-of-tools.ts';

const IMAGE_CONFIG = 'application/vnd.oci.image.config.v1+json';
const IN_TOTO = 'application/vnd.in-toto+json';
const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip';

// Config and layers as the tools write them; the config is an image's where none is named.
const IMAGES: ReadonlyArray<readonly [string, string, ImageLike]> = [
  ['an OCI image', 'image', { layers: [LAYER, LAYER] }],
  ['an OCI image without layers', 'image', { layers: [] }],
  [
    'a Docker image',
    'image',
    {
      config: 'application/vnd.docker.container.image.v1+json',
      layers: ['application/vnd.docker.image.rootfs.diff.tar.gzip'],
    },
  ],
  ['an image whose config has no type', 'image', { config: '', layers: [LAYER] }],
  ['an estargz image', 'image', { layers: [LAYER], annotations: { 'io.containerd.estargz': '1' } }],
  [
    'a Helm chart',
    'helm-chart',
    {
      config: 'application/vnd.cncf.helm.config.v1+json',
      layers: ['application/vnd.cncf.helm.chart.content.v1.tar+gzip'],
    },
  ],
  [
    'a Helm chart with its provenance',
    'helm-chart',
    {
      config: 'application/vnd.cncf.helm.config.v1+json',
      layers: [
        'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
        'application/vnd.cncf.helm.chart.provenance.v1.prov',
      ],
    },
  ],
  ['cosign sign', 'signature', { layers: Array(2).fill('application/vnd.dev.cosign.simplesigning.v1+json') }],
  ['cosign attest', 'attestation', { layers: ['application/vnd.dsse.envelope.v1+json'] }],
  ['cosign attach sbom, SPDX', 'sbom', { layers: ['text/spdx+json'] }],
  ['cosign attach sbom, SPDX tag-value', 'sbom', { layers: ['text/spdx'] }],
  ['cosign attach sbom, CycloneDX', 'sbom', { layers: ['application/vnd.cyclonedx+json'] }],
  ['cosign attach sbom, Syft', 'sbom', { layers: ['application/vnd.syft+json'] }],
  [
    'cosign 2 with OCI 1.1 referrers',
    'signature',
    {
      config: 'application/vnd.dev.cosign.artifact.sig.v1+json',
      layers: ['application/vnd.dev.cosign.simplesigning.v1+json'],
    },
  ],
  [
    'notation sign',
    'signature',
    {
      artifactType: 'application/vnd.cncf.notary.signature',
      config: OCI_EMPTY,
      layers: ['application/jose+json'],
    },
  ],
  [
    'notation sign, for registries without artifactType',
    'signature',
    { config: 'application/vnd.cncf.notary.signature', layers: ['application/cose'] },
  ],
  [
    'cosign 3, a signature in a Sigstore bundle',
    'signature',
    {
      artifactType: BUNDLE,
      config: OCI_EMPTY,
      layers: [BUNDLE],
      annotations: { 'dev.sigstore.bundle.content': 'message-signature' },
    },
  ],
  [
    'GitHub artifact attestation, a statement in a Sigstore bundle',
    'attestation',
    {
      artifactType: BUNDLE,
      config: OCI_EMPTY,
      layers: [BUNDLE],
      annotations: {
        'dev.sigstore.bundle.content': 'dsse-envelope',
        'dev.sigstore.bundle.predicateType': 'https://slsa.dev/provenance/v1',
      },
    },
  ],
  ['a Sigstore bundle without an artifactType', 'signature', { config: OCI_EMPTY, layers: [BUNDLE] }],
  ['BuildKit attestations', 'attestation', { layers: [IN_TOTO, IN_TOTO] }],
  [
    'BuildKit attestations as OCI artifact',
    'attestation',
    {
      artifactType: 'application/vnd.docker.attestation.manifest.v1+json',
      config: OCI_EMPTY,
      layers: [IN_TOTO],
    },
  ],
  [
    'oras attach of an SBOM',
    'sbom',
    { artifactType: 'application/spdx+json', config: OCI_EMPTY, layers: [] },
  ],
  [
    'BuildKit cache as image',
    'buildkit-cache',
    { config: 'application/vnd.buildkit.cacheconfig.v0', layers: [LAYER, LAYER] },
  ],
  [
    'a WebAssembly artifact',
    'artifact',
    { config: 'application/vnd.wasm.config.v0+json', layers: ['application/wasm'] },
  ],
  [
    'a Singularity image',
    'artifact',
    {
      config: 'application/vnd.sylabs.sif.config.v1+json',
      layers: ['application/vnd.sylabs.sif.layer.v1.sif'],
    },
  ],
  [
    'oras push of a file',
    'artifact',
    { artifactType: 'application/vnd.unknown.artifact.v1', config: OCI_EMPTY, layers: ['text/plain'] },
  ],
  ['an artifact with an empty config alone', 'artifact', { config: OCI_EMPTY, layers: ['text/plain'] }],
  // One layer of a kind does not make the whole of that kind.
  ['an image with one odd layer', 'image', { layers: [LAYER, IN_TOTO] }],
];

const INDEXES: ReadonlyArray<readonly [string, string, readonly string[]]> = [
  ['a multi-platform image', 'index', [OCI_MANIFEST, OCI_MANIFEST]],
  ['an index of nothing', 'index', []],
  ['an index of indexes', 'index', [OCI_INDEX]],
  [
    'BuildKit cache as index',
    'buildkit-cache',
    [LAYER, LAYER, LAYER, 'application/vnd.buildkit.cacheconfig.v0'],
  ],
];

describe('the kind of a manifest', () => {
  it.each(IMAGES)('%s is: %s', (_, kind, parts) => {
    expect(parseManifest(imageOf(parts)).kind).toBe(kind);
  });

  it.each(INDEXES)('%s is: %s', (_, kind, children) => {
    expect(parseManifest(indexOf(children)).kind).toBe(kind);
  });

  it('of an index with an artifactType is an artifact', () => {
    expect(parseManifest(indexOf([OCI_MANIFEST], 'application/vnd.example.box')).kind).toBe('artifact');
  });

  it.each([
    'application/vnd.cncf.helm.config.v1+json',
    'application/vnd.buildkit.cacheconfig.v0',
    'application/vnd.dev.cosign.simplesigning.v1+json',
    'application/vnd.dev.cosign.artifact.sbom.v1+json',
    'application/vnd.dev.cosign.artifact.att.v1+json',
    'application/vnd.cncf.notary.signature',
    BUNDLE,
  ])('is not told by a type that only ends as %s does', (type) => {
    const parts = { artifactType: `text/${type}`, config: OCI_EMPTY, layers: [] };
    expect(parseManifest(imageOf(parts)).kind).toBe('artifact');
  });

  it('of schema 1 is an image', () => {
    expect(parseManifest(Buffer.from('{"schemaVersion":1,"fsLayers":[]}')).kind).toBe('image');
  });

  it('is unknown where it does not parse', () => {
    expect(parseManifest(Buffer.from('{')).kind).toBe('unknown');
  });
});

describe('media types', () => {
  it.each([
    ['', true], // a descriptor without a type may lead to a manifest
    [OCI_MANIFEST, true],
    [OCI_INDEX, true],
    ['application/vnd.docker.distribution.manifest.v1+prettyjws', true],
    ['application/vnd.docker.distribution.manifest.v1+json', true],
    ['application/json', true],
    [LAYER, false],
    [OCI_MANIFEST.toUpperCase(), false], // compared byte for byte, as the registry does
    [`${OCI_MANIFEST}; charset=utf-8`, false],
  ])('of a manifest: %j %s', (type, expected) => {
    expect(isManifestType(type)).toBe(expected);
  });

  it('tell an image config from any other', () => {
    expect([IMAGE_CONFIG, OCI_EMPTY, ''].map(isImageConfigType)).toEqual([true, false, false]);
  });
});
