// Goal attainment scaling: several goals, each with its own scale of five outcomes written before, summed up in one number that says
// how far what came was from what was hoped, whatever the goals were. Kiresuk and Sherman (1968), Community Mental Health Journal 4.
// For programmes of many goals; a person is shown the words of their own scales.

/** Where a goal came out, −2 … +2, and how much it weighs against the others. */
export interface Attained {
  readonly level: number;
  /** Above 0; 1 unless said. */
  readonly weight?: number;
}

/** How alike the outcomes of one person's goals are taken to be: the value that Kiresuk and Sherman give. */
export const RHO = 0.3;

/**
 * T = 50 + 10·Σwx / √((1−ρ)Σw² + ρ(Σw)²). 50: on the whole as was hoped; ten either way is one standard deviation.
 * Null where there is no goal, or one weighs nothing.
 */
export const tScore = (goals: readonly Attained[], rho = RHO): number | null => {
  const weights = goals.map(({ weight = 1 }) => weight);
  if (goals.length === 0 || weights.some((weight) => !(weight > 0))) return null;
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const squares = weights.reduce((all, weight) => all + weight * weight, 0);
  const reached = goals.reduce((all, { level }, at) => all + weights[at]! * level, 0);
  return 50 + (10 * reached) / Math.sqrt((1 - rho) * squares + rho * sum * sum);
};
