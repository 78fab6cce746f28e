/** What formats may be told; each format says which of them it takes. */
export interface ExportOptions {
  /** Tables: which of several registries this is; it becomes part of the paths. */
  readonly registryName?: string | undefined;
}
