import type { BlobSet } from '../graph/blob-set.ts';
import { Graph } from '../graph/graph.ts';
import { loadColumns, loadReferences, PackedForm } from '../inventory/format/packed-columns.ts';
import { IS_REFUSED } from '../inventory/format/schema.ts';
import type { Database } from '../inventory/format/sqlite.ts';
import type { Aliases } from '../inventory/read/aliases.ts';
import type { RegistryFamily } from '../registry/family.ts';
import { isManifestType } from '../registry/manifest/media-types.ts';
import { once } from './once.ts';

/** Why each family refuses a manifest; null where it does not. */
export interface ManifestFaults {
  readonly form: string;
  readonly fault2x: string | null;
  readonly fault3x: string | null;
}

/** How a blob is to be read as a manifest: because it may be one, or because it must be one. */
const MAYBE = 1;
const CERTAIN = 2;

/** In place of a form: of a blob that is no manifest. */
const NO_FORM = 0;

/** Blobs that are read as manifests, and what they refer to, by blob id: numbers only, for there are many. */
export class Manifests {
  /** What they refer to, in their order; no roots. */
  readonly references: Graph;
  readonly #forms: Uint8Array;
  readonly #faults: ReadonlyMap<number, ManifestFaults>;
  readonly #listedOtherwise: () => ReadonlySet<string>;

  /** `listedOtherwise` are children of indexes that these list as something else than a manifest. */
  constructor(
    forms: Uint8Array,
    faults: ReadonlyMap<number, ManifestFaults>,
    references: Graph,
    listedOtherwise: () => ReadonlySet<string>,
  ) {
    this.#forms = forms;
    this.#faults = faults;
    this.#listedOtherwise = listedOtherwise;
    this.references = references;
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

  /** True for what is a manifest, or may be one, and does not parse. */
  isUnparsable(blob: number): boolean {
    return this.#forms[blob] === PackedForm.unparsable;
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
    return this.references.referencesOf(blob);
  }

  /** Calls `visit` for what it refers to, in its order: cheaper than the list where it is asked of all. */
  forEachReference(blob: number, visit: (reference: number) => void): void {
    this.references.forEachReference(blob, visit);
  }

  /** Calls `visit` for what it refers to and a registry is to keep: foreign layers lie elsewhere. */
  forEachOwn(blob: number, visit: (reference: number) => void): void {
    this.references.forEachReference(blob, (reference, isForeign) => {
      if (!isForeign) visit(reference);
    });
  }

  /** The indexes that list a manifest. */
  indexesOf(blob: number): Set<number> {
    const indexes = new Set<number>();
    this.references.forEachManifest((manifest) => {
      if (this.isIndex(manifest) && this.referencesOf(manifest).includes(blob)) indexes.add(manifest);
    });
    return indexes;
  }

  /** Adds to `blobs` every manifest that refers to one of them, and those that refer to these, and so on. */
  addReferrers(blobs: BlobSet): void {
    let before: number;
    do {
      before = blobs.size;
      this.references.forEachManifest((manifest) =>
        this.references.forEachReference(manifest, (blob) => {
          if (blobs.has(blob)) blobs.add(manifest);
        }),
      );
    } while (blobs.size > before);
  }

  /**
   * Those that a scan would read that finds these roots and other names of blobs: what a root names, and what a manifest
   * names that is an index, or may be one. A layer is read as a manifest only where something else leads to it as one; a
   * blob that does not parse is one only where it must be.
   */
  readFrom(forEachRoot: (visit: (blob: number) => void) => void, aliases: Aliases): Manifests {
    const isRead = new Uint8Array(this.#forms.length);
    const pending: number[] = [];
    const read = (blob: number, how: number) => {
      if ((isRead[blob] as number) >= how || (how === MAYBE && this.isUnparsable(blob))) return;
      isRead[blob] = how;
      if (!this.isImage(blob) || aliases.has(blob)) pending.push(blob);
    };
    forEachRoot((root) => read(root, CERTAIN));
    for (let blob = pending.pop(); blob !== undefined; blob = pending.pop()) {
      for (const stored of aliases.get(blob) ?? []) read(stored, isRead[blob] as number);
      const parent = blob;
      // Nothing else depends on how it is read: then there is no need to ask for what indexes say of their children.
      const isOpen = (child: number) => this.isUnparsable(child) || aliases.has(child);
      if (!this.isImage(parent))
        this.forEachReference(parent, (child) =>
          read(child, isOpen(child) && !this.#mustRead(parent, child) ? MAYBE : CERTAIN),
        );
    }
    const unread: number[] = [];
    for (let blob = 0; blob < isRead.length; blob++)
      if (isRead[blob] === 0 && this.has(blob)) unread.push(blob);
    return unread.length === 0 ? this : this.#without(unread);
  }

  /** True where a manifest lists another as one; not so where it names it as something else, or seems to name it. */
  #mustRead(parent: number, child: number): boolean {
    return this.isIndex(parent) && !this.#listedOtherwise().has(keyOf(parent, child));
  }

  #without(unread: readonly number[]): Manifests {
    const forms = this.#forms.slice();
    for (const blob of unread) forms[blob] = NO_FORM;
    return new Manifests(forms, this.#faults, this.references.withoutRoots(unread), this.#listedOtherwise);
  }
}

/** Loads all manifests; `highest` is the highest blob id. */
export function loadManifests(database: Database, highest: number): Manifests {
  const references = new Graph();
  loadReferences(database, references);
  const listedOtherwise = once(() => loadListedOtherwise(database));
  return new Manifests(loadForms(database, highest), loadFaults(database), references, listedOtherwise);
}

function loadForms(database: Database, highest: number): Uint8Array {
  const forms = new Uint8Array(highest + 1);
  const { blob_id: blobs, form } = loadColumns(database, 'manifest');
  for (let at = 0; at < blobs.length; at++) forms[blobs[at] as number] = form[at] as number;
  return forms;
}

function loadFaults(database: Database): Map<number, ManifestFaults> {
  const rows = database
    .prepare<[], ManifestFaults & { blob_id: number }>(
      `SELECT blob_id, form, fault_2x AS fault2x, fault_3x AS fault3x FROM manifest WHERE ${IS_REFUSED}`,
    )
    .all();
  return new Map(rows.map(({ blob_id, ...faults }) => [blob_id, faults]));
}

function loadListedOtherwise(database: Database): Set<string> {
  const types = database.prepare<[], { id: number; name: string }>('SELECT id, name FROM media_type').all();
  const others = types.filter(({ name }) => !isManifestType(name)).map(({ id }) => id);
  const listed = database
    .prepare<[string], [number, number]>(
      `SELECT manifest_id, blob_id FROM reference
      WHERE kind = 'manifest' AND media_type_id IN (SELECT value FROM json_each(?))`,
    )
    .raw();
  return new Set(listed.all(JSON.stringify(others)).map(([parent, child]) => keyOf(parent, child)));
}

function keyOf(parent: number, child: number): string {
  return `${parent} ${child}`;
}
