/** What can be asked of an inventory, in a form that travels to a thread. */
export interface AskRequest {
  /** A question, or what else {@link answerRequest} knows. */
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
}
