import { describeFuzz } from './describe-fuzz.ts';
import { inUse, lists, writtenDigests } from './targets/lists.ts';

describeFuzz([inUse, writtenDigests, lists]);
