import * as fc from 'fast-check';
import { SEED } from '../../support/random-cases.ts';
import { randomVolume } from '../../support/random-volume.ts';
import { describeVolumes } from './describe-volumes.ts';

describeVolumes(fc.oneof(randomVolume(), randomVolume({ tame: true })), SEED + 1);
