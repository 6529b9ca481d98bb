// The journal as the shell sees it: its pages and what the palette leads to. Pages load when they are first opened.

import './room.css';
import type { Room, RoomPage } from '#web/ui/room.ts';

const page = (path: string, load: RoomPage['load']): RoomPage => ({ path, load });

export const room: Room = {
  name: 'journal',
  place: 'journal',
  href: '/journal',
  write: '/journal/write',
  search: '/journal/search',
  bringIn: '/bring-in',
  takeAway: '/take-out',
  atHost: '/journal/held',
  pages: [
    page('/journal', () => import('./timeline.tsx').then((m) => m.JournalPage)),
    page('/journal/write', () => import('./write.tsx').then((m) => m.WritePage)),
    page('/journal/check-in', () => import('./check-in.tsx').then((m) => m.CheckInPage)),
    page('/journal/e/:id', () => import('./timeline.tsx').then((m) => m.EntryPage)),
    page('/journal/e/:id/edit', () => import('./write.tsx').then((m) => m.EditPage)),
    page('/journal/held/:id?', () => import('./held.tsx').then((m) => m.HeldPage)),
    page('/journal/search', () => import('./search.tsx').then((m) => m.SearchPage)),
    page('/journal/calendar/:year?/:month?/:day?', () => import('./calendar.tsx').then((m) => m.CalendarPage)),
    page('/journal/look-back', () => import('./look-back.tsx').then((m) => m.LookBackPage)),
    page('/journal/look-back/:then/:now', () => import('./look-back.tsx').then((m) => m.PairPage)),
    page('/journal/topics', () => import('./names.tsx').then((m) => m.TopicsPage)),
    page('/journal/people', () => import('./names.tsx').then((m) => m.PeoplePage)),
    page('/journal/areas', () => import('./names.tsx').then((m) => m.AreasPage)),
    page('/journal/places', () => import('./names.tsx').then((m) => m.PlacesPage)),
    page('/journal/topic/:name', () => import('./name.tsx').then((m) => m.TopicPage)),
    page('/journal/person/:name', () => import('./name.tsx').then((m) => m.PersonPage)),
    page('/journal/area/:name', () => import('./name.tsx').then((m) => m.AreaPage)),
    page('/journal/place/:name', () => import('./name.tsx').then((m) => m.PlacePage)),
    page('/journal/questions', () => import('./questions.tsx').then((m) => m.QuestionsPage)),
    page('/journal/question/:id', () => import('./question.tsx').then((m) => m.QuestionPage)),
    page('/journal/templates', () => import('./templates.tsx').then((m) => m.TemplatesPage)),
    page('/journal/templates/:id', () => import('./templates.tsx').then((m) => m.TemplatePage)),
    page('/journal/journals', () => import('./journals.tsx').then((m) => m.JournalsPage)),
  ],
  links: [
    { word: 'title', href: '/journal', icon: 'journal' },
    { word: 'write.title', href: '/journal/write', icon: 'write' },
    { word: 'check-in.title', href: '/journal/check-in', icon: 'area' },
    { word: 'search.label', href: '/journal/search', icon: 'search' },
    { word: 'calendar.title', href: '/journal/calendar', icon: 'calendar' },
    { word: 'look.title', href: '/journal/look-back', icon: 'history' },
    { word: 'names.topics', href: '/journal/topics', icon: 'topic' },
    { word: 'names.people', href: '/journal/people', icon: 'person' },
    { word: 'names.areas', href: '/journal/areas', icon: 'area' },
    { word: 'names.places', href: '/journal/places', icon: 'place' },
    { word: 'question.title', href: '/journal/questions', icon: 'question' },
    { word: 'template.title', href: '/journal/templates', icon: 'file' },
    { word: 'books.title', href: '/journal/journals', icon: 'book' },
  ],
};
