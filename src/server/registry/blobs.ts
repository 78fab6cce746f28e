import { verifiedAs } from '../../inventory/beside/verified-lookup.ts';
import type { Digest } from '../../registry/digest.ts';
import type { FileStat } from '../../volume/file-stat.ts';
import type { OpenFile } from '../../volume/open-file.ts';
import { systemError } from '../../volume/system-error.ts';
import { answer } from './answer.ts';
import { answerContent, type ContentAnswer, type ContentRequest, joinParts } from './content.ts';
import { asDamaged } from './damaged.ts';
import { hashBytes, hashFile, KEPT_BACK_BYTES, streamChecked, streamParts } from './file-stream.ts';
import type { ServedRepository } from './repository.ts';
import type { ServedVolume } from './served-volume.ts';

/** A blob that is asked for: its digest, what is asked of it, and where it is known what its bytes are. */
interface BlobRequest {
  readonly volume: ServedVolume;
  readonly digest: Digest;
  readonly request: ContentRequest;
  /** The path of the inventory, beside which the results of verifications lie. */
  readonly inventory: string;
}

/** nginx would keep a blob on its own disk while a client reads it, and break off one of more than a gigabyte. */
const UNBUFFERED = { 'x-accel-buffering': 'no' };

/** A digest names the same bytes for ever, so they may be kept: for a year, as registries say. */
const CACHED = { 'cache-control': 'max-age=31536000' };

/**
 * Answers with the bytes of a blob, or some of them. What is sent whole for the first time is hashed on its way, and
 * ends without its last bytes where they are not what the digest says. What is known to be bad is not there.
 */
export async function answerBlob(
  repository: ServedRepository,
  digest: Digest,
  request: ContentRequest,
  inventory: string,
): Promise<Response> {
  const { volume } = repository;
  const file = await volume.openBlob(digest, await repository.blobStoredAs(digest));
  let isHandedOver = false;
  try {
    const { body, ...answered } = await giveBlob(file, { volume, digest, request, inventory });
    isHandedOver = body instanceof ReadableStream;
    return answer(answered.status, { ...answered.headers, ...CACHED, ...UNBUFFERED }, body);
  } finally {
    if (!isHandedOver) await file.close();
  }
}

async function giveBlob(
  file: OpenFile,
  blob: BlobRequest,
): Promise<ContentAnswer & { readonly body: Buffer | ReadableStream<Uint8Array> | undefined }> {
  const { digest, request, volume } = blob;
  const { bytes: size } = file.stat;
  const actual = recall(file.stat, blob);
  if (actual !== undefined && actual !== digest) throw asDamaged(digest, actual);
  const answered = answerContent({ digest, type: 'application/octet-stream', size }, request);
  const { parts } = answered;
  if (parts.length === 0) return { ...answered, body: undefined };
  if (actual !== undefined) return { ...answered, body: streamParts(file, parts) };
  if (size <= KEPT_BACK_BYTES) return { ...answered, body: joinParts(parts, await readChecked(file, blob)) };
  const [first] = parts;
  const isWhole = parts.length === 1 && !Buffer.isBuffer(first) && first?.start === 0 && first.end === size;
  if (!isWhole) return { ...answered, body: streamParts(file, parts) };
  return { ...answered, body: streamChecked(file, digest, (found) => remember(volume, digest, file, found)) };
}

/** What its bytes are known to be, from serving it before or from a verification. */
function recall(stat: FileStat, { volume, digest, inventory }: BlobRequest): Digest | undefined {
  const recalled = volume.checked.recall(digest, stat);
  if (recalled !== undefined) return recalled;
  const verified = verifiedAs(inventory, { ...stat, digest });
  if (verified !== undefined) volume.checked.remember(digest, stat, verified);
  return verified;
}

/** All of a file that is small enough to be kept back whole. */
async function readChecked(file: OpenFile, { volume, digest }: BlobRequest): Promise<Buffer> {
  let content = await readWhole(file);
  // Disks and memory err once in a while: it is damaged if a second reading says so too.
  if (hashBytes(content, digest) !== digest) content = await readWhole(file);
  const actual = hashBytes(content, digest);
  volume.checked.remember(digest, file.stat, actual);
  if (actual !== digest) throw asDamaged(digest, actual);
  return content;
}

/** @throws the file system's errors, and where the disk gives less than it says that there is. */
async function readWhole(file: OpenFile): Promise<Buffer> {
  const { bytes } = file.stat;
  const content = await file.read(0, bytes);
  if (content.length < bytes)
    throw systemError('short-read', `${content.length} of ${bytes} bytes were read`);
  return content;
}

/** The answer is over by then; whether the next is the same, a second reading says. */
async function remember(volume: ServedVolume, digest: Digest, file: OpenFile, found: Digest): Promise<void> {
  volume.checked.remember(digest, file.stat, found);
  if (found === digest) return;
  const again = await hashFile(file, digest).catch(() => found);
  if (again === digest) volume.checked.forget(digest);
}
