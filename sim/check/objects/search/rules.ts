/**
 * The rules that keep the search small. None of them changes a verdict; each is switched off by the checker's own tests, to show that it
 * is needed.
 *
 * All but the first three choose one of many orders that are legal together. That they may be used at once follows from one argument:
 * take, of all witnesses, one with the fewest indeterminate operations; of those, one whose completed operations stand earliest; of
 * those, one whose reads stand earliest; of those, one in which operations that can change places stand in canonical order. Every rule
 * only cuts off orders that it could turn into one that is less in this sense, so that this one is never cut off.
 *
 * The last two are about containers, which are searched in their own way (containers/removal-search.ts); there, too, no configuration is
 * looked at twice, nor one in which less is possible than in one seen before, and of operations that do the same one can stand in for
 * the others.
 */
export const searchRules = {
  necessary:
    'What an operation needs to find must be there from the start or be brought by one called before it returned.',
  deadEnds: 'No state is left for good that an operation still needs.',
  memory: 'No configuration is looked at twice.',
  eagerReads:
    'A read whose answer fits is applied at once: it changes nothing, so that it could as well be first wherever it stood.',
  symmetry:
    'Of operations that do the same, the one that returns first is applied first, and of indeterminate ones the one called first.',
  latePending:
    'An indeterminate operation is applied only right before one that needs it: before any other it could as well be left out, or wait.',
  cuts: 'Where no operation is open, the states reached are all that is remembered.',
  twoOrders: 'One search tries operations in the order of their returns and another in that of their calls, by turns.',
  removals:
    'Of a container only the order of its removals is searched, and who had put in what they took: never an order of insertions.',
  shortage: 'Out of a container comes no more by any time than went in, nor anything that too much lies on.',
} as const;

export type SearchRule = keyof typeof searchRules;
