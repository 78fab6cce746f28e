/** A file that was written. */
export interface WrittenFile {
  readonly path: string;
  /** Where it has one table: which. */
  readonly table?: string;
  readonly rows?: number;
  readonly bytes: number;
}
