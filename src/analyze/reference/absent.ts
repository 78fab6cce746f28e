import { UsageError } from '../../errors.ts';
import type { Inventory } from '../../inventory/read/reader.ts';

/** The error for what is not there: `more` ends the sentence. What could not be read, or was not followed, may be there. */
export function absent({ scan }: Inventory, sentence: string, more: string): UsageError {
  const isSure = scan.is_complete === 1 && scan.is_undetermined === 0;
  return new UsageError(
    `${sentence}${more}${isSure ? '' : ' The scan did not read everything: it may be there.'}`,
  );
}
