// What a person set, for all their devices: one record with a fixed id. Each setting stands alone: one that a newer or
// a broken Kith wrote wrongly counts as not set, and the others hold.
// Invariant: what was never set is at its quietest: no reminder, no news, no anniversary, no place kept in a photo.

import type { Change } from '#core/change.ts';
import { changedTo, createKind, migrate, type Values } from '#core/kind.ts';
import { isAlive, registerOf, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';

export const LANGUAGES = ['en', 'es', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];

export interface Settings {
  /** '' follows the device. */
  readonly language: Language | '';
  readonly theme: 'system' | 'light' | 'dark';
  /** 0 is Sunday; null follows the language's own custom. */
  readonly weekStart: number | null;
  /** Minutes without a touch after which the app lock closes; 0 is never. */
  readonly autoLockMinutes: number;
  /** `HH:MM` on the clock of the place; both '' when there are no quiet hours. */
  readonly quietFrom: string;
  readonly quietTo: string;
  /** Whether it is said in the page that something is new in a circle: '' for no; at most once an hour, or once a day from `newsAt` on. */
  readonly news: '' | 'often' | 'daily';
  /** `HH:MM` on the clock of the place. */
  readonly newsAt: string;
  /** Whether a photo keeps the place it was taken at. */
  readonly keepLocation: boolean;
  /** Whether an old entry may be offered for another look at all. */
  readonly anotherLook: boolean;
  /** Whether an old entry may be offered because of its date. */
  readonly anniversaries: boolean;
  /** What Kith calls the person; '' when not said. Its first letters stand in the corner. */
  readonly name: string;
  /** Id of the journal that new entries go into, '' for the first. */
  readonly journal: string;
}

export const settingsKind = createKind('settings', {
  language: 'register',
  theme: 'register',
  weekStart: 'register',
  autoLockMinutes: 'register',
  quietFrom: 'register',
  quietTo: 'register',
  news: 'register',
  newsAt: 'register',
  keepLocation: 'register',
  anotherLook: 'register',
  anniversaries: 'register',
  name: 'register',
  journal: 'register',
});

export const SETTINGS = 'settings';

export const DEFAULT_SETTINGS: Settings = {
  language: '',
  theme: 'system',
  weekStart: null,
  autoLockMinutes: 10,
  quietFrom: '',
  quietTo: '',
  news: '',
  newsAt: '18:00',
  keepLocation: false,
  anotherLook: true,
  anniversaries: false,
  name: '',
  journal: '',
};

const isYes = (value: unknown): boolean => typeof value === 'boolean';
const isText = (value: unknown, most: number): boolean => typeof value === 'string' && value.length <= most;
const isCount = (value: unknown, most: number): boolean => typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
const isTime = (value: unknown): boolean => typeof value === 'string' && /^(?:(?:[01]\d|2[0-3]):[0-5]\d)?$/.test(value);

const RIGHT: { readonly [N in keyof Settings]: (value: unknown) => boolean } = {
  language: (value) => value === '' || LANGUAGES.some((one) => one === value),
  theme: (value) => value === 'system' || value === 'light' || value === 'dark',
  weekStart: (value) => value === null || isCount(value, 6),
  autoLockMinutes: (value) => isCount(value, 1440),
  quietFrom: isTime,
  quietTo: isTime,
  news: (value) => value === '' || value === 'often' || value === 'daily',
  newsAt: (value) => value !== '' && isTime(value),
  keepLocation: isYes,
  anotherLook: isYes,
  anniversaries: isYes,
  name: (value) => isText(value, 100),
  journal: (value) => isText(value, 40),
};

/** What is set, and the default for the rest; null or undefined where there is no record yet. */
export const settingsOf = (record: VaultRecord | null | undefined): Settings => {
  const now = record && record.kind === 'settings' && isAlive(record) ? migrate(settingsKind, record) : null;
  if (!now) return DEFAULT_SETTINGS;
  const out: Record<string, unknown> = { ...DEFAULT_SETTINGS };
  for (const [name, isRight] of Object.entries(RIGHT)) {
    const value = registerOf(now, name);
    if (isRight(value)) out[name] = value;
  }
  return out as unknown as Settings;
};

/** Changes what is named; the rest stays. Nothing new gives an empty list. Refusal: `setting-not-valid` with `{where}`. */
export const changeSettings = (settings: Settings, wanted: Partial<Settings>): Result<Change[]> => {
  for (const [name, value] of Object.entries(wanted))
    if (value !== undefined && !(Object.hasOwn(RIGHT, name) && RIGHT[name as keyof Settings](value))) return refuse({ code: 'setting-not-valid', with: { where: name } });
  const tidy = wanted.name === undefined ? wanted : { ...wanted, name: wanted.name.trim() };
  const change = changedTo(settingsKind, SETTINGS, settings as unknown as Values<typeof settingsKind.fields>, tidy as Values<typeof settingsKind.fields>);
  return ok(change ? [change] : []);
};

/** The first letters of the first and the last word of a name, for the corner; '' when there is no name. */
export const initialsOf = (name: string): string => {
  const words = name
    .trim()
    .split(/\s+/u)
    .filter((word) => word !== '');
  const letter = (word: string | undefined): string => [...(word ?? '')].find((one) => /[\p{L}\p{N}]/u.test(one))?.toUpperCase() ?? '';
  return words.length > 1 ? letter(words[0]) + letter(words.at(-1)) : letter(words[0]);
};
