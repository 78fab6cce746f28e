const PART = /^[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*$/;
const HOST = /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/;

/** True for a repository's name, or `repository:tag`, of which the API takes that part. */
export function isAddressable(text: string, what: 'repository' | 'tag'): boolean {
  if (what === 'tag') return /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(text.slice(text.indexOf(':') + 1));
  const [first = '', ...others] = text.split('/');
  const isFirstGood = PART.test(first) || (others.length > 0 && HOST.test(first));
  return text.length <= 255 && isFirstGood && others.every((part) => PART.test(part));
}
