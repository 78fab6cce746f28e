import { writeFile } from 'node:fs/promises';

/** What a registry may be told besides where its volume is. */
export interface RegistrySettings {
  /** Whether it deletes; it does where nothing is said. */
  readonly deletes?: boolean;
  readonly readOnly?: boolean;
  /** The section `auth`. */
  readonly auth?: object;
}

/** Writes a registry's configuration file; it takes an address to be served, none to be collected. */
export async function writeConfig(
  path: string,
  root: string,
  address?: string,
  { deletes = true, readOnly = false, auth }: RegistrySettings = {},
): Promise<void> {
  const config = {
    version: '0.1',
    log: { level: 'error', accesslog: { disabled: true } },
    storage: {
      filesystem: { rootdirectory: root },
      delete: { enabled: deletes },
      // Nothing but the test may change the volume.
      maintenance: { uploadpurging: { enabled: false }, readonly: { enabled: readOnly } },
    },
    ...(auth && { auth }),
    ...(address !== undefined && { http: { addr: address } }),
  };
  // JSON is YAML.
  await writeFile(path, JSON.stringify(config));
}
