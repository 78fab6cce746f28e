import { useContext, useEffect, useState } from 'preact/hooks';
import { countOf } from '../../render/format.ts';
import { address } from '../address.ts';
import { decodePart } from '../location.ts';
import { DigestLink, ImageLink, RepositoryLink } from '../parts/links.tsx';
import { Name } from '../parts/name.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { Panel } from '../parts/panel.tsx';
import { Answer, Nothing } from '../parts/states.tsx';
import { type Source, SourceError } from '../source/source.ts';
import { type Asking, SourceContext } from '../source/use-answer.ts';

type Found = Awaited<ReturnType<Source['search']>>;

/** What a word may mean: names that have it, digests that begin so. Where that is one thing, it leads there. */
export function Search({ params }: { params: { text?: string } }) {
  const text = decodePart(params.text);
  const asking = useFound(text);
  const only = asking.isAsking || asking.answer === undefined ? undefined : onlyAddress(asking.answer);
  useEffect(() => {
    // In the place of this view: who goes back means the view before.
    if (only !== undefined) location.replace(only);
  }, [only]);
  return (
    <>
      <PageTitle title="Search">
        What has <Name of={text} /> in its name, or begins with it as a digest.
      </PageTitle>
      <Answer asking={asking}>{(found) => <Results found={found} text={text} />}</Answer>
    </>
  );
}

function useFound(text: string): Asking<Found> {
  const page = useContext(SourceContext);
  const source = page?.source;
  const [asking, setAsking] = useState<Asking<Found>>({ isAsking: true });
  useEffect(() => {
    if (source === undefined) return;
    const cancel = new AbortController();
    setAsking({ isAsking: true });
    source.search(text, cancel.signal).then(
      (answer) => !cancel.signal.aborted && setAsking({ answer, isAsking: false }),
      (error) => !cancel.signal.aborted && setAsking({ error: asSourceError(error), isAsking: false }),
    );
    return () => cancel.abort();
  }, [source, page?.scanId, text]);
  return asking;
}

function asSourceError(error: unknown): SourceError {
  return error instanceof SourceError ? error : new SourceError(String(error), 0);
}

/** Where the only thing that was found is. */
function onlyAddress({ repositories, tags, digests }: Found): string | undefined {
  if (repositories.length + tags.length + digests.length !== 1) return undefined;
  const [[repository], [tag], [digest]] = [repositories, tags, digests];
  if (repository !== undefined) return address.repository(repository);
  if (tag !== undefined) return address.image(tag.repository, tag.tag);
  return digest && address.blob(digest.digest);
}

function Results({
  found: { repositories, tags, digests, cutOff = {} },
  text,
}: {
  found: Found;
  text: string;
}) {
  if (repositories.length + tags.length + digests.length === 0)
    return (
      <Nothing>
        Nothing is called <Name of={text} />, and no digest begins so.
      </Nothing>
    );
  return (
    <>
      <List title="Repositories" left={cutOff['repositories']}>
        {repositories.map((name) => (
          <RepositoryLink key={name} name={name} />
        ))}
      </List>
      <List title="Tags" left={cutOff['tags']}>
        {tags.map(({ repository, tag }) => (
          <ImageLink key={`${repository}:${tag}`} repository={repository} tag={tag} digest={null} />
        ))}
      </List>
      <List title="Digests" left={cutOff['digests']}>
        {digests.map(({ digest, kind }) => (
          <span key={digest}>
            <DigestLink of={digest} isWhole /> <span class="dim">{kind}</span>
          </span>
        ))}
      </List>
    </>
  );
}

function List({
  title,
  left = 0,
  children,
}: {
  title: string;
  left?: number | undefined;
  children: preact.VNode[];
}) {
  if (children.length === 0) return null;
  return (
    <Panel title={title}>
      <ul class="results">
        {children.map((child) => (
          <li key={child.key}>{child}</li>
        ))}
      </ul>
      {left > 0 && <p class="more">… and {countOf(left, 'more', 'more')}: type more of it</p>}
    </Panel>
  );
}
