import http from 'node:http';

/*
 * Asks a service over many connections at once, from a process of its own: `load-client.mjs <url> <connections> <seconds>
 * <pause ms> <path>...`. Each connection waits a little between two requests, as clients do, so that what is measured is
 * the service and not how many clients there is room for. Writes what each path took, as JSON.
 */
const [url, connections, seconds, pause, ...paths] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true, maxSockets: Number(connections) });
const took = new Map(paths.map((path) => [path, { times: [], errors: 0 }]));

function ask(path) {
  const begun = performance.now();
  const { times } = took.get(path);
  return new Promise((resolve, reject) => {
    http
      .get(`${url}${path}`, { agent }, (response) => {
        response.resume();
        response.on('end', () => {
          times.push(performance.now() - begun);
          if (response.statusCode === 200) resolve();
          else reject(new Error(String(response.statusCode)));
        });
        response.on('error', reject);
      })
      .on('error', reject);
  });
}

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function connection(_, index) {
  await wait(Math.random() * Number(pause));
  for (let next = index; performance.now() < end; next++) {
    const path = paths[next % paths.length];
    await ask(path).catch(() => took.get(path).errors++);
    await wait(Number(pause));
  }
}

// What is asked for the first time is loaded then.
for (const path of paths) await ask(path).catch(() => {});
for (const each of took.values()) each.times.length = 0;
const end = performance.now() + Number(seconds) * 1000;
await Promise.all(Array.from({ length: Number(connections) }, connection));
agent.destroy();

const at = (times, share) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
function summary(path, { times, errors }) {
  times.sort((a, b) => a - b);
  return { path, count: times.length, errors, p50: at(times, 0.5), p99: at(times, 0.99), most: at(times, 1) };
}
const all = [...took.values()];
const together = {
  times: all.flatMap(({ times }) => times),
  errors: all.reduce((sum, { errors }) => sum + errors, 0),
};
console.log(
  JSON.stringify([...[...took].map(([path, each]) => summary(path, each)), summary('together', together)]),
);
