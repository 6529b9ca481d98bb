// `kith practice --publish` and `--unpublish`: a practice of one's own as a page behind a link, at the host of one's account. The host is asked
// first and the record follows.

import { endOfDay } from '#adapters/local-time.ts';
import { checkPageDay, PAGE_LASTS } from '#core/page-day.ts';
import { callsOf } from '#adapters/account-parts.ts';
import { layPage, withdrawPage } from '#adapters/open-pages.ts';
import { random } from '#adapters/sodium.ts';
import type { Change } from '#core/change.ts';
import { newId } from '#core/ids.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { addDays, dayOf } from '#core/when.ts';
import { newPageSecret, pageLinkToFragment } from '#crypto/open-page.ts';
import { LICENCES } from '#rooms/practices/licence.ts';
import type { Practice } from '#rooms/practices/model.ts';
import { forgetPage, notePage, pagesOf, publishedAs, publishedToJson } from '#rooms/practices/publish.ts';
import { openCircles } from './circle-here.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { dayText, dayTyped, sayDone } from './in-circle.ts';
import type { Args } from './options.ts';
import { nothing } from './list.ts';
import { readEverything } from './session.ts';
import { harmless, toJsonLine } from './terminal.ts';

/** Days that a page is open where nobody says otherwise. */

/** Where pages of one's own lie at the host. Refusals: those of being in an account. */
const ownPages = async (context: Context) => {
  const here = await openCircles(context);
  if (!here.ok) return here;
  const { circles, open } = here.value;
  const { host, token, vault } = circles.account;
  const { records } = await readEverything(open);
  return ok({
    host,
    vault,
    records,
    parts: { sodium: circles.sodium, random, calls: callsOf(circles, host), token },
    write: async (changes: readonly Change[]): Promise<Result<null>> => {
      const done = await open.session.vault.commit(changes, Date.parse(context.now().instant));
      return done.ok ? ok(null) : done;
    },
  });
};

/** Refusals: those of the licences, of the day, of the account and of the host. */
export const publishPractice = async (practice: Practice, args: Args, context: Context): Promise<Result<number>> => {
  const { instant, when } = context.now();
  const today = dayOf(when);
  const licence = LICENCES.find((one) => one.toLowerCase() === args.one('publish')!.trim().toLowerCase());
  if (!licence) return refuse({ code: 'option-value-wrong', with: { option: '--publish', value: args.one('publish')!.slice(0, 40), right: LICENCES.join(', ') } });
  if (practice.isStarter) return refuse({ code: 'practice-of-library' });
  const typed = dayTyped(args.one('until'), today);
  const until = typed.ok ? checkPageDay(typed.value === '' ? addDays(today, PAGE_LASTS) : typed.value, today, 'practice-page-day') : typed;
  if (!until.ok) return until;
  const by = args.one('as') ?? practice.by;
  const going = publishedAs(practice, licence, by);
  if (!going.ok) return going;
  // Exactly what goes is printed; with --dry-run it only is.
  const { practiceToMarkdown } = await import('#formats/practice-file.ts');
  const said = harmless(practiceToMarkdown(going.value).trimEnd());
  if (args.has('dry-run')) {
    context.terminal.say(args.has('json') ? publishedToJson(going.value, today, until.value) : said);
    return ok(EXIT.ok);
  }
  const at = await ownPages(context);
  if (!at.ok) return at;
  if (!args.has('json')) context.terminal.note(said);
  const secret = newPageSecret(random);
  const end = endOfDay(until.value);
  const laid = await layPage(at.value.parts, at.value.vault, { secret, until: end, json: publishedToJson(going.value, today, until.value) });
  if (!laid.ok) return laid.error.code === 'circle-gone' ? refuse({ code: 'practice-page-no-vault' }) : laid;
  const noted = await at.value.write(notePage(practice.id, { secret, licence, by, until: until.value }, newId(random), { when, instant }));
  if (!noted.ok) {
    // A page that nothing here names could not be withdrawn any more.
    await withdrawPage(at.value.parts, at.value.vault, secret);
    return noted;
  }
  const link = `${at.value.host}/open${pageLinkToFragment(laid.value)}`;
  const words = await context.words();
  if (args.has('json')) context.terminal.say(toJsonLine({ link, licence, until: until.value }));
  else {
    context.terminal.note(harmless(words('cli.published', { day: dayText(words, until.value), licence })));
    context.terminal.say(link);
  }
  return ok(EXIT.ok);
};

export const unpublishPractice = async (practice: Practice, args: Args, context: Context): Promise<Result<number>> => {
  const at = await ownPages(context);
  if (!at.ok) return at;
  const pages = pagesOf(at.value.records, practice.id);
  if (pages.length === 0) return nothing(args, context);
  const today = dayOf(context.now().when);
  let withdrawn = 0;
  // Noted one by one: where the host refuses one, those before it are gone all the same.
  for (const page of pages) {
    const gone = page.until < today ? ok(null) : await withdrawPage(at.value.parts, at.value.vault, page.secret);
    const done = gone.ok ? await at.value.write(forgetPage(page)) : gone;
    if (!done.ok) return done;
    withdrawn += 1;
  }
  return sayDone(args, context, { withdrawn }, 'cli.withdrawn');
};
