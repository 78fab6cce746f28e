import { readNumbers } from '../inventory/read-numbers.ts';
import type { Inventory } from '../inventory/reader.ts';
import type { BlobSet } from './blob-set.ts';
import type { RegistryFamily } from './registry-version.ts';

/** Why each family refuses a manifest; null where it does not. */
interface Faults {
  readonly fault2x: string | null;
  readonly fault3x: string | null;
}

const NOTHING = new Int32Array();
const UNFAULTED: Faults = { fault2x: null, fault3x: null };
const Form = { none: 0, image: 1, index: 2, unparsable: 3 } as const;

/** Blobs that were read as manifests, and what they refer to, by blob id: numbers only, for there are many. */
export class ManifestTable {
  readonly #forms: Uint8Array;
  /** By blob id, where its references begin; one more at the end. */
  readonly #starts: Int32Array;
  readonly #references: Int32Array;
  readonly #isForeign: Uint8Array;
  readonly #faults: ReadonlyMap<number, Faults>;

  constructor(inventory: Inventory, highest: number) {
    this.#forms = loadForms(inventory, highest);
    this.#faults = loadFaults(inventory);
    const [manifests, targets] = readNumbers(
      inventory.database,
      ['manifest_id', 'blob_id * 2 + is_foreign'],
      'reference', // In the order of its key: by manifest and position.
    );
    this.#starts = new Int32Array(highest + 2);
    this.#references = new Int32Array(targets.length);
    this.#isForeign = new Uint8Array(targets.length);
    for (let at = 0; at < targets.length; at++) {
      const target = targets[at] as number;
      this.#references[at] = Math.floor(target / 2);
      this.#isForeign[at] = target % 2;
      this.#starts[(manifests[at] as number) + 1]!++;
    }
    for (let blob = 1; blob < this.#starts.length; blob++)
      this.#starts[blob]! += this.#starts[blob - 1] as number;
  }

  has(blob: number): boolean {
    return (this.#forms[blob] ?? Form.none) !== Form.none;
  }

  isIndex(blob: number): boolean {
    return this.#forms[blob] === Form.index;
  }

  /** True for what refers to a config and layers, in whatever form. */
  isImage(blob: number): boolean {
    return this.#forms[blob] === Form.image;
  }

  /** Why a family refuses it; null where it does not. */
  faultOf(blob: number, family: RegistryFamily): string | null {
    if (this.#faults.size === 0) return null;
    const { fault2x, fault3x } = this.#faults.get(blob) ?? UNFAULTED;
    return family === '3.x' ? fault3x : fault2x;
  }

  /** What it refers to, in its order. */
  referencesOf(blob: number): Int32Array {
    if (!this.has(blob)) return NOTHING;
    return this.#references.subarray(this.#starts[blob], this.#starts[blob + 1]);
  }

  /** Adds to `blobs` every manifest that refers to one of them, and those that refer to these, and so on. */
  addReferrers(blobs: BlobSet): void {
    let before: number;
    do {
      before = blobs.size;
      for (let blob = 0; blob < this.#forms.length; blob++) {
        const end = this.#starts[blob + 1] as number;
        for (let at = this.#starts[blob] as number; at < end && !blobs.has(blob); at++) {
          if (blobs.has(this.#references[at] as number)) blobs.add(blob);
        }
      }
    } while (blobs.size > before);
  }

  /** Calls `visit` for what it refers to and a registry is to keep: foreign layers lie elsewhere. */
  forEachOwn(blob: number, visit: (reference: number) => void): void {
    if (!this.has(blob)) return;
    const end = this.#starts[blob + 1] as number;
    for (let at = this.#starts[blob] as number; at < end; at++) {
      if (this.#isForeign[at] === 0) visit(this.#references[at] as number);
    }
  }
}

function loadForms({ database }: Inventory, highest: number): Uint8Array {
  const forms = new Uint8Array(highest + 1);
  const { image, index, unparsable } = Form;
  const form = `CASE form WHEN 'index' THEN ${index} WHEN 'unparsable' THEN ${unparsable} ELSE ${image} END`;
  const [blobs, values] = readNumbers(database, ['blob_id', form], 'manifest');
  for (let at = 0; at < blobs.length; at++) forms[blobs[at] as number] = values[at] as number;
  return forms;
}

function loadFaults({ database }: Inventory): Map<number, Faults> {
  const rows = database
    .prepare<[], Faults & { blob_id: number }>(
      `SELECT blob_id, fault_2x AS fault2x, fault_3x AS fault3x FROM manifest
       WHERE fault_2x IS NOT NULL OR fault_3x IS NOT NULL`,
    )
    .all();
  return new Map(rows.map(({ blob_id, ...faults }) => [blob_id, faults]));
}
