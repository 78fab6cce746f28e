import { describeFuzz } from './describe-fuzz.ts';
import { numbers } from './targets/numbers.ts';
import { queries, ranges, routes } from './targets/queries.ts';

describeFuzz([queries, numbers, routes, ranges]);
