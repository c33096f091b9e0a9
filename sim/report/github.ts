/** Annotations on the pull request: workflow commands of GitHub Actions, one line per failure, and one for all unavailable seeds. */
import type { ScenarioResult } from '../explore/scenario-result.ts';

export function githubAnnotations(results: readonly ScenarioResult[]): readonly string[] {
  return results.flatMap(({ name, verdicts, failures, unavailable, vacuous }) => [
    ...failures.map(({ seed, verdict, property, message, replay }) =>
      annotation(`corfuzz: ${name}, seed ${seed}: ${property ?? verdict}`, `${message}\nreplay: ${replay}`),
    ),
    ...unavailable
      .slice(0, 1)
      .map(({ seed, message, proof }) =>
        command(
          'notice',
          `corfuzz: ${name}, ${verdicts.unavailable} unavailable, such as seed ${seed}`,
          [message, ...proof].join('\n'),
        ),
      ),
    ...vacuous.map((reason) => annotation(`corfuzz: ${name} is vacuous`, reason)),
  ]);
}

function annotation(title: string, message: string): string {
  return command('error', title, message);
}

function command(level: 'error' | 'notice', title: string, message: string): string {
  return `::${level} title=${escapeProperty(title)}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
