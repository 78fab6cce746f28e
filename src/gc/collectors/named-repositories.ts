import type { Repository } from '../../contents/repositories/repository.ts';
import type { Abort } from '../aborts/abort.ts';
import { nameAbort } from '../aborts/link-aborts.ts';

/** The repositories that a collector goes into; a name that ends its run goes to `aborts` when it is its turn. */
export function* namedRepositories(seen: readonly Repository[], aborts: Abort[]): Generator<Repository> {
  for (const repository of seen) {
    const abort = nameAbort(repository);
    if (abort === undefined) yield repository;
    else aborts.push(abort);
  }
}
