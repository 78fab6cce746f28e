import * as fs from 'node:fs';
import { madeDigest } from './made-bytes.ts';
import { MEDIA_TYPES } from './manifest-json.ts';
import type { VolumeBuilder } from './volume-builder.ts';
import { REPOSITORIES } from './volume-paths.ts';

/** By this a faked line is told. */
export const MARK = 'EVIL';
/** Names as an attacker would choose them. */
export const HOSTILE_NAMES = [
  `${MARK}\u001b[2J\u001b]0;owned\u0007`, // clears the screen, sets the title
  `${MARK}\u009b31m`, // the same in one C1 byte
  `a\n${MARK}: all is well`, // a line of its own
  `a\r${MARK}`, // over the line before
  `${MARK}\u202egpj.exe`, // turned by bidi
  `${MARK}\u2028next`,
  `=cmd|' /C ${MARK}'!A0`, // a formula
  `-rf ${MARK}`, // an option
  `<img src=x onerror=${MARK}>`,
  `${MARK}'; DROP TABLE blob; --`,
  `${MARK}\u007f\u0008`,
  '__proto__',
];
export const NOT_UTF8 = Buffer.from([0x62, 0xff, 0x1b, 0x5b, 0x32, 0x4a]);

/** Writes names wherever names stand, texts wherever texts stand, and bytes that are no UTF-8. */
export function plantHostileNames(volume: VolumeBuilder, names: readonly string[]): void {
  for (const [index, name] of names.entries()) plant(volume, name, index);
  volume.schedulerState([...names]);
  plantBytes(volume, names[0] ?? '');
}

function plant(volume: VolumeBuilder, name: string, index: number): void {
  const repository = volume.repository(name).artifact({
    tag: name,
    artifactType: name,
    config: { name: `config ${index}`, content: hostileConfig(name), mediaType: MEDIA_TYPES.oci.config },
    layers: [{ name: `layer ${index}`, mediaType: name }],
    annotations: { [name]: name, [`org.opencontainers.image.${name}`]: name },
  });
  repository.looseBlob(`loose ${index}`).upload({ id: name, startedAt: name });
  repository.layerLink(madeDigest(name), name).revisionLink(madeDigest(name), name);
  repository.manifest(JSON.stringify({ schemaVersion: 2, mediaType: name, config: { digest: name } }));
  plantOrphan(volume, name);
  volume.writeFileAt(`stray ${name}`, name).writeFileAt(`${REPOSITORIES}/${name}/_layers/${name}`, '');
}

function plantOrphan(volume: VolumeBuilder, name: string): void {
  const config = volume.writeBlob(hostileConfig(name));
  const manifest = {
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.oci.manifest,
    artifactType: name,
    config: { mediaType: MEDIA_TYPES.oci.config, digest: config, size: 1 },
    layers: [],
    subject: { mediaType: name, digest: name, size: 1 },
    annotations: { 'org.opencontainers.image.title': name, 'org.opencontainers.image.version': name },
  };
  volume.writeBlob(JSON.stringify(manifest));
}

function hostileConfig(name: string): string {
  return JSON.stringify({
    created: name,
    os: name,
    architecture: name,
    config: { Labels: { [name]: name, [`org.opencontainers.image.${name}`]: name } },
    history: [{ created_by: name }],
  });
}

function plantBytes(volume: VolumeBuilder, name: string): void {
  for (const place of [`${REPOSITORIES}/`, `${REPOSITORIES}/${name}/_manifests/tags/`, '']) {
    const directory = Buffer.concat([Buffer.from(volume.resolve(place)), Buffer.from('/'), NOT_UTF8]);
    fs.mkdirSync(directory);
    fs.mkdirSync(Buffer.concat([directory, Buffer.from('/_layers')]));
  }
}
