# The ratchet of requirements and attacks: what docs/coverage.tsv lists has a passing test, always.
# shellcheck shell=bash

COVERAGE=docs/coverage.tsv

# Compares the ids of tests that passed with the list, or writes the list anew when goldens are updated.
check_coverage() {
  local covered lost gained
  if [ -n "${GATEHOUSE_MISSING:-}" ]; then
    say "coverage is not compared, because tests were left out"
    return
  fi
  covered=$(covered_ids)
  if [ -n "${GATEHOUSE_UPDATE_GOLDEN:-}" ]; then
    {
      printf '# Ids of requirements, attacks and ASVS that a passing test carries. Nothing listed here may be lost.\n'
      printf '%s\n' "$covered"
    } >"$ROOT/$COVERAGE"
    say "wrote $COVERAGE: $(printf '%s\n' "$covered" | wc -l) ids"
    return
  fi
  lost=$(LC_ALL=C comm -23 <(listed_ids) <(printf '%s\n' "$covered"))
  gained=$(LC_ALL=C comm -13 <(listed_ids) <(printf '%s\n' "$covered") | wc -l)
  if [ -n "$lost" ]; then
    say "these ids of $COVERAGE have no passing test any more:"
    printf '  %s\n' "$lost" >&2
    fail "$EXIT_FAILED" "coverage was lost"
  fi
  say "coverage: $(listed_ids | wc -l) listed ids hold, $gained more are covered (GATEHOUSE_UPDATE_GOLDEN=1 ./gatehouse test lists them)"
}

covered_ids() {
  find "$ROOT" -path '*/target/coverage-ids.tsv' -exec cut -f 1,2 {} + | LC_ALL=C sort -u
}

listed_ids() {
  [ ! -f "$ROOT/$COVERAGE" ] || grep -v '^#' "$ROOT/$COVERAGE" | LC_ALL=C sort -u
}
