// What may be seen, said on and taken out, told from the product's words and from nothing of the code under test: a list of what
// happened, and questions answered by looking it through. Slow and plain on purpose.

export type Person = string;

export interface Allowed {
  readonly quote: 'no' | 'unnamed' | 'named';
  readonly ai: boolean;
  readonly count: boolean;
  /** The last day; '' is for ever. */
  readonly until: string;
}

/** What happened, in its order. Things have numbers; `on` is the thing that a remark or an answer is about. */
export type Happening =
  | { readonly it: 'comes'; readonly who: Person }
  | { readonly it: 'goes'; readonly who: Person }
  | { readonly it: 'says'; readonly what: number; readonly who: Person; readonly allows: Allowed; readonly on: number | null }
  | { readonly it: 'allows'; readonly what: number; readonly allows: Allowed }
  | { readonly it: 'lets-in'; readonly what: number; readonly who: Person }
  | { readonly it: 'takes-back'; readonly what: number }
  | { readonly it: 'quotes'; readonly quote: number; readonly what: number; readonly who: Person; readonly claims: Allowed };

export const createRules = () => {
  const all: Happening[] = [];

  const said = (what: number) => all.find((each) => each.it === 'says' && each.what === what) as (Happening & { it: 'says' }) | undefined;
  const isTakenBack = (what: number): boolean => all.some((each) => each.it === 'takes-back' && each.what === what);
  const isIn = (who: Person, upTo = all.length): boolean => {
    const last = all.slice(0, upTo).findLast((each) => (each.it === 'comes' || each.it === 'goes') && each.who === who);
    return last?.it === 'comes';
  };
  const allowsNow = (what: number): Allowed => {
    const last = all.findLast((each) => (each.it === 'says' || each.it === 'allows') && each.what === what) as Happening & { it: 'allows' };
    return last.allows;
  };
  const isOver = (until: string, today: string): boolean => until !== '' && today > until;

  /** "Joining later does not open earlier items": who was in the circle, or was let in by the author. An answer goes to whom the remark went. */
  const wasGiven = (what: number, who: Person): boolean => {
    const at = all.findIndex((each) => each.it === 'says' && each.what === what);
    const { on } = all[at] as Happening & { it: 'says' };
    const isAnswer = on !== null && said(on)!.on !== null;
    if (isAnswer) return wasGiven(on, who) || said(on)!.who === who;
    // A remark reaches those who had what it is about.
    if (on !== null && said(on)!.who !== who && !hadAt(on, who, at)) return false;
    return isIn(who, at) || all.some((each) => each.it === 'lets-in' && each.what === what && each.who === who);
  };
  const hadAt = (what: number, who: Person, upTo: number): boolean => {
    const at = all.findIndex((each) => each.it === 'says' && each.what === what);
    return isIn(who, at) || all.slice(0, upTo).some((each) => each.it === 'lets-in' && each.what === what && each.who === who);
  };

  /** Whether somebody has it before them, were they in the circle. */
  const has = (who: Person, what: number, today: string): boolean => {
    const thing = said(what);
    if (!thing || isTakenBack(what)) return false;
    if (thing.who === who) return true;
    if (isOver(allowsNow(what).until, today) || !wasGiven(what, who)) return false;
    return hasWhole(who, thing.on, today);
  };
  /** What something is about, and what that is about: an answer to my own remark is gone with what I remarked on. */
  const hasWhole = (who: Person, on: number | null, today: string): boolean => on === null || (has(who, on, today) && hasWhole(who, said(on)!.on, today));

  const maySee = (who: Person, what: number, today: string): boolean => {
    const thing = said(what);
    if (!thing || isTakenBack(what)) return false;
    return thing.who === who || (isIn(who) && has(who, what, today));
  };

  const mayUse = (use: 'count' | 'ai' | 'publish' | 'export', who: Person, what: number, today: string): boolean => {
    if (!maySee(who, what, today)) return false;
    if (said(what)!.who === who) return true;
    const { quote, count, ai, until } = allowsNow(what);
    return use === 'count' ? count : use === 'ai' ? ai : use === 'publish' ? quote !== 'no' : quote !== 'no' && until === '';
  };

  const quoted = (quote: number) => all.find((each) => each.it === 'quotes' && each.quote === quote) as Happening & { it: 'quotes' };

  /** Whether a quote's words may stand before somebody: they could be quoted when they were, and still can be. */
  const quoteHolds = (quote: number, today: string): boolean => {
    const { what, who, claims } = quoted(quote);
    const thing = said(what);
    if (!thing || thing.who === who || isTakenBack(what) || isTakenBack(quote) || !has(who, what, today)) return false;
    return [claims, allowsNow(what)].every(({ quote: may, until }) => may !== 'no' && !isOver(until, today));
  };

  return {
    note: (happening: Happening) => void all.push(happening),
    isIn,
    maySee,
    mayUse,
    mayQuote: (who: Person, what: number, today: string): boolean => said(what)?.who !== who && has(who, what, today) && allowsNow(what).quote !== 'no',
    maySeeQuote: (who: Person, quote: number, today: string): boolean => quoteHolds(quote, today) && isIn(who),
    mayName: (quote: number): boolean => quoted(quote).claims.quote === 'named' && allowsNow(quoted(quote).what).quote === 'named',
    /** Only who quoted takes a quote out, and the quoted words with it where a file may have them. */
    mayTakeOutQuoted: (who: Person, quote: number, today: string): boolean => {
      const { what, claims, who: by } = quoted(quote);
      return by === who && quoteHolds(quote, today) && claims.until === '' && mayUse('export', who, what, today);
    },
  };
};
