// Raising an issue, from nothing or from an entry's words, and changing the words of one's own. Only the first line must be said.
// Invariant: what stands in the form is exactly what goes; an entry's words are seen here before they do.

import './issues.css';
import { useLocation, useSearchParams } from 'wouter';
import { recordById } from '#core/snapshot.ts';
import type { Result } from '#core/result.ts';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import { useActIn, useCircles, type OpenCircle } from '#web/ui/circles.ts';
import { TextArea, TextField } from '#web/ui/field.tsx';
import { InCircle, ToCircle } from '#web/ui/in-circle.tsx';
import { Page } from '#web/ui/page.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useTyped, type Typed } from '#web/ui/typed.ts';
import { useDesk, useDeskState } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { idInHandOf } from '#core/one-hand.ts';
import { raiseIssue, rewordIssue, type IssueDraft } from './deeds.ts';
import { draftFromEntry } from './from-entry.ts';
import { Form } from './form.tsx';
import { issueNamed } from './model.ts';
import { AREAS, isBiggerThanOne, QUESTIONS, restOf, type Question, type Reply } from './sheet.ts';

interface FieldsProps {
  /** The form, for what is typed and not sent yet. */
  readonly place: string;
  readonly first: IssueDraft;
  readonly go: string;
  readonly note?: string;
  readonly onGo: (draft: IssueDraft) => Promise<Result<unknown>>;
  readonly onClose: () => void;
}

/** What stands in the form: what it began with, and what was typed over it. */
const draftOf = (first: IssueDraft, typed: Typed): IssueDraft => {
  const text = (name: 'title' | 'happens' | 'cause' | 'role' | 'ask' | 'due'): string => typed[name] ?? first[name] ?? '';
  const replies: Partial<Record<Question, Reply>> = {};
  for (const question of QUESTIONS) {
    const reply = typed[question] ?? first.replies?.[question];
    if (reply === 'yes' || reply === 'no' || reply === 'not-known') replies[question] = reply;
  }
  return {
    title: text('title'),
    happens: text('happens'),
    area: AREAS.find((area) => area === (typed['area'] ?? first.area)) ?? null,
    cause: text('cause'),
    role: text('role'),
    ask: text('ask'),
    due: text('due'),
    replies,
  };
};

const Fields = ({ place, first, go, note, onGo, onClose }: FieldsProps) => {
  const t = useWords('issues');
  const { typed, type, done } = useTyped(place);
  const draft = draftOf(first, typed);
  const { replies = {} } = draft;
  const send = async (): Promise<Result<unknown>> => {
    const sent = await onGo(draft);
    if (sent.ok) done();
    return sent;
  };
  return (
    <Row note="">
      <Form go={go} isReady={draft.title.trim() !== ''} onGo={send} onLeave={onClose}>
        <TextField label={t('field.title')} placeholder={t('field.title-example')} value={draft.title} onChange={(text) => type('title', text)} maxLength={200} />
        <TextArea label={t('field.happens')} hint={t('field.happens-hint')} value={draft.happens ?? ''} onChange={(text) => type('happens', text)} maxLength={20_000} />
        <PickOne
          legend={t('field.area')}
          none
          value={draft.area ?? null}
          options={AREAS.map((area) => ({ value: area, label: t(`area.${area}`) }))}
          onChange={(area) => type('area', area ?? '')}
        />
        {draft.area && <p className="s q">{t(`area-about.${draft.area}`)}</p>}
        <TextArea label={t('field.cause')} value={draft.cause ?? ''} onChange={(text) => type('cause', text)} maxLength={5000} />
        <TextField label={t('field.role')} placeholder={t('field.role-example')} value={draft.role ?? ''} onChange={(text) => type('role', text)} maxLength={200} />
        <TextArea label={t('field.ask')} placeholder={t('field.ask-example')} value={draft.ask ?? ''} onChange={(text) => type('ask', text)} maxLength={2000} />
        <TextField label={t('field.due')} hint={t('field.due-hint')} type="date" value={draft.due ?? ''} onChange={(day) => type('due', day)} />
        <details open={Object.keys(replies).length > 0}>
          <summary>{t('question.about')}</summary>
          <div className="stack">
            {QUESTIONS.map((question) => (
              <PickOne
                key={question}
                legend={t(`question.${question}`)}
                none
                value={replies[question] ?? null}
                options={(['yes', 'no', 'not-known'] as const).map((value) => ({ value, label: t(`question.${value}`) }))}
                onChange={(reply) => type(question, reply ?? '')}
              />
            ))}
            {isBiggerThanOne({ replies }) && (
              <p role="status">
                <b>{t('question.bigger')}</b>
              </p>
            )}
          </div>
        </details>
        {note !== undefined && <p className="s q">{note}</p>}
      </Form>
    </Row>
  );
};

