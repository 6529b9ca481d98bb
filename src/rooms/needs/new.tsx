// A need or an offer said to a circle. What was typed stays until it is said.

import { useState } from 'react';
import type { Refusal, Result } from '#core/result.ts';
import type { OpenCircle } from '#web/ui/circles.ts';
import { TextArea, TextField } from '#web/ui/field.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Form } from '#web/ui/form.tsx';
import { useTyped } from '#web/ui/typed.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { useLocation } from 'wouter';
import { Saying } from './saying.tsx';
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
  const send = async (): Promise<Result<unknown>> => {
    const could = voiceNeed(circle.me, 'x', draft, writtenAt());
    if (!could.ok) {
      setRefusal(could.error);
      return could;
    }
    const said = await voice(draft);
    if (!said.ok) return said;
    done();
    go(`/circles/${circle.vault}/needs`);
    return said;
  };
  return (
    <Form go={t('new.go')} isReady={draft.text.trim() !== ''} onGo={send}>
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
    </Form>
  );
};

export const NewPage = ({ params }: RoomPageProps) => (
  <Saying vault={params['circle']} title="new">
    {(circle) => <New circle={circle} />}
  </Saying>
);
