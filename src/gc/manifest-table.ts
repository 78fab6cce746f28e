import { Graph } from '../graph/graph.ts';
import { loadColumns, loadReferences, PackedForm } from '../inventory/format/packed-columns.ts';
import { IS_REFUSED } from '../inventory/format/schema.ts';
import type { Inventory } from '../inventory/read/reader.ts';
import type { BlobSet } from './blob-set.ts';
import type { ManifestFaults } from './manifest-faults.ts';
import type { RegistryFamily } from './registry-version.ts';

/** In place of a form: of a blob that is no manifest. */
const NO_FORM = 0;

/** Blobs that were read as manifests, and what they refer to, by blob id: numbers only, for there are many. */
export class ManifestTable {
  readonly #forms: Uint8Array;
  readonly #graph = new Graph();
  readonly #faults: ReadonlyMap<number, ManifestFaults>;

  constructor(inventory: Inventory, highest: number) {
    this.#forms = loadForms(inventory, highest);
    this.#faults = loadFaults(inventory);
    loadReferences(inventory.database, this.#graph);
  }

  has(blob: number): boolean {
    return (this.#forms[blob] ?? NO_FORM) !== NO_FORM;
  }

  isIndex(blob: number): boolean {
    return this.#forms[blob] === PackedForm.index;
  }

  /** True for what refers to a config and layers, in whatever form. */
  isImage(blob: number): boolean {
    return this.#forms[blob] === PackedForm.image;
  }

  /** Why a family refuses it; null where it does not. */
  faultOf(blob: number, family: RegistryFamily): string | null {
    if (this.#faults.size === 0) return null;
    const faults = this.#faults.get(blob);
    return (family === '3.x' ? faults?.fault3x : faults?.fault2x) ?? null;
  }

  /** Why families refuse it; undefined where none does. */
  faultsOf(blob: number): ManifestFaults | undefined {
    return this.#faults.get(blob);
  }

  /** True for what some family does not read as a manifest. */
  isRefused(blob: number): boolean {
    return !this.has(blob) || (this.#faults.size > 0 && this.#faults.has(blob));
  }

  /** What it refers to, in its order. */
  referencesOf(blob: number): Int32Array {
    return this.#graph.referencesOf(blob);
  }

  /** Calls `visit` for what it refers to, in its order. */
  forEachReference(blob: number, visit: (reference: number) => void): void {
    this.#graph.forEachReference(blob, visit);
  }

  /** Adds to `blobs` every manifest that refers to one of them, and those that refer to these, and so on. */
  addReferrers(blobs: BlobSet): void {
    let before: number;
    do {
      before = blobs.size;
      this.#graph.forEachManifest((manifest) =>
        this.#graph.forEachReference(manifest, (blob) => {
          if (blobs.has(blob)) blobs.add(manifest);
        }),
      );
    } while (blobs.size > before);
  }

  /** Calls `visit` for what it refers to and a registry is to keep: foreign layers lie elsewhere. */
  forEachOwn(blob: number, visit: (reference: number) => void): void {
    this.#graph.forEachReference(blob, (reference, isForeign) => {
      if (!isForeign) visit(reference);
    });
  }
}

function loadForms({ database }: Inventory, highest: number): Uint8Array {
  const forms = new Uint8Array(highest + 1);
  const { blob_id: blobs, form } = loadColumns(database, 'manifest');
  for (let at = 0; at < blobs.length; at++) forms[blobs[at] as number] = form[at] as number;
  return forms;
}

function loadFaults({ database }: Inventory): Map<number, ManifestFaults> {
  const rows = database
    .prepare<[], ManifestFaults & { blob_id: number }>(
      `SELECT blob_id, form, fault_2x AS fault2x, fault_3x AS fault3x FROM manifest WHERE ${IS_REFUSED}`,
    )
    .all();
  return new Map(rows.map(({ blob_id, ...faults }) => [blob_id, faults]));
}
