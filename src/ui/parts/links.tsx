import { escapeText } from '../../escape.ts';
import { shortDigest } from '../../render/format.ts';
import { address } from '../address.ts';
import { Name } from './name.tsx';

/** A digest, cut to what tells it from others, that leads to who has it. */
export function DigestLink({ of, isWhole = false }: { of: string; isWhole?: boolean }) {
  return (
    <a
      class={isWhole ? 'mono digest digest-whole' : 'mono digest'}
      href={address.blob(of)}
      title={escapeText(of)}
    >
      {escapeText(isWhole ? of : shortDigest(of))}
    </a>
  );
}

export function RepositoryLink({ name }: { name: string }) {
  return (
    <a class="name" href={address.repository(name)}>
      <Name of={name} />
    </a>
  );
}

/** A tag, or a manifest by its digest, that leads to what it is made of. */
export function ImageLink({
  repository,
  tag,
  digest,
  isAlone = false,
}: {
  repository: string;
  tag?: string | undefined;
  digest: string | null;
  /** Without the repository, where that is said already. */
  isAlone?: boolean;
}) {
  const text = tag ?? shortDigest(digest ?? '');
  const mark = tag === undefined ? '@' : ':';
  return (
    <a class="name" href={address.image(repository, tag ?? digest ?? '')} title={escapeText(digest ?? '')}>
      <Name of={isAlone ? text : `${repository}${mark}${text}`} />
    </a>
  );
}
