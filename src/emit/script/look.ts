import { sh } from './sh.ts';

/** How the script sees what has moved since the scan. */
export const LOOK = sh`
# --- Looking at a repository -------------------------------------------------------------------------------

# Writes the names of all tags to $work/tags.
list_tags() {
  : >"$work/tags"
  page="/v2/$repository/tags/list"
  while [ -n "$page" ]; do
    call "$registry$page"
    case $status in
      200) ;;
      404) return 0 ;; # The registry knows no tag of it.
      *) stop_on "GET $page" ;;
    esac
    # A comma within a name cuts it in pieces, none of which stands in quotes.
    tr ',' '\n' <"$work/body" |
      sed -n -e 's/^.*"tags"[[:space:]]*:[[:space:]]*\[//' -e 's/\][^"]*$//' \
        -e 's/^[[:space:]]*"\([A-Za-z0-9_][A-Za-z0-9_.-]*\)"[[:space:]]*$/\1/p' >>"$work/tags"
    next=$(header link)
    [ -n "$next" ] || return 0
    next=$(printf '%s\n' "$next" | sed -n 's/.*<\([^>]*\)>; *rel="*next.*/\1/p' | sed 's|^https*://[^/]*||')
    case $next in
      '' | /*) ;;
      \?*) next="/v2/$repository/tags/list$next" ;;
      *) next="/v2/$repository/tags/$next" ;;
    esac
    [ "$next" != "$page" ] || stop "GET $page: the next page is the same page."
    page=$next
  done
}

# Asks, with one curl, where each tag leads, and writes 'tag digest' to $work/now; tags that lead nowhere are left out.
resolve_tags() {
  : >"$work/now"
  : >"$work/body"
  cp "$work/tags" "$work/unasked"
  patiently
  renewed=''
  while [ -s "$work/unasked" ]; do
    sed "s|.*|url = \"$registry/v2/$repository/manifests/&\"|" "$work/unasked" >"$work/urls"
    run_curl -I -H "$accept" -w '\nanswered %{http_code}\n' -K "$work/urls" >"$work/headers"
    awk '
      { sub(/\r$/, "") }
      NR == FNR { tag[NR] = $0; asked = NR; next }
      /^HTTP\// { digest = "-" }
      tolower($1) == "docker-content-digest:" { digest = $2 }
      $1 == "answered" && NF == 2 { print tag[++n], $2, digest; digest = "-" }
      END { while (n < asked) print tag[++n], "000", "-" }' "$work/unasked" "$work/headers" >"$work/answers"
    : >"$work/unasked"
    while read -r tag status digest <&3; do
      case $status in
        200)
          [ "$digest" != - ] || stop "HEAD $repository:$tag: the answer has no Docker-Content-Digest. What stands before the registry must let it through."
          printf '%s %s\n' "$tag" "$digest" >>"$work/now"
          patiently
          renewed='' ;;
        400 | 404) ;;
        401)
          [ -z "$renewed" ] || stop_on "HEAD $repository:$tag"
          printf '%s\n' "$tag" >>"$work/unasked" ;;
        *)
          is_passing "$status" || stop_on "HEAD $repository:$tag"
          printf '%s\n' "$tag" >>"$work/unasked" ;;
      esac
    done 3<"$work/answers"
    [ -s "$work/unasked" ] || return 0
    ask_for_rest
  done
}

# Before tags are asked again: a new token where one is wanted, else a pause.
ask_for_rest() {
  tag=$(head -n 1 "$work/unasked")
  status=$(awk -v tag="$tag" '$1 == tag { print $2 }' "$work/answers")
  asked="$repository:$tag"
  if [ "$status" != 401 ]; then
    pause || stop_on "HEAD $repository:$tag"
    return 0
  fi
  renewed=1
  request -I "$registry/v2/$repository/manifests/$tag"
  [ "$status" != 401 ] || new_token || { status=401; stop_on "HEAD $repository:$tag"; }
}

# Writes to $work/suspects a line for each tag that is not where it was at the scan, and why that may matter:
# 'onto' (it leads to an image of the plan), 'attached' (its name says that it belongs to one), or 'new' (to be read).
find_suspects() {
  awk '
    FILENAME == ARGV[2] { $0 = "now " $0 }
    $1 == "keep" { at_scan[$3] = $2; known[$2] }
    $1 == "image" { planned[$2]; cut[substr($2, 1, 71)]; for (i = 3; i <= NF; i++) at_scan[$i] = $2 }
    $1 == "tag" { at_scan[$3] = $2; known[$2] }
    $1 == "now" && !(($2 in at_scan) && at_scan[$2] == $3) {
      subject = $2
      sub(/\..*/, "", subject)
      sub(/-/, ":", subject)
      if ($3 in planned) { print "onto", $2, $3; next }
      if (!($2 in at_scan) && substr(subject, 1, 71) in cut) print "attached", $2, subject
      if (!($3 in known)) print "new", $2, $3
    }' "$work/data" "$work/now" >"$work/suspects"
}

# Reads the manifests that are new since the scan, and what those list, for digests of the plan.
# Writes 'why tag digest' to $work/moved for all that stands against the plan.
find_moved() {
  find_suspects
  : >"$work/moved"
  [ -s "$work/suspects" ] || return 0
  grep -v '^new ' "$work/suspects" >"$work/moved"
  grep '^new ' "$work/suspects" >"$work/news"
  while read -r why tag digest <&3; do
    printf '%s\n' "$digest" >"$work/unread"
    while [ -s "$work/unread" ]; do
      read_manifest
    done
  done 3<"$work/news"
}

# Takes the first of $work/unread; what is in $work/read was found harmless.
read_manifest() {
  digest=$(head -n 1 "$work/unread")
  sed 1d "$work/unread" >"$work/rest"
  mv "$work/rest" "$work/unread"
  grep -qxF "$digest" "$work/read" && return 0
  call -H "$accept" "$registry/v2/$repository/manifests/$digest"
  case $status in
    200) ;;
    404) return 0 ;;
    *) stop_on "GET $repository@$digest" ;;
  esac
  digests_in "$work/body" >"$work/named"
  grep -xF -f "$work/planned" "$work/named" | sed "s/^/names $tag /" >"$work/found"
  if [ -s "$work/found" ]; then
    cat "$work/found" >>"$work/moved"
    return 0
  fi
  printf '%s\n' "$digest" >>"$work/read"
  case $(header content-type) in
    *index* | *list*) cat "$work/named" >>"$work/unread" ;;
  esac
}
`;
