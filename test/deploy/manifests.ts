import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A thing that is to be made in a cluster. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly [key: string]: unknown;
}

/** The documents of a file of ours. */
export function readDeployed(name: string): Manifest[] {
  const text = readFileSync(path.join(ROOT, 'deploy', name), 'utf8');
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}

/** The JSON schema by which Docker reads a compose file, as a linter brings it along. */
export function composeSchema(): Record<string, unknown> {
  const file = path.join(ROOT, 'node_modules/dclint/schemas/compose.schema.json');
  const { $schema, ...schema } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  if ($schema !== 'https://json-schema.org/draft-07/schema') throw new Error(`another schema: ${$schema}`);
  return schema;
}

/**
 * What is wrong with a manifest by the schema of its kind.
 * @throws where there is no such kind
 */
export async function faultsOf(manifest: Manifest): Promise<string[]> {
  const models = (await import(moduleOf(manifest))) as Record<string, new (data: unknown) => Model>;
  const Kind = models[manifest.kind];
  if (Kind === undefined) throw new Error(`There is no ${manifest.kind} in ${manifest.apiVersion}.`);
  try {
    new Kind(manifest).validate();
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

interface Model {
  validate(): void;
}

function moduleOf({ apiVersion }: Manifest): string {
  const models = apiVersion.startsWith('monitoring.coreos.com/')
    ? '@kubernetes-models/prometheus-operator'
    : 'kubernetes-models';
  return `${models}/${apiVersion}`;
}

/**
 * What is misspelled in manifests: the schemas let members pass that a kind does not have, and kubectl does not. Types do
 * not, so each is written down as a value of its kind's type and compiled.
 */
export function misspelledIn(manifests: readonly Manifest[]): string[] {
  const file = path.join(ROOT, 'test/deploy/compiled.ts');
  const lines = manifests.flatMap((manifest, at) => [
    `import type { I${manifest.kind} as Kind${at} } from '${moduleOf(manifest)}';`,
    `export const manifest${at}: Kind${at} = ${JSON.stringify(manifest)};`,
  ]);
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  };
  const host = ts.createCompilerHost(options);
  const { readFile } = host;
  host.readFile = (name) => (name === file ? lines.join('\n') : readFile(name));
  host.fileExists = (name) => name === file || existsSync(name);
  const program = ts.createProgram([file], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}
