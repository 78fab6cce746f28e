import * as path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { stowage } from '../support/command-line.ts';
import { sharedDirectory } from '../support/temporary-directory.ts';
import { aVolume } from '../support/volume-builder.ts';
import { useBrowser } from './browser.ts';
import { keepPicture } from './screenshots.ts';

/** What a name may hold, and how it is shown: markup as text, what acts on text spelled out. */
const NAMES = [
  ['evil/<img src=x onerror=alert(1)>', 'evil/<img src=x onerror=alert(1)>'],
  ['evil/</script><script>alert(2)', 'evil/</script><script>alert(2)'],
  [`evil/"'--><b>bold`, `evil/"'--><b>bold`],
  ['evil/\u202egpj.exe', 'evil/\\u202egpj.exe'],
  ['evil/a\nb\u001b[2J', 'evil/a\\x0ab\\x1b[2J'],
  ['evil/100%41%zz?x#y', 'evil/100%41%zz?x#y'],
  ['evil/constructor', 'evil/constructor'],
] as const;

const dir = sharedDirectory();
const open = useBrowser();

beforeAll(async () => {
  const volume = aVolume(path.join(dir(), 'volume'));
  for (const [name] of NAMES) volume.repository(name).image({ layers: [name], tag: '<i>1', label: name });
  const { exitCode } = await stowage(
    ['report', 'volume', '--db', 'x.db', '--settle', '0s', '-q', '--html', 'report.html'],
    { cwd: dir() },
  );
  expect(exitCode).toBe(0);
});

it('names of any sort are text on the page, and lead to where they should', async () => {
  const { page, complaints } = await open(`file://${dir()}/report.html#/repositories`);
  page.on('dialog', (dialog) => expect.unreachable(`a name ran as a script: ${dialog.message()}`));
  await page.locator('[data-row]').first().waitFor();
  const shown = await page.locator('[data-row] td:first-child').allTextContents();
  expect(shown.sort()).toEqual(NAMES.map(([, text]) => text).sort());
  for (const [name, text] of NAMES) {
    await page.goto(`file://${dir()}/report.html#/map/${encodeURIComponent(name)}`);
    await page
      .locator('.way [aria-current]')
      .filter({ hasText: text.split('/').at(-1) ?? '' })
      .waitFor();
    await page.locator('.treemap .cell').first().waitFor();
    expect(await page.locator('.treemap .cell-label').first().textContent()).toBe('<i>1');
  }
  await page.goto(`file://${dir()}/report.html#/map/evil%2F`);
  await page.locator('.treemap .cell').first().waitFor();
  await keepPicture(page, 'hostile-names');
  expect(await page.locator('main img, main script, main b, main i').count()).toBe(0);
  expect(complaints).toEqual([]);
});

it.each([
  '#/map/%',
  '#/map/%E0%A4%A',
  '#/repository/%zz',
  '#//',
  '#/map/a/b/c',
  '#?',
  '#/repositories?sort=__proto__&filter=%',
])('an address that nobody wrote breaks nothing: %s', async (address) => {
  const { page, complaints } = await open(`file://${dir()}/report.html${address}`);
  await page.locator('main h1, main [role=alert]').first().waitFor();
  expect(complaints).toEqual([]);
});
