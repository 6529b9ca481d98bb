// Sharing a copy: the exact words that go, who will read them, and what may be done with them. It begins with an entry's text where one
// came from an entry (`?entry=`), and goes nowhere before it is pressed. What is typed stays until then.

import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { Refusal } from '#core/result.ts';
import type { Terms } from '#core/terms.ts';
import { useDay } from '#web/ui/circle-words.ts';
import { Button, LinkButton } from '#web/ui/button.tsx';
import { useCircles, type OpenCircle } from '#web/ui/circles.ts';
import { Choice, TextArea } from '#web/ui/field.tsx';
import { ToCircle } from '#web/ui/in-circle.tsx';
import { Page } from '#web/ui/page.tsx';
import { Loading, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useTyped } from '#web/ui/typed.ts';
import { useDeskState } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { entryToShare, namedIn, peopleOf, type FromEntry } from './from-entry.ts';
import { share } from './model.ts';
import { TermsCard } from './terms.tsx';
import { today, useDo, useNameOf, useNames } from './use-sharing.tsx';

interface FormProps {
  readonly circle: OpenCircle;
  readonly circles: readonly OpenCircle[];
  readonly onCircle: (vault: string) => void;
  readonly from: FromEntry | null;
  /** What the words are kept under while they are typed. */
  readonly place: string;
}

const termsOf = (typed: Readonly<Record<string, string>>): Terms => ({
  until: typed['until'] ?? '',
  quote: typed['quote'] === 'unnamed' || typed['quote'] === 'named' ? typed['quote'] : 'no',
  ai: typed['ai'] === 'yes',
  count: typed['count'] === 'yes',
});

const Form = ({ circle, circles, onCircle, from, place }: FormProps) => {
  const t = useWords('sharing');
  const inWords = useRefusal('sharing');
  const nameOf = useNameOf(circle);
  const names = useNames();
  const day = useDay();
  const [, go] = useLocation();
  const { snapshot } = useDeskState();
  const [people] = useState(() => peopleOf(snapshot));
  const act = useDo(circle);
  const { typed, type, done } = useTyped(place);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const text = typed['text'] ?? from?.text ?? '';
  const terms = termsOf(typed);
  const others = circle.members.filter(({ isMe }) => !isMe).map(({ id }) => nameOf(id));
  const named = namedIn(text, people);
  const put = (name: string, value: string): void => {
    setRefused(null);
    type(name, value);
  };
  const putTerms = (next: Terms): void => {
    for (const name of ['until', 'quote'] as const) if (next[name] !== terms[name]) put(name, next[name]);
    for (const name of ['ai', 'count'] as const) if (next[name] !== terms[name]) put(name, next[name] ? 'yes' : 'no');
  };
  const send = async (): Promise<void> => {
    const could = share(text, terms, [], { account: circle.me, id: 'x', at: '', today: today() });
    if (!could.ok) return setRefused(could.error);
    const id = await act.share(text, terms);
    if (id === null) return;
    done();
    go(`/circles/${circle.vault}/sharing/${id}`);
  };
  const isOfDay = refused !== null && (refused.code === 'share-until-past' || refused.code.startsWith('date-'));
  return (
    <form
      className="share-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Row note={from ? t('new.from', { day: day(from.day) }) : ''} stack>
        <TextArea
          label={t('new.text')}
          hint={t('new.text-hint')}
          value={text}
          onChange={(next) => put('text', next)}
          refused={refused && !isOfDay ? inWords(refused) : undefined}
          autoFocus={from === null}
        />
        {(from?.attached ?? 0) > 0 && <p className="s q">{t('new.attached', { count: from!.attached })}</p>}
        {named.length > 0 && <p className="note">{t('new.names', { count: named.length, names: names(named.slice(0, 12)) })}</p>}
      </Row>
      <Row note={t('new.who')} stack>
        {circles.length > 1 && (
          <Choice label={t('new.circle')} value={circle.vault} onChange={onCircle} options={circles.map((each) => ({ value: each.vault, label: each.name || t('unnamed') }))} />
        )}
        <p>{others.length === 0 ? t('new.readers-none', { circle: circle.name }) : t('new.readers', { count: others.length, names: names(others), circle: circle.name })}</p>
        <p className="s q">
          {t('new.later')} {t('new.some')}
        </p>
      </Row>
      <Row note={t('new.terms')} stack>
        <TermsCard terms={terms} onChange={putTerms} refused={isOfDay ? inWords(refused) : undefined} />
        <p className="s q">{t('new.promise')}</p>
        <div className="cluster">
          <Button look="go" type="submit" isDisabled={text.trim() === ''}>
            {t('new.do', { circle: circle.name || t('unnamed') })}
          </Button>
        </div>
      </Row>
    </form>
  );
};

export const SharePage = () => {
  const t = useWords('sharing');
  const asked = new URLSearchParams(useSearch());
  const [chosen, setChosen] = useState(asked.get('circle') ?? '');
  const { snapshot, phase } = useDeskState();
  const entry = asked.get('entry') ?? '';
  const from = entry === '' ? null : entryToShare(snapshot, entry);
  const all = useCircles();
  const circles = all.filter(({ standing, isOpening }) => standing === 'in' && !isOpening);
  const circle = circles.find(({ vault }) => vault === chosen) ?? circles[0];
  return (
    <Page title={t('new.title')} where={circle && entry === '' ? <ToCircle circle={circle} /> : null}>
      {phase !== 'open' || (!circle && all.some(({ isOpening }) => isOpening)) ? (
        <Loading />
      ) : (
        <Sheet>
          <Title sub={t('new.about')}>{t('new.title')}</Title>
          {circle ? (
            <Form
              key={`${entry} ${entry === '' ? circle.vault : ''}`}
              circle={circle}
              circles={circles}
              onCircle={setChosen}
              from={from}
              place={`share ${entry === '' ? circle.vault : entry}`}
            />
          ) : (
            <Row note="" stack>
              <p>{t('new.no-circle')}</p>
              <LinkButton href="/circles">{t('new.to-circles')}</LinkButton>
            </Row>
          )}
        </Sheet>
      )}
    </Page>
  );
};
