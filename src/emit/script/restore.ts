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
  call -X PUT -H "Content-Type: $type" --data-binary "@$(saved "$restored")" "$registry/v2/$repository/manifests/$1"
  if [ "$status" = 201 ]; then
    say "Put back: $repository $1"
    return 0
  fi
  complain "Not put back: $repository $1 ($restored): $(reason)"
  return 1
}
`;
