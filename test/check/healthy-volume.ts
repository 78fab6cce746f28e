import { buildkitCache, cosignSignature, helmChart, sbom } from '../support/artifact-kinds.ts';
import { madeDigest } from '../support/made-bytes.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';

/** A volume with everything that is legal and looks odd to who does not know: nothing in it is damage. */
export function healthyVolume(dir: string): VolumeBuilder {
  const volume = aVolume(dir);
  const api = volume.repository('team/api');
  api.image({ layers: ['base', 'app'], tag: '1' });
  api.image({ layers: ['base', 'app 2'], tag: 'latest' });
  api.image({ layers: ['base', 'app 3'], tag: 'latest' });
  api.artifact(cosignSignature(api.digest));
  const web = volume.repository('team/web');
  web.index({
    tag: '1',
    children: [
      { layers: ['base', 'web'], label: 'amd64' },
      { layers: ['base arm', 'web arm'], label: 'arm64', platform: { os: 'linux', architecture: 'arm64' } },
      { attests: 0 },
    ],
  });
  web.artifact(sbom(web.digest));
  volume.repository('win/app').image({ layers: [{ name: 'windows', foreign: true }, 'app'], tag: '1' });
  volume.repository('charts/shop').artifact(helmChart({ name: 'shop', version: '1.0.0' }));
  volume.repository('ci/cache').artifact(buildkitCache({ layers: ['cache'], tag: 'web' }));
  volume.repository('odd/types').image({ layers: ['a'], tag: 'untyped', namesItsType: false });
  volume.repository('odd/types').image({ layers: ['a'], tag: 'docker', format: 'schema2', label: 'docker' });
  volume.repository('odd/empty').image({ layers: [{ name: 'nothing', content: '' }], tag: '1' });
  // What a collection by 2.8 leaves, and the API's DELETE: links to nothing, and a directory without a link.
  api.layerLink(madeDigest('collected long ago'));
  api.image({ layers: ['base', 'gone'], label: 'deleted' });
  api.deleteManifest(api.digest);
  return volume;
}
