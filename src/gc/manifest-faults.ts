/** Why each family refuses a manifest; null where it does not. */
export interface ManifestFaults {
  readonly form: string;
  readonly fault2x: string | null;
  readonly fault3x: string | null;
}

/** How both families begin to say that they know neither version nor type of a manifest. */
const UNKNOWN = 'unrecognized manifest';

/** What kind of fault a manifest has that some family refuses. */
export function codeOfFaults({ form, fault2x, fault3x }: ManifestFaults) {
  if (form === 'schema1') return 'manifest-schema1';
  if (fault2x === null) return 'manifest-unreadable-3x';
  if (fault3x === null) return 'manifest-unreadable-2x';
  return fault2x.startsWith(UNKNOWN) ? 'manifest-unknown-type' : 'manifest-unparsable';
}
