/**
 * By algorithm, the hex of the empty blob's digest: the only blobs that may have no bytes. Written out, because to
 * compute them takes 18 modules of Node, in every thread.
 */
export const EMPTY_BLOB_HEX: Readonly<Record<string, string>> = {
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  sha384: '38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b',
  sha512:
    'cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e',
};
