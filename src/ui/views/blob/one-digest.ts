import type { Json } from '../../source/source.ts';

/** What a digest is and who has it. */
export type OneDigest = Extract<Json<'where'>, { readonly holders: unknown }>;
