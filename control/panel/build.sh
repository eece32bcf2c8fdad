#!/bin/sh
# Builds the panel into the folder given, if anything it is made of has changed. Called by Maven.
set -eu
cd "$(dirname "$0")"
if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1 ||
    ! node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)'; then
    echo "The panel is built with Node 20.19 or later and npm, which are not here. Install them: apt install nodejs npm, or brew install node." >&2
    exit 1
fi
exec node build.mjs "$@"
