// What the pages about energy share: the one question, and what was marked of something, in lines that lead to where it stands.

import { Link, useLocation } from 'wouter';
import { Button } from '#web/ui/button.tsx';
import { useCircles } from '#web/ui/circles.ts';
import { useFew } from '#web/ui/few.tsx';
import { useAct } from '#web/ui/own.ts';
import { RoadsOut } from '#web/ui/roads.tsx';
import { RecordLine } from '#web/ui/record-line.tsx';
import { Row } from '#web/ui/sheet.tsx';
import { carryInto, typedAt } from '#web/ui/typed.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { doNotAsk } from './gifts.ts';
import type { Activity, Asked, Said } from './map.ts';
import { activityHref } from './picture.tsx';
import { useSigned, type InPurpose } from './use-purpose.tsx';

/** How many of what it rests on stand with a question. */
const EVIDENCE = 3;

/** One line for each thing that was marked, the newest first: where it stands, when, what was said. */
export const SaidLines = ({ all, said, most }: { readonly all: InPurpose; readonly said: readonly Said[]; readonly most: number }) => {
  const t = useWords('purpose');
  const signed = useSigned();
  const { shown, more } = useFew(said.toReversed(), most, (count) => t('said.all', { count }));
  return (
    <>
      <ul className="list">
        {shown.map(({ id, energy, meaning, terms }) => {
          const record = all.records.shown(id);
          return (
            <li key={id}>
              {record && <RecordLine shown={record} />}{' '}
              <span className="s q num">
                {[
                  ...(energy === null ? [] : [t('said.energy', { level: signed(energy) })]),
                  ...(meaning === null ? [] : [t('said.meaning', { level: signed(meaning) })]),
                  ...(terms === null ? [] : [t(`terms.${terms}`)]),
                ].join(' · ')}
              </span>
            </li>
          );
        })}
      </ul>
      {more}
    </>
  );
};

/** Puts words into the form of a new commitment, after what it holds already. */
export const useToCommitment = (): ((words: Readonly<Record<'what' | 'why' | 'by', string>>, from?: string) => void) => {
  const desk = useDesk();
  const [, go] = useLocation();
  return (words, from) => {
    const place = 'commitment new';
    for (const [field, text] of Object.entries(words)) {
      const before = typedAt(desk, place, field).trim();
      if (text !== '' && !before.includes(text)) carryInto(desk, place, field, before === '' || field === 'by' ? text : `${before}\n${text}`);
    }
    go(`/act/commitments/new${from === undefined ? '' : `?to=${from}&as=comes-from`}`);
  };
};

/** "It means much to you and takes energy. Is it the thing itself, or how it is set up?" Roads to others stand beside what one can do alone, never after it. */
export const Asks = ({ all, asked }: { readonly all: InPurpose; readonly asked: Asked }) => {
  const t = useWords('purpose');
  const act = useAct('purpose');
  const toCommitment = useToCommitment();
  const hasCircle = useCircles().some(({ standing, isOpening }) => standing === 'in' && !isOpening);
  const { activity, others } = asked;
  const { name, takes, gives, energy, meaning, terms } = activity;
  const marked = activity.said.filter((one) => one.energy !== null);
  // Those with words say more; the newest of them.
  const told = marked.filter(({ id }) => all.records.shown(id)?.title);
  const set = terms.mine + terms.others + terms.both;
  const strain = { words: t('ask.strain', { name }), replies: {} };
  return (
    <Row as="section" note={t('ask.note')} labelledBy="ask-h" wide stack>
      <h2 className="asks" id="ask-h">
        {t('ask.takes', { name })}
      </h2>
      <p>
        {t('ask.counts', { takes, gives, of: energy!.count })} {t('ask.much', { count: meaning!.count })} {set > 0 && t('ask.terms', { others: terms.others, of: set })}{' '}
        {others.of > 0 && t('ask.base', { takes: others.takes, of: others.of })} {t('ask.chance')}
      </p>
      <SaidLines all={all} said={(told.length < EVIDENCE ? marked : told).slice(-EVIDENCE)} most={EVIDENCE} />
      <p className="links s">
        <Link href={activityHref(activity)}>{t('ask.all', { count: activity.said.length })}</Link>
      </p>
      <div className="two">
        <div className="stack">
          <h3>{t('ask.set-up')}</h3>
          <RoadsOut leads="raise" label={t('ask.raise')} strain={strain} />
          {hasCircle && <RoadsOut leads="ask" label={t('ask.together')} strain={strain} />}
        </div>
        <div className="stack">
          <h3>{t('ask.itself')}</h3>
          <div className="cluster">
            <Button onPress={() => toCommitment({ what: '', why: t('ask.why', { name }), by: '' })}>{t('ask.change')}</Button>
          </div>
        </div>
      </div>
      <div className="cluster">
        <Button look="bare" icon="hide" onPress={() => void act(doNotAsk(activity.key), 'done.unasked')}>
          {t('ask.not-so')}
        </Button>
      </div>
    </Row>
  );
};

/** The same activity under one of its names; null where nothing of it was marked. */
export const withKey = (activities: readonly Activity[], is: (key: string) => boolean): Activity | null => activities.find(({ key }) => is(key)) ?? null;
