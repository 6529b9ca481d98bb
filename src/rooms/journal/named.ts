// One person of one's own journal for Now, behind the door Together; not to who has a minute only.

import { recordById } from '#core/snapshot.ts';
import type { FindNamed } from '#rooms/now/model.ts';
import { nameNot, nearPeople, notNamed } from './near-people.ts';

export const findNamed: FindNamed = ({ own, journal, today, door, minutes }) =>
  door === 'together' && minutes >= 5
    ? nearPeople(journal().entries, notNamed(recordById(own, 'people-not-named', 'people-not-named')), today).map((person) => ({
        id: `person ${person}`,
        sort: 'person',
        text: person,
        said: true,
        why: [{ word: 'named.person' }],
        href: `/journal/person/${encodeURIComponent(person)}`,
        refuse: { verb: 'named.not', done: 'named.not-done', changes: () => [nameNot(person)] },
      }))
    : [];
