# Words to the person at the terminal: everything of the shell's own goes to stderr.
# shellcheck shell=bash disable=SC2034 # the other parts use them

EXIT_FAILED=1
EXIT_USAGE=2
EXIT_NO_JDK=3
EXIT_NO_SPACE=5
EXIT_BUILD=7

say() {
  printf '%s\n' "$*" >&2
}

fail() {
  local code=$1
  shift
  say "gatehouse: $*"
  exit "$code"
}

on_terminal() {
  [ -t 2 ] && [ "${TERM:-dumb}" != dumb ]
}

clear_line() {
  if on_terminal; then
    printf '\r\033[K' >&2
  fi
}

# One line that is overwritten on a terminal; elsewhere a line of its own for each new step.
PROGRESS_STEP=
progress() {
  local seconds=$1 activity=$2 step=$3
  if on_terminal; then
    printf '\r\033[K%s … %d s  %s' "$activity" "$seconds" "$step" >&2
  elif [ "$step" != "$PROGRESS_STEP" ]; then
    say "$activity … $seconds s  $step"
  fi
  PROGRESS_STEP=$step
}
