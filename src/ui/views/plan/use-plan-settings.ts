import { useEffect, useRef, useState } from 'preact/hooks';
import { useSettings } from '../../location.ts';
import { type PlanSettings, readSettings, writeSettings } from './settings.ts';

/** After so long without a change settings go into the address: browsers refuse to take hundreds in a few seconds. */
const WRITE_AFTER_MS = 200;

/** The settings in the page's address, and how to change some of them. */
export function usePlanSettings(): readonly [PlanSettings, (changes: Partial<PlanSettings>) => void] {
  const { get, set } = useSettings();
  const stored = readSettings(get);
  const key = JSON.stringify(stored);
  // What was changed and is not in the address so far.
  const [ahead, setAhead] = useState<PlanSettings>();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => {
    if (timer.current === null) setAhead(undefined);
  }, [key]);
  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);
  const change = (changes: Partial<PlanSettings>) => {
    const next = { ...(ahead ?? stored), ...changes };
    setAhead(next);
    clearTimeout(timer.current ?? undefined);
    timer.current = setTimeout(() => {
      timer.current = null;
      set(writeSettings(next));
    }, WRITE_AFTER_MS);
  };
  return [ahead ?? stored, change];
}
