import { sh } from './sh.ts';

/** How the script and its undo.sh put back what was deleted. `$undo` is the directory with what was saved. */
export const RESTORE = sh`
# --- Putting back ------------------------------------------------------------------------------------------

# The file in which the manifest $1 is saved.
saved() { printf '%s/manifests/%s\n' "$undo" "$(printf '%s' "$1" | tr : -)"; }

# The lines of a file from its last to its first.
backwards() { awk '{ line[NR] = $0 } END { while (NR > 0) print line[NR--] }' "$1"; }

# Puts an image back as it was saved, and each of its tags: restore <digest> <type> [<tag>...]. What is there is left
# alone, and so is a tag that leads elsewhere by now. False where not all is as it was.
restore() {
  restored=$1 type=$2 lacking=0
  for reference in "$@"; do
    [ "$reference" != "$type" ] || continue
    call -I -H "$accept" "$registry/v2/$repository/manifests/$reference"
    case $status in
      200)
        [ "$(header docker-content-digest)" != "$restored" ] || continue
        complain "$repository:$reference leads elsewhere by now, and is left so."
        lacking=1 ;;
      404) put_back "$reference" || lacking=1 ;;
      *) stop_on "HEAD $repository $reference" ;;
    esac
  done
  return "$lacking"
}

put_back() {
  put "$1"
  if [ "$status" = 400 ] && give_blobs; then put "$1"; fi
  if [ "$status" = 201 ]; then
    say "Put back: $repository $1"
    return 0
  fi
  complain "Not put back: $repository $1 ($restored): $(reason)"
  return 1
}

put() {
  call -X PUT -H "Content-Type: $type" --data-binary "@$(saved "$restored")" "$registry/v2/$repository/manifests/$1"
}

# A manifest may be a layer of another, and is forgotten as such with its DELETE. Uploads those that the last answer
# misses as what they were: blobs. False where none was missed.
give_blobs() {
  given=1
  digests_in "$work/body" >"$work/missed"
  while read -r missed <&3; do
    [ -f "$(saved "$missed")" ] || continue
    call -X POST -d '' "$registry/v2/$repository/blobs/uploads/"
    [ "$status" = 202 ] || return 1
    place=$(header location | sed 's|^https*://[^/]*||')
    case $place in
      *\?*) place="$place&digest=$missed" ;;
      *) place="$place?digest=$missed" ;;
    esac
    call -X PUT -H 'Content-Type: application/octet-stream' --data-binary "@$(saved "$missed")" "$registry$place"
    [ "$status" = 201 ] || return 1
    given=0
  done 3<"$work/missed"
  return "$given"
}

# All digests in a file, one a line.
digests_in() { tr -c 'a-f0-9sh:' '\n' <"$1" | grep -E '^sha(256|384|512):[0-9a-f]{64,128}$' | sort -u; }
`;
