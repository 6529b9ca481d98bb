// A way one could go, in a decision: what it is, what speaks for and against it, which values it touches, how it feels and where in the
// body, whom it touches. It is a member of the decision's set `options`, as JSON, so that ways changed on two devices do not push each other out.
// Invariant: what is read is checked; a member that is none reads as null.

import type { Json } from '#core/record.ts';

export interface Option {
  /** Its own name within the decision; it stays when its words change. */
  readonly key: string;
  /** Place in order. */
  readonly at: number;
  readonly text: string;
  readonly for: readonly string[];
  readonly against: readonly string[];
  /** Names of values, as the person writes them. */
  readonly values: readonly string[];
  /** Words of the vocabulary of feelings, or the person's own. */
  readonly feelings: readonly string[];
  /** Parts of the body and sensations: words of the vocabularies, or the person's own. */
  readonly body: readonly string[];
  readonly touches: string;
}

/** The most letters of a part, and the most of a list. */
export const MOST_WORDS = 2000;
export const MOST_LIST = 50;

export const emptyOption = (key: string, at: number): Option => ({ key, at, text: '', for: [], against: [], values: [], feelings: [], body: [], touches: '' });

const LISTS = ['for', 'against', 'values', 'feelings', 'body'] as const;

export const optionToMember = ({ key, at, text, touches, ...lists }: Option): string =>
  JSON.stringify({
    key,
    at,
    text,
    ...Object.fromEntries(LISTS.filter((name) => lists[name].length > 0).map((name) => [name, lists[name]])),
    ...(touches === '' ? {} : { touches }),
  });

/** What a member holds that this Kith does not know: of a newer one, or of another's hand. */
const unknownIn = (member: string): Readonly<Record<string, Json>> => {
  const { key: _, at: __, text: ___, touches: ____, ...more } = JSON.parse(member) as Record<string, Json>;
  return Object.fromEntries(Object.entries(more).filter(([name]) => !(LISTS as readonly string[]).includes(name)));
};

/**
 * The members that say these ways, after `had` (each read as a way): one that says the same stays letter for letter as it is, and one that
 * is changed keeps what this Kith does not know of it.
 */
export const membersFor = (had: readonly string[], options: readonly Option[]): string[] => {
  const there = had.map((member) => ({ member, option: memberToOption(member)! }));
  return options.map((option) => {
    const said = optionToMember(option);
    const old = there.find((one) => one.option.key === option.key);
    const same = there.find((one) => optionToMember(one.option) === said);
    if (same) return same.member;
    const more = old ? unknownIn(old.member) : {};
    return Object.keys(more).length === 0 ? said : JSON.stringify({ ...(JSON.parse(said) as object), ...more });
  });
};

const words = (value: Json | undefined): string[] =>
  Array.isArray(value)
    ? value
        .filter((one): one is string => typeof one === 'string' && one.trim() !== '')
        .slice(0, MOST_LIST)
        .map((one) => one.slice(0, MOST_WORDS))
    : [];

export const memberToOption = (member: string): Option | null => {
  let json: Json;
  try {
    json = JSON.parse(member) as Json;
  } catch {
    return null;
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
  const { key, at, text, touches, ...lists } = json as { readonly [name: string]: Json };
  if (typeof key !== 'string' || key === '' || typeof text !== 'string') return null;
  return {
    key: key.slice(0, 40),
    at: typeof at === 'number' && Number.isFinite(at) ? at : 0,
    text: text.slice(0, MOST_WORDS),
    touches: typeof touches === 'string' ? touches.slice(0, MOST_WORDS) : '',
    for: words(lists['for']),
    against: words(lists['against']),
    values: words(lists['values']),
    feelings: words(lists['feelings']),
    body: words(lists['body']),
  };
};

/** True of a way that says nothing. */
export const isEmptyOption = ({ text, touches, ...lists }: Option): boolean => text.trim() === '' && touches.trim() === '' && LISTS.every((name) => lists[name].length === 0);

/** Ways that say something, in order, each key once: what stands twice (two devices wrote it at once) gets a name of its own. */
export const tidyOptions = (options: readonly Option[]): Option[] => {
  const taken = new Set<string>();
  return options
    .filter((option) => !isEmptyOption(option))
    .map((option, at) => {
      let { key } = option;
      for (let n = 2; taken.has(key); n += 1) key = `${option.key.slice(0, 30)}-${n}`;
      taken.add(key);
      const tidy = (list: readonly string[]): string[] => [...new Set(list.map((one) => one.trim()).filter((one) => one !== ''))].slice(0, MOST_LIST);
      return {
        key,
        at,
        text: option.text.trim().slice(0, MOST_WORDS),
        touches: option.touches.trim().slice(0, MOST_WORDS),
        for: tidy(option.for),
        against: tidy(option.against),
        values: tidy(option.values),
        feelings: tidy(option.feelings),
        body: tidy(option.body),
      };
    });
};
