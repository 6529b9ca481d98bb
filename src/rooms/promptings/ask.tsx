// Asking: in own words, one of the ready-made, an open question of one's journal, or one that somebody let go on. It says before it is
// asked who will see it, and where the answers go.

import { useLocation, useSearch } from 'wouter';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import { useCircle, useCircles, type OpenCircle } from '#web/ui/circles.ts';
import { TextArea, TextField } from '#web/ui/field.tsx';
import { InCircle, ToCircle } from '#web/ui/in-circle.tsx';
import { Page } from '#web/ui/page.tsx';
import { PickMany, PickOne } from '#web/ui/pick.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { momentNow } from '#web/ui/time.ts';
import { useDesk, useSnapshot } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { isId } from '#core/ids.ts';
import type { Quoting } from '#core/terms.ts';
import { askingId, mayAskOn, promptingsIn, type AnswersTo, type Draft, type Prompted } from './model.ts';
import { seeingOf, useDo, useHand, useNames, useQuestion } from './use-promptings.tsx';
import { useTyped } from './use-typed.tsx';
import { ask, dropDraft } from './write.ts';

const READY = ['best', 'stopped', 'unasked', 'freely', 'carry-on', 'mind', 'unknown', 'hard'] as const;
const LENDS: readonly Quoting[] = ['no', 'unnamed', 'named'];

/** What others saw in one is for that one alone. */
const readyDraft = (text: string, ready: (typeof READY)[number]): Draft => ({ text, more: ready === 'best' ? { answers: 'asker' } : {} });

/** What the address names: a prompting that may be asked on, from another circle or this one. */
const useBorrowed = (): { readonly from: Prompted; readonly circle: OpenCircle; readonly isNamed: boolean } | null => {
  const params = new URLSearchParams(useSearch());
  const circle = useCircle(params.get('in') ?? '');
  const own = useSnapshot();
  if (!circle) return null;
  const seeing = seeingOf(circle);
  const from = promptingsIn(circle.snapshot, own, seeing).find(({ id }) => id === params.get('from'));
  const leave = from ? mayAskOn(from, seeing) : null;
  return from && leave?.may ? { from, circle, isNamed: leave.named } : null;
};

const Form = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('promptings');
  const desk = useDesk();
  const names = useNames(circle);
  const act = useDo(circle);
  const hand = useHand();
  const [, go] = useLocation();
  const params = new URLSearchParams(useSearch());
  const asked = params.get('question') ?? '';
  const question = useQuestion(asked);
  // One of the ready-made, chosen on the page that leads here.
  const ready = READY.find((each) => each === params.get('ready'));
  const borrowed = useBorrowed();
  const isOwn = borrowed?.from.by === borrowed?.circle.me;
  const first = borrowed && !isOwn ? { name: borrowed.isNamed ? borrowed.from.first?.name || borrowed.circle.names.get(borrowed.from.by) || '' : '' } : null;
  const given = borrowed?.from.text ?? question;
  // One draft for each thing that is asked on; what is typed freely has another.
  const id = askingId(circle.vault);
  const place = given !== '' ? `${id} ${(borrowed?.from.id ?? asked).slice(-26)}` : ready ? `${id} ${ready}` : id;
  const { text: typed, more, change, keep, over } = useTyped(place, given === '' && ready ? readyDraft(t(`ready.${ready}`), ready) : { text: given, more: {} });
  const others = circle.members.filter(({ isMe }) => !isMe);
  const isPair = others.length === 1;
  const some = more['some'] === true;
  const to = (Array.isArray(more['to']) ? more['to'] : []).filter((each): each is string => others.some((member) => member.id === each));
  const answers: AnswersTo = more['answers'] === 'asker' ? 'asker' : 'any';
  const lend = LENDS.find((each) => each === more['lend']) ?? 'no';
  const until = typeof more['until'] === 'string' ? more['until'] : '';
  const people = to.map(names);
  const send = async (): Promise<void> => {
    const made = ask({ text: typed, to: some ? to : 'all', until, answers, lend, first, question: question === '' ? '' : asked }, seeingOf(circle), hand());
    await keep();
    const drop = dropDraft(desk.state().snapshot, place);
    const done = await act(made.ok ? { ok: true, value: { ...made.value, own: [...made.value.own, ...drop] } } : made, some ? 'done.asked-some' : 'done.asked');
    if (!done) return;
    over();
    go(`/circles/${circle.vault}/promptings`);
  };
  return (
    <form
      className="asking"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Row note={t('ask.note')} stack>
        <TextArea label={t('ask.label')} value={typed} onChange={(text) => change({ text })} placeholder={t('ask.placeholder')} maxLength={2000} />
        {first && <p className="s q">{first.name === '' ? t('first-elsewhere') : t('first-by', { name: first.name })}</p>}
        {typed.trim() === '' && (
          <>
            <p className="hint">{t('ask.ready')}</p>
            <ul className="list ready">
              {READY.map((each) => (
                <li key={each}>
                  <button type="button" className="said" onClick={() => change(readyDraft(t(`ready.${each}`), each))}>
                    {t(`ready.${each}`)}
                  </button>
                </li>
              ))}
            </ul>
          </>
        )}
      </Row>
      <Row note={t('ask.whom')} stack>
        <PickOne
          legend={t('ask.whom-legend')}
          quiet
          options={[
            { value: 'all', label: t('ask.all') },
            { value: 'some', label: isPair ? t('ask.one', { name: names(others[0]!.id) }) : t('ask.some') },
          ]}
          value={some ? 'some' : 'all'}
          onChange={(next) => change({ more: { some: next === 'some', ...(isPair && next === 'some' ? { to: [others[0]!.id] } : {}) } })}
        />
        {some && !isPair && (
          <PickMany
            legend={t('ask.people')}
            quiet
            options={others.map(({ id: value }) => ({ value, label: names(value) }))}
            value={to}
            onChange={(next) => change({ more: { to: next } })}
          />
        )}
        <p className="s q">{some ? (people.length > 0 ? t('ask.some-about', { names: people }) : t('ask.some-choose')) : t('ask.all-about', { count: circle.members.length })}</p>
      </Row>
      {!some && (
        <Row note={t('ask.answers')} stack>
          <PickOne<AnswersTo>
            legend={t('ask.answers-legend')}
            quiet
            options={[
              { value: 'any', label: t('ask.answers-any') },
              { value: 'asker', label: t('ask.answers-asker') },
            ]}
            value={answers}
            onChange={(next) => change({ more: { answers: next ?? 'any' } })}
          />
        </Row>
      )}
      <Row note={t('ask.terms')} stack>
        <TextField type="date" label={t('ask.until')} value={until} min={momentNow().when.slice(0, 10)} onChange={(next) => change({ more: { until: next } })} />
        <PickOne<Quoting>
          legend={t('ask.lend')}
          options={LENDS.map((value) => ({ value, label: t(`ask.lend-${value}`) }))}
          value={lend}
          onChange={(next) => change({ more: { lend: next ?? 'no' } })}
        />
        <div className="cluster">
          <Button look="go" type="submit" isDisabled={typed.trim() === '' || (some && to.length === 0)}>
            {t('ask.go')}
          </Button>
        </div>
      </Row>
    </form>
  );
};

