// The library that comes with Kith: 42 practices. What has no language stands in starter.json (kind, minutes, times of the steps,
// what it is for); its words in library/words/xx.json (namespace `library`, loaded by the pages that show them) and the names in words/xx.json. Own words, CC BY-SA 4.0; methods are free.

import type { Checked, Move, Need, Practice, PracticeKind, Who } from './model.ts';
import starter from './starter.json' with { type: 'json' };

interface Spec {
  readonly id: string;
  readonly kind: PracticeKind;
  readonly who: Who;
  readonly minutes: number;
  readonly move: Move;
  readonly seconds: readonly (number | null)[];
  /** Numbers of the steps that have other words for who sits, lies or moves with a wheelchair. */
  readonly seated?: readonly number[];
  readonly licence: 'free' | 'method';
  readonly evidence: Checked;
  readonly care: boolean;
  /** `framework:code`: Inner Development Goals, LifeComp, GreenComp. */
  readonly skills: readonly string[];
  readonly needs: Readonly<Partial<Record<Need, number>>>;
}

const SPECS = starter.practices as readonly Spec[];

/** The ids of the library, in its order. */
export const STARTER_IDS: readonly string[] = SPECS.map(({ id }) => id);

/** `word`: a key of the room's words (`name.p01`), `library`: one of the library's (`p01.why`), both in the person's language. */
export interface LibraryWords {
  word(key: string): string;
  library(key: string): string;
}

export const starterPractices = ({ word, library }: LibraryWords): Practice[] =>
  SPECS.map(({ id, kind, who, minutes, move, seconds, seated = [], licence, evidence, care, skills, needs }) => ({
    id,
    isStarter: true,
    name: word(`name.${id}`),
    why: library(`${id}.why`),
    kind,
    who,
    minutes,
    move,
    steps: seconds.map((time, at) => ({
      text: library(`${id}.step.${at + 1}`),
      seconds: time,
      ...(seated.includes(at + 1) ? { seated: library(`${id}.seated.${at + 1}`) } : {}),
    })),
    source: library(`${id}.source`),
    licence: word(`licence.${licence}`),
    evidence: library(`${id}.evidence`),
    checked: evidence,
    sceptic: library(`${id}.sceptic`),
    care: care ? library(`${id}.care`) : '',
    needs,
    skills,
    by: '',
    from: [],
    origin: '',
    made: '',
  }));
