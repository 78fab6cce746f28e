import type { Json } from '../source/source.ts';

type Totals = Json<'report'>['totals'];

/** A state of what lies on the disk: every file is in exactly one. */
export interface ByteState {
  readonly state: 'tagged' | 'untagged' | 'unreferenced' | 'uploads' | 'other';
  readonly key: keyof Totals & `${string}Bytes`;
  readonly what: string;
}

/** The states in the order in which they are shown everywhere. */
export const BYTE_STATES: readonly ByteState[] = [
  { state: 'tagged', key: 'taggedBytes', what: 'a tag leads to it' },
  { state: 'untagged', key: 'untaggedBytes', what: 'only manifests without a tag lead to it' },
  { state: 'unreferenced', key: 'unreferencedBytes', what: 'nothing leads to it' },
  { state: 'uploads', key: 'uploadBytes', what: 'pushes that were not finished' },
  { state: 'other', key: 'otherBytes', what: 'links, and what is none of the above' },
];
