import { describeFuzz } from './describe-fuzz.ts';
import { digests, links, subjectTags } from './targets/digests.ts';

describeFuzz([links, digests, subjectTags]);
