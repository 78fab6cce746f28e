import { type MatchName, type PatternFault, parseNamePattern } from './name-pattern.ts';
import { possibleHost, readPastedName, splitTag } from './pasted-name.ts';

/** A pattern for repositories, and perhaps for tags of them, as people write it. */
export interface RepositoryPattern {
  /** For whole names. */
  readonly whole: MatchName;
  /** Without what may be a host in front: what is meant where `whole` is nothing's name. */
  readonly withoutHost?: MatchName;
  /** Undefined where no tag was named. */
  readonly tag?: MatchName;
}

/** Reads `team/*`, `reg.example.com/team/*:v1*`, `https://reg.example.com/team/app/`. */
export function parseRepositoryPattern(text: string): RepositoryPattern | PatternFault {
  const { repository, tag } = splitTag(readPastedName(text).name);
  const host = possibleHost(repository);
  const bare = host === undefined ? undefined : repository.slice(host.length + 1);
  const [whole, withoutHost, ofTag] = [repository, bare, tag].map((pattern) =>
    pattern === undefined ? undefined : parseNamePattern(pattern),
  );
  const fault = [whole, withoutHost, ofTag].find((each) => each !== undefined && typeof each !== 'function');
  if (fault !== undefined) return fault as PatternFault;
  return {
    whole: whole as MatchName,
    ...(withoutHost !== undefined && { withoutHost: withoutHost as MatchName }),
    ...(ofTag !== undefined && { tag: ofTag as MatchName }),
  };
}

/** What a pattern is of some repositories: the whole names, where it is of any. */
export function matchAmong({ whole, withoutHost }: RepositoryPattern, names: Iterable<string>): MatchName {
  if (withoutHost === undefined) return whole;
  for (const name of names) if (whole(name)) return whole;
  return withoutHost;
}
