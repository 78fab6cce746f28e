import { Graph } from '../../graph/graph.ts';
import { Mentions } from '../../graph/mentions.ts';
import { BlobStore } from './blob-store.ts';
import { DescribedSizes } from './described-sizes.ts';
import { WantedConfigs } from './wanted-configs.ts';

/** What is known of a volume while its inventory is written, by the ids of digests. */
export class Known {
  readonly blobs = new BlobStore();
  readonly sizes = new DescribedSizes(this.blobs);
  readonly mentions = new Mentions();
  readonly configs = new WantedConfigs();
  /** What manifests refer to. */
  readonly graph = new Graph();
}
