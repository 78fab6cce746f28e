import { describeFuzz } from './describe-fuzz.ts';
import { configs } from './targets/configs.ts';
import { manifests } from './targets/manifests.ts';

describeFuzz([manifests, configs]);
