// The deck: words for what people hold dear, over the whole range that Schwartz found in many countries (theory: Schwartz, 1992, refined
// 2012; none of his items), in our own words. What a card says in each language stands in words/cards.*.json. Own compilation, CC0 1.0.
// Neighbours in this list go together as a rule and opposite ones pull apart, so the order of the regions is that of the circle.

export const REGIONS = ['own-way', 'new', 'enjoying', 'doing-well', 'say', 'safe', 'fitting', 'before-us', 'close', 'all'] as const;
export type Region = (typeof REGIONS)[number];

export const DECK: Readonly<Record<Region, readonly string[]>> = {
  'own-way': ['freedom', 'curiosity', 'independence', 'creativity'],
  new: ['adventure', 'change', 'challenge'],
  enjoying: ['pleasure', 'fun'],
  'doing-well': ['skill', 'success', 'good-work'],
  say: ['influence', 'wealth', 'in-charge'],
  safe: ['safety', 'health', 'stability', 'home'],
  fitting: ['politeness', 'promises', 'duty'],
  'before-us': ['faith', 'family-ways', 'modesty'],
  close: ['loyalty', 'care', 'honesty', 'friendship', 'forgiveness'],
  all: ['justice', 'equality', 'nature', 'peace', 'openness', 'beauty'],
};

export const CARDS: readonly string[] = REGIONS.flatMap((region) => DECK[region]);

export const isCard = (text: unknown): text is string => typeof text === 'string' && CARDS.includes(text);
