// Identifiers as other formats want them, made of words: the same each time, so that what goes out twice is known again.

import { hash53 } from './hash53.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const isUuid = (text: string): boolean => UUID.test(text);

/** The text itself where it is a UUID, else one made of it (version 8 of RFC 9562: of our own making). To find again, never to protect. */
export const uuidOf = (text: string): string => {
  if (isUuid(text)) return text.toLowerCase();
  const hex = [0, 1, 2]
    .map((salt) =>
      Number.parseInt(hash53(`${salt} ${text}`), 36)
        .toString(16)
        .padStart(14, '0'),
    )
    .join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(12, 15)}-a${hex.slice(15, 18)}-${hex.slice(18, 30)}`;
};
