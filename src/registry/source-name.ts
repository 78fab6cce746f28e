/**
 * The repository that a label names, in one spelling: `host/path`, without scheme, user, `.git` and what comes after it.
 * People and CI systems write one repository in many ways; the host may be in any case, the path may not. What is no
 * address stays as it is.
 */
export function sourceName(label: string): string {
  const text = label.trim();
  const address = URL_LIKE.exec(text) ?? SCP_LIKE.exec(text);
  const { host = '', path = '' } = address?.groups ?? {};
  if (host === '') return text;
  const name = path
    .replace(/[?#].*$/s, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .replace(/^\/+/, '');
  return name === '' ? host.toLowerCase() : `${host.toLowerCase()}/${name}`;
}

/** `https://host/path`, `ssh://git@host:22/path`, `git+https://host/path`. */
const URL_LIKE = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?(?<host>[^/?#]+)(?<path>.*)$/is;
/** `git@host:path`, as ssh and git write it. */
const SCP_LIKE = /^[\w.-]+@(?<host>[\w.-]+):(?<path>.+)$/s;
