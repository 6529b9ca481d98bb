// The page on which something is said to a circle: for who is in it.

import type { ReactNode } from 'react';
import type { OpenCircle } from '#web/ui/circles.ts';
import { InCircle, ToCircle } from '#web/ui/in-circle.tsx';
import { Page } from '#web/ui/page.tsx';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';

interface SayingProps {
  readonly vault: string | undefined;
  /** Key of the room's words. */
  readonly title: string;
  readonly children: (circle: OpenCircle) => ReactNode;
}

export const Saying = ({ vault, title, children }: SayingProps) => {
  const t = useWords('needs');
  return (
    <InCircle vault={vault}>
      {(circle) => (
        <Page title={t(title)} where={<ToCircle circle={circle} />}>
          <Sheet>
            <Title>{t(title)}</Title>
            <Row note="">{circle.standing === 'in' ? children(circle) : <p className="q">{t('not-in')}</p>}</Row>
          </Sheet>
        </Page>
      )}
    </InCircle>
  );
};
