// Words of people inside sentences of Kith: a name or a date that runs the other way than the sentence is set apart from it by Unicode's
// isolates, else it would change the sentence's order. Invariant: what is set apart part by part is not set apart once more as a whole.

/** In a sentence that runs from the right: `2024-03-09`, `notes.zip (2)`, a name in Latin letters. */
const apart = (value: unknown): string => (/[A-Za-z0-9]/.test(String(value)) ? `\u2068${String(value)}\u2069` : String(value));

/** The same the other way round, too: a name in Arabic letters in a sentence that runs from the left. */
export const apartIn = (language: string | undefined, value: unknown): string =>
  String(value).includes('\u2068') ? String(value) : language === 'ar' ? apart(value) : /[\u0590-\u08ff]/.test(String(value)) ? `\u2068${String(value)}\u2069` : String(value);

/** Names in a row, as a place in a sentence: each is set apart, so that the row keeps the order of the language. */
export const namesInRow = (locale: string, names: readonly string[]): string => new Intl.ListFormat(locale).format(names.map((each) => apartIn(locale.slice(0, 2), each)));
