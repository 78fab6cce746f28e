import type { ManifestRows, ReferenceRow } from '../analyze/manifest/manifest-rows.ts';
import type { ManifestTree } from '../analyze/manifest/tree.ts';
import type { Contents } from '../contents/contents.ts';
import type { Database } from '../inventory/format/sqlite.ts';
import type { ImageConfig } from '../registry/manifest/image-config.ts';
import { isImageConfigType } from '../registry/manifest/media-types.ts';
import type { InspectedManifest } from './inspection.ts';
import { withWords } from './with-words.ts';

interface ConfigRow {
  readonly createdAt: number | null;
  readonly platform: string | null;
  readonly source: string | null;
  readonly revision: string | null;
  readonly version: string | null;
  readonly vendor: string | null;
  readonly history: string | null;
}

/** Adds to trees what the inventory keeps of their configs, where there are no bytes to read. */
export class KeptWords {
  readonly #contents: Contents;
  readonly #rows: ManifestRows;
  readonly #config;
  readonly #line;

  constructor(database: Database, contents: Contents, rows: ManifestRows) {
    this.#contents = contents;
    this.#rows = rows;
    this.#config = database.prepare<[number], ConfigRow>(CONFIG_SQL);
    this.#line = database.prepare<[number], string>('SELECT line FROM history_line WHERE id = ?').pluck();
  }

  /** @param blob of the tree's manifest */
  addTo<Tree extends ManifestTree>(tree: Tree, blob: number): Tree & InspectedManifest {
    if (tree.missing || tree.cut !== undefined) return tree;
    const references = this.#rows.referencesOf(blob);
    const said = this.#configOf(tree, references);
    const listed = references.filter(({ kind }) => kind === 'manifest');
    const { config, layers } = withWords(tree, said);
    return {
      ...tree,
      ...(config !== undefined && {
        config: said === undefined ? config : { ...config, fromInventory: true },
      }),
      ...(layers !== undefined && { layers }),
      ...(tree.children !== undefined && {
        // A tree has its children in the order of the references.
        children: tree.children.map((child, at) => this.addTo(child, (listed[at] as ReferenceRow).blob)),
      }),
    };
  }

  #configOf({ config }: ManifestTree, references: readonly ReferenceRow[]): ImageConfig | undefined {
    if (config === undefined || config.missing || !isImageConfigType(config.mediaType ?? ''))
      return undefined;
    const named = references.find(({ kind }) => kind === 'config')?.blob;
    if (named === undefined) return undefined;
    const row = this.#config.get(this.#contents.storedAs(named)) ?? this.#config.get(named);
    return row && this.#read(row);
  }

  #read({ createdAt, platform, history, ...labels }: ConfigRow): ImageConfig {
    const lines: number[] = history === null ? [] : JSON.parse(history);
    return {
      ...(createdAt !== null && { created: new Date(createdAt / 1000).toISOString() }),
      ...(platform !== null && { platform }),
      labels: Object.fromEntries(
        Object.entries(labels).flatMap(([key, value]) =>
          value === null ? [] : [[`org.opencontainers.image.${key}`, value]],
        ),
      ),
      history: lines.map((id) => this.#line.get(id) ?? ''),
    };
  }
}

const CONFIG_SQL = `SELECT created_at AS createdAt, platform, source, revision, version, vendor, history
  FROM config WHERE blob_id = ? AND fault IS NULL`;
