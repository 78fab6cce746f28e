import { describeHistories } from '../support/history/describe-histories.ts';
import { LINK_CHANGES } from '../support/history/links.ts';
import { SURROUNDINGS } from '../support/history/surroundings.ts';

describeHistories(Object.keys({ ...LINK_CHANGES, ...SURROUNDINGS }));
