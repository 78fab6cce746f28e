/** A query of ours, which is an example too. */
export interface NamedQuery {
  /** What it tells, as a heading. */
  readonly title: string;
  readonly parameters?: Readonly<Record<string, NamedParameter>>;
  readonly sql: string;
}

/** A parameter; without a default it must be given. */
interface NamedParameter {
  readonly meaning: string;
  readonly default?: string | number;
}
