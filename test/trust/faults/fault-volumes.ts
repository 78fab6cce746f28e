import type { VolumeBuilder } from '../../support/volume-builder.ts';
import { BLOBS, blobPath, REPOSITORIES, revisionLinkPath } from '../../support/volume-paths.ts';

/** Long ago for any scan, so that nothing is young and no write under way. */
const LONG_AGO = '2025-01-01T00:00:00Z';

/** A small volume, whose disk is to fail. */
type Build = (volume: VolumeBuilder) => void;

/** An index and its children, a layer that two repositories share, what a revision or a tag alone holds, an orphan. */
const images: Build = (volume) => {
  const api = volume.repository('team/api');
  api.image({ layers: ['base', 'api'], tag: '1', linked: false });
  api.index({ tag: '2', children: [{ layers: ['arm'], linked: false }] });
  volume.repository('web').image({ layers: ['base'], format: 'schema2' });
  api.revisionLink(api.digest, volume.repository('web').digest);
  volume.repository('revised').image({ layers: ['revised'] });
  volume.repository('tagged').image({ layers: ['tagged'], tag: '1', linked: false });
  volume.orphan('orphan');
};

/** Tags to choose among, each younger than the one before, and an image that lost its tag. */
const tags: Build = (volume) => {
  const app = volume.repository('app');
  for (const [index, tag] of ['old', 'middle', 'new'].entries()) {
    volume.at(`2025-02-0${index + 1}T00:00:00Z`);
    app.image({ layers: ['base', tag], tag });
  }
  volume.at('2025-02-04T00:00:00Z');
  app.image({ layers: ['untagged'] });
  volume.orphan('orphan');
};

/** What is not as the layout says. */
const damage: Build = (volume) => {
  const app = volume.repository('app').image({ layers: ['base'], tag: '1' });
  app.manifest(`{"schemaVersion":2,"config":{"digest":"${volume.orphan('of a torn manifest')}"`);
  volume.writeLink(revisionLinkPath('app', volume.orphan('behind an empty link')), '');
  volume.writeFileAt(`${BLOBS}/sha256/odd/data`, 'x').writeFileAt(`${REPOSITORIES}/app/_layers/x/link`, 'x');
  volume.writeFileAt(`${REPOSITORIES}/app/stray/file`, 'x').writeFileAt(`${blobPath(app.digest)}.tmp`, 'x');
  volume.makeDirectory(`${REPOSITORIES}/app/_manifests/tags/half`);
  app.upload();
};

/** Ways that lead elsewhere. */
const symlinks: Build = (volume) => {
  volume.repository('app').image({ layers: ['base'], tag: '1' });
  volume.repository('team/api').image({ layers: ['base', 'api'], tag: '1', linked: false });
  volume.symlink(`${REPOSITORIES}/team/alias`, 'api').symlink(`${REPOSITORIES}/app/loop`, '..');
  const data = blobPath(volume.repository('app').image({ layers: ['moved'], tag: '2' }).digest);
  volume
    .hardLink(`moved/${data}`, data)
    .remove(data)
    .symlink(data, volume.resolve(`moved/${data}`));
  volume.orphan('orphan');
};

/** Each by what is in it. */
export const FAULT_VOLUMES: Readonly<Record<string, Build>> = { images, tags, damage, symlinks };

/** Builds one of them, as old as a volume that nobody pushes to. */
export function buildFaultVolume(name: string, volume: VolumeBuilder): void {
  volume.at(LONG_AGO);
  FAULT_VOLUMES[name]?.(volume);
}
