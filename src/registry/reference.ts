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

/** What is missing from a text that names nothing, or wrong with it. */
export type ReferenceFault = 'no repository' | 'no tag' | 'no digest';

/** True for a repository name that the registry's grammar allows (distribution/reference, `WithName`). */
export function isRepositoryName(name: string): boolean {
  return name.length <= MAX_NAME_LENGTH && NAME.test(name);
}

/** True for a tag that the registry's grammar allows. */
export function isTagName(tag: string): boolean {
  return TAG.test(tag);
}

/** How people and programs begin an address: a browser's, skopeo's, helm's. */
const SCHEME = /^(https?|docker|oci):\/\//i;

/**
 * Splits `[scheme://][host/]repository[:tag][@digest][/]`. A first component is a host where it has a dot or a colon or
 * is `localhost`, as Docker reads it, and behind every scheme but `docker://`, which stands before names without a host
 * too. It may be part of the name all the same, because `lib.rary/db` is a legal repository.
 */
export function parseReference(text: string): ParsedReference | ReferenceFault {
  const scheme = SCHEME.exec(text);
  const bare = text.slice(scheme?.[0].length ?? 0).replace(/\/+$/, '');
  const at = bare.indexOf('@');
  const digest = at < 0 ? undefined : bare.slice(at + 1);
  const named = at < 0 ? bare : bare.slice(0, at);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const path = colon < 0 ? named : named.slice(0, colon);
  const slash = path.indexOf('/');
  const first = slash < 0 ? '' : path.slice(0, slash);
  const hasHost = HOST.test(first) || (slash > 0 && scheme !== null && scheme[1]?.toLowerCase() !== 'docker');
  const repository = hasHost ? path.slice(slash + 1) : path;
  if (repository === '') return 'no repository';
  if (colon >= 0 && colon + 1 === named.length) return 'no tag';
  if (digest !== undefined && digestFault(digest) !== undefined) return 'no digest';
  return {
    repository,
    ...(hasHost && { host: first }),
    ...(colon >= 0 && { tag: named.slice(colon + 1) }),
    ...(digest !== undefined && { digest: digest as Digest }),
  };
}
