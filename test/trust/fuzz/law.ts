/** Throws where a law does not hold; `law` says it. */
export function law(holds: boolean, sentence: string): void {
  if (!holds) throw new Error(`It is not true that ${sentence}.`);
}
