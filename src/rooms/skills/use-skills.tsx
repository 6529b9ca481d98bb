// What every page of this room looks at: one's skills, the frameworks with their words, and who takes a name up.

import { useLocation } from 'wouter';
import { recordsOf } from '#core/snapshot.ts';
import { useAct } from '#web/ui/own.ts';
import { momentNow } from '#web/ui/time.ts';
import { useDesk, useSnapshot } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { frameworksOf, shippedFrameworks, skillsOf, takeUpSkill, type Framework, type Now, type Skill } from './model.ts';

export const nowHere = (): Now => {
  const { when, instant } = momentNow();
  return { when, instant };
};

export const useSkills = (): { readonly skills: readonly Skill[]; readonly frameworks: readonly Framework[] } => {
  const t = useWords('skills');
  const snapshot = useSnapshot();
  return {
    skills: skillsOf(recordsOf(snapshot, 'skill').values()),
    frameworks: [...shippedFrameworks((key) => t(key)), ...frameworksOf(recordsOf(snapshot, 'framework').values())],
  };
};

/** Takes a name up and goes to it. */
export const useTakeUp = (): ((given: Parameters<typeof takeUpSkill>[0]) => ReturnType<ReturnType<typeof useAct>>) => {
  const desk = useDesk();
  const act = useAct('skills');
  const [, go] = useLocation();
  return async (given) => {
    const id = desk.newId();
    const done = await act(takeUpSkill(given, id, nowHere()), 'added');
    if (done.ok) go(skillHref(id));
    return done;
  };
};

export const skillHref = (id: string): string => `/act/skills/${id}`;
export const frameworkHref = (id: string): string => `/act/skills/framework/${id}`;
