import { REQUESTS } from './requests.ts';
import { RESTORE } from './restore.ts';
import { sh } from './sh.ts';

const BEGIN = sh`
#!/bin/sh
# Puts back the manifests and tags that a plan of stowage deleted, with the settings that the plan's script takes:
#   sh undo.sh https://registry.example.com
# The credentials must be allowed to push. It works until the registry's collection has run: then the layers are gone.
# All tags that are put back count as pushed now. Exit codes: 0 all is back, 1 or 4 stopped, 2 misused,
# 3 something could not be put back, or a tag leads elsewhere by now.
set -uf
export LC_ALL=C
registry=\${1:-\${STOWAGE_REGISTRY:-}}
netrc=\${STOWAGE_NETRC:-}
curl_config=\${STOWAGE_CURL_CONFIG:-}
undo=$(dirname "$0")
`;

const RUN = sh`
# --- All of it, the last deletion first: so what an index lists is there before it ---------------------------

at_exit() { rm -rf "$work"; }

prepare
stop_code=4 result=0 repository=''
backwards "$undo/calls" >"$work/order"
while read -r name digest type tags <&3; do
  if [ "$name" != "$repository" ]; then
    repository=$name
    turn_to pull,push
  fi
  # The tags are words: each is an argument.
  restore "$digest" "$type" $tags || result=3
done 3<"$work/order"
exit "$result"
`;

/** The script that gives back what was deleted, whole as it is. */
export const UNDO = [BEGIN, REQUESTS, RESTORE, RUN].join('\n');
