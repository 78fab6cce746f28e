import { ConfigRows } from '../../facts/rows/config-rows.ts';
import type { ConfigFault } from '../../facts/told.ts';
import { type Digest, parseDigest } from '../../registry/digest.ts';
import { type DigestList, DigestListReader } from '../../registry/digest-list.ts';
import { blobDataPath } from '../../registry/layout.ts';
import { MAX_CONFIG_BYTES } from '../../registry/manifest/image-config.ts';
import { type KeptConfig, readKeptConfig } from '../../registry/manifest/kept-config.ts';
import { type Gatherer, UNREAD } from '../gatherer.ts';

/** Reads configs of images. They are not hashed: that is what `verify` is for. */
export function readConfigs(gatherer: Gatherer, digests: DigestList): void {
  const rows = new ConfigRows();
  const reader = new DigestListReader(digests);
  while (reader.next()) {
    const digest = parseDigest(reader.text());
    const config = digest === undefined ? undefined : readConfig(gatherer, digest);
    if (digest !== undefined && config !== undefined) rows.push(digest, config);
  }
  if (rows.count > 0) gatherer.add(rows.finish());
}

/** A config refers to nothing: where it is damaged nothing is lost but what it says. Undefined where it is gone. */
function readConfig(gatherer: Gatherer, digest: Digest): KeptConfig | ConfigFault | undefined {
  const [algorithm, hex] = digest.split(':') as [string, string];
  const path = blobDataPath(algorithm, hex);
  const file = gatherer.tryTo(path, 'bytes', () =>
    gatherer.named(path, () => gatherer.fs.readWhole(path, MAX_CONFIG_BYTES)),
  );
  if (file === UNREAD) return 'unreadable';
  if (file?.stat.kind !== 'file') return undefined;
  return file.content === undefined ? 'too-large' : (readKeptConfig(file.content) ?? 'not-json');
}
