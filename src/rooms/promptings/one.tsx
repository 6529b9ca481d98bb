// One prompting: who asks, what, my answer and who reads it, what others answered that I may read. Invariant: with every answer stands who
// reads it, before it is sent and after.

import { useState } from 'react';
import { useAnswersUnder } from '#web/ui/asked.ts';
import { useDay } from '#web/ui/circle-words.ts';
import type { OpenCircle } from '#web/ui/circles.ts';
import { Button, TextLink } from '#web/ui/button.tsx';
import { TextArea } from '#web/ui/field.tsx';
import { placeOf } from '#web/ui/form-values.ts';
import { Menu } from '#web/ui/menu.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import { Row } from '#web/ui/sheet.tsx';
import { carryInto, typedAt } from '#web/ui/typed.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { useLocation } from 'wouter';
import { answeringId, mayAskOn, waysOf, type Answer, type Prompted } from './model.ts';
import { seeingOf, useDo, useHand, useNames } from './use-promptings.tsx';
import { useTyped } from './use-typed.tsx';
import { answer, dropDraft, pass, takeBack, thank, unpass, withdrawPrompting, type Writes } from './write.ts';
import type { Result } from '#core/result.ts';

type Way = 'me' | 'asker' | 'circle';

const AnswerForm = ({ circle, prompted }: { readonly circle: OpenCircle; readonly prompted: Prompted }) => {
  const t = useWords('promptings');
  const desk = useDesk();
  const name = useNames(circle)(prompted.by);
  const act = useDo(circle);
  const hand = useHand();
  const id = answeringId(prompted.id);
  const { text, more, change, keep, over } = useTyped(id);
  const ways = waysOf(prompted);
  const way = ways.find((each) => each === more['way']) ?? 'me';
  const seeing = seeingOf(circle);
  const write = async (made: Result<Writes>, done: string): Promise<void> => {
    await keep();
    const drop = dropDraft(desk.state().snapshot, id);
    if (await act(made.ok ? { ok: true, value: { ...made.value, own: [...made.value.own, ...drop] } } : made, done, { name })) over();
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void write(answer(prompted, way, text, seeing, hand()), `done.${way}`);
      }}
    >
      <TextArea label={t('answer.label')} quiet value={text} onChange={(next) => change({ text: next })} placeholder={t('answer.placeholder')} maxLength={20_000} />
      <PickOne<Way>
        legend={t('answer.who')}
        options={ways.map((each) => ({ value: each, label: each === 'asker' ? name : t(`answer.to.${each}`) }))}
        value={way}
        onChange={(next) => change({ more: { way: next ?? 'me' } })}
      />
      <div className="cluster">
        <Button type="submit" isDisabled={text.trim() === ''}>
          {t(`answer.go.${way}`, { name })}
        </Button>
        <Button look="bare" onPress={() => void write(pass(prompted, seeing, hand()), 'done.passed')}>
          {t('pass')}
        </Button>
      </div>
      <p className="s q">{prompted.toAll ? t('untold') : t('untold-private', { name })}</p>
    </form>
  );
};

/** What came to me alone goes into the form of a gift (rooms/purpose), to be kept there as it is or in other words; nothing is kept yet. */
const useToGift = (): ((other: Answer, name: string) => void) => {
  const desk = useDesk();
  const [, go] = useLocation();
  return ({ id, text }, name) => {
    const place = placeOf('gift answer', id);
    if (typedAt(desk, place, 'text') === '')
      for (const [field, typed] of [
        ['text', text],
        ['by', name],
      ] as const)
        carryInto(desk, place, field, typed);
    go(`/know/purpose/gifts/new?answer=${id}`);
  };
};

/** How it stands with a letter, in words; nothing where it has gone. */
const LetterState = ({ of: { letter } }: { readonly of: Answer }) => {
  const t = useWords('promptings');
  if (!letter || letter.state === 'sent' || letter.state === 'came') return null;
  return <p className="s q">{letter.state === 'waiting' ? t('letter.waiting') : t('letter.cannot')}</p>;
};

const MyAnswer = ({ circle, prompted }: { readonly circle: OpenCircle; readonly prompted: Prompted }) => {
  const t = useWords('promptings');
  const name = useNames(circle)(prompted.by);
  const act = useDo(circle);
  const hand = useHand();
  const { mine } = prompted;
  if (!mine) return null;
  return (
    <div className="note stack">
      <p className="s q">{t(`mine.${mine.way}`, { name })}</p>
      {mine.way === 'me' ? (
        <p>
          <TextLink href={`/journal/e/${mine.entry}`}>{t('mine.read')}</TextLink>
        </p>
      ) : (
        <>
          <p className="said pre" dir="auto">
            {mine.answer.text}
          </p>
          <LetterState of={mine.answer} />
          <div className="cluster">
            <Button look="bare" onPress={() => void act(takeBack(prompted, hand()), 'done.taken-back')}>
              {t('take-back')}
            </Button>
          </div>
        </>
      )}
    </div>
  );
};

