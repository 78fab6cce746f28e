import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { page } from './pages.ts';

const ROOT = new URL('../../', import.meta.url);

describe('ARCHITECTURE.md', () => {
  const { text } = page('ARCHITECTURE.md');

  it('names files that are there, and every folder of src', () => {
    const files = text.match(/(?<=\*\*)[a-z-]+(?:\/[a-z-]+)*\.ts(?=\*\*)/g) ?? [];
    expect(files.length).toBeGreaterThan(20);
    for (const file of files) expect(fs.existsSync(new URL(`src/${file}`, ROOT)), file).toBe(true);
    for (const entry of fs.readdirSync(new URL('src', ROOT), { withFileTypes: true })) {
      const name = entry.isDirectory() ? `\`${entry.name}/\`` : `**${entry.name}**`;
      expect(text.includes(name), `${name} in ARCHITECTURE.md`).toBe(true);
    }
  });

  it('has a sentence for each dependency', () => {
    const { dependencies, devDependencies } = JSON.parse(page('package.json').text);
    for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
      expect(text).toMatch(new RegExp(`^\\| [^|]*\`${name}\`[^|]* \\| .{40,} \\|$`, 'm'));
    }
  });
});

it('the changelog has this version', () => {
  expect(page('CHANGELOG.md').text).toContain(`## ${JSON.parse(page('package.json').text).version}`);
});
