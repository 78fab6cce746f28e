/** What `stowage help` tells of, besides commands. */
interface Topic {
  /** As completion and the manual list it. */
  readonly description: string;
  /** Loads the text: at most 40 lines of at most 80 columns. */
  readonly load: () => Promise<string>;
}

/** The topics, in the order in which help lists them. */
export const TOPICS: Readonly<Record<string, Topic>> = {
  states: {
    description: 'tagged, untagged, unreferenced, and what to do with each',
    load: async () => (await import('./states.ts')).STATES,
  },
  sizes: {
    description: 'what bytes, only here, shared and fair share mean',
    load: async () => (await import('./sizes.ts')).SIZES,
  },
  safety: {
    description: 'what may be deleted, how, and what to ask before',
    load: async () => (await import('./safety.ts')).SAFETY,
  },
  names: {
    description: 'how repositories, tags, patterns, digests and times are written',
    load: async () => (await import('./names.ts')).NAMES,
  },
  'exit-codes': {
    description: 'what the exit code of a command says',
    load: async () => (await import('./exit-codes.ts')).exitCodesText(),
  },
};
