// What a feeling may be telling, and what is needed. Everything may be left out. It ends in four ways of one size: said in a circle, a
// commitment, an entry, or nothing; whatever was written is kept first, and goes along where it leads.

import { useLocation, useSearchParams } from 'wouter';
import { Button } from '#web/ui/button.tsx';
import { BodyField, FeelingsField } from '#web/ui/felt.tsx';
import { LineField, TextArea } from '#web/ui/field.tsx';
import { useSend } from '#web/ui/form.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { NotHere } from '#web/ui/in-place.tsx';
import { linksAsked, useAct } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { PickMany } from '#web/ui/pick.tsx';
import { RecordLine } from '#web/ui/record-line.tsx';
import { useRecords } from '#web/ui/records.ts';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { carryInto, typedAt } from '#web/ui/typed.ts';
import { useDesk, type Desk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { bodyToMember, CAUSES, changeTelling, listen, memberToBody, MOST, type Telling } from './model.ts';
import { AT, inLines, linesOf, NeedsField, nowHere, PersonNow, tellingHref, ToFeelings, useFeelingLine, useNeedWords, useTelling } from './parts.tsx';

const typedOf = (telling: Telling | null) => ({
  telling: telling?.texts.telling ?? '',
  ease: telling?.texts.ease ?? '',
  feelings: linesOf(telling?.sets.feelings ?? []),
  body: linesOf(telling?.sets.body ?? []),
  causes: linesOf(telling?.sets.causes ?? []),
  needs: linesOf(telling?.sets.needs ?? []),
});
type Typed = ReturnType<typeof typedOf>;

const draftOf = ({ telling, ease, ...sets }: Typed) => ({
  telling,
  ease,
  feelings: inLines(sets.feelings),
  body: inLines(sets.body),
  causes: inLines(sets.causes),
  needs: inLines(sets.needs),
});

/** Puts words into a form, after what it holds already. */
export const carryAfter = (desk: Desk, place: string, field: string, text: string): void => {
  const before = typedAt(desk, place, field);
  if (text !== '' && !before.includes(text)) carryInto(desk, place, field, before.trim() === '' ? text : `${before}\n${text}`);
};

const WAYS = ['circle', 'commitment', 'entry', 'nothing'] as const;
type Way = (typeof WAYS)[number];

const Fields = ({ values, change, isNamed }: { readonly values: Typed; readonly change: (part: Partial<Typed>) => void; readonly isNamed: boolean }) => {
  const t = useWords('feelings');
  return (
    <>
      {!isNamed && (
        <>
          <Row as="section" note={t('part.feelings')} wide>
            <FeelingsField value={inLines(values.feelings)} onChange={(feelings) => change({ feelings: linesOf(feelings) })} />
          </Row>
          <Row as="section" note={t('part.body')} wide>
            <details open={values.body !== '' || undefined}>
              <summary>{t('listen.body')}</summary>
              <p className="s q">{t('listen.body-about')}</p>
              <BodyField value={inLines(values.body).map(memberToBody)} onChange={(body) => change({ body: linesOf(body.map(bodyToMember)) })} />
            </details>
          </Row>
        </>
      )}
      <Row as="section" note={t('part.causes')} wide>
        <PickMany
          legend={<span className="hint">{t('listen.causes')}</span>}
          options={CAUSES.map((value) => ({ value, label: t(`cause.${value}`) }))}
          value={CAUSES.filter((cause) => inLines(values.causes).includes(cause))}
          onChange={(causes) => change({ causes: linesOf(causes) })}
        />
      </Row>
      <Row note={t('part.telling')} wide stack>
        <TextArea label={t('listen.telling')} hint={t('listen.telling-hint')} value={values.telling} onChange={(telling) => change({ telling })} maxLength={MOST.text} />
      </Row>
      <Row note={t('part.needs')} wide stack>
        <NeedsField legend={t('listen.needs')} value={inLines(values.needs)} onChange={(needs) => change({ needs: linesOf(needs) })} />
        <LineField label={t('listen.ease')} quiet={false} value={values.ease} onChange={(ease) => change({ ease })} maxLength={MOST.text} />
      </Row>
    </>
  );
};

/** Where one goes from here, with the words that lead there. Nothing is sent. */
const useLead = (): ((way: Way, id: string | null, values: Typed) => void) => {
  const desk = useDesk();
  const [, go] = useLocation();
  const needWords = useNeedWords();
  const t = useWords('feelings');
  return (way, id, { telling, needs }) => {
    const needed = inLines(needs).map(needWords).join(t('list.comma'));
    const words = [telling.trim(), needed === '' ? '' : t('lead.need', { needs: needed })].filter((text) => text !== '').join('\n');
    if (way === 'commitment') {
      carryAfter(desk, 'commitment new', 'why', words);
      return go(`/act/commitments/new${id ? `?to=${id}&as=comes-from` : ''}`);
    }
    if (way === 'entry') {
      carryAfter(desk, 'entry', 'text', words);
      return go(`/journal/write?carried${id ? `&to=${id}&as=comes-from` : ''}`);
    }
    return go(id ? `${tellingHref(id)}${way === 'circle' ? '?then=circle' : ''}` : way === 'circle' ? '/circles' : AT, { replace: true });
  };
};

export const NewTellingPage = () => {
  const t = useWords('feelings');
  const desk = useDesk();
  const act = useAct('feelings');
  const records = useRecords();
  const feelingLine = useFeelingLine();
  const lead = useLead();
  const [params] = useSearchParams();
  const links = linksAsked(params);
  const about = links.flatMap(({ to }) => records.shown(to) ?? [])[0];
  const isNamed = about !== undefined && about.kind === 'entry';
  const { values, change, clear } = useFormValues(about ? placeOf('telling new', about.id) : 'telling new', typedOf(null));
  const keep = async (way: Way): Promise<void> => {
    const said = isNamed ? { ...values, feelings: '', body: '' } : values;
    const isEmpty = Object.values(said).every((text) => text.trim() === '');
    if (isEmpty) return lead(way, null, said);
    const id = desk.newId();
    const done = await act(listen(draftOf(said), id, nowHere(), links), 'done.kept');
    if (!done.ok) return;
    clear();
    lead(way, id, said);
  };
  const { isGoing, onSubmit } = useSend(() => keep('nothing'));
  return (
    <Page title={t('listen.title')} where={<ToFeelings />}>
      <Sheet>
        <Title sub={t('listen.about')}>{t('listen.title')}</Title>
        <form className="rows" onSubmit={onSubmit}>
          {about && (
            <Row note={t('part.about-what')}>
              {about.title !== '' && about.feelings.length > 0 && (
                <p className="said-l" dir="auto">
                  {feelingLine(about.feelings)}
                </p>
              )}
              <p>
                <RecordLine shown={about} />
              </p>
            </Row>
          )}
          <Fields values={values} change={change} isNamed={isNamed} />
          <Row as="section" note={t('lead.note')} labelledBy="lead-h" wide stack>
            <h2 id="lead-h" className="asks">
              {t('lead.title')}
            </h2>
            <div className="fl-eq">
              {WAYS.map((way) => (
                <Button key={way} isDisabled={isGoing} {...(way === 'nothing' ? { type: 'submit' as const } : { onPress: () => void keep(way) })}>
                  {t(`lead.${way}`)}
                </Button>
              ))}
            </div>
            <p className="s q">{t('lead.about')}</p>
          </Row>
        </form>
        <PersonNow />
      </Sheet>
    </Page>
  );
};

const ChangeForm = ({ telling }: { readonly telling: Telling }) => {
  const t = useWords('feelings');
  const act = useAct('feelings');
  const [, go] = useLocation();
  const records = useRecords();
  const isNamed = telling.links.some(({ to, as }) => as === 'about' && records.shown(to)?.kind === 'entry');
  const { values, change, clear } = useFormValues(placeOf('telling', telling.id), typedOf(telling));
  const { isGoing, onSubmit } = useSend(async () => {
    const done = await act(changeTelling(telling, draftOf(values), nowHere()), 'done.changed');
    if (!done.ok) return;
    clear();
    go(tellingHref(telling.id), { replace: true });
  });
  return (
    <form className="rows" onSubmit={onSubmit}>
      <Fields values={values} change={change} isNamed={isNamed && telling.sets.feelings.length + telling.sets.body.length === 0} />
      <Row note="">
        <Button look="go" type="submit" isDisabled={isGoing}>
          {t('keep')}
        </Button>
      </Row>
    </form>
  );
};

export const ChangeTellingPage = ({ params }: RoomPageProps) => {
  const t = useWords('feelings');
  const telling = useTelling(params['id'] ?? '');
  if (!telling) return <NotHere where={<ToFeelings />} />;
  return (
    <Page title={t('listen.title')} where={<ToFeelings />}>
      <Sheet>
        <Title>{t('listen.title')}</Title>
        <ChangeForm telling={telling} />
      </Sheet>
    </Page>
  );
};
