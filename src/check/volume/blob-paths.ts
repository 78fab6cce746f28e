import { parseDigest } from '../../registry/digest.ts';
import { blobDataPath } from '../../registry/layout.ts';

/** The path of a blob's data; undefined for what is no digest, as manifests may name. */
export function dataPath(text: string): string | undefined {
  const [algorithm, hex] = parseDigest(text)?.split(':') ?? [];
  return algorithm === undefined || hex === undefined ? undefined : blobDataPath(algorithm, hex);
}
