// What the process answers to the shell. Documented in `kith help exit`.

export const EXIT = { ok: 0, failed: 1, usage: 2, locked: 3, nothing: 4, interrupted: 130 } as const;

const LOCKED: ReadonlySet<string> = new Set([
  'vault-locked',
  'journal-locked',
  'journal-locked-entry',
  'passphrase-needed',
  'password-needed',
  'session-needed',
  'signed-out',
  'account-key-old',
]);
const USAGE: ReadonlySet<string> = new Set([
  'command-unknown',
  'option-unknown',
  'option-needs-value',
  'option-takes-no-value',
  'too-many-words',
  'argument-missing',
  'option-value-wrong',
  'options-clash',
  'answer-unknown',
]);
const NOTHING: ReadonlySet<string> = new Set([
  'entry-not-found',
  'record-not-found',
  'nothing-found',
  'nothing-to-undo',
  'import-not-found',
  'vault-none',
  'journal-not-found',
  'account-none',
  'device-not-found',
  'circle-not-found',
  'member-not-found',
  'item-not-found',
  'practice-not-found',
  'value-not-found',
  'question-none',
  'code-confirmed',
]);

/** The exit code that a refusal's code stands for. */
export const exitOf = (code: string): number => (LOCKED.has(code) ? EXIT.locked : USAGE.has(code) ? EXIT.usage : NOTHING.has(code) ? EXIT.nothing : EXIT.failed);
