// What an issue is: its kinds of records, and the shapes into which they are read (sheet.ts). Who may write what, sheet.ts and deeds.ts
// say. Invariant: a shape names no member but by account, and an account only ever comes from a record's own id.

import { createKind } from '#core/kind.ts';

/** Where a cause lies. After the six areas of the HSE's management standards (Crown copyright, OGL), and fairness and pay. */
export const AREAS = ['demands', 'control', 'support', 'relationships', 'role', 'change', 'fairness', 'pay'] as const;
export type Area = (typeof AREAS)[number];

/** The three questions: do others meet it, does it stop elsewhere, was it so before? Each `yes` points away from one person. */
export const QUESTIONS = ['others', 'elsewhere', 'before'] as const;
export type Question = (typeof QUESTIONS)[number];
export type Reply = 'yes' | 'no' | 'not-known';

/** What one's own check before something leaves the circle came to. */
export const WAYS = ['wait', 'without-names', 'go'] as const;
export type Way = (typeof WAYS)[number];

export const MOST = { title: 200, happens: 20_000, cause: 5000, role: 200, ask: 2000, text: 20_000, promise: 2000 } as const;

export const issueKind = createKind('issue', {
  title: 'text',
  happens: 'text',
  area: 'register',
  cause: 'text',
  role: 'register',
  ask: 'text',
  due: 'register',
  others: 'register',
  elsewhere: 'register',
  before: 'register',
  at: 'register',
});
/** What one member says of themself on an issue, one record a member and issue: that it is theirs too, and what may leave the circle. */
export const partKind = createKind('issue-part', { issue: 'register', joined: 'register', left: 'register', way: 'register', named: 'register', at: 'register' });
/** A line on the record. */
export const lineKind = createKind('issue-line', {
  issue: 'register',
  what: 'register',
  on: 'register',
  text: 'text',
  role: 'register',
  due: 'register',
  gives: 'register',
  is: 'register',
  to: 'register',
  at: 'register',
});
/** A page for whoever has its link: which parts it shows, until when, and the secret of the link. */
export const pageKind = createKind('issue-page', { issue: 'register', secret: 'register', until: 'register', shows: 'set', at: 'register' });

export interface Issue {
  readonly id: string;
  /** The account that raised it. */
  readonly by: string;
  readonly title: string;
  readonly happens: string;
  readonly area: Area | null;
  readonly cause: string;
  /** Who must answer: a role, not a person. */
  readonly role: string;
  readonly ask: string;
  /** Day by which an answer is asked for, or ''. */
  readonly due: string;
  readonly replies: Readonly<Partial<Record<Question, Reply>>>;
  /** Instant, by the raiser's clock. */
  readonly at: string;
}

export interface Line {
  readonly id: string;
  /** Who recorded it. */
  readonly by: string;
  /** The day it happened, as they said. */
  readonly on: string;
  readonly at: string;
  readonly text: string;
}
/** The ask as it went to the role, whatever is reworded later. */
export interface Asked extends Line {
  readonly what: 'asked';
  readonly role: string;
  readonly due: string;
}
export interface Answer extends Line {
  readonly what: 'answer';
  /** Who answered, by role. */
  readonly role: string;
  /** How much of the ask it gives, as who recorded it reads it. */
  readonly gives: 'all' | 'part' | 'none' | null;
}
export interface Promised extends Line {
  readonly what: 'promise';
  /** Day by which. */
  readonly due: string;
  /** What those affected said became of it, the newest word; null while nobody did. */
  readonly outcome: Outcome | null;
}
export interface Outcome extends Line {
  readonly what: 'outcome';
  /** `late` is a promise kept after its day. */
  readonly is: 'kept' | 'late' | 'refused';
  readonly promise: string;
}
export interface Closing extends Line {
  readonly what: 'close';
  /** What those affected see changed. */
  readonly is: 'changed' | 'partly' | 'unchanged';
  /** Who opened it again, if somebody did. */
  readonly reopened: Line | null;
}

export const SHOWN = ['cause', 'count', 'record', 'circle', 'names'] as const;
export type Shown = (typeof SHOWN)[number];

export interface OpenPage {
  readonly id: string;
  readonly by: string;
  readonly at: string;
  /** Of its link, 26 letters. */
  readonly secret: string;
  /** Last day on which it can be read. */
  readonly until: string;
  readonly shows: readonly Shown[];
  /** Withdrawn by whose page it is; null while it was not. */
  readonly ended: Line | null;
  /** Others who say that they withdrew it. They may have, and nothing here shows it: the page may still lie at the host. */
  readonly said: readonly Line[];
}

export interface Voice {
  readonly way: Way;
  /** Their name may stand in what leaves the circle. */
  readonly isNamed: boolean;
  readonly at: string;
}

/** An issue with everything on its record. */
export interface Sheet {
  readonly issue: Issue;
  /** Who said that it is theirs too, in the order they did, without those who left it again. */
  readonly joined: readonly { readonly by: string; readonly at: string }[];
  /** Who raised it and who joined. */
  readonly affected: ReadonlySet<string>;
  /** By account, when each first joined, also of those who left it again. */
  readonly firstJoined: ReadonlyMap<string, string>;
  /** By account, of those affected. */
  readonly voices: ReadonlyMap<string, Voice>;
  readonly asked: readonly Asked[];
  readonly answers: readonly Answer[];
  readonly promises: readonly Promised[];
  readonly outcomes: readonly Outcome[];
  readonly closings: readonly Closing[];
  readonly pages: readonly OpenPage[];
  /** The closing that stands. */
  readonly closed: Closing | null;
}
