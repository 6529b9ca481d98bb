// Text to words, each with its place in the text: what is indexed, what is typed, and what is marked in an excerpt
// all go through here, so that they agree. Scripts with spaces are cut by one expression; runs of Chinese, Japanese,
// Thai, Lao, Khmer and Burmese by Intl.Segmenter. A word is folded: case, accents and spelling that keyboards differ in
// are gone (é→e, ß→ss, أ→ا). Besides itself a word may be found by its parts: "l'été" by "ete", "والبيت" by "بيت".
// Invariant: folded words hold no space, no ASCII sign but letters and digits, no private-use letter; at most 64 units.

/** A word that another one is also found by, with its own place in the text. */
export interface Part {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** A word of a text: folded, and where it stands (UTF-16 units, end not included). */
export interface Word extends Part {
  readonly parts: readonly Part[];
}

const MOST_UNITS = 64;
/** Longest run looked at as one word; a longer one is cut, so that no expression runs deep on ten million letters. */
const LETTERS = '[\\p{L}\\p{N}\\p{M}]{1,200}';
// Signs that stand inside a word: apostrophes, Hebrew geresh and gershayim, Catalan dot, soft hyphen, joiners.
const INSIDE = "['’‘ʼ＇׳״·\\u00ad\\u200c\\u200d\\u2060]";
const RUN = new RegExp(`${LETTERS}(?:${INSIDE}${LETTERS}){0,8}|(?!\\p{ASCII})\\p{Extended_Pictographic}`, 'uy');
const ASCII = /^\p{ASCII}*$/u;
const SPACELESS = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const BY_SCRIPT =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー々〆\u3099\u309a]+|[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{M}]+|[^\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]+/gu;
const CHINESE_OR_JAPANESE = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u;
const APART = new RegExp(INSIDE, 'gu');

// Marks that fold away: Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowels and tatweel, variation selectors.
const FOLDED_MARKS = new RegExp(
  `[${['\\u0300-\\u036f', '\\u0483-\\u0489', '\\u0591-\\u05c7', '\\u0610-\\u061a', '\\u0640', '\\u064b-\\u065f', '\\u0670', '\\u06d6-\\u06ed', '\\u1ab0-\\u1aff', '\\u1dc0-\\u1dff', '\\u20d0-\\u20ff', '\\ufe00-\\ufe0f', '\\ufe20-\\ufe2f'].join('')}]`,
  'g',
);
const SPELT = new Map(
  Object.entries({
    ß: 'ss',
    ø: 'o',
    ł: 'l',
    æ: 'ae',
    œ: 'oe',
    ı: 'i',
    đ: 'd',
    ð: 'd',
    þ: 'th',
    ħ: 'h',
    ŧ: 't',
    ŋ: 'n',
    ĸ: 'k',
    ς: 'σ',
    ى: 'ي',
    ة: 'ه',
    ٱ: 'ا',
    ی: 'ي',
    ک: 'ك',
    ہ: 'ه',
    ھ: 'ه',
  }),
);
const TO_SPELL = /[ßøłæœıđðþħŧŋĸςىةٱیکہھ٠-٩۰-۹]/g;
const NOT_WORD = /[^\p{L}\p{N}\p{M}\p{Extended_Pictographic}]/gu;

/** A word in the form that is compared: see the head of this file. Folding a folded word changes nothing. */
export const fold = (word: string): string => {
  if (ASCII.test(word))
    return word
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '')
      .slice(0, MOST_UNITS);
  const plain = word.normalize('NFKD').toLowerCase().normalize('NFKD').replace(NOT_WORD, '').replace(FOLDED_MARKS, '').replace(TO_SPELL, spell);
  if (plain.length <= MOST_UNITS) return plain;
  const cut = plain.charCodeAt(MOST_UNITS - 1);
  return plain.slice(0, cut >= 0xd800 && cut < 0xdc00 ? MOST_UNITS - 1 : MOST_UNITS);
};

const spell = (letter: string): string => {
  const code = letter.charCodeAt(0);
  if (code >= 0x660 && code <= 0x669) return String(code - 0x660);
  if (code >= 0x6f0 && code <= 0x6f9) return String(code - 0x6f0);
  return SPELT.get(letter) ?? letter;
};

/** A place after `from` in `raw` where at least `units` of the folded text are behind. */
export const rawEnd = (raw: string, units: number): number => {
  let end = 0;
  for (const letter of raw) {
    if (fold(raw.slice(0, end)).length >= units && !FOLDED_AWAY.test(letter)) break;
    end += letter.length;
  }
  return end;
};
const FOLDED_AWAY = /^\p{M}$/u;

