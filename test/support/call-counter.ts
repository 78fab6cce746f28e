/** Counts the calls to a volume: as the `fault` of a scan, one that never comes and is asked for at each call. */
export class CallCounter {
  readonly code = 'EIO';
  calls = 0;

  get call(): number {
    this.calls++;
    return Number.POSITIVE_INFINITY;
  }
}
