import { madeBytes } from './made-bytes.ts';
import { MEDIA_TYPES } from './manifest-json.ts';
import { layerDigest } from './push-layer.ts';
import type { ArtifactOptions, ImageOptions, LayerOptions, LayerSpec } from './push-options.ts';

const EMPTY_CONFIG = { name: 'empty config', content: '{}', mediaType: MEDIA_TYPES.empty };

/** A Helm chart, tagged with its version as `helm push` does. */
export function helmChart(chart: { name: string; version: string; bytes?: number }): ArtifactOptions {
  const { name, version, bytes = 3000 } = chart;
  return {
    config: {
      name: `${name} ${version} Chart.yaml`,
      content: JSON.stringify({ apiVersion: 'v2', name, version, type: 'application' }),
      mediaType: 'application/vnd.cncf.helm.config.v1+json',
    },
    layers: [
      {
        name: `${name}-${version}.tgz`,
        bytes,
        mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
      },
    ],
    // '+' may stand in a version and not in a tag.
    tag: version.replaceAll('+', '_'),
    annotations: { 'org.opencontainers.image.title': name, 'org.opencontainers.image.version': version },
  };
}

/** A cosign signature, tied to what it signs by the name of its tag alone. */
export function cosignSignature(signed: string, repository = 'team/api'): ArtifactOptions {
  const payload = {
    critical: {
      identity: { 'docker-reference': repository },
      image: { 'docker-manifest-digest': signed },
      type: 'cosign container image signature',
    },
    optional: null,
  };
  return {
    config: {
      name: `signature config of ${signed}`,
      content: JSON.stringify({ architecture: '', os: '', rootfs: { type: 'layers', diff_ids: [] } }),
      mediaType: MEDIA_TYPES.oci.config,
    },
    layers: [
      {
        name: `signature of ${signed}`,
        content: JSON.stringify(payload),
        mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json',
        annotations: {
          'dev.cosignproject.cosign/signature': madeBytes(`signature of ${signed}`, 71).toString('base64'),
        },
      },
    ],
    tag: `${signed.replace(':', '-')}.sig`,
  };
}

/** An SPDX document about an image, tied to it by `subject`. */
export function sbom(subject: string, bytes = 2000): ArtifactOptions {
  return referrer(subject, 'application/spdx+json', documentAbout(subject, 'packages', bytes));
}

/** Any artifact about an image, tied to it by `subject`; untagged unless told otherwise. */
function referrer(subject: string, artifactType: string, content: string): ArtifactOptions {
  return {
    artifactType,
    config: EMPTY_CONFIG,
    layers: [{ name: `${artifactType} about ${subject}`, content, mediaType: artifactType }],
    subject,
  };
}

/** The attestation manifest BuildKit lists in an index beside the image it is about. */
export function buildkitAttestation(attested: string, bytes = 900): ImageOptions {
  const predicate = madeBytes(`provenance of ${attested}`, bytes).toString('base64');
  const statement = {
    name: `provenance of ${attested}`,
    content: JSON.stringify({ _type: 'https://in-toto.io/Statement/v0.1', predicate }),
    mediaType: 'application/vnd.in-toto+json',
    annotations: { 'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v0.2' },
  };
  return { layers: [statement], platform: { os: 'unknown', architecture: 'unknown' }, label: attested };
}

/** BuildKit's cache as an image manifest, its form since 0.21; the older one is an index of bare blobs. */
export function buildkitCache(cache: { layers: readonly LayerSpec[]; tag: string }): ArtifactOptions {
  return {
    config: buildkitCacheConfig(cache.tag, cache.layers),
    layers: cache.layers,
    tag: cache.tag,
  };
}

/** The config of a BuildKit cache. */
function buildkitCacheConfig(tag: string, layers: readonly LayerSpec[]): LayerOptions {
  const chain = layers.map((layer, position) => ({ blob: layerDigest(layer), parent: position - 1 }));
  return {
    name: `cache config of ${tag}`,
    content: JSON.stringify({ layers: chain, records: [] }),
    mediaType: 'application/vnd.buildkit.cacheconfig.v0',
  };
}

function documentAbout(subject: string, key: string, bytes: number): string {
  const padding = madeBytes(`${key} of ${subject}`, Math.ceil(bytes / 2)).toString('hex');
  return JSON.stringify({ name: subject.slice(7, 19), [key]: padding.slice(0, bytes) });
}
