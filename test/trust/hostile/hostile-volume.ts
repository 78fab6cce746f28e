import * as fs from 'node:fs';
import { plantHostileNames } from '../../support/hostile-names.ts';
import type { VolumeBuilder } from '../../support/volume-builder.ts';
import { REPOSITORIES } from '../../support/volume-paths.ts';
import { NASTY_NAMES, SINGLE_BYTES } from './names.ts';

/** Fills a volume with names that nobody should print: of repositories, tags, labels, strays, in any place there is. */
export function fillHostile(volume: VolumeBuilder): void {
  volume.at('2025-01-01T00:00:00Z');
  const app = volume.repository('team/app');
  for (const tag of ['1', '2', '3']) {
    volume.at(`2025-01-0${tag}T00:00:00Z`);
    app.image({ layers: ['base', tag], tag });
    volume.repository('team/going').image({ layers: ['going', tag], tag });
  }
  plantHostileNames(
    volume,
    NASTY_NAMES.filter((name) => Buffer.byteLength(name) < 200),
  );
  for (const name of [...SINGLE_BYTES, ...NASTY_NAMES.map((each) => Buffer.from(each))])
    for (const place of [
      '',
      REPOSITORIES,
      `${REPOSITORIES}/team/app/_manifests/tags`,
      `${REPOSITORIES}/team/app/_uploads`,
    ])
      plant(volume, place, name, app.digest);
}

/** A directory of that name which is a tag, an upload, a repository and a stray, by its place. */
function plant(volume: VolumeBuilder, place: string, name: Buffer, digest: string): void {
  const directory = Buffer.concat([Buffer.from(`${volume.resolve(place)}/`), name]);
  const current = Buffer.concat([directory, Buffer.from('/current')]);
  fs.mkdirSync(current, { recursive: true });
  fs.mkdirSync(Buffer.concat([directory, Buffer.from('/_layers')]), { recursive: true });
  fs.writeFileSync(Buffer.concat([current, Buffer.from('/link')]), digest);
  fs.writeFileSync(Buffer.concat([directory, Buffer.from('/startedat')]), name);
}
