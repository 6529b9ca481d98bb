// From what was done: the latest entries, decisions, commitments and whatever else has a day, each with the values beside it: it served this
// one, it went against that one, or nothing. What was marked once stands so; pressing again takes it back.

import { useState } from 'react';
import { Link } from 'wouter';
import type { Shown } from '#core/shown.ts';
import { Button, LinkButton } from '#web/ui/button.tsx';
import { useAct } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { PickMany, PickOne } from '#web/ui/pick.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { hrefOf } from '#web/ui/records.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { formatNear, momentNow } from '#web/ui/time.ts';
import { useDesk, type Desk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { entriesNewestFirst } from '#web/ui/written.ts';
import { idsByName, namedIn } from './done.ts';
import { markDone, type Did, type Value } from './model.ts';
import { ToValues } from './moment.tsx';
import { useValues, type InValues } from './use-values.tsx';

/** Of a page; older ones follow by a press. */
const SHOWN = 12;
/** What is about values is nothing that was done. */
const NOT: ReadonlySet<string> = new Set(['value', 'value-order', 'value-answer', 'question']);

/** What had its day and may be marked, the newest first: a commitment of next week was not done yet. Entries are read one by one as they are asked for. */
const latest = function* ({ records }: InValues, desk: Desk): Generator<Shown> {
  const today = momentNow().when.slice(0, 10);
  const beyond = records.beyondEntries().filter(({ kind, when }) => !NOT.has(kind) && when.slice(0, 10) <= today);
  let at = 0;
  for (const { id, when } of entriesNewestFirst(desk)) {
    while (at < beyond.length && beyond[at]!.when > when) yield beyond[at++]!;
    const entry = records.shown(id);
    if (entry) yield entry;
  }
  yield* beyond.slice(at);
};

const firstOf = (some: Iterable<Shown>, most: number, isWanted: (one: Shown) => boolean): readonly Shown[] => {
  const out: Shown[] = [];
  for (const one of some) {
    if (!isWanted(one)) continue;
    out.push(one);
    if (out.length === most) break;
  }
  return out;
};

const isMarked = (one: Shown, held: readonly Value[], byName: ReadonlyMap<string, string>): boolean =>
  namedIn(one, byName).length > 0 || one.links.some(({ to, as }) => (as === 'serves' || as === 'strains') && held.some(({ id }) => id === to));

interface MarksProps {
  readonly all: InValues;
  readonly shown: Shown;
  readonly held: readonly Value[];
  readonly onMark: () => void;
}

const Marks = ({ all, shown, held, onMark }: MarksProps) => {
  const t = useWords('values');
  const locale = useLocale();
  const list = new Intl.ListFormat(locale, { style: 'short', type: 'unit' });
  const act = useAct('values');
  const record = all.records.record(shown.id);
  if (!record) return null;
  const of = (did: Did): string[] => held.filter(({ id }) => shown.links.some((link) => link.to === id && link.as === did)).map(({ id }) => id);
  const put = (did: Did, chosen: readonly string[]): void => {
    const was = of(did);
    const changed = held.find(({ id }) => was.includes(id) !== chosen.includes(id));
    if (!changed) return;
    onMark();
    void act(markDone(record, changed, chosen.includes(changed.id) ? did : null), 'done.marked');
  };
  // What its chosen way names counts already: it is said, and can still be marked as gone against.
  const named = namedIn(shown, idsByName(held)).filter((id) => !of('serves').includes(id));
  const options = held.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <li className="row">
      <p className="mg num">{formatNear(shown.when, momentNow().when, locale, 'brief', shown.calendar)}</p>
      <div className="tx wide stack marks">
        <p className="said" dir="auto">
          <Link href={hrefOf(shown)} className="quiet-link">
            {shown.title || t('mark.wordless')}
          </Link>
        </p>
        <PickMany legend={t('mark.serves')} options={options.filter(({ value }) => !named.includes(value))} value={of('serves')} onChange={(chosen) => put('serves', chosen)} />
        {named.length > 0 && <p className="s q">{t('mark.named', { names: list.format(held.filter(({ id }) => named.includes(id)).map(({ name }) => name)) })}</p>}
        <details open={of('strains').length > 0}>
          <summary>{t('mark.strains-open')}</summary>
          <PickMany legend={t('mark.strains')} options={options} value={of('strains')} onChange={(chosen) => put('strains', chosen)} />
        </details>
      </div>
    </li>
  );
};

export const MarkPage = () => {
  const t = useWords('values');
  const all = useValues();
  const desk = useDesk();
  const [which, setWhich] = useState<'open' | 'all'>('open');
  const [most, setMost] = useState(SHOWN);
  // What is marked here stays in sight until one leaves: nothing moves away under a hand.
  const byName = idsByName(all.held);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  // One more than is shown tells whether there are older ones.
  const list = firstOf(latest(all, desk), most + 1, (one) => which === 'all' || touched.has(one.id) || !isMarked(one, all.held, byName));
  return (
    <Page title={t('mark.title')} where={<ToValues />}>
      <Sheet>
        <Title sub={t('mark.about')}>{t('mark.title')}</Title>
        {all.held.length === 0 ? (
          <Row note="" stack>
            <p>{t('mark.no-values')}</p>
            <div className="cluster">
              <LinkButton href="/know/values/new" look="go">
                {t('new.title')}
              </LinkButton>
              <LinkButton href="/know/values/cards">{t('in.cards')}</LinkButton>
            </div>
          </Row>
        ) : (
          <Row note="" wide>
            <PickOne
              legend={t('mark.which')}
              quiet
              value={which}
              options={(['open', 'all'] as const).map((value) => ({ value, label: t(`mark.${value}`) }))}
              onChange={(one) => setWhich(one ?? 'open')}
            />
          </Row>
        )}
        {all.held.length > 0 && list.length === 0 && (
          <Row note="">
            <p className="q">{t('mark.none')}</p>
          </Row>
        )}
        {all.held.length > 0 && (
          <ul className="ruled">
            {list.slice(0, most).map((one) => (
              <Marks key={one.id} all={all} shown={one} held={all.held} onMark={() => setTouched(new Set([...touched, one.id]))} />
            ))}
          </ul>
        )}
        {all.held.length > 0 && list.length > most && (
          <Row note="">
            <Button look="bare" onPress={() => setMost(most + SHOWN)}>
              {t('mark.older')}
            </Button>
          </Row>
        )}
      </Sheet>
    </Page>
  );
};
