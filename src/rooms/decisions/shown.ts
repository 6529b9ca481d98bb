// How a decision shows outside its room.

import type { Part, Shown, ShownKind } from '#core/shown.ts';
import { isInstant } from '#core/when.ts';
import { CHECK_ANSWERS, CHECKS, chosenOption, decisionKind, decisionOf, MACHINE_ASKS, textToChange, type Decision } from './model.ts';
import type { Option } from './option.ts';

const optionText = ({ text, for: pro, against, values, feelings, body, touches }: Option): string =>
  [`**${text.replace(/\s+/gu, ' ')}**`, ...pro.map((one) => `+ ${one}`), ...against.map((one) => `− ${one}`), ...[values, feelings, body].map((list) => list.join(', ')), touches]
    .filter((line) => line !== '')
    .map((line, at) => (at === 0 ? `- ${line}` : `  ${line}`))
    .join('  \n');

const partsOf = (decision: Decision): Part[] => {
  const { form, options, hands, answers, likely, came, quality, luck, checks } = decision;
  const text = (label: string, name: Parameters<typeof textToChange>[1]): Part => ({ label, text: textToChange(decision, name) });
  const chosen = chosenOption(decision);
  return [
    ...(form === 'machine'
      ? [
          text('part.first', 'first'),
          { label: 'part.answers', text: '', words: MACHINE_ASKS.flatMap((ask) => (answers[ask] ? [`machine.${ask}.${answers[ask]}`] : [])) },
          { label: 'part.hands', words: hands === '' ? [] : [`hands.${hands}`] },
        ]
      : [
          { label: 'part.options', text: options.map(optionText).join('\n') },
          { label: 'part.chosen', text: chosen?.text ?? '' },
        ]),
    text('part.affected', 'affected'),
    text('part.mind', 'mind'),
    { label: 'part.expect', text: [textToChange(decision, 'expect'), likely === null ? '' : `${likely} / 100`].filter((each) => each !== '').join('\n\n') },
    { label: 'part.happened', words: came === '' ? [] : [`came.${came}`], text: textToChange(decision, 'happened') },
    { label: 'part.quality', words: [...(quality === '' ? [] : [`quality.${quality}`]), ...(luck === '' ? [] : [`luck.${luck}`])] },
    ...CHECK_ANSWERS.map((answer) => ({ label: `part.checks-${answer}`, words: CHECKS.flatMap((check) => (checks[check] === answer ? [`check.${check}`] : [])) })),
    text('part.learnt', 'learnt'),
  ];
};

const readShown = (decision: Decision): Shown => {
  const { id, question, decided, made, modified, options, links } = decision;
  const feelings = [...new Set(options.flatMap((option) => option.feelings))];
  return {
    id,
    kind: decisionKind.name,
    title: question.replace(/\s+/gu, ' '),
    parts: partsOf(decision),
    when: decided || made.slice(0, 10),
    modified: isInstant(modified) ? modified : '',
    topics: [],
    people: [],
    areas: [],
    feelings,
    links,
    values: chosenOption(decision)?.values ?? [],
  };
};

export const shown: readonly ShownKind[] = [
  {
    kind: decisionKind.name,
    room: 'decisions',
    folder: 'decisions',
    leap2a: 'plan',
    href: (id) => `/know/decisions/${id}`,
    read: (record) => {
      const decision = decisionOf(record);
      return decision && (decision.decided !== '' || decision.made !== '') ? readShown(decision) : null;
    },
  },
];
