/** A name without what people copy along with it. */
export interface PastedName {
  /** `repository[:tag][@digest]`, or a pattern in its place; what may be a host stands in front of it still. */
  readonly name: string;
  /** What stood in front of it and is no part of any repository's name: it has a port, or a scheme announced it. */
  readonly host?: string;
}

/** What is copied along at an end: white space, also of no width, quotes, and what ends an item of a list. */
const AT_BEGIN = /[\s'"`‘’“”\u200b]/;
const AT_END = /[\s'"`‘’“”,;\u200b]/;

/** Without what stands at its ends. Expressions that look for an end take time by the square of what is there. */
function strip(text: string, atBegin: RegExp | undefined, atEnd: RegExp): string {
  let [begin, end] = [0, text.length];
  while (end > 0 && atEnd.test(text[end - 1] as string)) end--;
  while (atBegin !== undefined && begin < end && atBegin.test(text[begin] as string)) begin++;
  return text.slice(begin, end);
}

/** How people and programs begin an address: a browser's, skopeo's, helm's, what Kubernetes says of a pod. */
const SCHEME = /^(https?|docker(?:-pullable)?|oci):\/\//i;

/** What no repository's name begins with: a host with a port, or an address of IPv6. */
const CERTAIN_HOST = /^(?:[^/:]+:\d+|\[[\da-f:]+\](?::\d+)?)\//i;

/** A registry's own addresses (distribution-spec, Endpoints). */
const ENDPOINT =
  /^v2\/(?<repository>.+)\/(?:tags\/list|(?:manifests|blobs|referrers)\/(?<reference>[^/?#]+))(?:[?#].*)?$/;

/**
 * Takes off what is no part of a name: white space and quotes around it, a scheme, a host where it is one for sure, a
 * slash at the end. Behind `docker://` there need be no host, behind a browser's and helm's schemes there is one. An
 * address of a registry's API is read as what it is of.
 */
export function readPastedName(text: string): PastedName {
  const bare = strip(text, AT_BEGIN, AT_END);
  const scheme = SCHEME.exec(bare);
  const kind = scheme?.[1]?.toLowerCase();
  const address = strip(bare.slice(scheme?.[0].length ?? 0), undefined, /\//);
  const isOfBrowser = kind === 'http' || kind === 'https';
  const slash = address.indexOf('/');
  const isAnnounced = isOfBrowser || (kind === 'oci' && slash > 0);
  if (!isAnnounced && !CERTAIN_HOST.test(address)) return { name: address };
  const host = slash < 0 ? address : address.slice(0, slash);
  const path = slash < 0 ? '' : address.slice(slash + 1);
  return { name: isOfBrowser ? namedBy(path) : path, host };
}

/** What an address of a browser is of: `v2/team/app/manifests/1.0` is `team/app:1.0`. */
function namedBy(path: string): string {
  const { repository, reference } = ENDPOINT.exec(path)?.groups ?? {};
  if (repository === undefined) return path;
  if (reference === undefined) return repository;
  const named = reference.replace(/%3a/i, ':');
  return `${repository}${named.includes(':') ? '@' : ':'}${named}`;
}

/** No host has one of these, which mark a tag or stand for several names. */
const IN_NO_HOST = /[:*?[{]/;

/** What may be a host in front of a name, and may be part of it as well, because `lib.rary/db` is a legal repository. */
export function possibleHost(name: string): string | undefined {
  const [first = '', ...rest] = name.split('/', 2);
  if (rest.length === 0) return undefined;
  return first === 'localhost' || (first.includes('.') && !IN_NO_HOST.test(first)) ? first : undefined;
}

/** Cuts `repository:tag` at the last colon behind the last slash; a text without one is the repository alone. */
export function splitTag(name: string): { readonly repository: string; readonly tag?: string } {
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  return colon < 0 ? { repository: name } : { repository: name.slice(0, colon), tag: name.slice(colon + 1) };
}
