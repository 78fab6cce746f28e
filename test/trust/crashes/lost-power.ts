import type { Traced } from './traced-writes.ts';

type Change = Extract<Traced, { does: 'write' | 'truncate' }>;

/** A file: what is on the disk, and what was done to it since. */
interface Inode {
  durable: Buffer;
  live: Buffer;
  pending: Change[];
}

type Names = ReadonlyMap<string, Inode>;

/** A disk that keeps what was synced, and of the rest whatever it likes. */
export class LossyDisk {
  #live: Map<string, Inode>;
  /** What the names were after each change since the directory was synced, that before the first at the beginning. */
  #names: Names[];

  constructor(files: ReadonlyMap<string, Buffer>) {
    this.#live = new Map(
      [...files].map(([path, bytes]) => [path, { durable: bytes, live: bytes, pending: [] }]),
    );
    this.#names = [new Map(this.#live)];
  }

  perform(traced: Traced): void {
    const inode = this.#live.get(traced.path);
    if (traced.does === 'copy') return this.#copy(traced);
    if (traced.does === 'write' || traced.does === 'truncate') {
      if (inode === undefined) throw new Error(`${traced.path} was never made`);
      inode.live = changed(inode.live, traced);
      inode.pending.push(traced);
    } else if (traced.does === 'sync') this.#sync(inode);
    else if (traced.does !== 'create' || inode === undefined) this.#rename(traced, inode);
  }

  #copy({ from, path, bytes }: Traced & { does: 'copy' }): void {
    const source = this.#live.get(from)?.live.subarray(0, bytes) ?? Buffer.alloc(0);
    this.perform({ does: 'write', path, at: 0, bytes: Buffer.from(source) });
  }

  #sync(inode: Inode | undefined): void {
    if (inode === undefined) this.#names = [new Map(this.#live)];
    else {
      inode.durable = inode.live;
      inode.pending = [];
    }
  }

  #rename(
    traced: Extract<Traced, { does: 'create' | 'unlink' | 'rename' | 'sync' }>,
    inode: Inode | undefined,
  ): void {
    this.#live = new Map(this.#live);
    if (traced.does === 'create')
      this.#live.set(traced.path, { durable: Buffer.alloc(0), live: Buffer.alloc(0), pending: [] });
    else this.#live.delete(traced.path);
    if (traced.does === 'rename' && inode !== undefined) this.#live.set(traced.to, inode);
    this.#names.push(this.#live);
  }

  /** What is found after the power went: `random` gives numbers from 0 to below 1. */
  afterLoss(random: () => number): Map<string, Buffer> {
    const names = this.#names[Math.floor(random() * this.#names.length)] as Names;
    return new Map([...names].map(([path, inode]) => [path, found(inode, random)]));
  }
}

/** Everything in order, nothing, or some of it; a write may be torn. */
function found({ durable, pending }: Inode, random: () => number): Buffer {
  const share = [0, 0.5, 0.9, 1][Math.floor(random() * 4)] as number;
  let bytes = durable;
  for (const change of pending) {
    if (random() >= share) continue;
    const isTorn = change.does === 'write' && random() < 0.1;
    bytes = changed(
      bytes,
      isTorn ? { ...change, bytes: change.bytes.subarray(0, random() * change.bytes.length) } : change,
    );
  }
  return bytes;
}

function changed(bytes: Buffer, change: Change): Buffer {
  const length =
    change.does === 'truncate' ? change.bytes : Math.max(bytes.length, change.at + change.bytes.length);
  const next = Buffer.alloc(length);
  bytes.copy(next);
  if (change.does === 'write') change.bytes.copy(next, change.at);
  return next;
}
