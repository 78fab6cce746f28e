import { blobs } from './blobs.ts';
import { configs, layers } from './configs.ts';
import { findings } from './findings.ts';
import { accounts, events, history } from './history.ts';
import { layerLinks, uploads } from './links.ts';
import { manifestReferences, manifests, revisions } from './manifests.ts';
import { repositories } from './repositories.ts';
import { scans } from './scans.ts';
import type { Table } from './table.ts';
import { tagHistory, tags } from './tags.ts';

/**
 * The tables of an export, in the order in which they take their places. Scans are the last: of a date that is among them all
 * the rest is there.
 */
export const TABLES: readonly Table[] = [
  blobs,
  repositories,
  tags,
  tagHistory,
  revisions,
  manifests,
  manifestReferences,
  layerLinks,
  uploads,
  findings,
  configs,
  layers,
  history,
  accounts,
  events,
  scans,
];
