import { fileURLToPath } from 'node:url';
import {
  type CompletedConfig,
  createFormatter,
  createParser,
  createProgram,
  DEFAULT_CONFIG,
  type NodeParser,
  SchemaGenerator,
} from 'ts-json-schema-generator';
import { parseCount, parsePositiveCount } from '../../src/answers/options.ts';
import type { ApiAnswers } from '../../src/server/api/api-answers.ts';
import { type Parameter, parametersOf } from '../../src/server/api/parameters.ts';
import { SCRIPT, SEARCH, SERVED, type Served } from '../../src/server/api/questions.ts';
import { stowageVersion } from '../../src/version.ts';
import { OptionalMembers } from './optional-members.ts';

/** Where the description of the API lies. */
export const OPENAPI = new URL('../../schema/openapi.json', import.meta.url);

const TYPES = fileURLToPath(new URL('../../dist/server/api/api-answers.d.ts', import.meta.url));

export type Schema = Readonly<Record<string, unknown>>;

/** The description of the API, from the types of its answers as they are built and from the declared options. */
export function openApi(): Schema {
  const schemas = answerSchemas();
  const answered = [...SERVED].map(
    ([name, served]) => [`/api/v1/${name}`, operation(served, answer(name as keyof ApiAnswers))] as const,
  );
  return {
    openapi: '3.1.1',
    info: {
      title: 'stowage',
      version: stowageVersion(),
      description: 'What fills the volume of a container registry: the answers of the commands, over HTTP.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '../..', description: 'The service, relative to this document.' }],
    paths: Object.fromEntries([
      ...answered,
      ['/api/v1/plan/script', operation(SCRIPT, text('text/plain'))],
      ['/api/v1/search', operation(SEARCH, answer('search'))],
      ['/api/v1/status', bare('How it goes with the service and its inventory.', answer('status'))],
      ['/api/images', bare('Every repository with its tags.', answer('images'))],
      ['/api/v1/openapi.json', bare('This document.', json({ type: 'object' }))],
      ['/metrics', bare('Metrics in the text format of Prometheus.', text('text/plain'))],
      ['/healthz', bare('The service runs.', text('text/plain'))],
      ['/readyz', bare('There is an inventory to answer from.', text('text/plain'))],
    ]),
    components: { schemas },
  };
}

/** The schemas of all answers by name, with those that lead to themselves beside them. */
function answerSchemas(): Readonly<Record<string, Schema>> {
  const config: CompletedConfig = {
    ...DEFAULT_CONFIG,
    path: TYPES,
    type: '*',
    skipTypeCheck: true,
    expose: 'none',
    topRef: false,
    jsDoc: 'basic',
    // A later version may say more.
    additionalProperties: true,
    sortProps: false,
  };
  const program = createProgram(config);
  const parser = createParser(program, config, (chain) =>
    chain.addNodeParser(new OptionalMembers(chain as unknown as NodeParser, true)),
  );
  const generator = new SchemaGenerator(program, parser, createFormatter(config), config);
  const { properties = {}, definitions = {} } = generator.createSchema('ApiAnswers');
  const names = new Map(Object.keys(definitions).map((key, at) => [key, `nested${at + 1}`]));
  const nested = Object.entries(definitions).map(([key, schema]) => [names.get(key), schema]);
  const moved = JSON.stringify(Object.fromEntries([...Object.entries(properties), ...nested])).replaceAll(
    /#\/definitions\/([^"]+)/g,
    (_, key: string) => `#/components/schemas/${names.get(decodeURIComponent(key))}`,
  );
  return JSON.parse(moved);
}

interface Success {
  readonly type: string;
  readonly schema: Schema;
}

function answer(name: keyof ApiAnswers): Success {
  const named = {
    type: 'object',
    properties: { schema: { const: `stowage.${name}/1` } },
    required: ['schema'],
  };
  return json({ allOf: [named, { $ref: `#/components/schemas/${name}` }] });
}

function json(schema: Schema): Success {
  return { type: 'application/json', schema };
}

function text(type: string): Success {
  return { type, schema: { type: 'string' } };
}

function bare(summary: string, success: Success): Schema {
  return { get: { summary, responses: responses(success, ['503']) } };
}

function operation(served: Served, success: Success): Schema {
  return {
    get: {
      summary: served.summary,
      parameters: parametersOf(served).map(parameter),
      responses: responses(success, ['304', '400', '410', '500', '503']),
    },
  };
}

const FAILURES: Readonly<Record<string, string>> = {
  304: 'What was asked for before is still true.',
  400: 'The question makes no sense, or names what is not there.',
  410: 'A scan has replaced the inventory since the last page.',
  500: 'A bug.',
  503: 'There is no inventory, or too much to do.',
};

function responses({ type, schema }: Success, failures: readonly string[]): Schema {
  const problems = failures.map((status) => {
    const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/problem' } } };
    return [status, { description: FAILURES[status], ...(status !== '304' && { content }) }];
  });
  const headers = {
    ETag: { description: 'Names this answer.', schema: { type: 'string' } },
    Link: { description: 'Where the next page is, with rel="next".', schema: { type: 'string' } },
  };
  const isNamed = failures.includes('304');
  return {
    200: { description: 'The answer.', ...(isNamed && { headers }), content: { [type]: { schema } } },
    ...Object.fromEntries(problems),
  };
}

function parameter(each: Parameter): Schema {
  return {
    name: each.name,
    in: 'query',
    description: each.description,
    ...(each.isRequired && { required: true }),
    schema: each.isRepeatable ? { type: 'array', items: { type: 'string' } } : schemaOf(each),
  };
}

function schemaOf({ isSwitch, choices, parse }: Parameter): Schema {
  if (isSwitch) return { type: 'boolean' };
  if (choices !== undefined) return { type: 'string', enum: choices };
  if (parse === parseCount) return { type: 'integer', minimum: 0 };
  if (parse === parsePositiveCount) return { type: 'integer', minimum: 1 };
  return { type: 'string' };
}