export const AskPage = ({ params }: RoomPageProps) => <InCircle vault={params['circle']}>{(circle) => <Asking circle={circle} />}</InCircle>;

const Asking = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('promptings');
  return (
    <Page title={t('ask.title')} where={<ToCircle circle={circle} />}>
      <Sheet>
        <Title sub={t('ask.about')}>{t('ask.title')}</Title>
        {circle.standing !== 'in' || circle.members.length < 2 ? <Row note="">{t(circle.standing === 'in' ? 'ask.alone' : 'ask.not-here')}</Row> : <Form circle={circle} />}
      </Sheet>
    </Page>
  );
};

/** In which circle: for what comes from elsewhere (an open question of the journal, a prompting of another circle). */
export const ChoosePage = () => {
  const t = useWords('promptings');
  const params = new URLSearchParams(useSearch());
  const asked = params.get('question') ?? '';
  const question = useQuestion(asked);
  const borrowed = useBorrowed();
  const circles = useCircles().filter(({ standing, members }) => standing === 'in' && members.length > 1);
  const ready = READY.find((each) => each === params.get('ready'));
  const query = borrowed ? `from=${borrowed.from.id}&in=${borrowed.circle.vault}` : isId(asked) ? `question=${asked}` : ready ? `ready=${ready}` : '';
  const text = borrowed?.from.text ?? (question === '' && ready ? t(`ready.${ready}`) : question);
  return (
    <Page title={t('ask.title')} where={<TextLink href="/circles">{t('circles')}</TextLink>}>
      <Sheet>
        <Title>{t('choose.title')}</Title>
        {text !== '' && (
          <Row note="">
            <p className="said asked" dir="auto">
              {text}
            </p>
          </Row>
        )}
        <Row note="" wide stack>
          {circles.length === 0 ? (
            <>
              <p>{t('choose.none')}</p>
              <LinkButton href="/circles">{t('choose.go')}</LinkButton>
            </>
          ) : (
            <ul className="ways">
              {circles.map(({ vault, name, members }) => (
                <li key={vault}>
                  <TextLink href={`/circles/${vault}/promptings/ask?${query}`}>
                    <span>
                      <strong>{name === '' ? t('unnamed') : name}</strong>
                      {t('choose.count', { count: members.length })}
                    </span>
                  </TextLink>
                </li>
              ))}
            </ul>
          )}
        </Row>
      </Sheet>
    </Page>
  );
};
