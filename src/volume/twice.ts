import { errorCode, MISSING } from './system-error.ts';

/**
 * A handle of a file server that no longer leads to a file, for which whoever walks there from the root gets another; and
 * symlinks that turn in a circle, which somebody may just be changing.
 */
const PASSING: ReadonlySet<string> = new Set(['ESTALE', 'ELOOP']);

/**
 * What a call to the volume gives; undefined where nothing is there. Files and directories vanish while a registry works,
 * so that is no error; but a disk or a file server that errs once says the same, and what is not there holds no
 * reference. So it is asked for a second time.
 */
export function twice<T>(call: () => T | undefined): T | undefined {
  try {
    const first = call();
    if (first !== undefined) return first;
  } catch (error) {
    const code = errorCode(error);
    if (!MISSING.has(code) && !PASSING.has(code)) throw error;
  }
  try {
    return call();
  } catch (error) {
    if (MISSING.has(errorCode(error))) return undefined;
    throw error;
  }
}
