import type { Contents } from '../../contents/contents.ts';
import type { Repository } from '../../contents/repositories/repository.ts';
import { Grouped } from '../../graph/grouped.ts';
import { Walk } from '../../graph/walk.ts';
import { BLOB_STATES } from '../../inventory/format/schema.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { safeName } from '../safe-name.ts';
import type { BlobFiles } from './blob-files.ts';
import { beginDirectory, directoryOf, END_DIRECTORY } from './entries.ts';
import { ImageTree } from './image-tree.ts';
import { ManifestLabels } from './manifest-labels.ts';

const UNREFERENCED = BLOB_STATES.indexOf('unreferenced');

/** The entries of repositories: their tags, and what only untagged manifests hold. */
export class RepositoryEntries {
  readonly #contents: Contents;
  readonly #files: BlobFiles;
  readonly #images: ImageTree;
  readonly #labels: ManifestLabels;
  readonly #revisions: Grouped;
  readonly #walk: Walk;

  constructor(inventory: Inventory, contents: Contents, files: BlobFiles) {
    const { blobs, graph, repositories } = contents;
    this.#contents = contents;
    this.#files = files;
    this.#images = new ImageTree(contents);
    this.#labels = new ManifestLabels(inventory, blobs.highest);
    this.#revisions = new Grouped(
      graph.revisions,
      repositories.reduce((most, { id }) => Math.max(most, id), 0),
    );
    this.#walk = new Walk(graph, blobs.highest);
  }

  /** Counts how often each blob's file appears in all that is going to be told: each entry says so. */
  countAppearances(): void {
    const count = (blob: number) => this.#files.count(blob);
    const visitor = { file: count, begin: () => {}, end: () => {} };
    for (const repository of this.#contents.repositories) {
      for (const target of repository.tags.targets) if (target !== 0) this.#images.visit(target, visitor);
      for (const blob of this.#untaggedOf(repository)) count(blob);
    }
    for (const blob of this.#unreferenced()) count(blob);
  }

  /** The entries of a repository. */
  *of(repository: Repository): Generator<string> {
    for (const { name, target, isDirectory } of repository.tags.list)
      if (isDirectory || target !== undefined) yield this.#tag(name, target);
    yield* directoryOf('(untagged)', this.#entries(this.#files.sorted(this.#untaggedOf(repository))));
  }

  /** The entries of blobs that no repository leads to. */
  unreferenced(): Generator<string> {
    return this.#entries(this.#unreferenced());
  }

  #tag(name: string, target: number | undefined): string {
    let text = beginDirectory(`:${safeName(name)}`);
    if (target !== undefined)
      this.#images.visit(target, {
        file: (blob) => {
          text += this.#files.entryOf(blob);
        },
        begin: (manifest) => {
          text += beginDirectory(`${this.#labels.of(manifest)} ${this.#files.shortDigestOf(manifest)}`);
        },
        end: () => {
          text += END_DIRECTORY;
        },
      });
    return text + END_DIRECTORY;
  }

  /** What only untagged manifests lead to. What is another name of a file that a tag leads to counts there. */
  #untaggedOf({ id, tags }: Repository): number[] {
    const { blobs } = this.#contents;
    const { files } = blobs;
    const untagged: number[] = [];
    const tagged = new Set<number>();
    this.#walk.begin();
    this.#walk.visit(
      tags.targets.filter((target) => target !== 0),
      (blob) => {
        if (!files.isEmpty && files.othersOf(blob).length > 0) tagged.add(files.keeperOf(blob));
      },
    );
    this.#walk.visit(this.#revisions.of(id), (blob) => {
      if (blobs.isPresent(blob) && !tagged.has(files.keeperOf(blob))) untagged.push(blob);
    });
    return untagged;
  }

  /** Of a file with several names the one for which it counts is the last to go. */
  *#unreferenced(): Generator<number> {
    const { blobs, states } = this.#contents;
    for (const blob of this.#files.inOrder)
      if (states[blobs.files.keeperOf(blob)] === UNREFERENCED) yield blob;
  }

  *#entries(blobs: Iterable<number>): Generator<string> {
    for (const blob of blobs) yield this.#files.entryOf(blob);
  }
}
