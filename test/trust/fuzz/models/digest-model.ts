const HEX_LENGTHS = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);
const LOWER_AND_DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const ENCODED = `${LOWER_AND_DIGITS}ABCDEFGHIJKLMNOPQRSTUVWXYZ=_-`;

/** What go-digest 1.0 says of a text (`Digest.Validate`), character by character; undefined where it is a digest. */
export function faultOfDigest(text: string): string | undefined {
  const [algorithm = '', ...rest] = text.split(':');
  const encoded = rest.join(':');
  if (algorithm === '' || encoded === '') return 'invalid format';
  const length = HEX_LENGTHS.get(algorithm);
  if (length === undefined)
    return isAlgorithm(algorithm) && consistsOf(encoded, ENCODED)
      ? 'unsupported algorithm'
      : 'invalid format';
  if (encoded.length !== length) return 'invalid length';
  return consistsOf(encoded, '0123456789abcdef') ? undefined : 'invalid format';
}

/** Parts of small letters and digits, between which one of `+._-` stands. */
function isAlgorithm(text: string): boolean {
  let isAtPart = true;
  for (const character of text) {
    if (LOWER_AND_DIGITS.includes(character)) isAtPart = false;
    else if (isAtPart || !'+._-'.includes(character)) return false;
    else isAtPart = true;
  }
  return !isAtPart;
}

function consistsOf(text: string, characters: string): boolean {
  return [...text].every((character) => characters.includes(character));
}
