import { Hono } from 'hono';
import { InventoryError } from '../../errors.ts';
import type { Asker } from '../asking/asker.ts';
import type { Counters } from './counters.ts';

/** As Prometheus asks for it: https://prometheus.io/docs/instrumenting/exposition_formats/ */
const TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** `/metrics`: the volume as `stowage export --to prometheus` tells it, and the service. */
export function metricsRoutes(asker: Asker, counters: Counters): Hono {
  const metrics = new Hono();
  metrics.get('/metrics', async (context) => {
    const text = `${await volumeText(asker, context.req.raw.signal)}${await counters.text()}`;
    return context.body(text, 200, { 'content-type': TYPE, 'cache-control': 'no-store' });
  });
  return metrics;
}

/** Without an inventory the service still tells of itself, and of scans that failed. */
async function volumeText(asker: Asker, signal: AbortSignal): Promise<string> {
  try {
    const { bytes } = await asker.ask({ name: 'metrics', options: {} }, { signal });
    return `${new TextDecoder().decode(bytes)}\n`;
  } catch (error) {
    if (error instanceof InventoryError) return '';
    throw error;
  }
}
