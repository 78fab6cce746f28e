import type { ComponentType } from 'preact';
import { VolumeMap } from './map/map.tsx';
import { Overview } from './overview/overview.tsx';
import { Repositories } from './repositories/repositories.tsx';

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
];
