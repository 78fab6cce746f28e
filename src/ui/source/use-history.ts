import { useContext } from 'preact/hooks';
import { StatusContext } from '../parts/age.tsx';
import type { Json, Options } from './source.ts';
import { type Asking, useAnswer } from './use-answer.ts';

/** What is known of earlier scans, where any is recorded beside the inventory. */
export interface AskingHistory extends Asking<Json<'history'>> {
  readonly isRecorded: boolean;
}

/** Asks for earlier scans, where they are recorded: an inventory that was copied alone has none. */
export function useHistory(options: Options): AskingHistory {
  const isRecorded = useContext(StatusContext)?.inventory?.hasHistory === true;
  return { ...useAnswer('history', options, isRecorded), isRecorded };
}
