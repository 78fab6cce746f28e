import { InventoryError } from '../../errors.ts';
import { fileStamp } from '../../inventory/read/file-stamp.ts';
import { type Inventory, openInventory } from '../../inventory/read/reader.ts';

/** An inventory while it is served. */
export interface Opened {
  readonly inventory: Inventory;
  /** Of the scan that made it: no two inventories have the same. */
  readonly scanId: string;
  /** The root of the volume as it was scanned. */
  readonly volume: string;
}

/** There is no inventory to answer from: none yet, or none that can be opened. */
export class NoInventoryError extends InventoryError {}

/** How long it takes at most until a published inventory is seen, where nobody asks meanwhile. */
const LOOK_EVERY_MS = 500;

/**
 * The inventory that is served: the last one that was published under its name and could be opened. A scan puts the next
 * one in its place by a rename, which a stat shows. Whoever reads the one before reads on; it is closed after the last.
 */
export class Current {
  readonly path: string;
  readonly #timer: NodeJS.Timeout;
  readonly #listeners: Array<(opened: Opened) => void> = [];
  #served: Served | undefined;
  #stamp: string | undefined;
  #error: InventoryError | undefined;

  constructor(path: string, lookEveryMs = LOOK_EVERY_MS) {
    this.path = path;
    this.#open();
    this.#timer = setInterval(() => this.#look(this.#error !== undefined), lookEveryMs).unref();
  }

  /** Why what lies under the name now cannot be opened; undefined where it is what is served. */
  get error(): InventoryError | undefined {
    return this.#error;
  }

  /** False where nothing lies under the name. */
  get isThere(): boolean {
    return this.#stamp !== undefined;
  }

  /** Tells of each inventory that takes the place of another, or of none. */
  onOpened(listener: (opened: Opened) => void): void {
    this.#listeners.push(listener);
    if (this.#served !== undefined) listener(this.#served.opened);
  }

  /**
   * Has somebody read the newest inventory, which stays open as long as that takes.
   * @throws NoInventoryError where there is none.
   */
  async use<T>(read: (opened: Opened) => T | Promise<T>): Promise<T> {
    this.#look(false);
    const served = this.#served;
    if (served === undefined) throw new NoInventoryError(this.#error?.message ?? 'There is no inventory.');
    served.enter();
    try {
      return await read(served.opened);
    } finally {
      served.leave();
    }
  }

  /** Serves no more: what is being read is closed after its last reader. */
  close(): void {
    clearInterval(this.#timer);
    this.#served?.retire();
    this.#served = undefined;
  }

  #look(tryAgain: boolean): void {
    if (tryAgain || fileStamp(this.path) !== this.#stamp) this.#open();
  }

  #open(): void {
    // Taken before, so that what is published meanwhile is seen at the next look.
    this.#stamp = fileStamp(this.path);
    try {
      const inventory = openInventory(this.path);
      const before = this.#served;
      this.#served = new Served(inventory);
      this.#error = undefined;
      before?.retire();
    } catch (error) {
      if (!(error instanceof InventoryError)) throw error;
      // The last one is as true as it was, and says how old it is.
      this.#error = error;
      return;
    }
    for (const listener of this.#listeners) listener(this.#served.opened);
  }
}

/** An inventory with its readers. */
class Served {
  readonly opened: Opened;
  #readers = 0;
  #isRetired = false;

  constructor(inventory: Inventory) {
    this.opened = { inventory, scanId: inventory.scan.id, volume: inventory.scan.volume };
  }

  enter(): void {
    this.#readers++;
  }

  leave(): void {
    this.#readers--;
    this.#closeIfDone();
  }

  retire(): void {
    this.#isRetired = true;
    this.#closeIfDone();
  }

  #closeIfDone(): void {
    if (this.#isRetired && this.#readers === 0) this.opened.inventory.close();
  }
}
