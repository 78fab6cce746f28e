import type { ByteString } from '../../registry/byte-string.ts';
import type { FileName } from './files.ts';

export interface UploadFact {
  readonly fact: 'upload';
  readonly repository: ByteString;
  readonly name: ByteString;
  /** Of the `data` file. */
  readonly dataBytes: number;
  readonly files: readonly UploadFile[];
  /** What `startedat` says; undefined where there is none. */
  readonly startedAt: string | undefined;
  /** The newest time among its files. */
  readonly modifiedAt: number;
}

/** A file of an upload; it may be a blob too. */
export interface UploadFile extends FileName {
  readonly bytes: number;
}
