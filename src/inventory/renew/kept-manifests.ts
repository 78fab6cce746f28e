import { isImageConfigType, isManifestType } from '../../registry/manifest/media-types.ts';
import { loadReferences } from '../format/packed-columns.ts';
import { forEachRow, readNumbers } from '../format/read-numbers.ts';
import { IS_ODD_LINK } from '../format/schema.ts';
import type { Database, Statement } from '../format/sqlite.ts';
import type { Known } from '../ids/known.ts';

/** How a manifest of the last inventory is: not there, or not known; not asked for so far; asked for. */
const Kept = { no: 0, unasked: 1, asked: 2 } as const;

/** Where the digests stand that tags and revisions lead to: column and table. */
const ROOTS = [
  ['target_id', 'tag WHERE target_id IS NOT NULL'],
  ['blob_id', 'revision'],
  ['target_id', `revision WHERE ${IS_ODD_LINK}`],
] as const;

const CHILD = ['manifest_id', 'blob_id', 'media_type_id', `kind = 'manifest'`];
/** Of manifests that have children, which are few. */
const CHILDREN = `reference WHERE kind IN ('manifest', 'guess')
  AND manifest_id IN (SELECT blob_id FROM manifest WHERE form IN ('index', 'unparsable'))`;

interface Child {
  readonly blob: number;
  /** True where it must be a manifest, by its media type. */
  readonly isCertain: boolean;
}

/**
 * The manifests of the last inventory. One whose blob is as it was is not read again: its rows stay, and it leads to
 * what they say.
 */
export class KeptManifests {
  readonly #database: Database;
  readonly #known: Known;
  /** By blob id. */
  readonly #kept: Uint8Array;
  /** True where manifests said the sizes that blobs have: then only those of blobs that are anew are compared. */
  readonly #didSizesAgree: boolean;
  readonly #sizes;
  readonly #drop: readonly Statement[];
  /** Those that name the config of an image first. */
  readonly #areImages: Uint8Array;
  #children: ReadonlyMap<number, readonly Child[]> | undefined;

  /** `highest` is the highest blob id of the last inventory. What its manifests refer to comes to the known graph. */
  constructor(
    database: Database,
    known: Known,
    { highest, didSizesAgree }: { readonly highest: number; readonly didSizesAgree: boolean },
  ) {
    this.#database = database;
    this.#known = known;
    this.#didSizesAgree = didSizesAgree;
    this.#kept = new Uint8Array(highest + 1);
    const { graph } = known;
    loadReferences(database, graph);
    for (const blob of readNumbers(database, ['blob_id'], 'manifest')[0]) this.#kept[blob] = Kept.unasked;
    graph.forEachManifest((blob) => {
      if (this.#kept[blob] !== Kept.unasked) graph.removeManifest(blob);
    });
    this.#areImages = findImages(database, highest);
    this.#sizes = database
      .prepare<[number], [number, number]>(
        'SELECT blob_id, bytes FROM reference WHERE manifest_id = ? AND bytes IS NOT NULL',
      )
      .raw();
    this.#drop = ['reference WHERE manifest_id', 'manifest WHERE blob_id'].map((where) =>
      database.prepare(`DELETE FROM ${where} = ?`),
    );
  }

  /** Asks for what tags and revisions lead to, those that were read and those that were not. */
  wantRoots(): void {
    for (const [column, table] of ROOTS)
      for (const root of readNumbers(this.#database, [column], table)[0])
        if (root !== 0) this.#known.mentions.want(root, true);
  }

  /** True where a manifest need not be read; what it leads to is then asked for, as if it had been. */
  keep(manifest: number): boolean {
    if ((this.#kept[manifest] ?? Kept.no) === Kept.no) return false;
    const { blobs, mentions, graph, sizes } = this.#known;
    if (blobs.isAnew(manifest) || !blobs.isPresent(manifest)) {
      this.drop(manifest);
      return false;
    }
    this.#kept[manifest] = Kept.asked;
    mentions.markRead(manifest);
    this.#known.configs.note(manifest, this.#areImages[manifest] === 1);
    let isToCompare = !this.#didSizesAgree;
    graph.forEachReference(manifest, (blob) => {
      mentions.mention(blob);
      isToCompare ||= blobs.isAnew(blob);
    });
    this.#children ??= loadChildren(this.#database);
    for (const { blob, isCertain } of this.#children.get(manifest) ?? []) mentions.want(blob, isCertain);
    if (isToCompare) for (const [blob, bytes] of this.#sizes.all(manifest)) sizes.compare(blob, bytes);
    return true;
  }

  /** Drops the rows of a manifest, if it has any. */
  drop(manifest: number): void {
    if ((this.#kept[manifest] ?? Kept.no) === Kept.no) return;
    this.#kept[manifest] = Kept.no;
    this.#known.graph.removeManifest(manifest);
    for (const statement of this.#drop) statement.run(manifest);
  }

  /** Drops those that nothing leads to any more. */
  dropUnasked(): void {
    for (let blob = 1; blob < this.#kept.length; blob++)
      if (this.#kept[blob] === Kept.unasked) this.drop(blob);
  }
}

function findImages(database: Database, highest: number): Uint8Array {
  const types = database.prepare<[], { id: number; name: string }>('SELECT id, name FROM media_type').all();
  const ids = types.filter(({ name }) => isImageConfigType(name)).map(({ id }) => id);
  const areImages = new Uint8Array(highest + 1);
  const images = `manifest WHERE config_media_type_id IN (SELECT value FROM json_each(?))`;
  for (const blob of readNumbers(database, ['blob_id'], images, JSON.stringify(ids))[0]) areImages[blob] = 1;
  return areImages;
}

function loadChildren(database: Database): Map<number, Child[]> {
  const types = database.prepare<[], { id: number; name: string }>('SELECT id, name FROM media_type').all();
  const manifestTypes = new Set(types.filter(({ name }) => isManifestType(name)).map(({ id }) => id));
  const children = new Map<number, Child[]>();
  forEachRow(database, CHILD, CHILDREN, (manifest, blob, mediaType, isChild) => {
    const child = { blob, isCertain: isChild === 1 && manifestTypes.has(mediaType) };
    const list = children.get(manifest);
    if (list === undefined) children.set(manifest, [child]);
    else list.push(child);
  });
  return children;
}
