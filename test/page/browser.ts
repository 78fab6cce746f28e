import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

/** Debian's. */
const CHROMIUM = '/usr/bin/chromium';

/** How a page is looked at. */
export const LOOKS = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
} as const satisfies Readonly<Record<string, BrowserContextOptions>>;

/** A page that is open, and what it did that it should not. */
interface OpenPage {
  readonly page: Page;
  /** Errors on its console, exceptions, what its policy kept it from, and what it asked of elsewhere. */
  readonly complaints: readonly string[];
}

/** Opens an address. `live` is where a page may ask; one that is a file may ask nothing. */
export type OpenAddress = (
  address: string,
  options?: BrowserContextOptions & { readonly live?: string },
) => Promise<OpenPage>;

/** One browser for the tests of a file. */
export function useBrowser(): OpenAddress {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  });
  afterAll(() => browser.close());
  return async (address, { live, ...options } = {}) => {
    const context = await browser.newContext({ ...LOOKS.desktop, ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()))
        complaints.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
    page.on('request', (request) => {
      const url = request.url();
      const isOwn = url.startsWith('data:') || url.split('#')[0] === address.split('#')[0];
      if (!isOwn && (live === undefined || !url.startsWith(live))) complaints.push(`request: ${url}`);
    });
    await page.goto(address);
    return { page, complaints };
  };
}
