#!/usr/bin/env bash
# What a user gets: the package is packed, installed in an empty folder with no npm settings of ours, and run there, first with a shipped
# scenario and then with a scenario of the user's own, which also has to compile against the declarations in the package.
set -euo pipefail
repository=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# The user's Node is a supported one, the user's npm whatever this machine has.
export PATH=$repository/node_modules/node/bin:$PATH

(cd "$repository" && npm pack --silent --pack-destination "$folder")
mkdir "$folder/user"
cd "$folder/user"
echo '{ "private": true, "type": "module" }' >package.json
npm install --no-audit --no-fund "$folder"/corfuzz-*.tgz

npx --no corfuzz run tiny --seeds 20

# The shipped scenarios are pages to copy, so this is how a user's first one comes about.
sed "s/name: '[^']*'/name: 'my-own'/" "$repository/scenarios/tiny.ts" >my-own.ts
grep --quiet "name: 'my-own'" my-own.ts
"$repository/node_modules/.bin/tsc" --noEmit --strict --target es2024 --module nodenext my-own.ts
npx --no corfuzz run ./my-own.ts --seeds 20

# The grammar of TLA+ is in the package, and its parser is found.
npx --no tla2json "$repository/specs/SharedLog.tla" | grep --quiet '"root":"SharedLog"'
