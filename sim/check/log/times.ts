/** Orders times, of which several may be infinite: their difference would be no number. */
export const compareTimes = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);
