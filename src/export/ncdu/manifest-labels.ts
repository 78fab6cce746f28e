import type { Inventory } from '../../inventory/read/reader.ts';
import { safeName } from '../safe-name.ts';

/** What an index says of an attestation in place of a platform. */
const NO_PLATFORM = 'unknown/unknown';

/** What people know manifests by: the platform that an index says of one, or else its kind. */
export class ManifestLabels {
  readonly #texts: string[] = ['manifest'];
  readonly #numbers = new Map<string, number>();
  /** By blob id: which of the texts. */
  readonly #labels: Int32Array;

  /** `highest` is the highest blob id. */
  constructor({ database }: Inventory, highest: number) {
    this.#labels = new Int32Array(highest + 1);
    for (const sql of [KINDS, PLATFORMS])
      for (const [blob, label] of database.prepare<[], [number, string]>(sql).raw().iterate())
        this.#labels[blob] = this.#numberOf(label);
  }

  /** As a name that has no slash. */
  of(manifest: number): string {
    return this.#texts[this.#labels[manifest] as number] as string;
  }

  #numberOf(label: string): number {
    const known = this.#numbers.get(label);
    if (known !== undefined) return known;
    const number = this.#texts.push(safeName(label).replaceAll('/', '-')) - 1;
    this.#numbers.set(label, number);
    return number;
  }
}

const KINDS = 'SELECT blob_id, kind FROM manifest';
const PLATFORMS = `SELECT blob_id, platform FROM reference
  WHERE kind = 'manifest' AND coalesce(platform, '') NOT IN ('', '${NO_PLATFORM}')`;
