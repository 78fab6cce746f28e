import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Page } from 'playwright-core';

/** Where screenshots are put; nowhere unless somebody wants to look at them. */
const DIRECTORY = process.env['STOWAGE_SCREENSHOTS'];

/** Keeps a picture of what is in view, or of the whole page. */
export async function keepPicture(page: Page, name: string, fullPage = true): Promise<void> {
  if (DIRECTORY === undefined) return;
  fs.mkdirSync(DIRECTORY, { recursive: true });
  await page.screenshot({ path: path.join(DIRECTORY, `${name}.png`), fullPage });
}
