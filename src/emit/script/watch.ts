import { sh } from './sh.ts';

/** How the script watches, between its deletions, what others do in the same repository. */
export const WATCH = sh`
# --- Watching what others do meanwhile ---------------------------------------------------------------------

# Looks at all tags of the repository. What was deleted and turns out to be wanted is put back. False where the rest
# of the plan for this repository has to be left.
examine() {
  looked=$(date +%s)
  list_tags
  resolve_tags
  stop_if_lost
  stop_if_dangling
  find_moved
  awk '
    FILENAME == ARGV[1] {
      if ($1 == "image") planned[$2]
      if ($1 == "tag") alone[$3] = $2
      next
    }
    !($2 in planned) && !(($1 in alone) && alone[$1] == $2)' "$work/data" "$work/now" >"$work/seen"
  : >"$work/lately"
  now=$(date +%s)
  # The seconds that surely went by: a look of less than one counts as none.
  took=$((now > looked ? now - looked - 1 : 0)) looked=$now
  [ -s "$work/moved" ] || return 0
  cut -d ' ' -f 3 "$work/moved" >"$work/wanted"
  bring_back
  return 1
}

# A look is good for as long as it took: in a small repository there is one before each DELETE.
examine_if_due() {
  [ $(($(date +%s) - looked)) -lt "$took" ] || examine
}

# Tags that were there at the last look and are gone now, although they stay by the plan. Where their image is still
# there, they were moved onto one that was then deleted: nobody can see that coming.
stop_if_lost() {
  awk 'FILENAME == ARGV[1] { now[$1]; next } !($1 in now)' "$work/now" "$work/seen" >"$work/lost"
  [ -s "$work/lost" ] || return 0
  recovered=''
  while read -r tag digest <&3; do
    call -I -H "$accept" "$registry/v2/$repository/manifests/$digest"
    case $status in
      200) recover "$tag" ;;
      404) complain "$repository:$tag is gone, and the image that it led to as well: somebody deleted it." ;;
      *) stop_on "HEAD $repository@$digest" ;;
    esac
  done 3<"$work/lost"
  stop "$repository is not as it was a moment ago. When you know why, run this script again: it goes on from here."
}

# Puts back what was deleted since the last look; where that is one image, on 2.x, the tag $1 led there.
recover() {
  complain "$repository:$1 is gone: it was moved onto an image of the plan in the moment before its DELETE."
  cp "$work/lately" "$work/wanted"
  bring_back
  if [ "$family" != 3.x ] && [ "$(sort -u "$work/lately" | grep -c .)" = 1 ]; then
    turn_to pull,push
    digest=$(head -n 1 "$work/lately")
    restore "$digest" "$(awk -v digest="$digest" '$2 == digest { type = $3 } END { print type }' "$work/ours")" "$1"
    turn_to pull,delete
  else
    complain "What was deleted meanwhile is put back, but where $1 led is not known: push it again."
  fi
}

# A registry that cannot read one tag of a repository answers 500 to a DELETE, and keeps tags of what it has deleted.
stop_if_dangling() {
  dangling=$(awk '
    FILENAME == ARGV[1] { gone[$1]; next }
    FILENAME == ARGV[2] { if ($1 == "image" && $2 in gone) for (i = 3; i <= NF; i++) went[$i]; next }
    FILENAME == ARGV[3] { delete went[$1]; next }
    $1 in went { print $1; exit }' "$work/gone" "$work/data" "$work/now" "$work/tags")
  [ -z "$dangling" ] ||
    stop "$repository:$dangling is still listed, although its image was deleted: the registry could not remove it."
}

# Tags that were there at the beginning and stay by the plan lead where they led.
stop_if_moved() {
  moved=$(awk 'FILENAME == ARGV[1] { first[$1] = $2; next } ($1 in first) && first[$1] != $2 { print $1; exit }' \
    "$work/first" "$work/now")
  [ -z "$moved" ] ||
    stop "$repository:$moved was pushed while the repository was worked on. Run this script again: it goes on from here."
}

# Puts back those of $work/wanted that were deleted here, with their tags and with what they list.
bring_back() {
  [ -f "$undo/calls" ] || return 0
  awk -v repository="$repository" '$1 == repository' "$undo/calls" >"$work/ours"
  # What lists something was deleted before it.
  while read -r name digest rest <&3; do
    if grep -qxF "$digest" "$work/wanted"; then digests_in "$(saved "$digest")" >>"$work/wanted"; fi
  done 3<"$work/ours"
  backwards "$work/ours" >"$work/backwards"
  turn_to pull,push
  while read -r name digest type tags <&3; do
    grep -qxF "$digest" "$work/wanted" || continue
    restore "$digest" "$type" $tags || complain "Run $undo/undo.sh with credentials that may push."
  done 3<"$work/backwards"
  turn_to pull,delete
}
`;
