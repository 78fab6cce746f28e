import { Worker } from 'node:worker_threads';
import { answerQuery } from './child/answer-query.ts';
import type { Query, Reply, Request } from './messages.ts';

/*
 * The program of the process that runs one query, started by run-query.ts. It answers when it is asked, so that no more is
 * made than somebody reads, and ends when nobody is there to ask.
 */
new Worker(new URL('./parent-watch.js', import.meta.url), {
  // A tenth of the addresses that it would reserve else, which count against the memory that a query may have.
  resourceLimits: {
    maxOldGenerationSizeMb: 8,
    maxYoungGenerationSizeMb: 1,
    codeRangeSizeMb: 3,
    stackSizeMb: 1,
  },
}).unref();
let replies: Iterator<Reply> | undefined;

process.on('message', (request: Request) => {
  replies ??= answerQuery(request as Query);
  process.send?.(replies.next().value);
});
