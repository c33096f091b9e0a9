/** The known bugs by id. Their registry brings the whole stack with it, so it is loaded only when somebody asks. */
import { InputError } from '../model/input-error.ts';
import { unknownName } from '../model/nearest-name.ts';
import type { Mutant } from '../mutants/mutant.ts';

export async function knownMutants(): Promise<readonly Mutant[]> {
  const { mutants } = await import('../mutants/registry.ts');
  return mutants;
}

/** Throws an `InputError` when no mutant has this id. */
export async function assertMutant(id: string): Promise<void> {
  const ids = (await knownMutants()).map((mutant) => mutant.id);
  if (!ids.includes(id)) throw new InputError(unknownName('mutant', id, ids));
}
