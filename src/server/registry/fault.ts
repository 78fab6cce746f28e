/**
 * Codes of errors with their status and what the registry says of them: the specification's table, and of distribution's
 * (v2.8.3, registry/api/v2/errors.go and registry/api/errcode/register.go) what that has no code for.
 */
const FAULTS = {
  BLOB_UNKNOWN: [404, 'blob unknown to registry'],
  DENIED: [403, 'requested access to the resource is denied'],
  DIGEST_INVALID: [400, 'provided digest is no digest'],
  MANIFEST_UNKNOWN: [404, 'manifest unknown'],
  NAME_INVALID: [400, 'invalid repository name'],
  NAME_UNKNOWN: [404, 'repository name not known to registry'],
  PAGINATION_NUMBER_INVALID: [400, 'invalid number of results requested'],
  RANGE_INVALID: [416, 'invalid content range'],
  UNAVAILABLE: [503, 'service unavailable'],
  UNKNOWN: [500, 'unknown error'],
  UNSUPPORTED: [405, 'the operation is unsupported'],
} as const;

type FaultCode = keyof typeof FAULTS;

/** What the registry's API answers instead of what was asked for. */
export class RegistryFault extends Error {
  override readonly name = 'RegistryFault';
  readonly code: FaultCode;
  readonly detail: unknown;
  readonly headers: Readonly<Record<string, string>>;

  /** @param detail what the client's user may do something with: told as it is */
  constructor(code: FaultCode, detail?: unknown, headers: Readonly<Record<string, string>> = {}) {
    super(FAULTS[code][1]);
    this.code = code;
    this.detail = detail ?? null;
    this.headers = headers;
  }

  get status(): number {
    return FAULTS[this.code][0];
  }
}

/** A fault as the specification has it ("Error Codes"). */
export function faultBody({ code, message, detail }: RegistryFault): string {
  return JSON.stringify({ errors: [{ code, message, detail }] });
}
