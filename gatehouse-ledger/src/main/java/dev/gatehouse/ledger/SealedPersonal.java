package dev.gatehouse.ledger;

/**
 * The personal fields of a record as they stand in it.
 *
 * @param key the key the box is sealed under
 * @param box nonce and ciphertext
 */
public record SealedPersonal(KeyName key, PersonalBox box) {}
