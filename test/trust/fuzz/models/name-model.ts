const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const LETTERS = LOWER + LOWER.toUpperCase();

/** distribution/reference's grammar of a repository's name (`WithName`), with or without a host in front. */
export function isName(text: string): boolean {
  if (text.length > 255) return false;
  const parts = text.split('/');
  if (parts.every(isComponent)) return true;
  const [host = '', ...path] = parts;
  return path.length > 0 && path.every(isComponent) && isHost(host);
}

/** A tag: at most 128 of letters, digits, `_`, `.` and `-`, of which the last two do not begin it. */
export function isTag(text: string): boolean {
  const others = `${LETTERS}${DIGITS}_.-`;
  return text !== '' && text.length <= 128 && !'.-'.includes(text[0] as string) && madeOf(text, others);
}

/** Letters and digits, between which one dot, one or two underscores, or any number of dashes stand. */
function isComponent(text: string): boolean {
  const words: string[] = [];
  const between: string[] = [];
  let isWord = false;
  for (const character of text) {
    const belongs = (LOWER + DIGITS).includes(character);
    const list = belongs ? words : between;
    if (belongs === isWord && list.length > 0) list.push((list.pop() as string) + character);
    else list.push(character);
    isWord = belongs;
  }
  const beginsAndEnds = isWord && (LOWER + DIGITS).includes(text[0] as string);
  return beginsAndEnds && between.every((each) => ['.', '_', '__'].includes(each) || madeOf(each, '-'));
}

function isHost(text: string): boolean {
  const colon = text.endsWith(']') ? -1 : text.lastIndexOf(':');
  const [name, port] = colon < 0 ? [text, '1'] : [text.slice(0, colon), text.slice(colon + 1)];
  if (port === '' || !madeOf(port, DIGITS)) return false;
  if (name.startsWith('[') && name.endsWith(']'))
    return name.length > 2 && madeOf(name.slice(1, -1), `${DIGITS}abcdefABCDEF:`);
  const isLabel = (label: string) =>
    label !== '' && madeOf(label, `${LETTERS}${DIGITS}-`) && !label.startsWith('-') && !label.endsWith('-');
  return name.split('.').every(isLabel);
}

function madeOf(text: string, characters: string): boolean {
  return [...text].every((character) => characters.includes(character));
}
