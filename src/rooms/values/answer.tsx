// What was answered once, on its own: where search, looking back and links come to.

import { NotHere } from '#web/ui/in-place.tsx';
import { Linked } from '#web/ui/linked.tsx';
import { Page } from '#web/ui/page.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { formatDay } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import { ToValues } from './moment.tsx';
import { useValues } from './use-values.tsx';

export const AnswerPage = ({ params }: RoomPageProps) => {
  const t = useWords('values');
  const locale = useLocale();
  const { answers } = useValues();
  const answer = answers.find(({ id }) => id === params['id']);
  if (!answer) return <NotHere where={<ToValues />} />;
  return (
    <Page title={t(`answer.${answer.said}`)} where={<ToValues />}>
      <Sheet>
        <Title note={formatDay(answer.day, locale, 'medium')}>{t(`answer.${answer.said}`)}</Title>
        <Row note="">
          <p className="said as-typed" dir="auto">
            {answer.words}
          </p>
        </Row>
        <Linked id={answer.id} quiet />
      </Sheet>
    </Page>
  );
};
