// Remarks on what was shared: those for all who read it, each with its writer's terms and the sharer's answer; those between two, which
// only these two see; and the form for one of one's own. What is typed stays until it is sent.

import { useState } from 'react';
import type { Refusal } from '#core/result.ts';
import { ONLY_READ, type Quoting } from '#core/terms.ts';
import { Button } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { TextArea } from '#web/ui/field.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import { useTyped } from '#web/ui/typed.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import type { Remark, Shared } from './model.ts';
import type { PrivateRemark } from './private-remarks.ts';
import { QuoteButton } from './quote.tsx';
import { useDo, useNameOf, usePrivate } from './use-sharing.tsx';

interface OnProps {
  readonly circle: OpenCircle;
  readonly on: Shared;
}

/** More than these of one list are shown when asked for: nobody's flood takes the page. */
const AT_ONCE = 30;

const AnswerForm = ({ place, onSend }: { readonly place: string; readonly onSend: (text: string) => Promise<{ readonly ok: boolean }> }) => {
  const t = useWords('sharing');
  const { text, type, done } = useTyped(place);
  const [isOpen, setOpen] = useState(text('text') !== '');
  if (!isOpen)
    return (
      <Button look="bare" icon="reply" onPress={() => setOpen(true)}>
        {t('answer.do')}
      </Button>
    );
  const send = async (): Promise<void> => {
    const { ok } = await onSend(text('text'));
    if (!ok) return;
    done();
    setOpen(false);
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <TextArea label={t('answer.yours')} value={text('text')} onChange={(next) => type('text', next)} autoFocus />
      <div className="cluster">
        <Button type="submit" isDisabled={text('text').trim() === ''}>
          {t('answer.send')}
        </Button>
        <Button look="bare" onPress={() => setOpen(false)}>
          {t('leave-it')}
        </Button>
      </div>
    </form>
  );
};

const Answer = ({ who, text, onTakeBack }: { readonly who: string; readonly text: string; readonly onTakeBack: (() => void) | null }) => {
  const t = useWords('sharing');
  return (
    <div className="quote">
      <p className="s q">{who}</p>
      <p className="said" dir="auto">
        {text}
      </p>
      {onTakeBack && (
        <Button look="bare" onPress={onTakeBack}>
          {t('take-back')}
        </Button>
      )}
    </div>
  );
};

const Open = ({ circle, on, remark }: OnProps & { readonly remark: Remark }) => {
  const t = useWords('sharing');
  const nameOf = useNameOf(circle);
  const { answer, takeBack } = useDo(circle);
  const { me, standing } = circle;
  const isMine = remark.by === me;
  const mayWrite = standing === 'in';
  return (
    <li className="stack">
      <p className="s q">
        {isMine ? t('you') : nameOf(remark.by)}
        {t('comma')}
        <b>{t(`remark.is-${remark.terms?.quote ?? 'no'}${isMine ? '-mine' : ''}`)}</b>
      </p>
      <p className="said" dir="auto">
        {remark.text}
      </p>
      {remark.answers.map((one) => (
        <Answer
          key={one.id}
          who={one.by === me ? t('answer.you-said') : t('answer.said', { name: nameOf(one.by) })}
          text={one.text}
          onTakeBack={one.by === me && mayWrite ? () => void takeBack(one) : null}
        />
      ))}
      {mayWrite && (
        <div className="cluster">
          {isMine ? (
            <Button look="bare" onPress={() => void takeBack(remark)}>
              {t('take-back')}
            </Button>
          ) : (
            <QuoteButton circle={circle} of={remark} />
          )}
          {on.by === me && <AnswerForm place={`answer ${remark.id.slice(27)}`} onSend={(text) => answer(remark, text)} />}
        </div>
      )}
    </li>
  );
};

