import { answerQuery } from './child/answer-query.ts';
import type { Query, Reply, Request } from './messages.ts';

/*
 * The program of the process that runs one query, started by run-query.ts. It answers when it is asked, so that no more is
 * made than somebody reads, and ends when nobody is there to ask.
 */
let replies: Iterator<Reply> | undefined;

process.on('message', (request: Request) => {
  replies ??= answerQuery(request as Query);
  process.send?.(replies.next().value);
});
