import { escapeText } from '../../escape.ts';

/**
 * A name or a text from the volume. What could hide, move or fake text is spelled out as on a terminal, and whatever
 * direction its letters have, it moves nothing beside it.
 */
export function Name({ of }: { of: string }) {
  return <bdi class="name">{escapeText(of)}</bdi>;
}

/** The same where only text can stand, such as a title. */
export function plainName(text: string): string {
  return escapeText(text);
}
