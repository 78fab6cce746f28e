/** What can be asked of an inventory, in a form that travels to a thread. */
export interface AskRequest {
  /** A question, or what else `answerRequest` knows. */
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Rows of each list that were on the pages before. */
  readonly skip?: number;
}

/** What is sent for an answer. */
export interface Body {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** True for a page that is followed by another. */
  readonly hasMore: boolean;
}

/** The same text for the same request, in whatever order its options stand. */
export function keyOf({ name, options, skip = 0 }: AskRequest): string {
  const sorted = Object.entries(options).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([name, sorted, skip]);
}
