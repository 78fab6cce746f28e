import stringWidth from 'string-width';

const PLAIN = /^[\x20-\x7e]*$/;

/** How many columns of a terminal a text takes: those of East Asia and emoji take two a character. */
export function columnsOf(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}

/** The beginning of a text that takes no more than `room` columns. */
export function cutColumns(text: string, room: number): string {
  if (PLAIN.test(text)) return text.slice(0, Math.max(room, 0));
  return takeColumns([...text], room).join('');
}

/** The end of a text that takes no more than `room` columns. */
export function cutColumnsBefore(text: string, room: number): string {
  return takeColumns([...text].reverse(), room)
    .reverse()
    .join('');
}

function takeColumns(characters: readonly string[], room: number): string[] {
  let used = 0;
  const end = characters.findIndex((each) => {
    used += columnsOf(each);
    return used > room;
  });
  return end < 0 ? [...characters] : characters.slice(0, end);
}
