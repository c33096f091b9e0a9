/** What a schema finds wrong, in plain words. Messages that a schema brings itself are left as they are. */
import type { z } from 'zod';

const typeNames: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
};

/** `value` is what the issue is about, as far as it is known. */
export function plainIssue(issue: z.core.$ZodIssue, value: unknown): string {
  if (!/^(Invalid|Too) /.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${typeNames[issue.expected] ?? issue.expected}, got ${shown(value)}`;
    case 'too_small':
      return `must be at least ${issue.minimum}, got ${shown(value)}`;
    case 'too_big':
      return `must be at most ${issue.maximum}, got ${shown(value)}`;
    case 'invalid_value':
      return `expected ${issue.values.map((each) => JSON.stringify(each)).join(' or ')}, got ${shown(value)}`;
    default:
      return issue.message.replace(/^Invalid (input|option): /, '');
  }
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return JSON.stringify(value);
}
