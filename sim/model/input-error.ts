/**
 * Something a person gave us is wrong: a flag, a file, a name. The message is one line that says what and where; it is printed
 * without a stack, and the exit code is 2. Everything else that throws is a defect of ours.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** What an unknown thing threw, in words. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
