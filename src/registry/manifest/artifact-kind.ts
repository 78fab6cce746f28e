import { isImageConfigType } from './media-types.ts';

/** What a manifest is, to its owner. */
export type ArtifactKind =
  | 'image'
  | 'index'
  | 'helm-chart'
  | 'signature'
  | 'attestation'
  | 'sbom'
  | 'buildkit-cache'
  // Told by tags, and not by anything in the manifest.
  | 'kaniko-cache'
  | 'artifact'
  | 'unknown';

/** The parts of a manifest that tell what it is. */
export interface KindEvidence {
  readonly isIndex: boolean;
  readonly artifactType: string;
  readonly configMediaType: string;
  /** Of the layers, or of an index's children. */
  readonly contentMediaTypes: readonly string[];
  /** What a Sigstore bundle says it holds, in the manifest's annotations; empty for anything else. */
  readonly bundleContent: string;
}

const BY_TYPE: ReadonlyArray<readonly [ArtifactKind, RegExp]> = [
  ['helm-chart', /^application\/vnd\.cncf\.helm\./],
  ['buildkit-cache', /^application\/vnd\.buildkit\.cacheconfig\./],
  [
    'signature',
    /^application\/vnd\.dev\.cosign\.(simplesigning|artifact\.sig)|^application\/vnd\.cncf\.notary\./,
  ],
  ['sbom', /spdx|cyclonedx|vnd\.syft|^application\/vnd\.dev\.cosign\.artifact\.sbom/],
  ['attestation', /vnd\.in-toto|vnd\.dsse\.envelope|^application\/vnd\.dev\.cosign\.artifact\.att/],
];

const SIGSTORE_BUNDLE = /^application\/vnd\.dev\.sigstore\.bundle/;

/**
 * Tells what an artifact is from its types: the artifactType first, the config's type next (the OCI image spec's
 * own order), then what it contains, because cosign and BuildKit write plain image manifests around their content.
 */
export function artifactKind(evidence: KindEvidence): ArtifactKind {
  const { isIndex, artifactType, configMediaType, contentMediaTypes } = evidence;
  if ([artifactType, ...contentMediaTypes].some((type) => SIGSTORE_BUNDLE.test(type))) {
    return evidence.bundleContent === 'dsse-envelope' ? 'attestation' : 'signature';
  }
  for (const types of [[artifactType], [configMediaType], contentMediaTypes]) {
    const named = BY_TYPE.find(([kind, pattern]) => speaksFor(kind, pattern, types));
    if (named !== undefined) return named[0];
  }
  if (artifactType !== '') return 'artifact';
  if (isIndex) return 'index';
  return configMediaType === '' || isImageConfigType(configMediaType) ? 'image' : 'artifact';
}

/** All types must agree, but for a BuildKit cache: its index lists the cached layers beside the one telling entry. */
function speaksFor(kind: ArtifactKind, pattern: RegExp, types: readonly string[]): boolean {
  if (types.length === 0) return false;
  const matches = (type: string) => pattern.test(type);
  return kind === 'buildkit-cache' ? types.some(matches) : types.every(matches);
}
