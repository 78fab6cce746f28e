/** What to do where this version of Node is none that package.json's `engines` has; undefined where it is. */
export function refusalOfNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isSupported = major === 20 ? minor >= 19 : major === 22 ? minor >= 14 : major > 22;
  if (isSupported) return undefined;
  return `Node ${version} cannot run it: use Node 20.19 or a newer 20, or Node 22.14 or newer.`;
}
