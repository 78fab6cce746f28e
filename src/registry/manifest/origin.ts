/** The keys of the OCI image spec 1.1 (annotations.md), and those that came before them. */
const ORIGIN = /^org\.(?:opencontainers\.image|label-schema)\.(.+)$/;

/** What a label or annotation is called that tells where an image comes from: `source`; undefined for any other. */
export function originKey(key: string): string | undefined {
  return ORIGIN.exec(key)?.[1];
}

/** Where an artifact comes from, by its annotations and labels. */
export interface Origin {
  /** What it calls itself. */
  readonly name?: string;
  readonly version?: string;
  /** The labels and annotations that tell of it. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** More and longer ones are no name; without a bound, thousands of artifacts would fill the memory. */
const MAX_LABELS = 30;
const MAX_LENGTH = 1024;

/** By what artifacts are called, the best first: their names, what they were pushed as, where they were built from. */
const NAMES = ['title', 'ref.name', 'name', 'source', 'vcs-url', 'url'];

/** Reads the origin; of two that are called the same, the last counts. */
export function originOf(...texts: ReadonlyArray<Readonly<Record<string, string>>>): Origin {
  const labels: Array<readonly [string, string]> = [];
  const named = new Map<string, string>();
  for (const [key, text] of texts.flatMap((each) => Object.entries(each))) {
    const name = originKey(key);
    if (name === undefined || text === '' || text.length > MAX_LENGTH || labels.length === MAX_LABELS)
      continue;
    labels.push([key, text]);
    named.set(name, text);
  }
  const name = NAMES.map((each) => named.get(each)).find((text) => text !== undefined);
  const version = named.get('version');
  return {
    ...(name !== undefined && { name }),
    ...(version !== undefined && { version }),
    ...(labels.length > 0 && { labels: Object.fromEntries(labels) }),
  };
}
