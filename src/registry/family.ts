/** Registries that read the same manifests and whose collectors behave alike. */
export type RegistryFamily = '2.7-2.8' | '3.x';
