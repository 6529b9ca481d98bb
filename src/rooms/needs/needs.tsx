// All needs and offers of a circle: what is open, what one said no to, what was met, and the thanks that were given.

import { useState } from 'react';
import { useDay } from '#web/ui/circle-words.ts';
import { Button, LinkButton } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { InCircle, ToCircle } from '#web/ui/in-circle.tsx';
import { Page } from '#web/ui/page.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Example, PartTitle, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { fairly, metNeeds, thanksOf, type Fairly, type Need, type Thanks } from './model.ts';
import { NeedRow } from './need-row.tsx';
import { firstToDo, waiting } from './section.tsx';
import { useDo, useNameOf, useNeeds, type Seen } from './use-needs.tsx';

/** Ended ones shown at first. */
const FEW = 5;

interface ListProps<T> {
  readonly circle: OpenCircle;
  readonly items: readonly T[];
  readonly seen: Seen;
}

/** "and 40 more from Dev": opened by whoever wants to. */
const Held = ({ circle, held, onOpen }: { readonly circle: OpenCircle; readonly held: Fairly<Need>['held']; readonly onOpen: (by: string) => void }) => {
  const t = useWords('needs');
  const nameOf = useNameOf(circle);
  return (
    <Row note="" wide>
      {held.map(({ by, count }) => (
        <p key={by}>
          <Button look="bare" onPress={() => onOpen(by)}>
            {t('more-from', { count, name: nameOf(by) })}
          </Button>
        </p>
      ))}
    </Row>
  );
};

const Open = ({ circle, items, seen }: ListProps<Need>) => {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set([circle.me]));
  const { shown, held } = fairly(items, { opened });
  const first = firstToDo(shown, circle.me);
  return (
    <div>
      <ul className="ruled needs">
        {shown.map((need) => (
          <NeedRow key={need.id} circle={circle} need={need} seen={seen} go={need.id === first} />
        ))}
      </ul>
      {held.length > 0 && <Held circle={circle} held={held} onOpen={(by) => setOpened(new Set([...opened, by]))} />}
    </div>
  );
};

const More = ({ circle, items, seen, id, title }: ListProps<Need> & { readonly id: string; readonly title: string }) => {
  const t = useWords('needs');
  const [isAll, setAll] = useState(false);
  return (
    <section aria-labelledby={id} className="stack">
      <PartTitle id={id} title={title} />
      <ul className="ruled needs">
        {(isAll ? items : items.slice(0, FEW)).map((need) => (
          <NeedRow key={need.id} circle={circle} need={need} seen={seen} />
        ))}
      </ul>
      {items.length > FEW && !isAll && (
        <Row note="">
          <Button look="bare" onPress={() => setAll(true)}>
            {t('earlier')}
          </Button>
        </Row>
      )}
    </section>
  );
};

const ThanksList = ({ circle, items }: { readonly circle: OpenCircle; readonly items: readonly Thanks[] }) => {
  const t = useWords('needs');
  const nameOf = useNameOf(circle);
  const day = useDay();
  const { thanksBack } = useDo(circle);
  const [isAll, setAll] = useState(false);
  const { shown } = fairly(items, { most: isAll ? Infinity : FEW });
  return (
    <section aria-labelledby="thanks-h" className="stack">
      <PartTitle
        id="thanks-h"
        title={t('thanks.title')}
        action={circle.standing === 'in' && circle.members.length > 1 && <LinkButton href={`/circles/${circle.vault}/needs/thank`}>{t('thanks.new')}</LinkButton>}
      >
        {items.length === 0 && <p className="q">{t('thanks.empty')}</p>}
      </PartTitle>
      <ul className="ruled needs">
        {(isAll ? shown : shown.slice(0, 2 * FEW)).map((one) => (
          <li key={one.id} className="row">
            <p className="mg num">
              {one.by === circle.me
                ? t('thanks.line-me', { to: nameOf(one.to) })
                : one.to === circle.me
                  ? t('thanks.line-you', { name: nameOf(one.by) })
                  : t('thanks.line', { name: nameOf(one.by), to: nameOf(one.to) })}
              <span className="nl"> </span>
              {day(one.at)}
            </p>
            <div className="tx wide need">
              <p className="said" dir="auto">
                {one.text}
              </p>
              {one.by === circle.me && circle.standing === 'in' && (
                <div className="cluster">
                  <Button look="bare" onPress={() => void thanksBack(one)}>
                    {t('back')}
                  </Button>
                </div>
              )}
            </div>
          </li>
        ))}
      </ul>
      {!isAll && items.length > Math.min(shown.length, 2 * FEW) && (
        <Row note="">
          <Button look="bare" onPress={() => setAll(true)}>
            {t('earlier')}
          </Button>
        </Row>
      )}
    </section>
  );
};

const Needs = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('needs');
  const seen = useNeeds(circle);
  const open = waiting(seen);
  const refused = seen.open.filter(({ id }) => seen.refused.has(id));
  const met = metNeeds(seen.all);
  const thanks = thanksOf(circle.snapshot);
  const isIn = circle.standing === 'in';
  return (
    <Page title={t('title')} where={<ToCircle circle={circle} />}>
      <Sheet>
        <Title
          action={
            isIn && (
              <LinkButton href={`/circles/${circle.vault}/needs/new`} look={open.length === 0 ? 'go' : 'plain'}>
                {t('new')}
              </LinkButton>
            )
          }
        >
          {t('title')}
        </Title>
        {open.length > 0 ? (
          <Open circle={circle} items={open} seen={seen} />
        ) : (
          <Row note="" stack>
            <p className="q">{t('empty')}</p>
            {seen.all.length === 0 && (
              <Example caption={t('example.caption')} by={t('example.by')}>
                <p>{t('example')}</p>
              </Example>
            )}
          </Row>
        )}
        {met.length > 0 && <More circle={circle} items={met} seen={seen} id="met-h" title={t('met')} />}
        {(thanks.length > 0 || circle.members.length > 1) && <ThanksList circle={circle} items={thanks} />}
        {refused.length > 0 && <More circle={circle} items={refused} seen={seen} id="refused-h" title={t('refused')} />}
      </Sheet>
    </Page>
  );
};

export const NeedsPage = ({ params }: RoomPageProps) => <InCircle vault={params['circle']}>{(circle) => <Needs circle={circle} />}</InCircle>;
