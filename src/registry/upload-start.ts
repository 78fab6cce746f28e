const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * What an upload's `startedat` says, in microseconds since 1970; undefined where it is no RFC 3339 time. The registry
 * purges an upload by it, and one whose start it cannot read never (distribution, registry/storage/purgeuploads.go).
 */
export function parseUploadStart(text: string): number | undefined {
  const time = RFC3339.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time * 1000;
}
