// How far two clocks are apart, as people say it: in days, months or years, whichever is the largest that says something.

const DAYS_OF = [
  ['year', 365.25],
  ['month', 30.44],
] as const;

/** `10 years` of 87,660 hours, in the words of the locale. */
export const howFar = (hours: number, locale: string): string => {
  const days = Math.abs(hours) / 24;
  const [unit, size] = DAYS_OF.find(([, length]) => days >= 2 * length) ?? ['day', 1];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 }).format(days / size);
};
