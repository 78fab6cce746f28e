import { ROOMS } from '../structure/rooms.ts';
import { fence } from './markdown.ts';

/** Which room of src may import which, the highest first, as the test of the layers has it. */
export function arrows(): string {
  const lines = Object.entries(ROOMS)
    .reverse()
    .map(([room, { imports }]) => `${room} -> ${imports.toReversed().join(', ') || 'nothing'}`);
  return fence('text', lines.join('\n'));
}
