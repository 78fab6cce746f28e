import { InventoryError, UsageError, VolumeError } from '../../errors.ts';
import type { AskRequest, Body } from './request.ts';

/** What a thread is told: to answer from an inventory, or which one it will be asked about next. */
export interface ThreadOrder {
  /** Where the inventory is. */
  readonly path: string;
  /** Of the scan that is to be there. */
  readonly scanId: string;
  readonly request?: AskRequest;
}

/** What a thread says to an order. */
export type ThreadReply =
  | { readonly body: Body }
  /** Another inventory has taken its place. */
  | { readonly isGone: true }
  | { readonly error: ToldError };

/** An error on its way between threads, which would lose what kind it is. */
export interface ToldError {
  readonly kind: keyof typeof KINDS | 'bug';
  readonly message: string;
  readonly stack: string;
}

const KINDS = { usage: UsageError, inventory: InventoryError, volume: VolumeError };

export function tellError(error: unknown): ToldError {
  const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
  const kind = Object.entries(KINDS).find(([, each]) => error instanceof each)?.[0];
  return { kind: (kind as keyof typeof KINDS | undefined) ?? 'bug', message, stack };
}

export function errorFrom({ kind, message, stack }: ToldError): Error {
  if (kind !== 'bug') return new KINDS[kind](message);
  return Object.assign(new Error(message), { stack });
}
