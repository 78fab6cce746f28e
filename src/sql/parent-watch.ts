import { readSync } from 'node:fs';

/*
 * The program of a thread beside a query. Nobody writes to the pipe that it reads: it ends when the parent does, however
 * that is killed, and the query then with it. SQLite would let its own thread hear of nothing until it is done.
 */
try {
  while (readSync(0, Buffer.alloc(1)) > 0);
} finally {
  process.kill(process.pid, 'SIGKILL');
}
