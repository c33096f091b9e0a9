/** How many of the ascending numbers are less than `bound`. */
export const countBelow = (numbers: Float64Array, bound: number): number => {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
};
