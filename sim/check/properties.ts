/** Properties by the names that YAML scenarios use. */
import type { Property } from '../model/property.ts';
import { invariants } from './invariants/all.ts';
import { corfuClientView } from './linearizable.ts';

export const propertiesByName: Readonly<Record<string, Property>> = Object.fromEntries(
  [corfuClientView, invariants].map((property) => [property.name, property]),
);
