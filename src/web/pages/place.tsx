// The page of a place that has several rooms: what each is for, in one line, and the way in. No order of steps: any may be first.

import { Link } from 'wouter';
import { roomsIn } from '#web/rooms.ts';
import { Icon } from '#web/ui/icon.tsx';
import { Page } from '#web/ui/page.tsx';
import type { Place, Room } from '#web/ui/room.ts';
import { Row, Sheet } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';

const RoomLine = ({ room }: { readonly room: Room }) => {
  const t = useWords(room.name);
  return (
    <li>
      <Link href={room.href}>
        <span>
          <strong>{t('title')}</strong>
          {t('about')}
        </span>
        <Icon name="next" />
      </Link>
    </li>
  );
};

export const PlacePage = ({ place }: { readonly place: Place }) => {
  const t = useWords();
  const about = useWords('rooms')(`place.${place}.about`);
  return (
    <Page title={t(`place.${place}`)}>
      <Sheet>
        <Row note="" wide>
          <h1>{t(`place.${place}`)}</h1>
          <p className="q">{about}</p>
        </Row>
        <Row note="" wide>
          <ul className="ways" aria-label={t(`place.${place}`)}>
            {roomsIn(place).map((room) => (
              <RoomLine key={room.name} room={room} />
            ))}
          </ul>
        </Row>
      </Sheet>
    </Page>
  );
};
