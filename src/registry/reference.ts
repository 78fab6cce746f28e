import { type Digest, digestFault } from './digest.ts';
import { possibleHost, readPastedName, splitTag } from './pasted-name.ts';

const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const DOMAIN_LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const DOMAIN = `(?:${DOMAIN_LABEL}(?:\\.${DOMAIN_LABEL})*|\\[[0-9a-fA-F:]+\\])(?::[0-9]+)?`;
const NAME = new RegExp(`^(?:(${DOMAIN})/)?(${COMPONENT}(?:/${COMPONENT})*)$`);
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

/** Longest repository name 2.x accepts; 3.x counts only what follows a first component that looks like a host. */
const MAX_NAME_LENGTH = 255;

/** What a person wrote to name a repository, a tag or a manifest. */
export interface ParsedReference {
  readonly repository: string;
  /** A registry host that stood in front of the repository, which no inventory knows. */
  readonly host?: string;
  readonly tag?: string;
  readonly digest?: Digest;
}

/** What is missing from a text that names nothing, or wrong with it. */
export type ReferenceFault = 'no repository' | 'no tag' | 'no port' | 'no digest';

/** True for a repository name that the registry's grammar allows (distribution/reference, `WithName`). */
export function isRepositoryName(name: string): boolean {
  return name.length <= MAX_NAME_LENGTH && NAME.test(name);
}

/** True for a tag that the registry's grammar allows. */
export function isTagName(tag: string): boolean {
  return TAG.test(tag);
}

/**
 * Splits `[scheme://][host/]repository[:tag][@digest][/]`, however it was pasted. A first component is a host where it
 * has a dot, or a port, or is `localhost`, as Docker reads it, and behind a scheme that announces one. It may be part of
 * the name all the same, because `lib.rary/db` is a legal repository.
 */
export function parseReference(text: string): ParsedReference | ReferenceFault {
  const { name, host: certain } = readPastedName(text);
  const at = name.indexOf('@');
  const digest = at < 0 ? undefined : name.slice(at + 1);
  const { repository: path, tag } = splitTag(at < 0 ? name : name.slice(0, at));
  const possible = certain === undefined ? possibleHost(path) : undefined;
  const repository = possible === undefined ? path : path.slice(possible.length + 1);
  const host = certain ?? possible;
  if (repository === '') return 'no repository';
  if (repository.includes(':')) return 'no port';
  if (tag === '') return 'no tag';
  if (digest !== undefined && digestFault(digest) !== undefined) return 'no digest';
  return {
    repository,
    ...(host !== undefined && { host }),
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest: digest as Digest }),
  };
}
