import { writeFile } from 'node:fs/promises';

/** What a registry may be told besides where its volume is. */
export interface RegistrySettings {
  /** Whether it deletes; it does where nothing is said. */
  readonly deletes?: boolean;
  readonly readOnly?: boolean;
  /** The address of the registry of which it is a pull-through cache. */
  readonly remote?: string;
  /** The section `auth`. */
  readonly auth?: object;
}

/** Writes a registry's configuration file; it takes an address to be served, none to be collected. */
export async function writeConfig(
  path: string,
  root: string,
  address?: string,
  { deletes = true, readOnly = false, remote, auth }: RegistrySettings = {},
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
    ...(remote !== undefined && { proxy: { remoteurl: remote } }),
    ...(address !== undefined && { http: { addr: address } }),
  };
  // JSON is YAML.
  await writeFile(path, JSON.stringify(config));
}
