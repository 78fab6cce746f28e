import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** As `openssl rand -hex 32` makes one. */
export const TOKEN = '5f0c2a1be6b04a7d9c3e8f7a6b5d4c3e2f1a0b9c8d7e6f5a4b3c2d1e0f9a8b7c';

/** Writes a file of tokens, and gives its path. */
export function tokenFile(dir: string, content = `# of the robot\n\n${TOKEN}\n`): string {
  const file = path.join(dir, 'tokens');
  fs.writeFileSync(file, content);
  return file;
}

/** Users and passwords as the real htpasswd writes them; `kind` as its option: -B, -m, -s, -d, -p. */
export function htpasswdLine(user: string, password: string, kind = '-B', cost?: number): string {
  const options = ['-n', '-b', kind, ...(cost === undefined ? [] : ['-C', String(cost)])];
  const text = execFileSync('htpasswd', [...options, user, password], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return `${text.trim()}\n`;
}

/** Writes a file of users, and gives its path. */
export function htpasswdFile(dir: string, content: string): string {
  const file = path.join(dir, 'htpasswd');
  fs.writeFileSync(file, content);
  return file;
}