const Raise = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('issues');
  const desk = useDesk();
  const act = useActIn('issues');
  const { snapshot } = useDeskState();
  const [, go] = useLocation();
  const [search] = useSearchParams();
  const entry = search.get('entry');
  const fromEntry = entry === null ? null : draftFromEntry(recordById(snapshot, 'entry', entry));
  const at = `/circles/${circle.vault}/issues`;
  return (
    <Page title={t('raise.title')} where={<ToCircle circle={circle} />}>
      <Sheet>
        <Title sub={t('raise.about')}>{t('raise.title')}</Title>
        {entry !== null && (
          <Row note="">
            <p className="note">{t(fromEntry ? 'raise.from-entry' : 'raise.entry-gone')}</p>
          </Row>
        )}
        <Fields
          key={fromEntry ? entry : ''}
          place={fromEntry ? `issue from ${entry}` : `issue ${circle.vault}`}
          first={fromEntry ?? { title: '' }}
          go={t('raise.go', { circle: circle.name })}
          note={t('raise.terms')}
          onGo={async (draft) => {
            const id = desk.newId();
            const done = await act(circle, raiseIssue(draft, { me: circle.me, id, instant: new Date().toISOString() }), 'raise.done');
            if (done.ok) go(`${at}/${idInHandOf(circle.me, id)}`, { replace: true });
            return done;
          }}
          onClose={() => (entry === null ? go(at) : history.back())}
        />
      </Sheet>
    </Page>
  );
};

export const RaisePage = ({ params }: { readonly params: Readonly<Record<string, string>> }) => (
  <InCircle vault={params['circle']}>{(circle) => <Raise circle={circle} />}</InCircle>
);

const Edit = ({ circle, id }: { readonly circle: OpenCircle; readonly id: string }) => {
  const t = useWords('issues');
  const act = useActIn('issues');
  const [, go] = useLocation();
  const sheet = issueNamed(circle.snapshot, id);
  const at = `/circles/${circle.vault}/issues/${id}`;
  return (
    <Page
      title={t('edit.title')}
      where={
        <TextLink href={at} icon="back">
          {t('title')}
        </TextLink>
      }
    >
      <Sheet>
        <Title sub={t(sheet ? 'edit.about' : 'list.gone-about')}>{t(sheet ? 'edit.title' : 'list.gone')}</Title>
        {sheet && (
          <Fields
            place={`issue words ${restOf(id)}`}
            first={sheet.issue}
            go={t('edit.go')}
            onGo={async (draft) => {
              const done = await act(circle, rewordIssue(sheet.issue, draft, circle.me), 'edit.done');
              if (done.ok) go(at, { replace: true });
              return done;
            }}
            onClose={() => go(at)}
          />
        )}
      </Sheet>
    </Page>
  );
};

export const EditIssuePage = ({ params }: { readonly params: Readonly<Record<string, string>> }) => (
  <InCircle vault={params['circle']}>{(circle) => <Edit circle={circle} id={params['id'] ?? ''} />}</InCircle>
);

/** From an entry, which is in no circle: where should it go? */
export const WhichCirclePage = () => {
  const t = useWords('issues');
  const [, go] = useLocation();
  const [search] = useSearchParams();
  const circles = useCircles().filter(({ standing }) => standing === 'in');
  const entry = search.get('entry');
  return (
    <Page title={t('raise.which')}>
      <Sheet>
        <Title sub={t(circles.length === 0 ? 'raise.no-circle' : 'raise.about')}>{t('raise.which')}</Title>
        <Row note="" stack>
          <div className="cluster">
            {circles.map((circle) => (
              <LinkButton key={circle.vault} href={`/circles/${circle.vault}/issues/raise${entry === null ? '' : `?entry=${entry}`}`}>
                {circle.name}
              </LinkButton>
            ))}
            {circles.length === 0 && <LinkButton href="/circles">{t('raise.circles')}</LinkButton>}
            <Button look="bare" onPress={() => (entry === null ? go('/circles') : history.back())}>
              {t('raise.cancel')}
            </Button>
          </div>
        </Row>
      </Sheet>
    </Page>
  );
};
