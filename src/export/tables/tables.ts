import { blobs } from './blobs.ts';
import type { Table } from './table.ts';

/** The tables of an export, in the order in which they are written. */
export const TABLES: readonly Table[] = [blobs];
