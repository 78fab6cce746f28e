import { QUESTIONS } from '../../answers/ask.ts';
import { UsageError } from '../../errors.ts';
import type { Inventory } from '../../inventory/read/reader.ts';
import { safeJson } from '../../safe-json.ts';
import type { Opened } from '../current/current.ts';
import { hasMore, pageOf } from './pages.ts';
import type { AskRequest, Body } from './request.ts';

/** What every question has, whatever its options are. */
interface Askable {
  ask(inventory: Inventory, options: object): Promise<object>;
  json(answer: object): object;
}

/** What else can be asked: a document, or a text as it is to be sent. */
type Extra = (inventory: Inventory, options: never) => Promise<object | string>;

/** Each is loaded when it is first asked for. */
const EXTRAS: Readonly<Record<string, () => Promise<Extra>>> = {
  standing: async () => {
    const { standingOf } = await import('../../answers/page/status.ts');
    return async (inventory) => standingOf(inventory);
  },
  search: async () => (await import('../api/answers/search.ts')).searchFor,
  images: async () => (await import('../api/answers/images.ts')).listImages,
  script: async () => (await import('../api/answers/script.ts')).scriptFor,
  metrics: async () => (await import('../metrics/inventory-metrics.ts')).inventoryMetrics,
};

/**
 * The body of an answer: of a question what its command prints with --json, without the line breaks.
 * @throws UsageError and InventoryError as the question does.
 */
export async function answerRequest(inventory: Inventory, request: AskRequest): Promise<Body> {
  const { name, options, skip = 0 } = request;
  const answer = await answerTo(inventory, name, options);
  if (typeof answer === 'string') return { bytes: new TextEncoder().encode(answer), hasMore: false };
  const text = textOf(name, pageOf(name, answer, skip));
  return { bytes: new TextEncoder().encode(text), hasMore: hasMore(name, answer) };
}

/** The same on the thread that asks, for whoever has no other. */
export function answerHere({ inventory }: Opened, request: AskRequest): Promise<Body> {
  return answerRequest(inventory, request);
}

async function answerTo(
  inventory: Inventory,
  name: string,
  options: AskRequest['options'],
): Promise<object | string> {
  const extra = await EXTRAS[name]?.();
  if (extra !== undefined) return extra(inventory, options as never);
  const question = QUESTIONS[name as keyof typeof QUESTIONS] as unknown as Askable;
  return question.json(await question.ask(inventory, options));
}

function textOf(name: string, answer: object): string {
  try {
    return `${safeJson({ schema: `stowage.${name}/1`, ...answer })}\n`;
  } catch (error) {
    // V8 makes no text of more than half a gigabyte.
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(
      'The answer is too long for one document: ask for it in pages, with limit and after.',
    );
  }
}
