import { escapeText } from '../../render/escape.ts';

/** A name as the volume has it: text whatever it holds, with what would hide or turn it spelled out, as on a terminal. */
export function Name({ of }: { of: string }) {
  return <bdi class="name">{escapeText(of)}</bdi>;
}
