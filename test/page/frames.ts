import type { Page } from 'playwright-core';

/** What the page's own thread did while something was done. */
interface Work {
  /** Processor time of the main thread, in milliseconds: it does not count who else is at work on this machine. */
  readonly busyMs: number;
  /** How many frames were drawn. */
  readonly frames: number;
}

/** Measures the page while something is done with it, until two frames after. */
export async function workOf(page: Page, act: () => Promise<unknown>): Promise<Work> {
  const debug = await page.context().newCDPSession(page);
  await debug.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async () => {
    const { metrics } = await debug.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
  };
  await page.evaluate(() => {
    const count = { frames: 0 };
    Object.assign(globalThis, { counted: count });
    const tick = () => {
      count.frames++;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  const before = await busy();
  await act();
  const frames = await page.evaluate(
    () =>
      new Promise<number>((resolve) =>
        requestAnimationFrame(() =>
          requestAnimationFrame(() =>
            resolve((globalThis as unknown as { counted: { frames: number } }).counted.frames),
          ),
        ),
      ),
  );
  const busyMs = (await busy()) - before;
  await debug.detach();
  return { busyMs, frames };
}
