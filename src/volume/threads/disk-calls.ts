import type { ByteString } from '../../registry/byte-string.ts';
import type { Digest } from '../../registry/digest.ts';
import { BLOBS, REPOSITORIES } from '../../registry/layout.ts';
import type { OpenedFile } from '../file-stat.ts';
import { listNamed, unlessNamed } from '../listed.ts';
import { readBlob } from '../read-blob.ts';
import { isSystemError } from '../system-error.ts';
import type { VolumeFs } from '../volume-fs.ts';

/** What is asked of a volume in a thread. A client takes for gone what is said not to be there: so only what is. */
const CALLS = {
  /** True where there are blobs or repositories: where a disk is not mounted, there is neither. */
  hasVolume: (fs: VolumeFs) => [BLOBS, REPOSITORIES].some((path) => fs.look(path)?.kind === 'directory'),
  look: (fs: VolumeFs, path: ByteString) => unlessNamed(fs, path, () => fs.look(path)),
  readLink: (fs: VolumeFs, path: ByteString) => unlessNamed(fs, path, () => fs.readLink(path)),
  /** The names of the directories in one, in bytewise order: as texts, which cross between threads fastest. */
  directories: (fs: VolumeFs, path: ByteString) =>
    (listNamed(fs, path, () => fs.list(path)) ?? []).flatMap(({ name, kind }) =>
      kind === 'directory' ? [name] : [],
    ),
  readBlob: (fs: VolumeFs, digest: Digest, limit: number, storedAs: Digest) =>
    readBlob(fs, digest, limit, storedAs),
  openFile: (fs: VolumeFs, path: ByteString) => unlessNamed(fs, path, () => fs.openFile(path)),
  readFile: (fs: VolumeFs, file: OpenedFile, position: number, length: number) =>
    fs.readFile(file, position, length),
  closeFile: (fs: VolumeFs, file: OpenedFile) => fs.closeFile(file),
};

export type CallName = keyof typeof CALLS;

/** What a call is given. */
export type Given<Name extends CallName> = (typeof CALLS)[Name] extends (
  fs: VolumeFs,
  ...given: infer All
) => unknown
  ? All
  : never;

/** What it gives. */
export type Gives<Name extends CallName> = ReturnType<(typeof CALLS)[Name]>;

/** A call on its way to a thread. */
export interface DiskCall {
  readonly name: CallName;
  readonly given: readonly unknown[];
}

/** What comes back: what the call gave, or the error of the file system, which would lose its code on the way. */
export type DiskReply =
  | { readonly value: unknown }
  | {
      readonly failed: {
        readonly message: string;
        readonly code: string | undefined;
        readonly errno: number | undefined;
      };
    };

/** Carries calls out, one after the other. */
export function diskCaller(fs: VolumeFs): (call: DiskCall) => DiskReply {
  return ({ name, given }) => {
    try {
      const call = CALLS[name] as (fs: VolumeFs, ...given: readonly unknown[]) => unknown;
      return { value: call(fs, ...given) };
    } catch (error) {
      if (!isSystemError(error)) throw error;
      const { message, code, errno } = error;
      return { failed: { message, code, errno } };
    }
  };
}
