/**
 * Adds up bytes that are divided among several. Those among as many are added before they are divided: sums of fractions
 * differ in their last bit with the order of what is added, and an answer may not hang on that.
 */
export class FairSum {
  /** By among how many. */
  readonly #bytes = new Map<number, number>();

  add(bytes: number, among: number): void {
    this.#bytes.set(among, (this.#bytes.get(among) ?? 0) + bytes);
  }

  /** The sum since it was taken last. */
  take(): number {
    const shares = [...this.#bytes].sort(([a], [b]) => a - b);
    this.#bytes.clear();
    return shares.reduce((sum, [among, bytes]) => sum + bytes / among, 0);
  }
}
