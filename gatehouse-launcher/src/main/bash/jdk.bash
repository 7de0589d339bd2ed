# Finds a JDK that is new enough, wherever Debian, SDKMAN, macOS and Homebrew put theirs.
# shellcheck shell=bash

MINIMUM_JDK=25

# Before every folder of the system that is looked into; tests put a made-up system there.
SYSTEM_ROOT=

# Prints the major version out of `25`, `25.0.3`, `25-ea`, `1.8.0_392`; nothing when it is none.
major_version() {
  local version=${1#1.}
  version=${version%%[!0-9]*}
  printf '%s' "$version"
}

# Prints the major version of a JDK's folder; nothing when it holds no compiler.
jdk_version() {
  local home=$1 line
  [ -x "$home/bin/java" ] && [ -x "$home/bin/javac" ] || return 0
  if [ -r "$home/release" ]; then
    line=$(grep -m 1 '^JAVA_VERSION=' "$home/release" || true)
  else
    line=$("$home/bin/java" -version 2>&1 | head -n 1 || true)
  fi
  line=${line#*\"}
  major_version "${line%%\"*}"
}

is_new_enough() {
  local version
  version=$(jdk_version "$1")
  [ -n "$version" ] && [ "$version" -ge "$MINIMUM_JDK" ]
}

# The folder of the `java` on the PATH, links followed. `readlink -f` is missing on older macOS.
home_on_path() {
  local program folder
  program=$(command -v java) || return 0
  while [ -L "$program" ]; do
    folder=$(cd -P "$(dirname "$program")" && pwd)
    program=$(readlink "$program")
    case $program in /*) ;; *) program="$folder/$program" ;; esac
  done
  (cd -P "$(dirname "$program")/.." 2>/dev/null && pwd) || true
}

# Every place worth a look, one a line, in the order of preference.
jdk_candidates() {
  local place home=${HOME:-/root}
  [ -z "${JAVA_HOME:-}" ] || printf '%s\n' "$JAVA_HOME"
  home_on_path
  for place in "$SYSTEM_ROOT"/usr/lib/jvm/* "${SDKMAN_DIR:-$home/.sdkman}"/candidates/java/* \
    "$SYSTEM_ROOT"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$home"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$SYSTEM_ROOT"/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "$SYSTEM_ROOT"/usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "$SYSTEM_ROOT"/home/linuxbrew/.linuxbrew/opt/openjdk*/libexec \
    "$SYSTEM_ROOT"/opt/* "$SYSTEM_ROOT"/opt/java/* "$home"/.jdks/*; do
    [ ! -d "$place/bin" ] || printf '%s\n' "$place"
  done
}

# Sets JAVA_HOME or ends. A JDK named for Gatehouse is used or refused, never passed over.
find_jdk() {
  local home found=
  if [ -n "${GATEHOUSE_JAVA_HOME:-}" ]; then
    is_new_enough "$GATEHOUSE_JAVA_HOME" || fail "$EXIT_NO_JDK" \
      "GATEHOUSE_JAVA_HOME is '$GATEHOUSE_JAVA_HOME', which is no JDK $MINIMUM_JDK or newer"
    export JAVA_HOME=$GATEHOUSE_JAVA_HOME
    return
  fi
  while IFS= read -r home; do
    if is_new_enough "$home"; then
      export JAVA_HOME=$home
      return
    fi
    found="$found  $home ($(jdk_version "$home" | sed 's/^$/no compiler/; s/^[0-9]/JDK &/'))"$'\n'
  done < <(jdk_candidates)
  say "gatehouse: a JDK $MINIMUM_JDK or newer is needed, and there is none here."
  [ -z "$found" ] || say "Looked at:"$'\n'"${found%$'\n'}"
  say "How to get one:"
  say "  Debian, Ubuntu   apt install openjdk-25-jdk-headless, or temurin-25-jdk from adoptium.net"
  say "  SDKMAN           sdk install java 25-tem"
  say "  macOS            brew install openjdk"
  say "If it lies elsewhere, name it: GATEHOUSE_JAVA_HOME=/path/to/jdk ./gatehouse …"
  exit "$EXIT_NO_JDK"
}
