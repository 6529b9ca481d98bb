// What a person chose for this device's screen: theme and language. Kept in localStorage, because it is needed before
// any vault opens, and because it says nothing about anyone. Every open tab follows a change made in one.

import { useSyncExternalStore } from 'react';

export type Language = 'en' | 'es' | 'ar';
export type Theme = 'light' | 'dark' | 'system';

/** Each language by its own name, in the order they are offered. */
export const LANGUAGES: readonly { readonly code: Language; readonly name: string; readonly dir: 'ltr' | 'rtl' }[] = [
  { code: 'en', name: 'English', dir: 'ltr' },
  { code: 'es', name: 'Español', dir: 'ltr' },
  { code: 'ar', name: 'العربية', dir: 'rtl' },
];

const isLanguage = (text: unknown): text is Language => LANGUAGES.some(({ code }) => code === text);

const read = (name: string): string | null => {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
};

const keep = (name: string, value: string | null): void => {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // Storage refused: the choice holds until the page is closed.
  }
};

const browserLanguage = (): Language => navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en';

const readLanguage = (): Language => {
  const kept = read('kith.language');
  return isLanguage(kept) ? kept : browserLanguage();
};

const readTheme = (): Theme => {
  const kept = read('kith.theme');
  return kept === 'light' || kept === 'dark' ? kept : 'system';
};

let language: Language = readLanguage();
let theme: Theme = readTheme();
const listeners = new Set<() => void>();

const show = (): void => {
  const html = document.documentElement;
  html.lang = language;
  html.dir = language === 'ar' ? 'rtl' : 'ltr';
  if (theme === 'system') delete html.dataset['theme'];
  else html.dataset['theme'] = theme;
  for (const listener of listeners) listener();
};

const follow = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

window.addEventListener('storage', ({ key }) => {
  if (key !== null && key !== 'kith.language' && key !== 'kith.theme') return;
  language = readLanguage();
  theme = readTheme();
  show();
});

export const currentLanguage = (): Language => language;

export const chooseLanguage = (next: Language): void => {
  language = next;
  keep('kith.language', next);
  show();
};

/** `system` follows what the device prefers. */
export const chooseTheme = (next: Theme): void => {
  theme = next;
  keep('kith.theme', next === 'system' ? null : next);
  show();
};

export const onPreference = follow;

export const useLanguage = (): Language => useSyncExternalStore(follow, () => language);

export const useTheme = (): Theme => useSyncExternalStore(follow, () => theme);

/**
 * The locale for dates and numbers: the browser's own where it speaks the chosen language (so that digits, order and
 * week follow the region), else the plain language, Arabic then with its own digits.
 */
export const localeOf = (code: Language): string =>
  navigator.languages.find((tag) => tag.slice(0, 2).toLowerCase() === code && tag.length > 2) ?? { en: 'en-GB', es: 'es', ar: 'ar-u-nu-arab' }[code];

export const useLocale = (): string => localeOf(useLanguage());

show();
