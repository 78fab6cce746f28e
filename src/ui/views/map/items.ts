import { address } from '../../address.ts';
import type { Json } from '../../source/source.ts';
import type { Place } from './place.ts';

type Usage = Json<'usage'>;
type RepositoryUsage = NonNullable<Usage['repositories']>[number];
type NamespaceUsage = NonNullable<Usage['namespaces']>[number];
type TagUsage = NonNullable<Usage['tags']>[number];

/** Bytes by what an area can mean. */
export interface Amounts {
  readonly bytes: number;
  readonly uniqueBytes: number;
  readonly fairShareBytes: number;
}

/** Something on the map. */
export interface Item extends Amounts {
  readonly kind: 'namespace' | 'repository' | 'tag';
  /** What stands on it, and what it is called in full. */
  readonly label: string;
  readonly name: string;
  /** Where one comes to who clicks it. */
  readonly href: string;
  readonly taggedBytes: number;
  readonly untaggedBytes: number;
  /** When something was last pushed to it; undefined where that is not known. */
  readonly pushedAt: string | undefined;
  /** Of a namespace: how many repositories, and what is in it. */
  readonly repositories: number;
  readonly children: readonly Item[];
}

/** When repositories were last pushed to, by name. */
export type PushTimes = ReadonlyMap<string, string | null>;

/** What stands in a namespace, or on top: the namespaces in it, and its own repositories. */
export function itemsIn(
  place: Place,
  repositories: readonly RepositoryUsage[],
  namespaces: readonly NamespaceUsage[],
  pushed: PushTimes,
): Item[] {
  const { own, below } = partsOf(place.text, repositories);
  const known = new Map(namespaces.map((namespace) => [`${namespace.name}/`, namespace]));
  return [
    ...own.map((repository) => repositoryItem(place.text, repository, pushed)),
    ...[...below].map(([name, members]) => namespaceItem(place.text, name, members, known.get(name), pushed)),
  ];
}

function partsOf(prefix: string, repositories: readonly RepositoryUsage[]) {
  const own: RepositoryUsage[] = [];
  const below = new Map<string, RepositoryUsage[]>();
  for (const repository of repositories) {
    if (!repository.name.startsWith(prefix)) continue;
    const end = repository.name.indexOf('/', prefix.length);
    if (end < 0) own.push(repository);
    else {
      const name = repository.name.slice(0, end + 1);
      below.set(name, [...(below.get(name) ?? []), repository]);
    }
  }
  return { own, below };
}

function repositoryItem(prefix: string, repository: RepositoryUsage, pushed: PushTimes): Item {
  const { name, tags } = repository;
  return {
    ...amountsOf(repository),
    kind: 'repository',
    label: name.slice(prefix.length),
    name,
    // Without tags there is nothing to go into.
    href: tags > 0 ? address.map(name) : address.repository(name),
    taggedBytes: repository.taggedBytes,
    untaggedBytes: repository.untaggedBytes,
    pushedAt: pushed.get(name) ?? undefined,
    repositories: 1,
    children: [],
  };
}

/** What its repositories share counts once where that is known, and else in each of them. */
function namespaceItem(
  prefix: string,
  name: string,
  members: readonly RepositoryUsage[],
  known: NamespaceUsage | undefined,
  pushed: PushTimes,
): Item {
  const inIt = partsOf(name, members);
  const repositories = inIt.own.map((each) => repositoryItem(name, each, pushed));
  const below = [...inIt.below].map(([each, its]) => namespaceItem(name, each, its, undefined, pushed));
  const sum = (of: (member: RepositoryUsage) => number) =>
    members.reduce((total, each) => total + of(each), 0);
  const times = members.flatMap((member) => pushed.get(member.name) ?? []);
  return {
    bytes: known?.bytes ?? sum(({ bytes }) => bytes),
    uniqueBytes: known?.uniqueBytes ?? sum(({ uniqueBytes }) => uniqueBytes),
    fairShareBytes: sum(({ fairShareBytes }) => fairShareBytes),
    kind: 'namespace',
    label: name.slice(prefix.length),
    name,
    href: address.map(name),
    taggedBytes: known?.taggedBytes ?? sum(({ taggedBytes }) => taggedBytes),
    untaggedBytes: known?.untaggedBytes ?? sum(({ untaggedBytes }) => untaggedBytes),
    pushedAt: times.length === 0 ? undefined : times.reduce((a, b) => (a > b ? a : b)),
    repositories: members.length,
    children: [...repositories, ...below],
  };
}

/** The tags of a repository. */
export function tagItems(tags: readonly TagUsage[]): Item[] {
  return tags.map((tag) => ({
    ...amountsOf(tag),
    kind: 'tag',
    label: tag.tag,
    name: `${tag.repository}:${tag.tag}`,
    href: address.image(tag.repository, tag.tag),
    taggedBytes: tag.bytes,
    untaggedBytes: 0,
    pushedAt: tag.modifiedAt,
    repositories: 0,
    children: [],
  }));
}

function amountsOf({ bytes, uniqueBytes, fairShareBytes }: Amounts): Amounts {
  return { bytes, uniqueBytes, fairShareBytes };
}
