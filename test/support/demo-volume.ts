import { buildkitCache, cosignSignature, helmChart, sbom } from './artifact-kinds.ts';
import { madeUuid } from './made-bytes.ts';
import { layerDigest } from './push-layer.ts';
import type { LayerOptions } from './push-options.ts';
import { aVolume, type VolumeBuilder } from './volume-builder.ts';
import { blobPath } from './volume-paths.ts';

// Layers that several images share are named once, so that the sharing can be seen here.
const DEBIAN = kB('debian bookworm', 200);
const DEBIAN_ARM = kB('debian bookworm arm64', 150);
const NODE = kB('node 22', 120);
const NODE_ARM = kB('node 22 arm64', 80);
const PYTHON = kB('python 3.13', 80);

/** Writes the demonstration volume: the registry of a small online shop after three months of use. */
export function demoVolume(dir: string): VolumeBuilder {
  const volume = aVolume(dir);
  baseImages(volume.at('2026-01-05T08:00:00Z'));
  api(volume.at('2026-01-19T14:20:00Z'));
  web(volume.at('2026-02-09T10:05:00Z'));
  checkout(volume.at('2026-02-16T16:40:00Z'));
  tooling(volume.at('2026-03-02T07:30:00Z'));
  leftovers(volume.at('2026-03-16T22:10:00Z'));
  return volume;
}

/** `platform/base`: what everything else is built on. */
function baseImages(volume: VolumeBuilder): void {
  volume
    .repository('platform/base')
    .image({ layers: [DEBIAN, NODE], tag: 'node-22', format: 'schema2' })
    .image({ layers: [DEBIAN, PYTHON], tag: 'python-3.13', format: 'schema2' });
}

/** `shop/api`: one platform, a signature, and a `latest` that was overwritten twice. */
function api(volume: VolumeBuilder): void {
  const api = volume.repository('shop/api');
  api.image({ layers: [DEBIAN, NODE, kB('api 1.0', 40)], tag: 'latest', label: '1.0' });
  api.image({ layers: [DEBIAN, NODE, kB('api 1.1', 42)], tag: 'latest', label: '1.1' });
  api.image({ layers: [DEBIAN, NODE, kB('api 1.2', 45)], tag: 'latest', label: '1.2' });
  api.tag('1.2', api.digest);
  api.artifact(cosignSignature(api.digest, 'registry.shop.example/shop/api'));
}

/** `shop/web`: two platforms with BuildKit's attestations, and an SBOM that refers to the index. */
function web(volume: VolumeBuilder): void {
  const web = volume.repository('shop/web');
  web.index({
    tag: '2.4.0',
    children: [
      { layers: [DEBIAN, NODE, kB('web 2.4.0', 60)], label: '2.4.0' },
      {
        layers: [DEBIAN_ARM, NODE_ARM, kB('web 2.4.0 arm64', 58)],
        label: '2.4.0',
        platform: { os: 'linux', architecture: 'arm64', variant: 'v8' },
      },
      { attests: 0, bytes: 4000 },
      { attests: 1, bytes: 4000 },
    ],
  });
  web.tag('latest', web.digest);
  web.artifact(sbom(web.digest, 9000));
}

/** `shop/checkout` works; `shop/mailer` lost a layer, and cannot be pulled. */
function checkout(volume: VolumeBuilder): void {
  volume
    .repository('shop/checkout')
    .image({ layers: [DEBIAN, PYTHON, kB('checkout 0.9', 45)], tag: '0.9', label: 'checkout 0.9' })
    .repository('shop/mailer')
    .image({ layers: [DEBIAN, PYTHON, kB('mailer 0.3', 30)], tag: '0.3', label: 'mailer 0.3' });
  volume.remove(blobPath(layerDigest(kB('mailer 0.3', 30))).replace(/\/data$/, ''));
}

/** What the build leaves: its cache, the chart, a tool of its own. */
function tooling(volume: VolumeBuilder): void {
  const layers = [kB('npm ci', 70), kB('npm run build', 35)];
  volume.repository('platform/ci-cache').artifact(buildkitCache({ layers, tag: 'shop-web' }));
  volume
    .repository('platform/charts/shop')
    .artifact(helmChart({ name: 'shop', version: '1.3.0', bytes: 6000 }))
    .artifact(helmChart({ name: 'shop', version: '1.4.0+build.7', bytes: 6500 }));
  volume
    .repository('ops/backup')
    .image({ layers: [DEBIAN, kB('backup 3', 20)], tag: '3', format: 'schema2', label: 'backup 3' });
}

/** What nobody needs: a layer of a push that never ended, a blob from nowhere, an upload half way. */
function leftovers(volume: VolumeBuilder): void {
  const api = volume.repository('shop/api');
  api.looseBlob(kB('api 1.3, never finished', 50));
  api.upload({ id: madeUuid('api 1.3'), bytes: 30_000, startedAt: '2026-03-16T22:10:00Z' });
  volume.orphan('left behind by a repository that was removed by hand', 60_000);
}

function kB(name: string, thousands: number): LayerOptions {
  return { name, bytes: thousands * 1000 };
}
