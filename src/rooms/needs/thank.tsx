// Thanks to somebody for a thing done, for the circle to read. It is not counted anywhere.

import type { Result } from '#core/result.ts';
import { useLocation } from 'wouter';
import type { OpenCircle } from '#web/ui/circles.ts';
import { Choice, TextArea } from '#web/ui/field.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Form } from '#web/ui/form.tsx';
import { useTyped } from '#web/ui/typed.ts';
import { useWords } from '#web/ui/words.ts';
import { Saying } from './saying.tsx';
import { useDo, useNameOf } from './use-needs.tsx';

const Thank = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('needs');
  const [, go] = useLocation();
  const nameOf = useNameOf(circle);
  const { thank } = useDo(circle);
  const { text, type, done } = useTyped(`thank ${circle.vault}`);
  const others = circle.members.filter(({ isMe }) => !isMe);
  const to = others.find(({ id }) => id === text('to'))?.id ?? '';
  const send = async (): Promise<Result<unknown>> => {
    const said = await thank(to, text('text'));
    if (!said.ok) return said;
    done();
    go(`/circles/${circle.vault}/needs`);
    return said;
  };
  return (
    <Form go={t('thanks.go')} isReady={to !== '' && text('text').trim() !== ''} onGo={send}>
      <Choice
        label={t('thanks.to')}
        value={to}
        onChange={(value) => type('to', value)}
        options={[{ value: '', label: t('thanks.choose') }, ...others.map(({ id }) => ({ value: id, label: nameOf(id) }))]}
      />
      <TextArea label={t('thanks.text')} value={text('text')} placeholder={t('thanks.example')} onChange={(next) => type('text', next)} />
      <p className="s q">{t('readers', { circle: circle.name })}</p>
    </Form>
  );
};

export const ThankPage = ({ params }: RoomPageProps) => (
  <Saying vault={params['circle']} title="thanks.new">
    {(circle) => <Thank circle={circle} />}
  </Saying>
);
