// The one lint rule that oxlint does not ship. V8 may compute `a ** b` in another way from one release to the next, so that the last
// bit of the result, and with it a run, differs between two Node versions. Powers of integers written out (`2 ** 32`, `2n ** 64n`) are
// exact everywhere and stay allowed.

interface Operand {
  readonly type: string;
  readonly value?: unknown;
}

interface Power {
  readonly operator: string;
  readonly left: Operand;
  readonly right: Operand;
}

interface Context {
  report(finding: { node: Power; message: string }): void;
}

const message =
  'A power of anything but integer literals is not the same on every engine: multiply, shift or look it up.';

function isIntegerLiteral(operand: Operand): boolean {
  return operand.type === 'Literal' && (Number.isInteger(operand.value) || typeof operand.value === 'bigint');
}

const noInexactPower = {
  create: (context: Context) => ({
    BinaryExpression(node: Power) {
      if (node.operator !== '**' || (isIntegerLiteral(node.left) && isIntegerLiteral(node.right))) return;
      context.report({ node, message });
    },
    AssignmentExpression(node: Power) {
      if (node.operator === '**=') context.report({ node, message });
    },
  }),
};

export default { meta: { name: 'house' }, rules: { 'no-inexact-power': noInexactPower } };
