import type { Fact, OddLinkFact, ProblemCode } from '../../facts/told.ts';
import type { ByteString } from '../../registry/byte-string.ts';
import { isAlias, readLinkContent } from '../../registry/link.ts';
import type { ReadFile } from '../../volume/file-stat.ts';
import type { SecondLook } from '../doubts/doubt.ts';
import type { Gatherer } from '../gatherer.ts';
import type { LinkDirectory, LinkHome } from './link-place.ts';

/** A link as it was found: `path` is its file, `named` the digest of its directory, undefined for a stray link. */
interface FoundLink extends ReadFile<ByteString> {
  readonly path: ByteString;
  readonly named: string | undefined;
}

/** How a link is looked at again. */
export function linkLook({ home, algorithm, name }: LinkDirectory): SecondLook {
  return { of: 'link', home, algorithm, name };
}

/** Puts a link in doubt that is damaged or deviant: or it is being written. */
export function doubtOddLink(
  gatherer: Gatherer,
  directory: LinkDirectory,
  { stat, content }: ReadFile<ByteString>,
): void {
  const { home, algorithm, name } = directory;
  const path = `${directory.path}/link`;
  const named = Buffer.from(`${algorithm}:${name}`, 'latin1').toString();
  const odd = oddLink(home, { path, named, stat, content });
  const facts: Fact[] = [odd];
  const fault = stat.kind === 'not-followed' ? undefined : faultOf(odd, named, stat.kind);
  if (fault !== undefined) {
    facts.push({ fact: 'problem', ...fault, path, repository: home.repository.name, digest: named });
  }
  gatherer.doubt({
    look: linkLook(directory),
    facts,
    modifiedAt: stat.modifiedAt,
    evidence: `${stat.inode}:${stat.bytes}:${stat.modifiedAt}:${content}`,
  });
}

/** The fact of a link that is not healthy. */
export function oddLink({ place, repository, tag }: LinkHome, link: FoundLink): OddLinkFact {
  const content =
    link.content === undefined ? undefined : new Uint8Array(Buffer.from(link.content, 'latin1'));
  const reading = content === undefined ? undefined : readLinkContent(content);
  return {
    fact: 'odd-link',
    place,
    repository: repository.name,
    path: link.path,
    directory: link.named,
    ...(tag !== undefined && { tag }),
    target: reading !== undefined && 'target' in reading ? reading.target : undefined,
    content,
    modifiedAt: link.stat.modifiedAt,
  };
}

/** What is wrong with a link. A sha512 layer link that says a sha256 digest deviates as the registry makes them. */
function faultOf({ place, content, target }: OddLinkFact, named: string, kind: string) {
  if (content === undefined) return { code: 'link-not-a-file', detail: kind } as const;
  if (target === undefined) {
    const reading = readLinkContent(content);
    const fault = 'fault' in reading ? reading.fault : '';
    const code: ProblemCode = fault === 'empty' ? 'link-empty' : 'link-malformed';
    return { code, detail: fault };
  }
  if (target === named || (place === 'layer' && isAlias(named, target))) return undefined;
  return { code: 'link-mismatch', detail: target } as const;
}
