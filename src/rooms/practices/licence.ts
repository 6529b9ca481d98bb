// What the licence of a practice, and of all it came from, allows: giving it to a circle, adapting it, publishing it. Creative Commons'
// own rules of what may come of what (its compatibility table, read 2026): share-alike keeps its licence, "no derivatives" lets nothing
// come of it, CC0 binds to nothing. Licences are words that people typed: what is not understood forbids nothing in a circle, and is
// not published. Invariant: no source in a chain is ever given on more freely than it came.

import { ok, refuse, type Refusal, type Result } from '#core/result.ts';
import { LIBRARY_LICENCE, type Practice } from './model.ts';

/** Under which a practice can be published, by name as it stands in the record. */
export const LICENCES = ['CC BY-SA 4.0', 'CC BY 4.0', 'CC0 1.0'] as const;
export type Licence = (typeof LICENCES)[number];

export const licenceHref = (licence: Licence): string =>
  licence === 'CC0 1.0' ? 'https://creativecommons.org/publicdomain/zero/1.0/' : `https://creativecommons.org/licenses/${licence === 'CC BY 4.0' ? 'by' : 'by-sa'}/4.0/`;

/** What words of a licence say. `unsaid`: nothing; `closed`: all rights are kept; `other`: not understood. */
export type Mark = 'cc0' | 'by' | 'by-sa' | 'by-nc' | 'by-nc-sa' | 'no-change' | 'closed' | 'other' | 'unsaid';

const FREE = /\bcc[\s-]*0\b|commons[\s-]*zero|publicdomain|public domain|dominio p[uú]blico|الملك(?:ية)? العام/iu;
const COMMONS =
  /\bcc[\s-]*by\b|\bby-(?:sa|nc|nd)\b|creative\s*commons|attribution[\s-]*(?:share|non|no[\s-]?deriv|\d)|(?:atribuci[oó]n|reconocimiento)[\s-]*(?:compartir|no|sin|\d)|المشاع الإبداعي/iu;
/** Of Creative Commons', that the maker is named: each but zero says so. */
const NAMES = /\bby\b|attribution|atribuci[oó]n|reconocimiento|نسب/iu;
const CLOSED =
  /all rights reserved|todos los derechos reservados|جميع الحقوق محفوظة|\bdo not (?:copy|share|distribute)\b|\bno (?:copiar|distribuir)\b|\bconfidential\b|\bconfidencial\b/iu;

export const markOf = (licence: string): Mark => {
  // Pages and word processors write dashes, and blanks, of other kinds.
  const text = licence
    .normalize('NFKC')
    .replace(/[\p{Pd}\u2212_]/gu, '-')
    .trim();
  if (text === '') return 'unsaid';
  if (CLOSED.test(text)) return 'closed';
  if (COMMONS.test(text)) {
    const has = (words: RegExp): boolean => words.test(text);
    if (has(/[\s-]nd\b|no[\s-]?deriv|sin[\s-]?(?:obra[\s-]?)?deriv|منع الاشتقاق/iu)) return 'no-change';
    const alike = has(/[\s-]sa\b|share[\s-]?alike|compartir[\s-]?igual|بالمثل/iu);
    if (has(/[\s-]nc\b|non[\s-]?commercial|no[\s-]?comercial|غير تجاري/iu)) return alike ? 'by-nc-sa' : 'by-nc';
    if (alike) return 'by-sa';
    return FREE.test(text) ? 'cc0' : NAMES.test(text) ? 'by' : 'other';
  }
  return FREE.test(text) ? 'cc0' : 'other';
};

/** Which licences what comes of such a source may bear; null where any. */
const KEEPS: Readonly<Record<Mark, readonly Mark[] | null>> = {
  cc0: null,
  by: ['by', 'by-sa', 'by-nc', 'by-nc-sa', 'no-change', 'closed', 'other'],
  'by-sa': ['by-sa'],
  'by-nc': ['by-nc', 'by-nc-sa'],
  'by-nc-sa': ['by-nc-sa'],
  'no-change': [],
  closed: [],
  other: null,
  unsaid: [],
};

const ownLicence = ({ isStarter, licence }: Practice): string => (isStarter ? LIBRARY_LICENCE : licence);

/** Of what stands in the chain, the first that does not let this come of it under its licence; null where all do. */
const againstChain = (practice: Practice, licence: string): Refusal | null => {
  const own = markOf(licence);
  for (const { name, licence: theirs } of practice.from) {
    const mark = markOf(theirs);
    if (mark === 'unsaid') return { code: 'practice-source-unsaid', with: { name } };
    if (mark === 'closed' || mark === 'no-change') return { code: 'practice-source-closed', with: { name, licence: theirs } };
    if (KEEPS[mark]?.includes(own) === false) return { code: 'practice-source-keeps', with: { name, licence: theirs } };
  }
  return null;
};

/**
 * Whether it may be given to others as it is. Refusals: `practice-licence-unsaid`, `practice-licence-closed`, and of what it came from
 * `practice-source-unsaid`, `practice-source-closed`, `practice-source-keeps`.
 */
export const mayGive = (practice: Practice): Result<null> => {
  const licence = ownLicence(practice);
  const mark = markOf(licence);
  if (mark === 'unsaid') return refuse({ code: 'practice-licence-unsaid' });
  if (mark === 'closed') return refuse({ code: 'practice-licence-closed', with: { licence } });
  const not = againstChain(practice, licence);
  return not ? refuse(not) : ok(null);
};

/** Whether others may make their own form of it. Refusals as `mayGive`; `practice-licence-no-change`. */
export const mayAdapt = (practice: Practice): Result<null> =>
  markOf(ownLicence(practice)) === 'no-change' ? refuse({ code: 'practice-licence-no-change', with: { licence: ownLicence(practice) } }) : mayGive(practice);

/**
 * The licences it can be published under, the nearest to its own first. What was taken in from elsewhere and not changed keeps the one it
 * came with; one's own words can have each, as far as what they came from allows. Refusals as `mayGive`; `practice-licence-not-open`:
 * what it came with, or came from, is none that lets everybody use and change it.
 */
export const licencesFor = (practice: Practice): Result<readonly Licence[]> => {
  const given = mayGive(practice);
  // Of what is one's own to decide, the licence that is chosen now counts, not the one that stood there.
  const isTaken = practice.isStarter || practice.origin !== '';
  if (!given.ok && isTaken) return given;
  const own = markOf(ownLicence(practice));
  const may = LICENCES.filter(
    (licence) => (!isTaken || markOf(licence) === own) && practice.from.every(({ licence: theirs }) => markOf(theirs) !== 'other') && againstChain(practice, licence) === null,
  );
  if (may.length === 0) return refuse(againstChain(practice, LICENCES[0]) ?? { code: 'practice-licence-not-open', with: { licence: ownLicence(practice) } });
  return ok(may.toSorted((a, b) => Number(markOf(b) === own) - Number(markOf(a) === own)));
};
