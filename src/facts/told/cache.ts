/** There is a pull-through cache's `scheduler-state.json`, whatever stands in it, or what was to become one. */
export interface CacheStateFact {
  readonly fact: 'cache-state';
}

/** An entry of a pull-through cache's `scheduler-state.json`. */
export interface SchedulerFact {
  readonly fact: 'scheduler';
  /** `<repository>@<digest>`. */
  readonly key: string;
  readonly expiresAt: string;
  readonly entryType: number;
}
