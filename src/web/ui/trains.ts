// What practices and skills say of each other: which skills a practice trains, and which practices train a skill. A practice names them
// by framework and code; what names a framework that is not here is not shown, and stays.

import { isOffered } from '#rooms/practices/told.ts';
import { practiceHref, useKeyFacts, usePractices } from '#rooms/practices/use-practices.tsx';
import { skillCode, type Framework, type Skill } from '#rooms/skills/model.ts';
import { frameworkHref, skillHref, useSkills } from '#rooms/skills/use-skills.tsx';

export interface Trained {
  readonly code: string;
  readonly name: string;
  /** The title of its framework. */
  readonly of: string;
  /** The skill's page where one has taken it up, else its framework's. */
  readonly href: string;
}

const trainedIn = (codes: readonly string[], skills: readonly Skill[], frameworks: readonly Framework[]): readonly Trained[] =>
  codes.flatMap((code) => {
    const framework = frameworks.find(({ id }) => code.startsWith(`${id}:`));
    const item = framework?.items.find(({ id }) => skillCode(framework.id, id) === code);
    if (!framework || !item) return [];
    const mine = skills.find((skill) => skill.framework === framework.id && skill.item === item.id);
    return [{ code, name: item.name, of: framework.title, href: mine ? skillHref(mine.id) : frameworkHref(framework.id) }];
  });

/** `codes`: `Practice.skills`. */
export const useTrained = (codes: readonly string[]): readonly Trained[] => {
  const { skills, frameworks } = useSkills();
  return trainedIn(codes, skills, frameworks);
};

/** What a practice of one's own may be said to train: the skills one has taken up, and those it names already. */
export const useSkillChoices = (codes: readonly string[]): readonly { readonly value: string; readonly label: string }[] => {
  const { skills, frameworks } = useSkills();
  const mine = skills.filter(({ framework }) => frameworks.some(({ id }) => id === framework)).map(({ framework, item }) => skillCode(framework, item));
  return trainedIn([...new Set([...codes, ...mine])], skills, frameworks).map(({ code, name, of }) => ({ value: code, label: `${name} (${of})` }));
};

export interface Trainer {
  readonly id: string;
  readonly name: string;
  readonly href: string;
  /** Minutes and with whom. */
  readonly facts: string;
}

/** Practices that train a skill, without those that one does not want or that were worse; the shortest first. */
export const usePracticesFor = ({ framework, item }: Pick<Skill, 'framework' | 'item'>): readonly Trainer[] => {
  const { practices, tolds, wishes } = usePractices();
  const facts = useKeyFacts();
  const code = skillCode(framework, item);
  return practices
    .filter(({ id, kind, skills }) => framework !== '' && skills.includes(code) && isOffered(id, tolds, wishes) && !(kind && wishes.without.includes(kind)))
    .toSorted((a, b) => (a.minutes ?? Infinity) - (b.minutes ?? Infinity) || 0)
    .map((practice) => {
      const { short, who } = facts(practice);
      return { id: practice.id, name: practice.name, href: practiceHref(practice.id), facts: [short, who].filter((part) => part !== '').join(' · ') };
    });
};
