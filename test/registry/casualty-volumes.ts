import { sbom } from '../support/artifact-kinds.ts';
import { MEDIA_TYPES } from '../support/manifest-json.ts';
import { layerDigest } from '../support/push-layer.ts';
import type { VolumeBuilder } from '../support/volume-builder.ts';
import { REPOSITORIES } from '../support/volume-paths.ts';
import { digestOf } from './images.ts';

/** A volume made to lose something, and the tags it loses to a collection of 2.8, by how that is run. */
export interface CasualtyVolume {
  title: string;
  build: (volume: VolumeBuilder) => void;
  plain: string[];
  deleteUntagged: string[];
  /** Tags of which this skopeo cannot pull all there is, even before. */
  beyondSkopeo?: string[];
  /** Where skopeo copies to: `dir` wants foreign layers too and no sha512; `oci` converts what it copies. */
  copyTo?: 'dir' | 'oci';
}

const ARM = { os: 'linux', architecture: 'arm64' };

/** Every way known to us in which a collection takes what can be pulled. */
export const CASUALTY_VOLUMES: CasualtyVolume[] = [
  {
    title: 'platforms and attestations that have no tags',
    build(volume) {
      volume.repository('shop/web').index({
        tag: '2.4',
        children: [
          { layers: ['base', 'amd64'] },
          { layers: ['base', 'arm64'], platform: ARM },
          { attests: 0 },
          { attests: 1 },
        ],
      });
      volume.repository('shop/api').image({ layers: ['base', 'api'], tag: '1.0' });
    },
    plain: [],
    deleteUntagged: ['shop/web:2.4'],
  },
  {
    title: 'platforms of which each, or only one, has a tag',
    build(volume) {
      const shop = volume.repository('shop');
      const [amd, arm] = [{ layers: ['base'] }, { layers: ['arm base'], platform: ARM }];
      shop
        .image({ ...amd, tag: 'amd' })
        .image({ ...arm, tag: 'arm' })
        .index({ children: [amd, arm], tag: 'both' });
      shop.index({
        children: [
          { ...amd, label: 'amd' },
          { ...arm, label: 'arm' },
        ],
        tag: 'all',
      });
      shop.index({ children: [{ ...amd, label: 'amd' }, { layers: ['s390x'] }], tag: 'some' });
    },
    plain: [],
    deleteUntagged: ['shop:both', 'shop:some'],
  },
  {
    title: 'a platform that another repository tags',
    build(volume) {
      const platform = { layers: ['shared'], label: 'shared' };
      volume.repository('a').index({ children: [platform], tag: 'multi' });
      volume.repository('b').image({ ...platform, tag: 'amd64' });
      volume
        .repository('c')
        .index({ children: [platform], tag: 'multi' })
        .tag('amd64', layerDigest('absent'));
    },
    plain: [],
    deleteUntagged: ['a:multi', 'c:multi'],
  },
  {
    title: 'an index whose platforms are not all there',
    build(volume) {
      const { digest } = volume.repository('from').image({ layers: ['elsewhere'], tag: '1' });
      const sparse = volume.repository('to');
      sparse.index({ children: [{ listed: digest }, { layers: ['here'] }], tag: '1' });
      sparse.index({ children: [{ listed: digest }], tag: 'none' });
    },
    plain: [],
    deleteUntagged: ['to:1'],
    beyondSkopeo: ['to:1', 'to:none'],
  },
  {
    title: 'an index in an index',
    build(volume) {
      const inner = { children: [{ layers: ['deep'] }, { layers: ['deep arm'], platform: ARM }] };
      volume.repository('shop').index({ children: [inner, { layers: ['flat'] }], tag: 'nested' });
    },
    plain: [],
    deleteUntagged: ['shop:nested'],
    beyondSkopeo: ['shop:nested'],
  },
  {
    title: 'a repository without _layers',
    build(volume) {
      // Its layers cannot be pulled as it is, so an image is no loss; an index needs no layer.
      volume
        .repository('a')
        .image({ layers: ['a'], tag: 'broken' })
        .index({ children: [], tag: 'empty' });
      volume.remove(`${REPOSITORIES}/a/_layers`);
      volume
        .repository('b')
        .index({ children: [], tag: 'first' })
        .image({ layers: ['b'], tag: 'whole' });
      volume.repository('c').index({ children: [], tag: 'only', namesItsType: false });
    },
    plain: ['c:only'],
    deleteUntagged: ['c:only'],
  },
  {
    title: 'a plain file before the repositories whose name begins with _',
    build(volume) {
      volume.repository('0/base').image({ layers: ['base'], tag: '1' });
      volume.repository('shop/api').image({ layers: ['base', 'api'], tag: '1' });
      volume.repository('old').manifest(schema1(volume, 'old', ['old base', 'old top']), { tag: '1' });
      volume.writeFileAt(`${REPOSITORIES}/_backup`, 'stray');
    },
    plain: ['old:1', 'shop/api:1'],
    deleteUntagged: ['old:1', 'shop/api:1'],
  },
  {
    title: 'a plain file before or after _layers',
    build(volume) {
      volume.repository('a').image({ layers: ['base', 'a'], tag: '1' });
      volume.repository('b').image({ layers: ['base', 'b'], tag: '1' });
      volume.repository('b/c').image({ layers: ['base', 'c'], tag: '1' });
      volume.writeFileAt(`${REPOSITORIES}/a/_notes`, 'stray').writeFileAt(`${REPOSITORIES}/b/_keep`, 'stray');
    },
    plain: ['b:1', 'b/c:1'],
    deleteUntagged: ['b:1', 'b/c:1'],
  },
  {
    title: 'manifests with a layer link in place of a revision link',
    build(volume) {
      const pushed = volume.repository('pushed-as-blobs');
      pushed.image({ layers: ['top'], tag: 'image', linked: false });
      pushed.layerLink(pushed.digest);
      const child = { layers: ['child'], label: 'child', linked: false };
      const { digest } = pushed.image(child);
      pushed.layerLink(digest).index({ children: [child], tag: 'index' });
      volume.repository('not-at-all').image({ layers: ['top'], tag: 'broken', linked: false });
    },
    plain: ['pushed-as-blobs:image', 'pushed-as-blobs:index'],
    deleteUntagged: ['pushed-as-blobs:image', 'pushed-as-blobs:index'],
  },
  {
    title: 'schema 1, and a tag that moved on',
    build(volume) {
      const old = volume.repository('old');
      old
        .manifest(schema1(volume, 'old', ['one']), { tag: '1' })
        .manifest(schema1(volume, 'old', ['two']), { tag: '1' });
      old
        .image({ layers: ['two', 'three'], tag: '2', label: 'before' })
        .image({ layers: ['three'], tag: '2' });
      old.tag('kept', old.digest).tag('2', old.digest);
    },
    plain: [],
    deleteUntagged: [],
  },
  {
    title: 'layers that live elsewhere',
    build(volume) {
      const foreign = { name: 'windows', foreign: true };
      const shop = volume.repository('shop').image({ layers: [foreign, 'app'], tag: 'ltsc' });
      shop.image({ layers: [foreign, 'app'], tag: 'docker', format: 'schema2' });
      shop.index({ children: [{ layers: [foreign, 'other'] }], tag: 'multi' });
    },
    plain: [],
    deleteUntagged: ['shop:multi'],
    copyTo: 'oci',
  },
  {
    title: 'a layer named by its sha512 and kept by its sha256',
    build(volume) {
      const [layer, config] = ['layer', { name: 'config', content: '{}', mediaType: MEDIA_TYPES.oci.config }];
      const alias = layerDigest({ name: layer, algorithm: 'sha512' });
      const shop = volume.repository('shop').looseBlob(layer).looseBlob(config);
      shop.layerLink(alias, layerDigest(layer));
      const descriptors = [
        { mediaType: config.mediaType, digest: layerDigest(config), size: 2 },
        { mediaType: MEDIA_TYPES.oci.layer, digest: alias, size: 1000 },
      ];
      const [first, ...layers] = descriptors;
      const manifest = { schemaVersion: 2, mediaType: MEDIA_TYPES.oci.manifest, config: first, layers };
      shop.manifest(JSON.stringify(manifest), { tag: '1' });
    },
    plain: ['shop:1'],
    deleteUntagged: ['shop:1'],
    copyTo: 'oci',
  },
  {
    title: 'referrers, with and without a tag that lists them',
    build(volume) {
      const shop = volume.repository('shop').image({ layers: ['signed'], tag: '1' });
      const subject = shop.digest;
      const listed = shop.artifact(sbom(subject, 500)).digest;
      shop.artifact({ ...sbom(subject, 600) }).index({
        children: [{ listed }],
        tag: 'referrers',
      });
    },
    plain: [],
    deleteUntagged: ['shop:referrers'],
  },
];

/** A schema 1 manifest whose history names each layer's parent, as clients insist; the layers are pushed. */
function schema1(volume: VolumeBuilder, name: string, layers: string[]): string {
  for (const layer of layers) volume.repository(name).looseBlob(layer);
  const digests = layers.map((layer) => layerDigest(layer)).reverse();
  const ids = digests.map((_, at) => digestOf(Buffer.from(digests.slice(at).join())).slice(7));
  return JSON.stringify({
    schemaVersion: 1,
    name,
    tag: '1',
    architecture: 'amd64',
    fsLayers: digests.map((blobSum) => ({ blobSum })),
    history: ids.map((id, at) => ({
      v1Compatibility: JSON.stringify({ id, ...(ids[at + 1] !== undefined && { parent: ids[at + 1] }) }),
    })),
  });
}
