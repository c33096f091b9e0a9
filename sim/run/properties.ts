/** Properties by the names that YAML scenarios use. */
import { invariants } from '../check/invariants/all.ts';
import { corfuClientView } from '../check/linearizable.ts';
import type { Property } from '../model/property.ts';
import { refinesSpecs } from '../refine/refines-specs.ts';

export const propertiesByName: Readonly<Record<string, Property>> = Object.fromEntries(
  [corfuClientView, invariants, refinesSpecs].map((property) => [property.name, property]),
);
