import { type Digest, digestFault } from './digest.ts';

const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const DOMAIN_LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const DOMAIN = `(?:${DOMAIN_LABEL}(?:\\.${DOMAIN_LABEL})*|\\[[0-9a-fA-F:]+\\])(?::[0-9]+)?`;
const NAME = new RegExp(`^(?:(${DOMAIN})/)?(${COMPONENT}(?:/${COMPONENT})*)$`);
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const HOST = /^(?:localhost|[^/]*[.:][^/]*|\[[^/]*\](?::\d+)?)$/;

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

/** True for a repository name that the registry's grammar allows (distribution/reference, `WithName`). */
export function isRepositoryName(name: string): boolean {
  return name.length <= MAX_NAME_LENGTH && NAME.test(name);
}

/** True for a tag that the registry's grammar allows. */
export function isTagName(tag: string): boolean {
  return TAG.test(tag);
}

/**
 * Splits `[host/]repository[:tag][@digest]`. A first component is a host where it has a dot or a colon or is
 * `localhost`, as Docker reads it; `withHost` still has it, because `lib.rary/db` is a legal repository too.
 * Returns undefined where the digest is none.
 */
export function parseReference(text: string): ParsedReference | undefined {
  const at = text.indexOf('@');
  const digest = at < 0 ? undefined : text.slice(at + 1);
  if (digest !== undefined && digestFault(digest) !== undefined) return undefined;
  const named = at < 0 ? text : text.slice(0, at);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const path = colon < 0 ? named : named.slice(0, colon);
  const slash = path.indexOf('/');
  const first = slash < 0 ? '' : path.slice(0, slash);
  const hasHost = HOST.test(first);
  return {
    repository: hasHost ? path.slice(slash + 1) : path,
    ...(hasHost && { host: first }),
    ...(colon >= 0 && { tag: named.slice(colon + 1) }),
    ...(digest !== undefined && { digest: digest as Digest }),
  };
}
