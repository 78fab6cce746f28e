import type { ExactBytes } from '../inspect/exact-bytes.ts';
import type { InspectOptions } from '../inspect/inspect.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import { EXIT_CODES } from './exit-codes.ts';

/** The bytes that were asked for; or why there are none, and what the command ends with. */
export type BytesAnswer =
  | { readonly bytes: Buffer }
  | { readonly complaint: string; readonly exitCode: number };

/**
 * Gives the exact bytes of a manifest or of its config: nothing is given that is not what its digest says.
 * @throws UsageError where there is no such manifest or config; VolumeError where the volume is not there.
 */
export async function answerBytes(
  inventory: Inventory,
  reference: string,
  of: 'manifest' | 'config',
  options: InspectOptions = {},
): Promise<BytesAnswer> {
  const { readExactBytes } = await import('../inspect/exact-bytes.ts');
  const read = readExactBytes(inventory, reference, of, options);
  if ('content' in read) return { bytes: read.content };
  const { code, detail, digest, path } = read;
  const why = WHY[code](detail ?? '');
  const exitCode = (code === 'mismatch' ? EXIT_CODES.findings : EXIT_CODES.incomplete).code;
  return { complaint: `Nothing is printed of the ${of} ${digest}: ${why}. Its file: ${path}`, exitCode };
}

const WHY: Record<Extract<ExactBytes, { readonly code: string }>['code'], (detail: string) => string> = {
  missing: () => 'it is not there',
  mismatch: (actual) => `its bytes hash to ${actual}`,
  unreadable: (detail) => `it could not be read (${detail})`,
  'too-large': () => 'it is larger than 64 MiB',
};
