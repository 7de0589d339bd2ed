/** The audit record format and its reader; what a verifier shares with the writer. */
module dev.gatehouse.ledger {
  requires static org.jspecify;

  exports dev.gatehouse.ledger;
}
