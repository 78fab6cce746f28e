import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';

/** Debian's. */
const CHROMIUM = '/usr/bin/chromium';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the browser of all files listens. */
    readonly browser: string;
  }
}

/** Starts one browser for the tests of all files: each would take seconds to start its own. */
export default async function startBrowser(project: TestProject): Promise<() => Promise<void>> {
  const server = await chromium.launchServer({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  project.provide('browser', server.wsEndpoint());
  return () => server.close();
}
