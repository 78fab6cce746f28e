import type { Catalog, TagList } from '../analyze/catalog.ts';
import { type Answered, answered, type Question } from './question.ts';

/** Options of the question after names. */
export interface LsOptions {
  /** List the tags of this repository, or the one named, or those that point to the manifest named. */
  readonly reference?: string | undefined;
}

/** The repositories, or the tags of one. */
export interface LsAnswer extends Answered {
  readonly names: readonly string[];
  readonly listed: LsJson;
}

/** The repositories, or the tags of one, as programs get them. */
export type LsJson = Catalog | TagList;

/** What the registry itself would list. */
export const lsQuestion: Question<'ls', LsOptions, LsAnswer, LsJson> = {
  name: 'ls',
  options: {},
  async ask(inventory, { reference }) {
    const { listCatalog, listTags } = await import('../analyze/catalog.ts');
    const base = answered(inventory);
    const notes = base.complete ? [] : ['The scan did not read everything: there may be more.'];
    if (reference === undefined) {
      const listed = listCatalog(inventory);
      return { ...base, names: listed.repositories, listed, notes };
    }
    const { odditiesOf } = await import('./oddities.ts');
    const listed = listTags(inventory, reference);
    return {
      ...base,
      names: listed.tags,
      listed,
      notes: [...notes, ...(await odditiesOf(inventory, [reference]))],
    };
  },
  json: ({ listed }) => listed,
};
