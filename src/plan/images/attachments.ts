import type { Contents } from '../../contents/contents.ts';
import { findSubjects } from '../../contents/subjects.ts';
import { subjectOfTag } from '../../registry/subject-tag.ts';
import type { Image } from './image.ts';

/** To what images are attached: by their tags' names, or by the `subject` of their manifests. */
export class Attachments {
  readonly #contents: Contents;
  readonly #subjects: ReadonlyMap<number, number>;
  readonly #holders = new Map<number, readonly number[]>();
  readonly #known = new Map<Image, readonly number[]>();

  constructor(contents: Contents) {
    this.#contents = contents;
    const { database } = contents.inventory;
    const rows = database.prepare<[], [number, number]>(SUBJECTS_SQL).raw().all();
    this.#subjects = new Map(rows);
  }

  /** True for an image that was made for another, be that there or not. */
  isAttached({ blob, tags }: Image): boolean {
    return this.#subjects.has(blob) || tags.some(({ isAttached }) => isAttached);
  }

  /** The digests that it is attached to, as blob ids; what nothing in the volume mentions has none. */
  subjectsOf(image: Image): readonly number[] {
    if (!this.isAttached(image)) return NONE;
    const subjects = this.#known.get(image) ?? this.#findSubjects(image);
    this.#known.set(image, subjects);
    return subjects;
  }

  /** The ids of the repositories that have a digest as an image. */
  holdersOf(blob: number): readonly number[] {
    const holders =
      this.#holders.get(blob) ??
      this.#contents.repositories
        .filter(({ revisions, tags }) => revisions.has(blob) || tags.targets.includes(blob))
        .map(({ id }) => id);
    this.#holders.set(blob, holders);
    return holders;
  }

  /** True for what is attached to nothing that some repository has, or leads to. */
  isOrphaned(image: Image): boolean {
    return (
      this.isAttached(image) &&
      this.subjectsOf(image).every(
        (subject) => this.holdersOf(subject).length === 0 && !this.#contents.isHeld(subject),
      )
    );
  }

  #findSubjects({ blob, tags }: Image): number[] {
    const subjects = new Set<number>();
    const said = this.#subjects.get(blob);
    if (said !== undefined) subjects.add(said);
    for (const { name, isAttached } of tags) {
      const subject = isAttached ? subjectOfTag(name) : undefined;
      if (subject === undefined) continue;
      for (const each of findSubjects(this.#contents.inventory.database, subject)) subjects.add(each);
    }
    subjects.delete(blob);
    return [...subjects];
  }
}

const NONE: readonly number[] = [];

const SUBJECTS_SQL = 'SELECT blob_id, subject_id FROM manifest WHERE subject_id IS NOT NULL';
