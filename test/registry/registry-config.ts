import { writeFile } from 'node:fs/promises';

/** Writes a registry's configuration file; it takes an address to be served, none to be collected. */
export async function writeConfig(path: string, root: string, address?: string): Promise<void> {
  const config = {
    version: '0.1',
    log: { level: 'error', accesslog: { disabled: true } },
    storage: {
      filesystem: { rootdirectory: root },
      delete: { enabled: true },
      // Nothing but the test may change the volume.
      maintenance: { uploadpurging: { enabled: false } },
    },
    ...(address !== undefined && { http: { addr: address } }),
  };
  // JSON is YAML.
  await writeFile(path, JSON.stringify(config));
}
