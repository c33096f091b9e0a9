/** All kinds of histories, by the names that files and flags give them. */
import { objectKindNames } from './object-kinds.ts';
import { transactionKinds } from './transactions.ts';

export const kinds = ['log', ...objectKindNames, ...transactionKinds] as const;

export type Kind = (typeof kinds)[number];
