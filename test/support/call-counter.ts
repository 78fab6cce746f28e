/** Something that is done when a call begins. */
interface Meanwhile {
  /** From 1. */
  readonly atCall: number;
  readonly act: () => void;
}

/** Counts the calls to a volume: as the `fault` of a scan, one that never comes and is asked for at each call. */
export class CallCounter {
  readonly code = 'EIO';
  calls = 0;
  readonly #meanwhile: Meanwhile | undefined;

  constructor(meanwhile?: Meanwhile) {
    this.#meanwhile = meanwhile;
  }

  get call(): number {
    if (++this.calls === this.#meanwhile?.atCall) this.#meanwhile.act();
    return Number.POSITIVE_INFINITY;
  }
}
