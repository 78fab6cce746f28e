import type { ComponentType } from 'preact';
import { Blob } from './blob/blob.tsx';
import { Collection } from './collection/collection.tsx';
import { FindingsView } from './findings.tsx';
import { Image } from './image.tsx';
import { VolumeMap } from './map/map.tsx';
import { Overview } from './overview/overview.tsx';
import { Plan } from './plan/plan.tsx';
import { Repositories } from './repositories/repositories.tsx';
import { Repository } from './repository/repository.tsx';
import { Search } from './search.tsx';
import { Unreferenced } from './unreferenced.tsx';

/** A view, the pattern of its address and what it is called. */
interface View {
  readonly path: string;
  readonly title: string;
  // biome-ignore lint/suspicious/noExplicitAny: each view has the parameters of its own address
  readonly component: ComponentType<any>;
}

/** The views, one a line. Parameters reach them as `params`, as they are written in the address: see `decodePart`. */
export const VIEWS: readonly View[] = [
  { path: '/', title: 'Overview', component: Overview },
  { path: '/map', title: 'Map', component: VolumeMap },
  { path: '/map/:place', title: 'Map', component: VolumeMap },
  { path: '/repositories', title: 'Repositories', component: Repositories },
  { path: '/repository/:name', title: 'Repository', component: Repository },
  { path: '/image/:repository/:reference', title: 'Image', component: Image },
  { path: '/blob/:digest', title: 'Blob', component: Blob },
  { path: '/unreferenced', title: 'Unreferenced', component: Unreferenced },
  { path: '/findings', title: 'Findings', component: FindingsView },
  { path: '/collection', title: 'Collection', component: Collection },
  { path: '/search/:text', title: 'Search', component: Search },
  { path: '/plan', title: 'Plan', component: Plan },
];
