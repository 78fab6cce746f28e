import { COLLECTIONS } from '../support/history/collections.ts';
import { DELETIONS } from '../support/history/deletions.ts';
import { describeHistories } from '../support/history/describe-histories.ts';
import { PUSHES } from '../support/history/pushes.ts';

describeHistories(Object.keys({ ...PUSHES, ...DELETIONS, ...COLLECTIONS }));
