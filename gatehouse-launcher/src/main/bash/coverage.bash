# The ratchet of requirements and attacks: what docs/coverage.tsv lists has a passing test, always.
# shellcheck shell=bash

COVERAGE=docs/coverage.tsv
KNOWN=docs/ids.tsv
WITHOUT_TEST=target/ids-without-test.tsv

# Compares the ids of tests that passed with the list, or writes the list anew when goldens are updated.
check_coverage() {
  local covered lost gained
  if [ -n "${GATEHOUSE_MISSING:-}" ]; then
    say "coverage is not compared, because tests were left out"
    return
  fi
  covered=$(covered_ids)
  report_uncovered "$covered"
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

# Says how many known ids no passing test carries; the list with what each stands for is in target/.
report_uncovered() {
  local covered=$1
  awk -F '\t' 'NR == FNR { has[$1 FS $2] = 1; next } !/^#/ && !(($1 FS $2) in has)' \
    <(printf '%s\n' "$covered") "$ROOT/$KNOWN" >"$ROOT/$WITHOUT_TEST"
  say "known ids without a test: $(wc -l <"$ROOT/$WITHOUT_TEST") of $(grep -vc '^#' "$ROOT/$KNOWN"), listed in $WITHOUT_TEST"
}

covered_ids() {
  find "$ROOT" -path '*/target/coverage-ids.tsv' -exec cut -f 1,2 {} + | LC_ALL=C sort -u
}

listed_ids() {
  [ ! -f "$ROOT/$COVERAGE" ] || grep -v '^#' "$ROOT/$COVERAGE" | LC_ALL=C sort -u
}
