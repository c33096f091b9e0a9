#!/usr/bin/env bash
# The long campaign: N seeds of every shipped scenario, or of those that are named, with every mark reached. CI does 50 of each; before a
# release, `.ci/campaign.sh 2000`, which takes a quarter of an hour on two cores. Ctrl-C keeps what was found.
set -euo pipefail
cd "$(dirname "$0")/.."
seeds=${1:?how many seeds of each scenario}
exec node_modules/.bin/node dist/sim/cli/bin.js run "${@:2}" --seeds "$seeds" --require-sometimes
