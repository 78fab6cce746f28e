import { describeFuzz } from './describe-fuzz.ts';
import { policies } from './targets/policies.ts';

describeFuzz([policies]);
