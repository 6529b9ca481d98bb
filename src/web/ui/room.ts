// What a room gives to the shell: its place among the five, its pages, what the palette can find in it. A room folder
// holds `room.tsx`, which exports one of these as `room`; the shell finds it there, and a place appears with its first room.

import type { ComponentType } from 'react';
import type { OpenCircle } from '#web/ui/circles.ts';
import type { IconName } from '#web/ui/icon.tsx';
import type { FindNamed, FindNeeded, Way } from '#web/ui/now.ts';
import type { Desk } from '#web/ui/vault.ts';

export type Place = 'now' | 'journal' | 'know' | 'act' | 'circles';

/** What a page is given: the parts of its address that vary. */
export interface RoomPageProps {
  readonly params: Readonly<Record<string, string>>;
}

/** A page and its address, in wouter's patterns: `/journal/:id`. More particular ones first. */
export interface RoomPage {
  readonly path: string;
  /** Loads the page when it is first opened: `() => import('./view.tsx').then((m) => m.JournalPage)`. */
  readonly load: () => Promise<ComponentType<RoomPageProps>>;
  /** Also shown on a device that has no vault yet. */
  readonly early?: boolean;
  /** Needs no vault: also shown where it is locked, is opening, does not open, or there is none. */
  readonly always?: boolean;
  /** Shows what every room has in a circle: fetched with it. */
  readonly sections?: boolean;
  /** Further catalogues, of other rooms too, whose words this page shows. */
  readonly words?: readonly string[];
}

export const page = (path: string, load: RoomPage['load'], rest: Omit<RoomPage, 'path' | 'load'> = {}): RoomPage => ({ path, load, ...rest });

/** Something the palette can go to or do. */
export interface Finding {
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
  /** A quieter word at the end of the line: a date, a count. */
  readonly note?: string;
  /** Set in serif: a person's own words. */
  readonly said?: boolean;
  readonly href?: string;
  readonly run?: () => void;
}

/** Finds things by what was typed (never empty), best first, at most `most`. May answer at once or later. */
export type Finder = (typed: string, most: number) => readonly Finding[] | Promise<readonly Finding[]>;

/** What a room of a circle shows on the circle's own page: a heading, the few newest, a way to its pages. */
export interface InCircle {
  /** From the top: mission 5, needs 10, promptings 20, sharing 30, issues 40, actions 50, agreements 60. */
  readonly order: number;
  readonly load: () => Promise<ComponentType<{ readonly circle: OpenCircle }>>;
}

/** Where a room stands on the page of its place. */
export interface InPlace {
  /** From the top. Know: feelings 10, values 20, purpose 30, decisions 40. Act: commitments 10, practices 20, paths 30, skills 40, systems 50. */
  readonly order: number;
  readonly icon: IconName;
}

/** A form that a typed line can be carried into (web/ui/carry.tsx). `:circle` stands for each circle one is in; without it the form is one's own. */
export interface LineInto {
  readonly word: string;
  readonly href: string;
  /** The form's place and field in web/ui/typed.ts. */
  readonly form: string;
  readonly field: string;
}

/** What got in the way, as the person says it: their own words, and what they answered to the three plain questions (rooms/commitments/roads.ts). */
export interface Strain {
  readonly words: string;
  readonly replies: Readonly<Partial<Record<'others' | 'elsewhere' | 'before', 'yes' | 'some' | 'no' | 'not-sure'>>>;
  /** What is asked for, of whom, by which day, where that was said; '' or left out where not. */
  readonly push?: string;
  readonly who?: string;
  readonly by?: string;
  /** Id of the record that it is said of, for a form that keeps what it comes from. */
  readonly from?: string;
}

/**
 * A form into which a strain is carried (web/ui/roads.tsx): others are asked (`question`: in the words of a ready question), it is raised with somebody who must
 * answer, it is done together, or one will do it oneself (`own`: a form of one's own vault).
 */
