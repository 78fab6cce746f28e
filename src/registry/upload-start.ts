import { parseRfc3339 } from './rfc3339.ts';

/**
 * What an upload's `startedat` says, in microseconds since 1970; undefined where it is no RFC 3339 time. The registry
 * purges an upload by it, and one whose start it cannot read never (distribution, registry/storage/purgeuploads.go).
 */
export function parseUploadStart(text: string): number | undefined {
  // Go takes no small letters.
  const time = /[a-z]/.test(text) ? undefined : parseRfc3339(text);
  return time === undefined ? undefined : time * 1000;
}
