import type { ByteString } from '../../registry/byte-string.ts';
import type { Gatherer } from '../gatherer.ts';
import { type LinkHome, lossOfLinks } from './link-place.ts';
import { oddLink } from './odd-links.ts';
import { readStray } from './strays.ts';

/**
 * Reads what stands among links and is none that belongs there. A collector reads every file named `link` under
 * `revisions/` and `_layers/`, at any depth: each of these stray links is told on its own.
 */
export function readStrayBesideLinks(gatherer: Gatherer, home: LinkHome, path: ByteString): void {
  const { isCounted } = home.repository;
  // The history of a tag is read by no collector.
  if (home.place === 'tag-history') return readStray(gatherer, path, { isCounted });
  const tell = (at: ByteString) => readStrayLink(gatherer, home, at);
  const isNamedLink = path.endsWith('/link');
  const stat = isNamedLink ? gatherer.lookAtNamed(path, lossOfLinks(home)) : undefined;
  if (stat?.kind === 'file') tell(path);
  else readStray(gatherer, path, { isCounted, apart: { name: 'link', tell } });
}

function readStrayLink(gatherer: Gatherer, home: LinkHome, path: ByteString): void {
  const link = gatherer.attempt(path, lossOfLinks(home), () =>
    gatherer.named(path, () => gatherer.fs.readLink(path)),
  );
  if (link === undefined) return;
  if (home.repository.isCounted) gatherer.countFile(link.stat);
  gatherer.add(oddLink(home, { ...link, path, named: undefined }));
  gatherer.problem({ code: 'link-misplaced', path, repository: home.repository.name });
}
