import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, inject } from 'vitest';

/** How a page is looked at. */
export const LOOKS = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
} as const satisfies Readonly<Record<string, BrowserContextOptions>>;

/** A page that is open, and what it did that it should not. */
export interface OpenPage {
  readonly page: Page;
  /** Errors on its console, exceptions, what its policy kept it from, and what it asked of elsewhere. */
  readonly complaints: string[];
}

/** Opens an address. `live` is where a page may ask; one that is a file may ask nothing. */
export type OpenAddress = (
  address: string,
  options?: BrowserContextOptions & { readonly live?: string },
) => Promise<OpenPage>;

/** The one browser, for the tests of a file: each test's pages are closed after it. */
export function useBrowser(): OpenAddress {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.connect(inject('browser'));
  });
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
  afterAll(() => browser.close());
  return (address, options) => openIn(browser, address, options);
}

/** The same, of which the first page stays open until the file's end, for tests that go from address to address in it. */
export function useOnePage(address: () => string): () => OpenPage {
  let browser: Browser;
  let opened: OpenPage;
  beforeAll(async () => {
    browser = await chromium.connect(inject('browser'));
    opened = await openIn(browser, address(), { live: address() });
  });
  afterAll(() => browser.close());
  return () => opened;
}

async function openIn(
  browser: Browser,
  address: string,
  { live, ...options }: Parameters<OpenAddress>[1] = {},
): Promise<OpenPage> {
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
}