// The article, alone or behind wa-, bi-, fa-, ka- or li-: found by the bare word, and behind a particle by the article too.
const ARTICLE = /^(?:([وبفك])?ال|(لل))(?=\p{L}{2})/u;
const ARABIC = /^\p{sc=Arabic}/u;

const arabicParts = (word: string, start: number, end: number): Part[] => {
  const match = ARTICLE.exec(word);
  if (!match) return [];
  const bare = word.slice(match[0].length);
  const parts = [{ word: bare, start, end }];
  if (match[1] || match[2]) parts.push({ word: `ال${bare}`, start, end });
  return parts;
};

const NO_PARTS: readonly Part[] = [];
let segmenter: Intl.Segmenter | undefined;

type Take = (word: string, start: number, end: number, parts: readonly Part[]) => void;

const takeSpaceless = (run: string, start: number, take: Take): void => {
  segmenter ??= new Intl.Segmenter('und', { granularity: 'word' });
  for (const { segment, index, isWordLike } of segmenter.segment(run)) {
    const word = fold(segment);
    if (word === '' || (isWordLike === false && !/[\p{L}\p{N}]/u.test(word))) continue;
    const at = start + index;
    const end = at + segment.length;
    // Every ending of a Chinese or Japanese word: how a run is cut depends on what stands round it, and people look for parts.
    const parts: Part[] = [];
    if (segment.length > 1 && segment.length <= 8 && CHINESE_OR_JAPANESE.test(segment))
      for (let i = 0; i < segment.length;) {
        i += String.fromCodePoint(segment.codePointAt(i)!).length;
        const part = fold(segment.slice(i));
        if (part !== '' && !FOLDED_AWAY.test(segment[i]!)) parts.push({ word: part, start: at + i, end });
      }
    take(word, at, end, parts);
  }
};

const takeRun = (run: string, start: number, take: Take): void => {
  if (ASCII.test(run)) {
    if (!run.includes("'")) return take(fold(run), start, start + run.length, NO_PARTS);
  } else if (SPACELESS.test(run)) {
    for (const match of run.matchAll(BY_SCRIPT))
      if (SPACELESS.test(match[0])) takeSpaceless(match[0], start + match.index, take);
      else if (/[\p{L}\p{N}]/u.test(match[0])) takeRun(match[0], start + match.index, take);
    return;
  }
  const word = fold(run);
  if (word === '') return;
  const end = start + run.length;
  let parts: Part[] | undefined;
  if (run.search(APART) !== -1) {
    let at = start;
    for (const piece of run.split(APART)) {
      const part = fold(piece);
      if (part.length > 1 && part !== word) (parts ??= []).push({ word: part, start: at, end: at + piece.length });
      at += piece.length + 1;
    }
  }
  if (ARABIC.test(word)) for (const part of arabicParts(word, start, end)) (parts ??= []).push(part);
  take(word, start, end, parts ?? NO_PARTS);
};

const isPlain = (unit: number): boolean => (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 48 && unit <= 57);
const APOSTROPHE = 39;

/**
 * Hands over every word in order; the quick way when no list is wanted. `begins` holds, by their codes, the small letters and digits that a
 * word may begin with for the caller to care: a plain word that begins with another comes as '', which no word is.
 */
export const eachWord = (text: string, take: Take, begins?: Uint8Array): void => {
  const length = text.length;
  for (let at = 0; at < length;) {
    const first = text.charCodeAt(at);
    if (first < 128) {
      if (!isPlain(first)) {
        at += 1;
        continue;
      }
      // Most words of most journals are plain letters between plain signs: no expression needed.
      let end = at + 1;
      const most = Math.min(length, at + MOST_UNITS);
      let next = 32;
      while (end < most && isPlain((next = text.charCodeAt(end)))) end += 1;
      if (end === length || (end < most && next < 128 && next !== APOSTROPHE)) {
        // A capital letter and its small one differ by this bit, which digits have.
        take(begins && begins[first | 32] === 0 ? '' : text.slice(at, end).toLowerCase(), at, end, NO_PARTS);
        at = end;
        continue;
      }
    }
    RUN.lastIndex = at;
    const match = RUN.exec(text);
    if (match) takeRun(match[0], at, take);
    at += match ? match[0].length : 1;
  }
};

/** The words of a text in order. */
export const wordsOf = (text: string): Word[] => {
  const out: Word[] = [];
  eachWord(text, (word, start, end, parts) => void out.push({ word, start, end, parts }));
  return out;
};

/** Only the folded words, in order, without their parts: what is looked for when a text is typed into the search field. */
export const foldedWords = (text: string): string[] => {
  const out: string[] = [];
  eachWord(text, (word) => void out.push(word));
  return out;
};

/** True for a word of a script written without spaces, where one sign can be a whole word. */
export const isSpaceless = (word: string): boolean => SPACELESS.test(word);
