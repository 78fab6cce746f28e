import { parseDuration } from '../duration.ts';
import type { Mismatch, NotedBlob, TransientError, UnreadableBlob } from '../verify/findings.ts';
import type { Verification, VerifyOptions } from '../verify/verify-blobs.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { type CutLists, cutOffOf, type List, type ListOptions, listOf } from './lists.ts';
import { limitOption, orderOptions, parseShare, parseThreads } from './options.ts';
import { type Answered, answered, type Question } from './question.ts';

/** Options of a verification; it reads the volume, and may take hours. */
export interface VerifyQuestionOptions extends VerifyOptions, ListOptions {}

/** What a verification found. */
export interface VerifyAnswer extends Answered, Omit<Verification, keyof VerifyLists> {
  readonly mismatches: List<Mismatch>;
  readonly transient: List<TransientError>;
  readonly missing: List<NotedBlob>;
  readonly unreadable: List<UnreadableBlob>;
  readonly bytesPerSecond: number;
}

type VerifyLists = Pick<Verification, 'mismatches' | 'transient' | 'missing' | 'unreadable'>;

/** What a verification found, as programs get it. */
export interface VerifyJson extends Verification, CutLists {}

const FOR_PEOPLE = { limit: 20 } as const;

/** Whether blobs are what their digests say. */
export const verifyQuestion: Question<'verify', VerifyQuestionOptions, VerifyAnswer, VerifyJson> = {
  name: 'verify',
  options: {
    sample: {
      flags: '--sample <share>',
      description: 'only a share, as in 5%: what was verified longest ago or never',
      parse: parseShare,
    },
    newerThanMs: {
      flags: '--newer-than <duration>',
      description: 'only blobs written this lately, as in 7d',
      parse: parseDuration,
    },
    againAfterMs: {
      flags: '--again-after <duration>',
      description: 'skip what was found sound in this time, as in 30d',
      parse: parseDuration,
      conflicts: 'full',
    },
    full: { flags: '--full', description: 'skip nothing, also when a run was interrupted' },
    threads: {
      flags: '--threads <n>',
      description: 'worker threads (default: the number of processors)',
      parse: parseThreads,
    },
    ...orderOptions(['name', 'bytes']),
    limit: limitOption(FOR_PEOPLE.limit, 'rows of each list'),
  },
  async ask(inventory, options) {
    const { verifyBlobs } = await import('../verify/verify-blobs.ts');
    const verification = await verifyBlobs(inventory, options);
    const { mismatches, transient, missing, unreadable, ...rest } = verification;
    return {
      ...answered(inventory, exitCodeFor(verification)),
      ...rest,
      mismatches: listOf(mismatches, options, FOR_PEOPLE),
      transient: listOf(transient, options, FOR_PEOPLE),
      missing: listOf(missing, options, FOR_PEOPLE),
      unreadable: listOf(unreadable, options, FOR_PEOPLE),
      bytesPerSecond: (rest.bytes / Math.max(1, rest.durationMs)) * 1000,
    };
  },
  json({ verified, bytes, mismatches, transient, missing, unreadable, skipped, interrupted, durationMs }) {
    return {
      verified,
      bytes,
      skipped,
      mismatches: mismatches.rows,
      transient: transient.rows,
      missing: missing.rows,
      unreadable: unreadable.rows,
      interrupted,
      durationMs,
      ...cutOffOf({ mismatches, transient, missing, unreadable }),
    };
  },
};

function exitCodeFor({ mismatches, unreadable }: Verification): number {
  if (unreadable.length > 0) return EXIT_CODES.incomplete.code;
  return (mismatches.length > 0 ? EXIT_CODES.findings : EXIT_CODES.done).code;
}
