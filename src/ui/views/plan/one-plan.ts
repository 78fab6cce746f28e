import type { Json } from '../../source/source.ts';

/** One plan, as the page asks for it: for one registry. */
export type OnePlan = Extract<Json<'plan'>, { readonly freed: unknown }>;
