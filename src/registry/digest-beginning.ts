import { DIGEST_BYTES } from './digest.ts';

/** The beginning of digests, as far as somebody wrote it. */
export interface DigestBeginning {
  /** Undefined where only hex was written: it may be any. */
  readonly algorithm: string | undefined;
  /** Lower case; as long as the digest's own hex, or shorter. */
  readonly hex: string;
}

const LONGEST_HEX = Math.max(...Object.values(DIGEST_BYTES)) * 2;
/** What people leave where they cut a digest. */
const CUT = /(?:…|\.{2,3})$/;

/** Reads `4f4ff`, `sha256:4f4ff` or a whole digest; undefined for what no digest begins with. */
export function parseDigestBeginning(text: string): DigestBeginning | undefined {
  const bare = text.replace(CUT, '').toLowerCase();
  const colon = bare.indexOf(':');
  const [algorithm, hex] = colon < 0 ? [undefined, bare] : [bare.slice(0, colon), bare.slice(colon + 1)];
  if (algorithm !== undefined && !Object.hasOwn(DIGEST_BYTES, algorithm)) return undefined;
  const longest = algorithm === undefined ? LONGEST_HEX : (DIGEST_BYTES[algorithm] as number) * 2;
  if (!/^[0-9a-f]+$/.test(hex) || hex.length > longest) return undefined;
  return { algorithm, hex };
}
