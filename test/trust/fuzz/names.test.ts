import { describeFuzz } from './describe-fuzz.ts';
import { names, patterns } from './targets/names.ts';

describeFuzz([names, patterns]);
