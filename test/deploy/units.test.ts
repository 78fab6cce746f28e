import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const DEPLOY = fileURLToPath(new URL('../../deploy', import.meta.url));
const UNITS = ['stowage.service', 'stowage-report.service', 'stowage-report.timer'];
const HAS_SYSTEMD = spawnSync('systemd-analyze', ['--version']).status === 0;
const dir = temporaryDirectory();

/** The units, with a program that is here in place of the one that is installed. */
function copied(): string[] {
  return UNITS.map((name) => {
    const text = fs.readFileSync(path.join(DEPLOY, name), 'utf8');
    const file = path.join(dir(), name);
    fs.writeFileSync(file, text.replaceAll('/usr/bin/stowage', process.execPath));
    return file;
  });
}

describe.skipIf(!HAS_SYSTEMD)('the units of systemd', () => {
  it('are understood, every line of them', () => {
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...copied()], {
      encoding: 'utf8',
    });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  });

  it('would not be, with one that is none', () => {
    const [service = '', ...others] = copied();
    fs.appendFileSync(service, 'ProtectEverything=yes\n');
    const { stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', service, ...others], {
      encoding: 'utf8',
    });
    expect(stderr).toContain('ProtectEverything');
  });

  it.each([
    ['stowage.service', 15],
    ['stowage-report.service', 5],
  ])('leave little open: %s, at most %d of 100', (name, most) => {
    const file = copied().find((each) => each.endsWith(`/${name}`));
    const args = ['security', '--offline=true', '--no-pager', `--threshold=${most}`, `${file}`];
    expect(spawnSync('systemd-analyze', args, { encoding: 'utf8' }).status).toBe(0);
  });
});

describe('the command lines of what is deployed', () => {
  const commandOf = (name: string) => fs.readFileSync(path.join(DEPLOY, name), 'utf8');
  const flags = (text: string) => [
    ...new Set(text.match(/(?<=[\s"[])--(host|db|htpasswd|token-file|base-path|rescan|log|fail-over)\b/g)),
  ];
  const helpOf = (command: string) =>
    spawnSync(process.execPath, [path.join(DEPLOY, '../bin/stowage.js'), command, '--help'], {
      encoding: 'utf8',
    }).stdout;

  it('have options that there are', () => {
    const help = helpOf('serve') + helpOf('report');
    for (const name of ['Dockerfile', 'compose.yaml', 'kubernetes.yaml', ...UNITS.slice(0, 2)]) {
      expect(flags(commandOf(name)).length, name).toBeGreaterThan(0);
      for (const flag of flags(commandOf(name))) expect(help, `${name}: ${flag}`).toContain(flag);
    }
  });
});