const Between = ({ circle, between: { remark, answers } }: { readonly circle: OpenCircle; readonly between: PrivateRemark }) => {
  const t = useWords('sharing');
  const refusal = useRefusal('sharing');
  const nameOf = useNameOf(circle);
  const { answerPrivately, takeBackPrivately } = useDo(circle);
  const { me } = circle;
  const isMine = remark.from === me;
  const other = nameOf(isMine ? remark.to : remark.from);
  return (
    <li className="stack">
      <p className="s q">
        {isMine ? t('you') : other}
        {t('comma')}
        <b>{t('remark.is-between', { name: other })}</b>
      </p>
      <p className="said" dir="auto">
        {remark.text}
      </p>
      <p className="s q">
        {t('remark.only-two', { name: other })}
        {remark.state === 'waiting' && ` ${t('remark.waiting')}`}
      </p>
      {remark.state === 'cannot' && <p className="refused">{refusal({ code: remark.why, with: { name: other } })}</p>}
      {answers.map((one) => (
        <Answer
          key={one.id}
          who={one.from === me ? t('answer.you-said') : t('answer.said', { name: other })}
          text={one.text}
          onTakeBack={one.from === me ? () => void takeBackPrivately(one) : null}
        />
      ))}
      <div className="cluster">
        {isMine && (
          <Button look="bare" onPress={() => void takeBackPrivately(remark)}>
            {t('take-back')}
          </Button>
        )}
        {(!isMine || answers.length > 0) && circle.members.some(({ id, isMe }) => !isMe && (id === remark.from || id === remark.to)) && (
          <AnswerForm place={`answer ${remark.id.slice(27)}`} onSend={(text) => answerPrivately(remark, text)} />
        )}
      </div>
    </li>
  );
};

type For = 'between' | Quoting;
const FOR: readonly For[] = ['between', 'no', 'unnamed', 'named'];

export const RemarkForm = ({ circle, on }: OnProps) => {
  const t = useWords('sharing');
  const inWords = useRefusal('sharing');
  const nameOf = useNameOf(circle);
  const { remark, remarkPrivately } = useDo(circle);
  const { text, type, done } = useTyped(`remark ${on.id.slice(27)}`);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const name = nameOf(on.by);
  const isFor = FOR.find((each) => each === text('for')) ?? 'between';
  const send = async (): Promise<void> => {
    if (text('text').trim() === '') return setRefused({ code: 'share-empty' });
    const { ok } = isFor === 'between' ? await remarkPrivately(on, text('text')) : await remark(on, text('text'), { ...ONLY_READ, quote: isFor });
    if (ok) done();
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <TextArea
        label={t('remark.yours')}
        value={text('text')}
        onChange={(next) => {
          setRefused(null);
          type('text', next);
        }}
        refused={refused ? inWords(refused) : undefined}
      />
      <PickOne
        legend={t('remark.terms')}
        options={FOR.map((value) => ({ value, label: t(`remark.for-${value}`, { name }) }))}
        value={isFor}
        onChange={(value) => type('for', value ?? '')}
      />
      <div className="cluster">
        <Button type="submit">{t('remark.send')}</Button>
      </div>
    </form>
  );
};

export const Remarks = ({ circle, on }: OnProps) => {
  const t = useWords('sharing');
  const between = usePrivate(circle, on.id);
  const [isAll, setAll] = useState(false);
  const both = [
    ...between.map((one) => ({ id: one.remark.id, at: one.remark.at, item: <Between key={one.remark.id} circle={circle} between={one} /> })),
    ...on.remarks.map((one) => ({ id: one.id, at: one.at, item: <Open key={one.id} circle={circle} on={on} remark={one} /> })),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1));
  const mayRemark = circle.standing === 'in' && on.by !== circle.me;
  if (both.length === 0 && !mayRemark) return on.by === circle.me ? <p className="s q">{t('remarks.none')}</p> : null;
  return (
    <>
      <h3>{t('remarks')}</h3>
      {both.length > 0 && <ul className="list">{(isAll ? both : both.slice(0, AT_ONCE)).map(({ item }) => item)}</ul>}
      {both.length > AT_ONCE && !isAll && <Button onPress={() => setAll(true)}>{t('remarks.all', { count: both.length })}</Button>}
      {mayRemark && <RemarkForm circle={circle} on={on} />}
    </>
  );
};
