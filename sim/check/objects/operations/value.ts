/** What objects hold: anything that equals itself. */
export type Value = string | number | boolean | null;

/** Operations with different keys touch different objects of the same kind; without a key there is one object. */
export interface Keyed {
  readonly key?: string;
}

export const partitionByKey = ({ key }: Keyed): string => key ?? '';
