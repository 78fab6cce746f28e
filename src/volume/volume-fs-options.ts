import type { Hooked } from './test-hooks.ts';

/** How a volume is read. */
export interface VolumeFsOptions extends Hooked {
  /** The registry's root directory, absolute and real. */
  readonly root: string;
  /**
   * Follow symlinks that lead out of the volume, as the registry does.
   * @default true
   */
  readonly follow?: boolean;
}
