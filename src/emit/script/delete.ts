import { sh } from './sh.ts';

/** How the script deletes what the plan says of a repository, and watches what else happens there. */
export const DELETE = sh`
# --- Deleting ----------------------------------------------------------------------------------------------

# Carries out what $work/data says of $repository.
carry_out() {
  turn_to pull,delete
  : >"$work/read"
  : >"$work/seen"
  : >"$work/gone"
  : >"$work/lately"
  awk '$1 == "image" { print $2 }' "$work/data" >"$work/planned"
  last=$((number + $(grep -c -E '^(image|tag) ' "$work/data")))
  if examine; then
    cp "$work/seen" "$work/first"
    delete_all
  else
    leave
  fi
  number=$last
}

# In the order of the plan: so wherever this ends, nothing that stays lacks what it needs.
delete_all() {
  while read -r kind target labels <&4; do
    [ "$kind" != keep ] || continue
    number=$((number + 1))
    progress="[$number/$total] $repository@$target\${labels:+ $labels}"
    if "delete_$kind"; then continue; fi
    leave
    return 0
  done 4<"$work/data"
  [ -z "$dry_run" ] || return 0
  if examine; then stop_if_moved; else leave; fi
}

# Leaves the rest of $repository as it is, and says why.
leave() {
  complain "$repository: what is left of it is left as it is, because since the scan"
  while read -r why tag digest <&3; do
    case $why in
      onto) complain "  the tag $tag leads to $digest" ;;
      attached) complain "  the tag $tag was attached to $digest" ;;
      names) complain "  the tag $tag leads to something new that names $digest" ;;
    esac
  done 3<"$work/moved"
  left=$((left + 1))
}

delete_image() {
  if [ -n "$dry_run" ]; then
    say "$progress: would be deleted"
    return 0
  fi
  if ! save; then
    printf '%s\n' "$target" >>"$work/gone"
    say "$progress: gone already"
    return 0
  fi
  failures=0
  while :; do
    examine_if_due || return 1
    note "$(awk -v digest="$target" '$2 == digest { printf "%s ", $1 }' "$work/now")"
    printf '%s\n' "$target" >>"$work/lately"
    stop_code=4
    attempt -X DELETE "$registry/v2/$repository/manifests/$target"
    is_passing "$status" || break
    tries=$failures pause_seconds=$((1 << failures))
    pause || break
    failures=$((failures + 1)) took=0
  done
  case $status in
    202) stop_if_tagged ;;
    404) ;;
    *) stop_on "DELETE $repository@$target" ;;
  esac
  printf '%s\n' "$target" >>"$work/gone"
  say "$progress: deleted"
}

# A tag alone, which only 3.x does: its image stays.
delete_tag() {
  progress="[$number/$total] $repository:$labels ($target)"
  call -I -H "$accept" "$registry/v2/$repository/manifests/$labels"
  case $status in
    200) ;;
    404)
      say "$progress: gone already"
      return 0 ;;
    *) stop_on "HEAD $repository:$labels" ;;
  esac
  if [ "$(header docker-content-digest)" != "$target" ]; then
    complain "$progress: leads elsewhere by now, and is left so"
    left=$((left + 1))
    return 0
  fi
  if [ -n "$dry_run" ]; then
    say "$progress: would be deleted"
    return 0
  fi
  save || stop "$repository:$labels leads to $target, which is gone."
  note "$labels"
  stop_code=4
  call -X DELETE "$registry/v2/$repository/manifests/$labels"
  case $status in
    202) stop_if_tagged ;;
    404) ;;
    *) stop_on "DELETE $repository:$labels" ;;
  esac
  say "$progress: deleted"
}

# Stops where the first of $labels still leads to $target: some registries say 202 and leave it.
stop_if_tagged() {
  [ -n "$labels" ] || return 0
  call -I -H "$accept" "$registry/v2/$repository/manifests/\${labels%% *}"
  [ "$status" != 200 ] || [ "$(header docker-content-digest)" != "$target" ] ||
    stop "$repository:\${labels%% *} still leads to $target, which was deleted."
}

# Saves the manifest $target, byte for byte. False where it is gone.
save() {
  call -H "$accept" "$registry/v2/$repository/manifests/$target"
  case $status in
    200) ;;
    404) return 1 ;;
    *) stop_on "GET $repository@$target" ;;
  esac
  [ "$(header docker-content-digest)" = "$target" ] ||
    stop "GET $repository@$target: the answer is another manifest."
  target_type=$(header content-type)
  target_type=\${target_type%%;*}
  [ -d "$undo/manifests" ] || mkdir -p "$undo/manifests" || stop "The directory $undo cannot be written."
  [ -f "$undo/undo.sh" ] || write_undo || stop "The directory $undo cannot be written."
  cp "$work/body" "$(saved "$target")" || stop "The directory $undo cannot be written."
}

# Notes for undo.sh that $target goes now, with these tags.
note() {
  printf '%s %s %s %s\n' "$repository" "$target" "$target_type" "$1" >>"$undo/calls" ||
    stop "The directory $undo cannot be written."
}
`;
