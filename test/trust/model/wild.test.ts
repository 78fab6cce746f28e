import { SEED } from '../../support/random-cases.ts';
import { randomVolume } from '../../support/random-volume.ts';
import { describeVolumes } from './describe-volumes.ts';

describeVolumes(randomVolume(), SEED);
