# The two gates: `check` while working, `test` before anything is believed.
# shellcheck shell=bash

CHECK_LOG=target/gatehouse-check.log
TEST_LOG=target/gatehouse-test.log
SLOW_TESTS=database,browser,e2e

run_check() {
  [ $# -eq 0 ] || fail "$EXIT_USAGE" "check takes no arguments"
  find_jdk
  mkdir -p "$ROOT/target"
  take_build_lock
  local code=0 started=$SECONDS
  maven "checking" "$CHECK_LOG" -ntp test -fae "-DexcludedGroups=$SLOW_TESTS" \
    -Dsurefire.failIfNoSpecifiedTests=false || code=$?
  drop_build_lock
  report "$CHECK_LOG" "$code" $((SECONDS - started)) ""
}

run_test() {
  [ $# -eq 0 ] || fail "$EXIT_USAGE" "test takes no arguments"
  find_jdk
  mkdir -p "$ROOT/target"
  set_up_tools
  take_build_lock
  require_space
  local code=0 started=$SECONDS digest
  digest=$(source_digest)
  maven "testing" "$TEST_LOG" -ntp verify -fae || code=$?
  if [ "$code" -eq 0 ]; then
    collect "$ROOT/target/gatehouse/$digest"
  fi
  drop_build_lock
  report "$TEST_LOG" "$code" $((SECONDS - started)) "${GATEHOUSE_MISSING:-}"
  check_coverage
}

# Installs what the tests need where that is possible without asking, and else names it.
set_up_tools() {
  local missing
  missing=$(missing_tools)
  if [ -n "$missing" ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    install_on_debian "$missing"
    missing=$(missing_tools)
  fi
  if [ -n "$missing" ]; then
    say "gatehouse: the tests need what is missing here:$missing"
    say "Install it, or leave its tests out and have that said in the result:"
    fail "$EXIT_FAILED" "GATEHOUSE_MISSING=\"${missing# }\" ./gatehouse test"
  fi
  GATEHOUSE_CHROMIUM=$(find_chromium)
  export GATEHOUSE_CHROMIUM PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
  install_node_packages
}

find_chromium() {
  local program
  if [ -n "${GATEHOUSE_CHROMIUM:-}" ]; then
    printf '%s' "$GATEHOUSE_CHROMIUM"
    return
  fi
  for program in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$program"; then
      return
    fi
  done
  program="/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
  [ ! -x "$program" ] || printf '%s' "$program"
}

# Prints the missing tools that GATEHOUSE_MISSING doesn't own up to, each after a blank.
missing_tools() {
  local tool
  for tool in chromium node npm mod_auth_openidc; do
    case " ${GATEHOUSE_MISSING:-} " in *" $tool "*) continue ;; esac
    case $tool in
      chromium) [ -n "$(find_chromium)" ] || printf ' %s' chromium ;;
      mod_auth_openidc)
        [ -f /usr/lib/apache2/modules/mod_auth_openidc.so ] || printf ' %s' mod_auth_openidc
        ;;
      *) command -v "$tool" >/dev/null || printf ' %s' "$tool" ;;
    esac
  done
}

install_on_debian() {
  local packages log="$ROOT/target/gatehouse-apt.log"
  # The module brings Apache's program and no service that would start.
  packages=$(printf '%s' "$1" | sed -e 's/\bnode\b/nodejs/' \
    -e 's/\bmod_auth_openidc\b/libapache2-mod-auth-openidc/')
  say "installing:$packages"
  # shellcheck disable=SC2086 # a list of words
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
    --no-install-recommends $packages; } >"$log" 2>&1 </dev/null \
    || say "apt-get failed: $(tail -n 1 "$log")"
}

# The packages of each lock file below e2e, exactly as locked, without running their scripts.
install_node_packages() {
  local lock folder
  command -v npm >/dev/null || return 0
  while IFS= read -r lock; do
    folder=$(dirname "$lock")
    [ "$folder/node_modules/.package-lock.json" -nt "$lock" ] && continue
    say "installing the locked npm packages of ${folder#"$ROOT"/}"
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null >&2) \
      || fail "$EXIT_FAILED" "npm ci failed in $folder"
  done < <(find "$ROOT/e2e" -name node_modules -prune -o -name target -prune \
    -o -name package-lock.json -print)
}

# report <log> <Maven's exit code> <seconds> <components owned up to as missing>
report() {
  local log="$ROOT/$1" code=$2 seconds=$3 missing=$4 totals skipped
  module_results "$log"
  totals=$(total_tests "$log")
  if [ "$code" -ne 0 ]; then
    failed_tests "$log"
    last_words "$1"
  fi
  say "took $seconds s; the whole log is $1"
  [ -z "$missing" ] || say "not tested, because it is missing here: $missing"
  [ -n "$totals" ] || fail "$EXIT_BUILD" "no test ran"
  printf '%s\n' "$totals"
  if [ "$code" -ne 0 ]; then
    fail "$EXIT_FAILED" "failed"
  fi
  skipped=${totals##*Skipped: }
  if [ "$skipped" -ne 0 ] && [ -z "$missing" ]; then
    fail "$EXIT_FAILED" "$skipped tests were skipped though nothing is named as missing"
  fi
}

# One line for each module with tests; those a failure kept from running are named too.
module_results() {
  awk '
    /^\[INFO\] Building [^ ]+ .*\[[0-9]+\/[0-9]+\]$/ { module = $3 }
    /^\[[A-Z]+\] Tests run: [0-9]+, Failures: [0-9]+, Errors: [0-9]+, Skipped: [0-9]+$/ {
      gsub(/,/, "")
      printf "  %-22s %5d tests  %d failed  %d skipped\n", module, $4, $6 + $8, $10
    }
    /^\[INFO\] [^ ]+ \.+ SKIPPED$/ { printf "  %-22s not run: a module it needs failed\n", $2 }
  ' "$1" >&2
}

# Surefire's closing line over all modules.
total_tests() {
  awk '
    /^\[[A-Z]+\] Tests run: [0-9]+, Failures: [0-9]+, Errors: [0-9]+, Skipped: [0-9]+$/ {
      gsub(/,/, ""); any = 1; run += $4; failures += $6; errors += $8; skipped += $10
    }
    END { if (any) printf "Tests run: %d, Failures: %d, Errors: %d, Skipped: %d", run, failures, errors, skipped }
  ' "$1"
}

# The failures as Surefire sums them up.
failed_tests() {
  awk '/^\[INFO\] Results:/ { on = 1 } /Tests run:/ { on = 0 } on && /^\[(ERROR|WARNING)\] / { print "  " substr($0, index($0, " ") + 1) }' "$1" >&2
}