export interface RoadOut {
  readonly leads: 'ask' | 'question' | 'raise' | 'together' | 'own';
  /** A key of the room's own catalogue, with `circle`. */
  readonly word: string;
  /** `:circle` stands for the circle. */
  readonly href: string;
  /** Loads what puts the words into the form, beside what it holds already; nothing is sent. It may answer with the address to go to. */
  readonly load: () => Promise<(desk: Desk, circle: string, strain: Strain) => unknown>;
}

export interface Room {
  readonly name: string;
  readonly place: Place;
  /** Where the room begins; the place leads there when this is its first room and has no page of its own. */
  readonly href: string;
  /** The place has a page that lists its rooms (`/know`, `/act`): this one among them, by the words `title` and `about` of its catalogue. */
  readonly inPlace?: InPlace;
  readonly pages: readonly RoomPage[];
  /** Further catalogues whose words all its pages, and its part of a circle's page, show: fetched beside them, not after them. */
  readonly words?: readonly string[];
  /** Pages for the palette: keys of the room's own catalogue. */
  readonly links?: readonly { readonly word: string; readonly href: string; readonly icon: IconName }[];
  /** Where the Write button and `c` lead, and where `/` does. */
  readonly write?: string;
  readonly search?: string;
  /** What can always be done here, for Now's three doors. */
  readonly ways?: readonly Way[];
  /** Loads what says what is needed of the person now. */
  readonly needed?: () => Promise<FindNeeded>;
  /** Loads what names one thing that fits the minutes one has, behind a door. */
  readonly named?: () => Promise<FindNamed>;
  /** Loads the line in which anything is written down at once. */
  readonly capture?: () => Promise<ComponentType<object>>;
  /** What a line that was just typed can become here: it is carried into that form, and said there. */
  readonly line?: LineInto;
  /** Where what got in the way can be said to others. */
  readonly roads?: readonly RoadOut[];
  /** Where somebody is to be called who answers; a page that is shown always. */
  readonly help?: string;
  /** Where a backup or an export is made. */
  readonly takeAway?: string;
  /** Where one thing of it is shown as the host has it. */
  readonly atHost?: string;
  /** Where a journal from elsewhere is brought in. */
  readonly bringIn?: string;
  /** Its part of a circle's page; a room that has more than one gives them all. */
  readonly inCircle?: InCircle | readonly InCircle[];
}

export interface CircleSection {
  readonly order: number;
  /** Whose: `needs`, and with a number where the room has more than one. */
  readonly key: string;
  readonly View: ComponentType<{ readonly circle: OpenCircle }>;
}

let sections: readonly CircleSection[] = [];

/** Said once by the shell, which knows the rooms. */
export const showInCircles = (all: readonly CircleSection[]): void => {
  sections = all.toSorted((a, b) => a.order - b.order);
};

export const circleSections = (): readonly CircleSection[] => sections;

/** What a room gives to Now (web/ui/now.ts). */
export interface InNow {
  readonly room: string;
  readonly ways: readonly Way[];
  readonly needed: (() => Promise<FindNeeded>) | null;
  readonly named: (() => Promise<FindNamed>) | null;
  readonly line: LineInto | null;
  readonly roads: readonly RoadOut[];
  /** The line in which anything is written down at once. */
  readonly Capture: ComponentType<object> | null;
}

let inNow: readonly InNow[] = [];

/** Given by the shell, which alone knows all rooms. */
export const showInNow = (parts: readonly InNow[]): void => {
  inNow = parts;
};

export const roomsInNow = (): readonly InNow[] => inNow;

const finders = new Map<string, Finder>();

/** Registered by a room once its vault is open; taken away with the function it returns. */
export const offerFinder = (room: string, finder: Finder): (() => void) => {
  finders.set(room, finder);
  return () => {
    if (finders.get(room) === finder) finders.delete(room);
  };
};

export const findEverywhere = async (typed: string, most = 8): Promise<Finding[]> => {
  const found = await Promise.all([...finders.values()].map(async (finder) => finder(typed, most)));
  return found.flat().slice(0, most * 2);
};
