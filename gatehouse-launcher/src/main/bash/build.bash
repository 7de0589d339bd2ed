# Builds when the sources changed and leaves jars and class paths in a folder named after their
# digest, so that a server that runs keeps the jars it began with.
# shellcheck shell=bash

BUILD_LOG=target/gatehouse-build.log
BUILD_LOCK=target/gatehouse-build.lock
BUILD_KEEPS=3
BUILD_NEEDS_MEGABYTES=600

# The content of everything that ends up in a jar; cksum prints checksum, size and path.
source_digest() {
  (cd "$ROOT" \
    && find pom.xml .mvn mvnw gatehouse-*/pom.xml gatehouse-*/src/main -name bash -prune \
      -o -type f -exec cksum {} + | LC_ALL=C sort | cksum | tr ' ' '-')
}

# Sets BUILT, the folder of jars and class paths for the sources as they are, or the one that
# GATEHOUSE_BUILT names: tests run this command while the build that runs them goes on.
build_if_changed() {
  if [ -n "${GATEHOUSE_BUILT:-}" ]; then
    BUILT=$GATEHOUSE_BUILT
    unset GATEHOUSE_BUILT
    is_complete "$BUILT" || fail "$EXIT_BUILD" "there is no whole build in '$BUILT'"
    return
  fi
  BUILT="$ROOT/target/gatehouse/$(source_digest)"
  is_complete "$BUILT" && return
  mkdir -p "$ROOT/target"
  take_build_lock
  # Another shell may have built it while this one waited.
  if ! is_complete "$BUILT"; then
    require_space
    maven "building" "$BUILD_LOG" \
      -pl gatehouse-launcher -am package -Dmaven.test.skip=true \
      -Dspotless.check.skip=true -Dcheckstyle.skip=true || build_failed
    collect "$BUILT"
  fi
  drop_build_lock
}

# Whether every jar of its class paths is still there: a Maven repository may have been emptied.
is_complete() {
  local file jar
  for file in "$1/launcher.classpath" "$1/server.classpath"; do
    [ -r "$file" ] || return 1
    while IFS= read -r jar; do
      [ -f "$jar" ] || return 1
    done < <(tr ':' '\n' <"$file" | awk 'NF')
  done
}

# Copies our jars out of Maven's hands and writes the class paths, whole or not at all.
collect() {
  local built=$1 fresh="$1.new" module jar
  rm -rf "$fresh" "$built"
  mkdir -p "$fresh"
  for module in launcher server; do
    class_path "gatehouse-$module" | while IFS= read -r jar; do
      case $jar in
        "$ROOT"/*)
          cp "$jar" "$fresh/"
          printf '%s\n' "$built/$(basename "$jar")"
          ;;
        *) printf '%s\n' "$jar" ;;
      esac
    done | paste -s -d : - >"$fresh/$module.classpath"
  done
  mv "$fresh" "$built"
  prune_builds
}

# The jar of a module and of everything it needs, one a line.
class_path() {
  # shellcheck disable=SC2012 # the names are Maven's
  ls -t "$ROOT/$1/target/$1"-*.jar | head -n 1
  tr ':' '\n' <"$ROOT/$1/target/runtime-classpath" | awk 'NF'
}

prune_builds() {
  local old
  # shellcheck disable=SC2012 # names are digits and dashes
  ls -t "$ROOT/target/gatehouse" | tail -n +$((BUILD_KEEPS + 1)) | while IFS= read -r old; do
    rm -rf "$ROOT/target/gatehouse/$old"
  done
}

# maven <activity> <log> <arguments…>: runs the wrapper with its output in the log, showing progress.
maven() {
  local activity=$1 log="$ROOT/$2" pid now step='' started=$SECONDS code=0
  shift 2
  mkdir -p "$(dirname "$log")"
  (cd "$ROOT" && exec ./mvnw -B --color never "$@") >"$log" 2>&1 </dev/null &
  pid=$!
  # A child in the background ignores Ctrl-C, so it is told.
  trap 'kill "$pid" 2>/dev/null; wait "$pid" 2>/dev/null; clear_line; exit 130' INT TERM
  while kill -0 "$pid" 2>/dev/null; do
    now=$(maven_step "$log")
    step=${now:-$step}
    progress $((SECONDS - started)) "$activity" "$step"
    sleep 1
  done
  wait "$pid" || code=$?
  trap - INT TERM
  clear_line
  return "$code"
}

# What Maven does right now: the module, or what it downloads.
maven_step() {
  tail -n 200 "$1" 2>/dev/null | sed -n \
    -e 's/^\[INFO\] Building \([^ ]*\) .*\[\([0-9]*\/[0-9]*\)\]$/\1 (\2)/p' \
    -e 's/^\[INFO\] Downloading from [^:]*: .*\/\([^/]*\)$/downloading \1/p' | tail -n 1
}

build_failed() {
  drop_build_lock
  if grep -q 'No space left on device' "$ROOT/$BUILD_LOG"; then
    fail "$EXIT_NO_SPACE" "the disk is full; free some space and run again"
  fi
  last_words "$BUILD_LOG"
  fail "$EXIT_BUILD" "the build failed; the whole log is $BUILD_LOG"
}

# The errors that ended a build, or the end of a log that names none.
last_words() {
  local log="$ROOT/$1" from=1
  if grep -q '^\[ERROR\]' "$log"; then
    ! grep -q 'BUILD FAILURE$' "$log" || from='/BUILD FAILURE$/'
    sed -n "$from,\$ s/^\[ERROR\] //p" "$log" | sed -e 's/ -> \[Help [0-9]*\]$//' -e '/^ *$/d' \
      -e '/^\[Help /d' -e '/^To see the full stack/d' -e '/^Re-run Maven/d' -e '/^For more information/d' \
      -e '/^After correcting/d' -e '/^ *mvn <args>/d' | awk 'NR <= 40' >&2
  else
    tail -n 20 "$log" >&2
  fi
}

require_space() {
  local free
  free=$(df -Pm "$ROOT/target" | awk 'NR == 2 {print $4}')
  if [ "$free" -lt "$BUILD_NEEDS_MEGABYTES" ]; then
    fail "$EXIT_NO_SPACE" \
      "a build needs $BUILD_NEEDS_MEGABYTES MB of disk below $ROOT and $free MB are free"
  fi
}

# One build at a time: two would write the same files. A lock whose owner is gone is taken over.
take_build_lock() {
  local owner waited=0
  until mkdir "$ROOT/$BUILD_LOCK" 2>/dev/null; do
    owner=$(cat "$ROOT/$BUILD_LOCK/pid" 2>/dev/null || true)
    if [ "$waited" -ge 2 ] && ! kill -0 "${owner:-none}" 2>/dev/null; then
      rm -rf "${ROOT:?}/$BUILD_LOCK"
      continue
    fi
    progress "$waited" "waiting" "for the build of process ${owner:-?}"
    sleep 1
    waited=$((waited + 1))
  done
  clear_line
  printf '%s' "$$" >"$ROOT/$BUILD_LOCK/pid"
  trap drop_build_lock EXIT
}

drop_build_lock() {
  [ "$(cat "$ROOT/$BUILD_LOCK/pid" 2>/dev/null || true)" != "$$" ] || rm -rf "${ROOT:?}/$BUILD_LOCK"
}
