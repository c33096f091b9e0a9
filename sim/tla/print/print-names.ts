/** How names are declared. */
import { operatorsBySymbol } from '../parse/operators.ts';

/** A name as it is declared, with a blank for each parameter. */
export function declarationText(name: string, arity: number): string {
  if (arity === 0) return name;
  switch (operatorsBySymbol.get(name)?.fixity) {
    case 'infix':
      return `_ ${name} _`;
    case 'prefix':
      return `${name} _`;
    case 'postfix':
      return `_ ${name}`;
    case undefined:
      return `${name}(${Array.from({ length: arity }, () => '_').join(', ')})`;
  }
}
