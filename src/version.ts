import { readFileSync } from 'node:fs';

/** This program's version, from package.json. */
export function stowageVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}
