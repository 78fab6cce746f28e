import type { Opened } from '../current/current.ts';
import { Lane } from './lane.ts';
import type { AskRequest, Body } from './request.ts';
import { readsVolume } from './tag-of.ts';

/** What takes some milliseconds of a large volume, and is not to wait for what takes seconds. */
const LIGHT: ReadonlySet<string> = new Set([
  'standing',
  'scan',
  'ls',
  'where',
  'history',
  'diff',
  'search',
  'images',
]);

/**
 * The threads that answer: one for what takes little time, one for what takes long, and one for what waits for the disk of
 * the volume, which may be a network's. Each begins when it is first needed.
 */
export class Lanes {
  readonly #light = new Lane();
  readonly #heavy = new Lane();
  readonly #disk = new Lane();

  readonly answer = (opened: Opened, request: AskRequest, signal: AbortSignal): Promise<Body> =>
    this.#laneOf(request).ask(opened, request, signal);

  /** Has all of them go over to another inventory. */
  readonly renew = (opened: Opened): void => {
    for (const lane of this.#all) lane.renew(opened);
  };

  async close(): Promise<void> {
    await Promise.all(this.#all.map((lane) => lane.close()));
  }

  get #all(): readonly Lane[] {
    return [this.#light, this.#heavy, this.#disk];
  }

  #laneOf(request: AskRequest): Lane {
    if (readsVolume(request)) return this.#disk;
    const { by = 'repository' } = request.options;
    const isLight = LIGHT.has(request.name) || (request.name === 'usage' && by === 'repository');
    return isLight ? this.#light : this.#heavy;
  }
}
