const BLOCK = 512;

/** A tar archive (ustar) that holds one regular file. */
export function tarOf(name: string, file: Buffer): Buffer {
  const padding = Buffer.alloc((BLOCK - (file.length % BLOCK)) % BLOCK);
  return Buffer.concat([header(name, file.length), file, padding, Buffer.alloc(2 * BLOCK)]);
}

function header(name: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0, 100);
  block.write('0000644\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write('00000000000\0', 136);
  // The checksum is taken with its own field full of spaces.
  block.write('        ', 148);
  block.write('0', 156);
  block.write('ustar\0' + '00', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
