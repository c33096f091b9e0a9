/**
 * Lamport's happened-before over recorded facts: what a node did earlier, and the sending of what it received. What is not in
 * the past of a violation cannot have caused it.
 */
import type { RecordedFact } from '../../model/recorded-fact.ts';

/** For each fact, whether it is one of `targets` (places among the facts) or happened before one. */
export function causalPast(facts: readonly RecordedFact[], targets: readonly number[]): readonly boolean[] {
  const previous = previousFacts(facts);
  const past = Array.from({ length: facts.length }, () => false);
  const open = [...targets];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (past[place] !== false) continue;
    past[place] = true;
    for (const earlier of previous[place] as readonly number[]) open.push(earlier);
  }
  return past;
}

function previousFacts(facts: readonly RecordedFact[]): readonly (readonly number[])[] {
  const lastOfNode = new Map<number, number>();
  const sent = new Map<string, number>();
  return facts.map(({ fact }, place) => {
    const previous: number[] = [];
    const last = lastOfNode.get(fact.node);
    // Losing a message tells nobody anything: it comes after its sending, and before nothing.
    if (fact.fact !== 'dropped') {
      if (last !== undefined) previous.push(last);
      lastOfNode.set(fact.node, place);
    }
    if (fact.fact === 'sent') sent.set(`${fact.from}>${fact.to}#${fact.number}`, place);
    if (fact.fact === 'delivered' || fact.fact === 'dropped') {
      const sending = sent.get(`${fact.from}>${fact.to}#${fact.number}`);
      if (sending !== undefined) previous.push(sending);
    }
    return previous;
  });
}
