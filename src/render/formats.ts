import type { Answers, AnyQuestion } from '../answers/all.ts';
import type { Style } from './text/parts/style.ts';

/** An answer as it is printed: text, or bytes where they are to be what is on the disk. */
type Rendering<Answer> = (answer: Answer, style: Style) => string | Uint8Array;

/** What prints an answer as text, by question. */
const TEXTS: { readonly [Name in keyof Answers]: () => Promise<Rendering<Answers[Name]>> } = {
  scan: async () => (await import('./text/scan.ts')).renderScan,
  report: async () => (await import('./text/report.ts')).renderReport,
  usage: async () => (await import('./text/usage.ts')).renderUsage,
  orphans: async () => (await import('./text/orphans.ts')).renderOrphans,
  gc: async () => (await import('./text/gc.ts')).renderGc,
  plan: async () => (await import('./text/plan.ts')).renderPlan,
  check: async () => (await import('./text/check.ts')).renderCheck,
  verify: async () => (await import('./text/verify.ts')).renderVerify,
  ls: async () => (await import('./text/ls.ts')).renderLs,
  where: async () => (await import('./text/where.ts')).renderWhere,
  leftovers: async () => (await import('./text/leftovers.ts')).renderLeftovers,
  inspect: async () => (await import('./text/inspect.ts')).renderInspect,
  reconcile: async () => (await import('./text/reconcile.ts')).renderReconcile,
  duplicates: async () => (await import('./text/duplicates.ts')).renderDuplicates,
  export: async () => (await import('./text/export.ts')).renderExport,
  sql: async () => (await import('./text/sql.ts')).renderSql,
  history: async () => (await import('./text/history.ts')).renderHistory,
  diff: async () => (await import('./text/diff.ts')).renderDiff,
};

/** The formats of answers. What a format needs is loaded when it is chosen, and nothing else. */
const FORMATS = {
  text: <Name extends keyof Answers>({ name }: AnyQuestion<Name>) => TEXTS[name](),
  json: async <Name extends keyof Answers>(question: AnyQuestion<Name>) => {
    const { renderJson } = await import('./data/json.ts');
    return (answer: Answers[Name]) => renderJson(question.name, question.json(answer));
  },
  /** One object a line, of the questions whose answer is one list. */
  ndjson: async <Name extends keyof Answers>(question: AnyQuestion<Name>) => {
    const { renderNdjson } = await import('./data/json.ts');
    return (answer: Answers[Name]) => renderNdjson(question.lines?.(answer) ?? []);
  },
};

export type Format = keyof typeof FORMATS;

/** Loads what prints the answers to a question in a format. */
export function loadRendering<Name extends keyof Answers>(
  format: Format,
  question: AnyQuestion<Name>,
): Promise<Rendering<Answers[Name]>> {
  return FORMATS[format](question);
}

/** The formats that a question's answers have. */
export function formatsOf({ lines }: { readonly lines?: unknown }): Format[] {
  return lines === undefined ? ['text', 'json'] : ['text', 'json', 'ndjson'];
}
