import { fileURLToPath } from 'node:url';

/** The top of the package: one up from bin/, in whose files this one lies as well, and two from its own place. */
const TOP = /\/bin\/[^/]*$/.test(import.meta.url) ? '../' : '../../';

/** A folder of the package that is installed. */
export function packageFolder(name: string): string {
  return fileURLToPath(new URL(`${TOP}${name}`, import.meta.url));
}