const Other = ({ circle, prompted, other }: { readonly circle: OpenCircle; readonly prompted: Prompted; readonly other: Answer }) => {
  const t = useWords('promptings');
  const names = useNames(circle);
  const act = useDo(circle);
  const hand = useHand();
  const name = names(other.by);
  const toGift = useToGift();
  const isMine = prompted.by === circle.me;
  // An answer to an open question of one's own goes under it; it lies where it is, on its terms.
  const under = useAnswersUnder('promptings', isMine ? prompted.question : '');
  const place = { vault: circle.vault, id: other.id };
  return (
    <li className="stack">
      <p className="s q">{other.way === 'asker' ? t('other.asker', { name }) : t('other.circle', { name })}</p>
      <p className="said pre" dir="auto">
        {other.text}
      </p>
      {prompted.thanked.has(other.id) && <p className="s q">{t('thanked', { name })}</p>}
      {under.has(place) && <p className="s q">{t('is-under')}</p>}
      <div className="cluster">
        {!prompted.thanked.has(other.id) && circle.standing === 'in' && (
          <Button look="bare" onPress={() => void act(thank(prompted, other, '', seeingOf(circle), hand()), 'done.thanked', { name })}>
            {t('thank', { name })}
          </Button>
        )}
        {isMine && prompted.question !== '' && !under.has(place) && (
          <Button look="bare" onPress={() => under.put(place, 'done.under')}>
            {t('under')}
          </Button>
        )}
        {isMine && prompted.question === '' && other.way === 'asker' && (
          <Button look="bare" onPress={() => toGift(other, name)}>
            {t('gift')}
          </Button>
        )}
      </div>
    </li>
  );
};

const More = ({ circle, prompted }: { readonly circle: OpenCircle; readonly prompted: Prompted }) => {
  const t = useWords('promptings');
  const desk = useDesk();
  const act = useDo(circle);
  const hand = useHand();
  const [, go] = useLocation();
  const name = useNames(circle)(prompted.by);
  const seeing = seeingOf(circle);
  const isMine = prompted.by === circle.me;
  const items = [
    ...(isMine || mayAskOn(prompted, seeing).may
      ? [{ id: 'ask-on', label: t('ask-on'), icon: 'forward' as const, onAction: () => go(`/ask?from=${prompted.id}&in=${circle.vault}`) }]
      : []),
    ...(!isMine && circle.standing === 'in' && !prompted.thanked.has(prompted.id)
      ? [
          {
            id: 'thank',
            label: t('thank-asking', { name }),
            icon: 'check' as const,
            onAction: () => void act(thank(prompted, prompted, '', seeing, hand()), 'done.thanked', { name }),
          },
        ]
      : []),
    ...(isMine
      ? [
          {
            id: 'withdraw',
            label: t('withdraw'),
            icon: 'delete' as const,
            warm: true,
            onAction: () => void act(withdrawPrompting(prompted, desk.state().snapshot, seeing, hand()), 'done.withdrawn'),
          },
        ]
      : []),
  ];
  return items.length === 0 ? null : <Menu label={t('other-things')} actions={items} />;
};

/** Who is asked, and who knows of it. */
export const useAskedLine = (circle: OpenCircle): ((prompted: Prompted) => string) => {
  const t = useWords('promptings');
  const names = useNames(circle);
  return ({ by, toAll, to }) => {
    if (by !== circle.me) return t(toAll ? 'asks-all' : 'asks-you', { name: names(by) });
    return toAll ? t('you-ask-all') : t('you-ask', { names: to.map(names) });
  };
};

export const One = ({ circle, prompted, withForm = true }: { readonly circle: OpenCircle; readonly prompted: Prompted; readonly withForm?: boolean }) => {
  const t = useWords('promptings');
  const day = useDay();
  const line = useAskedLine(circle);
  const names = useNames(circle);
  const act = useDo(circle);
  const hand = useHand();
  const [isOpened, setOpened] = useState(withForm);
  const { by, text, until, at, standing, mine, passed, others, thanks, first, question, toAll } = prompted;
  const isMine = by === circle.me;
  const canAnswer = !isMine && mine === null && !passed && standing === 'open' && circle.standing === 'in';
  return (
    <Row
      as="li"
      wide
      stack
      className="prompting"
      note={
        <>
          {line(prompted)}
          {until !== '' ? (
            <>
              <span className="nl"> </span>
              {t(standing === 'past' ? 'was-until' : 'until', { day: day(until) })}
            </>
          ) : (
            at !== '' && (
              <>
                <span className="nl"> </span>
                {day(at)}
              </>
            )
          )}
        </>
      }
    >
      <div className="asked-line">
        <p className="said asked" dir="auto">
          {text}
        </p>
        <More circle={circle} prompted={prompted} />
      </div>
      {first && <p className="s q">{first.name === '' ? t('first-elsewhere') : t('first-by', { name: first.name })}</p>}
      {!toAll && <p className="s q">{isMine ? t('private-mine', { names: prompted.to.map(names) }) : t('private', { name: names(by) })}</p>}
      {question !== '' && (
        <p className="s">
          <TextLink href={`/journal/question/${question}`}>{t('its-question')}</TextLink>
        </p>
      )}
      {canAnswer && (isOpened ? <AnswerForm circle={circle} prompted={prompted} /> : <Button onPress={() => setOpened(true)}>{t('answer.begin')}</Button>)}
      {passed && (
        <div className="cluster">
          <span className="s q">{t('passed')}</span>
          <Button look="bare" onPress={() => void act({ ok: true, value: unpass(prompted, hand()) }, 'done.unpassed')}>
            {t('unpass')}
          </Button>
        </div>
      )}
      <MyAnswer circle={circle} prompted={prompted} />
      {thanks.map(({ id, by: who, text: said }) => (
        <p key={id} className="s q">
          {t('thanks-you', { name: names(who) })} {said !== '' && <span className="said">{said}</span>}
        </p>
      ))}
      {others.length > 0 && (
        <ul className="list answers">
          {others.map((other) => (
            <Other key={other.id} circle={circle} prompted={prompted} other={other} />
          ))}
        </ul>
      )}
      {isMine && others.length === 0 && <p className="s q">{t(standing === 'past' ? 'nobody' : 'nobody-yet')}</p>}
    </Row>
  );
};
