/** Annotations on the pull request: workflow commands of GitHub Actions, one line per failure. */
import type { ScenarioResult } from '../explore/scenario-result.ts';

export function githubAnnotations(results: readonly ScenarioResult[]): readonly string[] {
  return results.flatMap(({ name, failures, vacuous }) => [
    ...failures.map(({ seed, verdict, property, message, replay }) =>
      annotation(`corfuzz: ${name}, seed ${seed}: ${property ?? verdict}`, `${message}\nreplay: ${replay}`),
    ),
    ...vacuous.map((reason) => annotation(`corfuzz: ${name} is vacuous`, reason)),
  ]);
}

function annotation(title: string, message: string): string {
  return `::error title=${escapeProperty(title)}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
