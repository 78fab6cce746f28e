import { describeFuzz } from './describe-fuzz.ts';
import { numbers, queries, ranges, routes } from './targets/queries.ts';

describeFuzz([queries, numbers, routes, ranges]);
