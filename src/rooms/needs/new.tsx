// A need or an offer said to a circle. What was typed stays until it is said.

import { useState } from 'react';
import type { Refusal } from '#core/result.ts';
import { Button } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { TextArea, TextField } from '#web/ui/field.tsx';
import { InCircle, ToCircle } from '#web/ui/in-circle.tsx';
import { Page } from '#web/ui/page.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useTyped } from '#web/ui/typed.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { useLocation } from 'wouter';
import { SIDES, SORTS, type Side, type Sort } from './model.ts';
import { useDo, writtenAt } from './use-needs.tsx';
import { voiceNeed } from './write.ts';

const New = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('needs');
  const inWords = useRefusal('needs');
  const [, go] = useLocation();
  const { voice } = useDo(circle);
  const { text, type, done } = useTyped(`need ${circle.vault}`);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const side: Side = text('side') === 'offered' ? 'offered' : 'needed';
  const sort: Sort = text('sort') === 'presence' ? 'presence' : 'thing';
  const draft = { text: text('text'), side, sort, until: text('until') };
  const send = async (): Promise<void> => {
    const could = voiceNeed(circle.me, 'x', draft, writtenAt());
    if (!could.ok) return setRefusal(could.error);
    const { ok } = await voice(draft);
    if (!ok) return;
    done();
    go(`/circles/${circle.vault}/needs`);
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <PickOne legend={t('new.side')} quiet options={SIDES.map((value) => ({ value, label: t(`new.${value}`) }))} value={side} onChange={(value) => type('side', value ?? '')} />
      <TextArea
        label={t(`new.text-${side}`)}
        value={draft.text}
        onChange={(next) => {
          setRefusal(null);
          type('text', next);
        }}
        placeholder={t(`new.example-${side}`)}
        autoFocus
        refused={refusal ? inWords(refusal) : undefined}
      />
      {side === 'needed' && (
        <PickOne legend={t('new.sort')} options={SORTS.map((value) => ({ value, label: t(`new.${value}`) }))} value={sort} onChange={(value) => type('sort', value ?? '')} />
      )}
      <TextField type="date" label={t('new.until')} value={draft.until} min={writtenAt().today} onChange={(next) => type('until', next)} />
      <p className="s q">{t('readers', { circle: circle.name })}</p>
      <div className="cluster">
        <Button look="go" type="submit" isDisabled={draft.text.trim() === ''}>
          {t('new.go')}
        </Button>
      </div>
    </form>
  );
};

export const NewPage = ({ params }: RoomPageProps) => {
  const t = useWords('needs');
  return (
    <InCircle vault={params['circle']}>
      {(circle) => (
        <Page title={t('new')} where={<ToCircle circle={circle} />}>
          <Sheet>
            <Title>{t('new')}</Title>
            <Row note="">{circle.standing === 'in' ? <New circle={circle} /> : <p className="q">{t('not-in')}</p>}</Row>
          </Sheet>
        </Page>
      )}
    </InCircle>
  );
};
