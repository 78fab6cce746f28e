import { serveUnits } from '../../../volume/threads/serve-units.ts';
import { compare } from './compare.ts';

serveUnits(compare);
