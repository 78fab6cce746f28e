import { parseDuration } from '../duration.ts';
import type { Mismatch, NotedBlob, TransientError, UnreadableBlob } from '../verify/findings.ts';
import type { Verification, VerifyOptions } from '../verify/verify-blobs.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { cutList, type List, type ListOptions, limitOf } from './lists.ts';
import { limitOption, parseShare, parseThreads } from './options.ts';
import { type Answered, answered, type Question } from './question.ts';

/** Options of a verification; it reads the volume, and may take hours. */
export interface VerifyQuestionOptions extends VerifyOptions, Omit<ListOptions, 'sort' | 'reverse'> {}

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
export type VerifyJson = Verification;

const FOR_PEOPLE = 20;

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
    limit: limitOption(FOR_PEOPLE, 'rows of each list'),
  },
  async ask(inventory, options) {
    const { verifyBlobs } = await import('../verify/verify-blobs.ts');
    const verification = await verifyBlobs(inventory, options);
    const { mismatches, transient, missing, unreadable, ...rest } = verification;
    const limit = limitOf(options, FOR_PEOPLE);
    return {
      ...answered(inventory, exitCodeFor(verification)),
      ...rest,
      mismatches: cutList(mismatches, limit),
      transient: cutList(transient, limit),
      missing: cutList(missing, limit),
      unreadable: cutList(unreadable, limit),
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
    };
  },
};

function exitCodeFor({ mismatches, unreadable }: Verification): number {
  if (unreadable.length > 0) return EXIT_CODES.incomplete.code;
  return (mismatches.length > 0 ? EXIT_CODES.findings : EXIT_CODES.done).code;
}
