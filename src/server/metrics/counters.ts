import { Counter, Histogram, Registry } from 'prom-client';

/** From what the page asks for all the time to what takes a large volume seconds. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What the service tells of itself, beside what it tells of the volume. */
export class Counters {
  readonly #registry = new Registry();
  readonly #requests = new Counter({
    name: 'stowage_http_requests_total',
    help: 'Requests by route, as a template, and status.',
    labelNames: ['route', 'code'],
    registers: [this.#registry],
  });
  readonly #durations = new Histogram({
    name: 'stowage_http_request_duration_seconds',
    help: 'How long it took until an answer began to be sent, by route.',
    labelNames: ['route'],
    buckets: SECONDS,
    registers: [this.#registry],
  });
  readonly #rescanFailures = new Counter({
    name: 'stowage_rescan_failures_total',
    help: 'Scans by --rescan that failed.',
    registers: [this.#registry],
  });

  /** @param route a template, never a path: there must be few */
  countRequest(route: string, code: number, seconds: number): void {
    this.#requests.inc({ route, code });
    this.#durations.observe({ route }, seconds);
  }

  countRescanFailure(): void {
    this.#rescanFailures.inc();
  }

  /** In the text format of Prometheus. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
