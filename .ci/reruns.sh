#!/usr/bin/env bash
# Runs N seeds of `tiny`, each one twice, and compares event by event: exits 4 at the first run that is not the same again.
# CI does 20,000; before a release, `.ci/reruns.sh 1000000`.
set -euo pipefail
cd "$(dirname "$0")/.."
exec node_modules/.bin/node dist/sim/cli/bin.js run tiny --seeds "${1:?how many reruns}" --verify-determinism
