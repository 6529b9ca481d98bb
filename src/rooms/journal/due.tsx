// Whether anything is due stands on the first page and costs it next to nothing: the lines themselves, with their menus,
// are loaded only when there is one to show.

import { lazy, Suspense } from 'react';
import { useDueReminders } from './use-reminders.tsx';

const DueList = lazy(async () => ({ default: (await import('./due-reminders.tsx')).DueList }));

/** Nothing at all while nothing is due. */
export const DueReminders = () => {
  const due = useDueReminders();
  if (due.length === 0) return null;
  return (
    <Suspense fallback={null}>
      <DueList due={due} />
    </Suspense>
  );
};
