// One need of a circle that one could answer, for Now, behind the door Together: of what the circles need of one, what others asked and
// nobody holds yet.

import type { FindNamed } from '#rooms/now/model.ts';
import { findNeeded } from './needed.ts';

export const findNamed: FindNamed = (given) =>
  given.door === 'together'
    ? findNeeded(given)
        .filter(({ refuse }) => refuse !== undefined)
        .map(({ id, text, said, why, href, refuse }) => ({ id, sort: 'need', text, said, why, href, ...(refuse ? { refuse } : {}) }))
    : [];
