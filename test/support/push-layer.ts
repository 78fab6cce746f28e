import { digestOf, madeBytes, madeDigest } from './made-bytes.ts';
import { type Descriptor, MEDIA_TYPES } from './manifest-json.ts';
import type { LayerOptions, LayerSpec } from './push-options.ts';
import type { VolumeBuilder } from './volume-builder.ts';
import { layerLinkPath } from './volume-paths.ts';

/** The digest a layer of this description gets, whether or not it was ever pushed. */
export function layerDigest(layer: LayerSpec): string {
  const spec = described(layer);
  if (spec.sparse) return madeDigest(`${spec.name} ${spec.bytes ?? 1000}`);
  return digestOf(content(spec), spec.algorithm);
}

/** Writes a layer's blob and its link in a repository, as far as asked for, and describes it. */
export function pushLayer(
  volume: VolumeBuilder,
  repository: string,
  layer: LayerSpec,
  types: { layer: string; foreign: string } = MEDIA_TYPES.oci,
): Descriptor {
  const spec = described(layer);
  const { foreign = false, stored = !foreign, linked = !foreign } = spec;
  const digest = layerDigest(spec);
  if (stored && spec.sparse) volume.writeSparseBlob(spec.name, spec.bytes ?? 1000);
  else if (stored) volume.writeBlob(content(spec), spec.aliased ? 'sha256' : spec.algorithm);
  const kept = spec.aliased ? digestOf(content(spec)) : digest;
  if (linked) for (const each of [kept, digest]) volume.writeLink(layerLinkPath(repository, each), kept);
  return {
    mediaType: spec.mediaType ?? (foreign ? types.foreign : types.layer),
    digest,
    size: spec.sparse ? (spec.bytes ?? 1000) : Buffer.byteLength(content(spec)),
    urls: foreign ? [`https://layers.example.com/${digest.slice(7)}`] : undefined,
    annotations: spec.annotations,
  };
}

function described(layer: LayerSpec): LayerOptions {
  return typeof layer === 'string' ? { name: layer } : layer;
}

function content(spec: LayerOptions): Buffer | string {
  return spec.content ?? madeBytes(spec.name, spec.bytes ?? 1000);
}
