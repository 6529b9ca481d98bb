// Values as the shell sees them: their pages, and ways in that take a minute or a quarter of an hour. None comes before another.

import './room.css';
import { page, type Room } from '#web/ui/room.ts';

export const room: Room = {
  name: 'values',
  place: 'know',
  href: '/know/values',
  inPlace: { order: 20, icon: 'star' },
  pages: [
    page('/know/values', () => import('./values.tsx').then((m) => m.ValuesPage)),
    page('/know/values/cards', () => import('./cards.tsx').then((m) => m.CardsPage)),
    page('/know/values/moment', () => import('./moment.tsx').then((m) => m.MomentPage)),
    page('/know/values/new', () => import('./moment.tsx').then((m) => m.NewPage)),
    page('/know/values/done', () => import('./mark.tsx').then((m) => m.MarkPage)),
    page('/know/values/orders', () => import('./orders.tsx').then((m) => m.OrdersPage)),
    page('/know/values/order/new', () => import('./sort.tsx').then((m) => m.BeginPage)),
    page('/know/values/order/:id', () => import('./sort.tsx').then((m) => m.OrderPage)),
    page('/know/values/answer/:id', () => import('./answer.tsx').then((m) => m.AnswerPage)),
    page('/know/values/:id', () => import('./value.tsx').then((m) => m.ValuePage)),
  ],
  ways: [
    { door: 'reflect', minutes: 5, word: 'way.moment', href: '/know/values/moment' },
    { door: 'reflect', minutes: 5, word: 'way.order', href: '/know/values/order/new' },
    { door: 'reflect', minutes: 1, word: 'way.done', href: '/know/values/done' },
  ],
  links: [
    { word: 'title', href: '/know/values', icon: 'star' },
    { word: 'cards.title', href: '/know/values/cards', icon: 'list' },
    { word: 'moment.title', href: '/know/values/moment', icon: 'write' },
    { word: 'mark.title', href: '/know/values/done', icon: 'check' },
    { word: 'orders.title', href: '/know/values/orders', icon: 'history' },
  ],
};
