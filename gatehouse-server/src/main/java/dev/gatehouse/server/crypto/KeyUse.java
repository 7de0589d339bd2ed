package dev.gatehouse.server.crypto;

/** What a signing key signs; a key signs one thing only. */
public enum KeyUse {
  ACCESS_TOKEN,
  ID_TOKEN
}
