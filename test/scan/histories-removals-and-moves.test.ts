import { describeHistories } from '../support/history/describe-histories.ts';
import { MOVES } from '../support/history/moves.ts';
import { REMOVALS } from '../support/history/removals.ts';
import { UPLOADS } from '../support/history/uploads.ts';

describeHistories(Object.keys({ ...REMOVALS, ...MOVES, ...UPLOADS }));
