import { HOSTILE_NAMES, MARK } from '../../support/hostile-names.ts';

/** All bytes that a name may consist of: neither NUL nor slash, and a point alone is the directory itself. */
export const SINGLE_BYTES: readonly Buffer[] = Array.from({ length: 255 }, (_, index) => index + 1)
  .filter((byte) => byte !== 0x2f && byte !== 0x2e)
  .map((byte) => Buffer.from([byte]));

/** Forty names as an attacker would choose them. */
export const NASTY_NAMES: readonly string[] = [
  ...HOSTILE_NAMES,
  `${MARK}\u001b]52;c;cm0gLXJmIH4=\u0007`, // writes to the clipboard
  `${MARK}\u001bP+q544e\u001b\\`, // asks the terminal to answer as if typed
  `${MARK}\u001b[6n`,
  `${MARK}\u0090\u009c`,
  `${MARK}\u2066\u2069\u200f`,
  `+${MARK}+1`,
  `@SUM(${MARK})`,
  `\t=${MARK}`,
  `\r=${MARK}`,
  `--help`,
  `--to=${MARK}`,
  `$(touch ${MARK})`,
  `\`touch ${MARK}\``,
  `'; touch ${MARK}; '`,
  `"; touch ${MARK}; "`,
  `${MARK} && touch ${MARK}`,
  `\\'; touch ${MARK} #`,
  `\n touch ${MARK}`,
  `</script><script>${MARK}</script>`,
  `"><svg onload=${MARK}>`,
  `<!--${MARK}`,
  `javascript:${MARK}`,
  `${MARK}{}[]|*?~`,
  `%s%n%x${MARK}`,
  `${MARK}\u00e9\u0065\u0301`, // the same letter in two spellings
  `${MARK}\ufeff`,
  'constructor',
  `${MARK}${'x'.repeat(251)}`, // as long as a name may be
];
