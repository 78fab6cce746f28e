import type { QUESTIONS } from '../../answers/ask.ts';
import type { Status } from '../../answers/page/status.ts';

export type { Status };

type Questions = typeof QUESTIONS;
/** Questions that a page asks, each from the inventory alone. */
export type Asked =
  | 'scan'
  | 'report'
  | 'usage'
  | 'orphans'
  | 'gc'
  | 'plan'
  | 'check'
  | 'ls'
  | 'where'
  | 'inspect'
  | 'leftovers'
  | 'duplicates'
  | 'history'
  | 'diff';

/** What programs get of a question's answer. */
export type Json<Name extends Asked> = ReturnType<Questions[Name]['json']>;

/** Options of a question, by the names that their flags have: `keep-last`, `by`, `limit`. */
export type Options = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** Where a page gets its answers: from a service, or out of its own file. */
export interface Source {
  /** True where what it says stays as it is. */
  readonly isKept: boolean;
  /** Whether it can answer this; a file has only what was put into it. */
  has(question: Asked | 'search' | 'plan/script', options: Options): boolean;
  /** @throws SourceError where it cannot. */
  ask<Name extends Asked>(question: Name, options: Options, signal?: AbortSignal): Promise<Json<Name>>;
  status(signal?: AbortSignal): Promise<Status>;
  search(text: string, signal?: AbortSignal): Promise<Found>;
  /** The address of what is downloaded rather than shown; undefined where there is none. */
  address(path: string, options: Options): string | undefined;
}

/** What a word may mean. */
interface Found {
  readonly repositories: readonly string[];
  readonly tags: ReadonlyArray<{ readonly repository: string; readonly tag: string }>;
  readonly digests: ReadonlyArray<{ readonly digest: string; readonly kind: string }>;
  /** How many of each were left off, where some were. */
  readonly cutOff?: Readonly<Record<string, number>>;
}

/** Why a source has no answer, for people to read. */
export class SourceError extends Error {
  readonly status: number;
  /** What to run on a terminal instead. */
  readonly command: string | undefined;

  /** @param status As of HTTP: 400 what was asked makes no sense, 404 not there, 503 no inventory; 0 nobody answers. */
  constructor(message: string, status: number, command?: string) {
    super(message);
    this.status = status;
    this.command = command;
  }
}
