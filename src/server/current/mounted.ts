import { UsageError } from '../../errors.ts';
import { findVolumes } from '../../volume/find-volumes.ts';

/**
 * The volume, where it is mounted here. A registry that was just set up has none before its first push, and a disk may be
 * mounted late: until it is there it is looked for again whenever an inventory was opened.
 */
export class Mounted {
  readonly #given: string | undefined;
  #root: string | undefined;

  constructor(given: string | undefined) {
    this.#given = given;
  }

  /** The registry's root directory; undefined where no volume is mounted. */
  readonly root = (): string | undefined => this.#root;

  /** @throws UsageError where there are several. */
  async find(): Promise<void> {
    if (this.#given === undefined || this.#root !== undefined) return;
    const [root, ...others] = await findVolumes(this.#given);
    if (others.length > 0)
      throw new UsageError(
        `There are several registry volumes in ${this.#given}; name one of them: ${[root, ...others].join(', ')}.`,
      );
    this.#root = root;
  }
}
