import type { Survivor } from '../../gc/harm/survivors.ts';
import { countOf, formatBytes } from '../format.ts';

/** What stays though people expect a collection to take it. */
export function survivorText({ what, count, bytes }: Survivor): string {
  const texts = {
    uploads: `${countOf(count, 'unfinished upload')}, ${formatBytes(bytes)}: only the running registry purges them`,
    'uploads-never-purged': `${countOf(count, 'unfinished upload')}, ${formatBytes(bytes)}: no registry purges what does not say when it began`,
    'layer-links': `${countOf(count, 'layer link')} to blobs that would be missing`,
    'subjectless-tags': `${countOf(count, 'tag')} whose subject is gone, as of a signature; ${formatBytes(bytes)} that no other tag has`,
    'unseen-repositories': `${countOf(count, 'repository', 'repositories')} that this version does not see`,
  };
  return texts[what];
}
