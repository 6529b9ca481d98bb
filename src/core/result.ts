// Expected failure is a value. A function that can fail for a reason that a person can meet
// returns a Result; anything else that goes wrong is a bug and throws.

/** Either a value, or a plain object that says what happened. */
export type Result<T, E = Refusal> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/**
 * Why something was not done. `code` is a key of the word catalogues (`refusal.<code>`), `with` fills its places.
 * The words say what happened, that nothing was lost, and what to do.
 */
export interface Refusal {
  readonly code: string;
  readonly with?: Readonly<Record<string, string | number>>;
}

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export const refuse = <E extends Refusal>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });

/** For places where failure would be a bug: gives the value or throws. */
export const orThrow = <T>(result: Result<T, Refusal>): T => {
  if (result.ok) return result.value;
  throw new Error(`${result.error.code} ${JSON.stringify(result.error.with ?? {})}`);
};
