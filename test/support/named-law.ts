/** Runs a check, the failure of which tells the law. */
export async function namedLaw(law: string, check: () => Promise<void> | void): Promise<void> {
  try {
    await check();
  } catch (cause) {
    throw new Error(`It is not true that ${law}.`, { cause });
  }
}
