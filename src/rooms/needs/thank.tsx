// Thanks to somebody for a thing done, for the circle to read. It is not counted anywhere.

import { useLocation } from 'wouter';
import { Button } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { Choice, TextArea } from '#web/ui/field.tsx';
import { InCircle, ToCircle } from '#web/ui/in-circle.tsx';
import { Page } from '#web/ui/page.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useTyped } from '#web/ui/typed.ts';
import { useWords } from '#web/ui/words.ts';
import { useDo, useNameOf } from './use-needs.tsx';

const Thank = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('needs');
  const [, go] = useLocation();
  const nameOf = useNameOf(circle);
  const { thank } = useDo(circle);
  const { text, type, done } = useTyped(`thank ${circle.vault}`);
  const others = circle.members.filter(({ isMe }) => !isMe);
  const to = others.find(({ id }) => id === text('to'))?.id ?? '';
  const send = async (): Promise<void> => {
    const { ok } = await thank(to, text('text'));
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
      <Choice
        label={t('thanks.to')}
        value={to}
        onChange={(value) => type('to', value)}
        options={[{ value: '', label: t('thanks.choose') }, ...others.map(({ id }) => ({ value: id, label: nameOf(id) }))]}
      />
      <TextArea label={t('thanks.text')} value={text('text')} placeholder={t('thanks.example')} onChange={(next) => type('text', next)} />
      <p className="s q">{t('readers', { circle: circle.name })}</p>
      <div className="cluster">
        <Button look="go" type="submit" isDisabled={to === '' || text('text').trim() === ''}>
          {t('thanks.go')}
        </Button>
      </div>
    </form>
  );
};

export const ThankPage = ({ params }: RoomPageProps) => {
  const t = useWords('needs');
  return (
    <InCircle vault={params['circle']}>
      {(circle) => (
        <Page title={t('thanks.new')} where={<ToCircle circle={circle} />}>
          <Sheet>
            <Title>{t('thanks.new')}</Title>
            <Row note="">{circle.standing === 'in' ? <Thank circle={circle} /> : <p className="q">{t('not-in')}</p>}</Row>
          </Sheet>
        </Page>
      )}
    </InCircle>
  );
};
