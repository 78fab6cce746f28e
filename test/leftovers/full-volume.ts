import { cosignSignature, sbom } from '../support/artifact-kinds.ts';
import { madeDigest, madeUuid } from '../support/made-bytes.ts';
import { layerDigest } from '../support/push-layer.ts';
import { aVolume, type VolumeBuilder } from '../support/volume-builder.ts';
import {
  BLOBS,
  blobPath,
  layerLinkPath,
  REPOSITORIES,
  tagHistoryLinkPath,
  uploadPath,
} from '../support/volume-paths.ts';

const GONE = madeDigest('collected long ago');
const SUBJECT = madeDigest('a subject that is gone');

/** A volume with one leftover of each kind beside an image that is whole, last touched in January 2026. */
export function fullVolume(dir: string): VolumeBuilder {
  const volume = aVolume(dir).at('2026-01-05T08:00:00Z');
  const api = volume.repository('team/api');
  api.image({ layers: ['base', 'app'], tag: '1' });
  uploads(volume);
  danglingTags(volume);
  repositories(volume);
  // Pushed once for an image that is gone: the one is a layer of another repository still, the other was collected.
  volume.repository('team/web').image({ layers: ['base', 'web'], tag: '1', label: 'web' });
  api.layerLink(layerDigest('web'));
  api.layerLink(GONE);
  volume.makeDirectory(`${BLOBS}/sha256/${GONE.slice(7, 9)}/${GONE.slice(7)}`);
  files(volume);
  api.artifact(cosignSignature(SUBJECT));
  api.artifact(sbom(SUBJECT));
  return volume.age('2026-01-05T08:00:00Z');
}

function uploads(volume: VolumeBuilder): void {
  const api = volume.repository('team/api');
  api.upload({ id: madeUuid('stale'), bytes: 3000 });
  api.upload({ id: madeUuid('never purged'), bytes: 5000, startedAt: null });
  volume.makeDirectory(uploadPath('team/api', madeUuid('empty')));
}

function danglingTags(volume: VolumeBuilder): void {
  const broken = volume.repository('team/broken');
  broken.image({ layers: ['broken'], tag: 'linked', label: 'linked' });
  volume.remove(blobPath(broken.digest).replace(/\/data$/, ''));
  // Both link and manifest are gone, as where the DELETE of a manifest was interrupted.
  broken.tag('unlinked', madeDigest('deleted and collected'));
  volume.writeLink(tagHistoryLinkPath('team/broken', 'pointless', GONE), GONE);
}

function repositories(volume: VolumeBuilder): void {
  // In it lies one that is alive, which nobody may remove with it.
  volume.repository('team').layerLink(madeDigest('a layer that was collected'));
  volume.makeDirectory(`${REPOSITORIES}/team/_manifests/tags`);
  volume.makeDirectory(`${REPOSITORIES}/team/_uploads`);
  const emptied = volume.repository('old/emptied');
  emptied.image({ layers: ['base'], tag: '1', label: 'emptied' });
  emptied.deleteManifest(emptied.digest);
  volume.repository('old/lost').layerLink(layerDigest('base'));
}

function files(volume: VolumeBuilder): void {
  const temporary = `${layerLinkPath('team/api', layerDigest('app'))}.${madeUuid('temporary')}.tmp`;
  volume.writeFileAt(temporary, 'sha256:');
  volume.writeFileAt(`${REPOSITORIES}/team/api/_layers/tarsum/v1/sha256/${'a'.repeat(64)}/link`, GONE);
  volume.writeFileAt(`${REPOSITORIES}/team/backup.tar`, 'x'.repeat(7000));
}
