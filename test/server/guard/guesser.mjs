import { connect } from 'node:net';

/*
 * Sends wrong passwords to a service as fast as it takes them, over ten connections at a time, four requests on each:
 * `guesser.mjs <port> <count> <one|each>`. Writes how often it got which status.
 */
const [port, count, whose] = process.argv.slice(2);
const statuses = {};

function send(text) {
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1').setEncoding('latin1');
    let answer = '';
    socket.on('data', (piece) => {
      answer += piece;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
    socket.write(text);
  });
}

async function guess(guesser) {
  for (let batch = 0; batch < Number(count) / 40; batch++) {
    const requests = Array.from({ length: 4 }, (_, index) => {
      const user = whose === 'one' ? 'alice' : `user${guesser}-${batch}-${index}`;
      const login = Buffer.from(`${user}:wrong ${guesser}-${batch}-${index}`).toString('base64');
      const end = index === 3 ? 'Connection: close\r\n' : '';
      return `GET /v2/ HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic ${login}\r\n${end}\r\n`;
    });
    for (const [, status] of (await send(requests.join(''))).matchAll(/HTTP\/1\.1 (\d+)/g))
      statuses[status] = (statuses[status] ?? 0) + 1;
  }
}

await Promise.all(Array.from({ length: 10 }, (_, guesser) => guess(guesser)));
console.log(JSON.stringify(statuses));
